package answer

import (
	"context"
	"errors"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

func TestRewriting(t *testing.T) {
	results := map[string]knowledge.Result{
		"tent poles":               found(hit("tents", .6, .8), hit("boots", .3, .3)),
		"and for boots":            found(hit("parcels", .2, .2)),
		"tent poles and for boots": found(hit("tents", .5, .3)),
		"poles for boots":          found(hit("boots", .9, .9)),
		"vague":                    found(hit("parcels", .2, .2)),
		"worse":                    found(hit("parcels", .1, .1)),
	}
	earlier := []bot.Exchange{{Question: "tent poles", Kind: bot.Answer, Articles: []string{"tents"}}}
	for _, c := range []struct {
		name      string
		text      string
		earlier   []bot.Exchange
		rewritten string
		asked     bool
		query     string
		kind      bot.DecisionKind
		cites     string
		noted     string
	}{
		{"surer", "and for boots", earlier, "poles for boots", true, "poles for boots", bot.Answer, "boots", "poles for boots"},
		{"not understood alone", "vague", earlier, "poles for boots", true, "poles for boots", bot.Answer, "boots", "poles for boots"},
		{"less sure", "and for boots", earlier, "worse", true, "tent poles and for boots", bot.Clarification, "", "worse"},
		{"as it was searched already", "and for boots", earlier, "Tent poles and for boots?", true, "tent poles and for boots", bot.Clarification, "", ""},
		{"it cannot", "and for boots", earlier, "", true, "tent poles and for boots", bot.Clarification, "", ""},
		{"sure alone", "poles for boots", earlier, "worse", false, "poles for boots", bot.Answer, "boots", ""},
		{"nothing before", "vague", nil, "poles for boots", false, "vague", "", "", ""},
		{"small talk", "thanks", earlier, "poles for boots", false, "thanks", bot.SmallTalk, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := false
			a := New(Config{Search: &scripted{results: results}, Revisions: threeArticles(), Rewrite: func(_ context.Context, q bot.Question) (string, bool) {
				asked = true
				if q.Text != c.text {
					t.Errorf("asked to rewrite %q", q.Text)
				}
				return c.rewritten, c.rewritten != ""
			}})
			d := a.Turn(t.Context(), bot.Question{Text: c.text, Earlier: c.earlier})
			cites := ""
			if len(d.Citations) > 0 {
				cites = d.Citations[0].Article
			}
			if asked != c.asked || d.Trace.Query != c.query || c.kind != "" && d.Kind != c.kind || cites != c.cites || d.Trace.Rewritten != c.noted {
				t.Errorf("asked %v; searched %q, noted %q; %s from %q by %s", asked, d.Trace.Query, d.Trace.Rewritten, d.Kind, cites, d.Trace.Rule)
			}
		})
	}
}

// failingOn is a Searcher that fails on one question.
type failingOn struct {
	*scripted
	question string
}

func (f failingOn) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	if q.Text == f.question {
		return knowledge.Result{State: knowledge.IndexDown}, errors.New("gone")
	}
	return f.scripted.Search(ctx, q)
}

func TestRewritingAddsNoFailure(t *testing.T) {
	s := &scripted{results: map[string]knowledge.Result{"vague": found(hit("tents", .4, .4))}}
	a := New(Config{Search: failingOn{s, "rewritten"}, Revisions: threeArticles(), Rewrite: func(context.Context, bot.Question) (string, bool) { return "rewritten", true }})
	d := a.Turn(t.Context(), bot.Question{Text: "vague", Earlier: []bot.Exchange{{Question: "tent poles", Kind: bot.Answer}}})
	if d.Kind != bot.Clarification || d.Trace.Index != string(knowledge.IndexReady) {
		t.Errorf("%s by %s, the index is %q", d.Kind, d.Trace.Rule, d.Trace.Index)
	}
}
