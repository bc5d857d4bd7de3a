package draft

import (
	"context"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/answer"
	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
)

// quoting is a model that says the sentences of the text over again, each with the number of the first passage.
func quoting(text string) fake {
	var b strings.Builder
	for _, c := range cutAt(text) {
		b.WriteString(c.Break + c.Text)
		if !introduces(c.Text) {
			b.WriteString(" [1]")
		}
	}
	return says(b.String())
}

// TestAnglesAreNoMarkup: what stands in the article may be said, and tags that do not may not.
func TestAnglesAreNoMarkup(t *testing.T) {
	rev := knowledge.Revision{Article: "a", Number: 1, Text: "Choose Insert > Table of Contents to add a table. Type <your-name> into the second field.", Content: knowledge.Content{Title: "How do I add a table?", Locale: "en"}}
	a := answer.New(answer.Config{Search: finds{rev}, Revisions: shelf{"a": rev}})
	d := New(Config{Answerer: a, Revisions: shelf{"a": rev}, Model: says("Choose Insert > Table of Contents to add a table [1]. Type <b> into the second field [1].")})
	got := d.Turn(t.Context(), bot.Question{Text: rev.Title, Payer: customer})
	if got.Text != "Choose Insert > Table of Contents to add a table." || verdicts(got.Trace.Draft) != "passed form" {
		t.Errorf("says %q: %+v", got.Text, got.Trace.Draft)
	}
}

// TestQuotingIsSaid: the articles' own words pass, whatever is asked, but for tables and the like.
func TestQuotingIsSaid(t *testing.T) {
	asked, said, outcomes, refused := 0, 0, map[string]int{}, map[bot.Verdict]int{}
	for _, rev := range importtest.DemoShop(t) {
		a := answer.New(answer.Config{Search: finds{rev}, Revisions: shelf{rev.Article: rev}})
		for _, text := range append([]string{rev.Title}, rev.Phrasings...) {
			q := bot.Question{Text: text, Payer: customer}
			extract := a.Turn(t.Context(), q)
			if extract.Kind != bot.Answer {
				continue
			}
			asked++
			d := New(Config{Answerer: a, Revisions: shelf{rev.Article: rev}, Model: quoting(extract.Text)})
			got := d.Turn(context.Background(), q)
			n := got.Trace.Draft
			outcomes[n.Outcome]++
			for _, s := range n.Sentences {
				if s.Verdict != bot.Passed {
					if refused[s.Verdict]++; refused[s.Verdict] < 8 {
						t.Logf("%q: %s %q: %q", text, s.Verdict, s.Found, s.Text)
					}
				}
			}
			if got.Drafted {
				said++
			}
		}
	}
	t.Logf("%d of %d are said; outcomes %v; sentences refused %v", said, asked, outcomes, refused)
	if said*100 < asked*90 {
		t.Error("too many quotations are not said")
	}
}
