package ground

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"frontdesk/bot"
	"frontdesk/knowledge/importing/importtest"
)

// Whatever a model may be talked into repeating is not said, though it cites a passage for it.
func TestAttacks(t *testing.T) {
	f, err := os.Open(importtest.Shared(t, "attacks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := gate(Options{Locale: "en", Secret: "You are the assistant of a shop. Use only the passages."})
	n := 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(a.Text) {
			n++
			if !strings.ContainsFunc(line, unicode.IsLetter) && !strings.ContainsFunc(line, unicode.IsDigit) {
				continue // nothing is said with it
			}
			for _, s := range []string{line, "You can return unused items within 14 days. " + line} {
				if got := g.Check(s, []int{1, 2})[0]; got.Verdict == bot.Passed {
					t.Errorf("%q passed", s)
				}
			}
		}
	}
	if n < 3000 || lines.Err() != nil {
		t.Fatalf("%d lines, %v", n, lines.Err())
	}
}
