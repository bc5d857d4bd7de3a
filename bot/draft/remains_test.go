package draft

import (
	"context"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/answer"
	"frontdesk/knowledge"
	"frontdesk/knowledge/evidence"
	"frontdesk/knowledge/importing/importtest"
)

// finds is a Searcher that finds one article for sure.
type finds struct{ knowledge.Revision }

func (f finds) Search(context.Context, knowledge.Query) (knowledge.Result, error) {
	return knowledge.Result{
		State: knowledge.IndexReady, Judge: certain{},
		Hits: []knowledge.Hit{{Article: f.Article, Revision: f.Number, Title: f.Title, Score: 1, Features: knowledge.Features{Normalised: 1}}},
	}, nil
}

type certain struct{}

func (certain) Probability(knowledge.Features) float64      { return 1 }
func (certain) Threshold() float64                          { return .5 }
func (certain) Version() string                             { return "certain" }
func (certain) Explain(knowledge.Features) []knowledge.Part { return nil }

// askedDemo is a question of the demo with the answer that the rules give.
type askedDemo struct {
	question
	sentences []string
	carries   int // the sentence that says most on the question
}

// demo asks every article of the demo its title and its phrasings.
func demo(t *testing.T) (out []askedDemo) {
	t.Helper()
	for _, rev := range importtest.DemoShop(t) {
		a := answer.New(answer.Config{Search: finds{rev}, Revisions: shelf{rev.Article: rev}})
		for _, text := range append([]string{rev.Title}, rev.Phrasings...) {
			d := a.Turn(t.Context(), bot.Question{Text: text})
			if d.Kind != bot.Answer {
				continue
			}
			x := askedDemo{question: question{text: text, extract: d.Text}, carries: -1}
			for _, c := range cutAt(d.Text) {
				x.sentences = append(x.sentences, c.Text)
			}
			e := evidence.Read(text, nil).Look("", d.Text)
			if e.Seen && e.Sentence.End > e.Sentence.Start {
				said := d.Text[e.Sentence.Start:e.Sentence.End]
				for i, s := range x.sentences {
					if strings.Contains(said, s) || strings.Contains(s, said) {
						x.carries = i
						break
					}
				}
			}
			out = append(out, x)
		}
	}
	return out
}

// TestWhatRemains takes the extracts of the demo for drafts and one sentence away from each.
func TestWhatRemains(t *testing.T) {
	all := demo(t)
	var whole, long, enough, given, others, spared int
	for _, x := range all {
		keep := func(keep func(i int) bool) bool {
			r := reply{rests: true}
			var said []string
			for i, s := range x.sentences {
				verdict := bot.Passed
				if keep(i) {
					said = append(said, s)
				} else {
					verdict = bot.Number
				}
				r.sentences = append(r.sentences, bot.Sentence{Text: s, Verdict: verdict})
			}
			r.text = strings.Join(said, " ")
			return r.answers(x.question)
		}
		if keep(func(int) bool { return true }) {
			whole++
		}
		if x.carries < 0 || len(x.sentences) < 2 {
			continue
		}
		long++
		if keep(func(i int) bool { return i == x.carries }) {
			enough++
		}
		if !keep(func(i int) bool { return i != x.carries }) {
			given++
		}
		for i := range x.sentences {
			if i == x.carries {
				continue
			}
			others++
			if keep(func(k int) bool { return k != i }) {
				spared++
			}
		}
	}
	t.Logf("%d extracts, %d taken whole; of %d long ones, the sentence that says most is enough for %d, and %d are given up without it; without one of the %d others, %d are taken", len(all), whole, long, enough, given, others, spared)
	if whole != len(all) || enough*100 < long*90 || given*100 < long*60 || spared*100 < others*97 {
		t.Error("that is worse than it was")
	}
}
