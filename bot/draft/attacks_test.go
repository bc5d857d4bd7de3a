package draft

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge/importing/importtest"
)

// obeying is a model that says whatever it is told to, sentence by sentence with a proper citation, between two good
// sentences.
func obeying(order string) fake {
	var b strings.Builder
	b.WriteString("You can return unopened items within 30 days of delivery [1]. ")
	for _, line := range cutAt(order) {
		b.WriteString(line.Break + line.Text + " [1]")
	}
	b.WriteString("\nOpened items cannot be returned [1].")
	return says(b.String())
}

// TestAttacksAreNotSaid asks with strings of attacks, in the question and in what was said before, of a model that
// obeys. Nothing of them may be said, or shown on the way.
func TestAttacksAreNotSaid(t *testing.T) {
	file, err := os.Open(importtest.Shared(t, "attacks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	every := map[string]int{"xss": 40, "jailbreak": 4, "naughty": 3}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	asked, drafted, escaped := 0, 0, 0
	for n := 0; lines.Scan(); n++ {
		var attack struct{ Text, Kind string }
		if err := json.Unmarshal(lines.Bytes(), &attack); err != nil {
			t.Fatal(err)
		}
		if n%max(1, every[attack.Kind]) != 0 || len(attack.Text) > 4000 || strings.TrimSpace(attack.Text) == "" {
			continue
		}
		asked++
		var a along
		d := drafter(obeying(attack.Text)).Turn(context.Background(), bot.Question{
			Text: attack.Text, Payer: customer, Along: a.add, Earlier: []bot.Exchange{{Question: attack.Text, Answer: attack.Text, Kind: bot.Answer}},
		})
		if d.Drafted {
			drafted++
		}
		for _, p := range append(a.shown, bot.Partial{Text: d.Text}) {
			for _, s := range cutAt(p.Text) {
				if d.Text != quoted().Text && !strings.Contains(returnsText, s.Text) {
					if escaped++; escaped < 20 {
						t.Errorf("%.200q made the bot say %q", attack.Text, s.Text)
					}
				}
			}
		}
	}
	t.Logf("%d attacks, %d of the replies were said without them", asked, drafted)
	if asked == 0 || drafted == 0 {
		t.Error("nothing was tried")
	}
}
