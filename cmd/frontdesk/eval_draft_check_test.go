package main

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	const cited = "Returns\nYou can return an item within 30 days. It costs € 1,200.50.\n"
	for _, c := range []struct {
		sentence string
		faithful bool
		words    int // of content that are missing
		numbers  int // that are missing
	}{
		{"You can return an item within 30 days.", true, 0, 0},
		{"Returned items: 30 days.", true, 0, 0},
		{"1. It costs 1200.50.", true, 0, 0},
		{"You can return an item within 60 days.", false, 0, 1},
		{"You can return an elephant.", false, 1, 0},
		{"Elephants cost 5.", false, 1, 1},
		{"3 items.", false, 0, 1},
	} {
		f := compare(c.sentence, cited, "en")
		if f.sentences != 1 || (f.faithful == 1) != c.faithful || f.words-f.kept != c.words || f.numbers-f.same != c.numbers {
			t.Errorf("%q: got %+v", c.sentence, f)
		}
	}
}

// shelf has one article.
type shelf struct{ text string }

func (s shelf) PublishedRevision(_ context.Context, article string) (knowledge.Revision, error) {
	if article != "a" {
		return knowledge.Revision{}, knowledge.ErrNotFound
	}
	return knowledge.Revision{Article: "a", Number: 1, Text: s.text, Content: knowledge.Content{Title: "Returns", Locale: "en"}}, nil
}

func TestCheckFaith(t *testing.T) {
	t.Parallel()
	s := shelf{"Items can be returned. Shoes must be clean."}
	d := bot.Decision{Text: "Items can be returned. Shoes must be dirty.", Citations: []bot.Citation{
		{Article: "a", Start: 0, End: 22, At: 0, Len: 22}, {Article: "a", Start: 23, End: 43, At: 23, Len: 20},
	}}
	f, err := checkFaith(context.Background(), s, d)
	if err != nil || f.sentences != 2 || f.faithful != 1 || f.words-f.kept != 1 {
		t.Errorf("got %+v, %v", f, err)
	}
	// Two citations of one sentence count together.
	d = bot.Decision{Text: "Returned shoes must be clean items.", Citations: []bot.Citation{
		{Article: "a", Start: 0, End: 22, At: 0, Len: 35}, {Article: "a", Start: 23, End: 43, At: 0, Len: 35},
	}}
	if f, err := checkFaith(context.Background(), s, d); err != nil || f.sentences != 1 || f.faithful != 1 {
		t.Errorf("two citations: got %+v, %v", f, err)
	}
	for name, c := range map[string]bot.Citation{
		"beyond the article": {Article: "a", Start: 0, End: 99, At: 0, Len: 5},
		"beyond the message": {Article: "a", Start: 0, End: 5, At: 0, Len: 99},
		"nothing":            {Article: "a", Start: 5, End: 5, At: 0, Len: 5},
		"unknown":            {Article: "b", Start: 0, End: 5, At: 0, Len: 5},
	} {
		if _, err := checkFaith(context.Background(), s, bot.Decision{Text: "Hello there.", Citations: []bot.Citation{c}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestMeasureDrafts(t *testing.T) {
	t.Parallel()
	says := func(kind bot.DecisionKind, used bool, articles ...string) bot.Decision {
		d := bot.Decision{Kind: kind, Drafted: used}
		for _, a := range articles {
			d.Citations = append(d.Citations, bot.Citation{Article: a})
		}
		return d
	}
	note := func(outcome string, verdicts ...bot.Verdict) *bot.Drafting {
		n := &bot.Drafting{Outcome: outcome, Prompt: 100, Completion: 10, Cost: 0.5, First: 2000}
		for _, v := range verdicts {
			n.Sentences = append(n.Sentences, bot.Sentence{Verdict: v})
		}
		return n
	}
	q := exam.Question{Relevant: []string{"a"}}
	all := []drafted{
		{question: q, without: says(bot.Answer, false, "a"), with: says(bot.Answer, true, "b", "a"), note: note(bot.DraftUsed, bot.Passed, bot.Number), took: 40 * time.Millisecond,
			first: 10 * time.Millisecond, faithful: faithfulness{2, 1, 10, 9, 4, 3}, evidence: [2]float64{0.8, 0.4}},
		{question: q, without: says(bot.Answer, false, "a"), with: says(bot.Answer, true, "b"), note: note(bot.DraftUsed, bot.Passed), took: 20 * time.Millisecond, evidence: [2]float64{0.2, 0.6}},
		{question: q, without: says(bot.Answer, false, "b"), with: says(bot.Answer, false, "b"), note: note(bot.DraftUngated, bot.Link), took: 30 * time.Millisecond},
		{question: q, without: says(bot.Clarification, false), with: says(bot.Answer, true, "a"), note: note(bot.DraftUsed, bot.Passed), took: 10 * time.Millisecond, rewrote: "standing alone"},
		{question: q, without: says(bot.Handoff, false), with: says(bot.Handoff, false)},
		{question: exam.Question{}, without: says(bot.Answer, false, "a"), with: says(bot.Answer, false, "a")},
	}
	r := measureDrafts("host/m", all, map[string]int{"boom": 2})
	if r.Answered != 5 || r.Drafted != 4 || r.Used != 3 || r.Rewritten != 1 || r.Outcomes[bot.DraftUsed] != 3 || r.Outcomes[bot.DraftUngated] != 1 {
		t.Errorf("counts: %+v", r)
	}
	if r.Sentences != 5 || r.Verdicts[bot.Passed] != 3 || r.Verdicts[bot.Link] != 1 || r.Verdicts[bot.Number] != 1 {
		t.Errorf("verdicts: %+v", r)
	}
	if r.RightWithout != 0.4 || r.RightWith != 0.4 || r.FirstWithout != 0.4 || r.FirstWith != 0.2 || r.Lost != 1 || r.Won != 1 {
		t.Errorf("right: %+v", r)
	}
	if math.Abs(float64(r.Evidence)-1) > 1e-9 || math.Abs(float64(r.LessEvidence)-1.0/3) > 1e-9 || r.FaithfulSentence != 0.5 || r.FaithfulWords != 0.9 || r.FaithfulNumbers != 0.75 {
		t.Errorf("faith: %+v", r)
	}
	if r.Prompt != 400 || r.Completion != 40 || r.Cost != 2 || r.Turn != [2]float64{20, 40} || r.FirstSentence != [2]float64{10, 10} || r.FirstWord != [2]float64{2, 2} {
		t.Errorf("cost: %+v", r)
	}
	var rows []string
	for _, s := range r.sections() {
		for _, row := range s.Rows {
			rows = append(rows, row.Name+" = "+row.Value)
		}
	}
	for _, want := range []string{"drafts used = 3", "fell back: gate = 1", "fault = 2", "verdict passed = 3", "right with = 0.400", "cost = 2.0000", "ms to drafted turn, p99 = 40.0", "rewritten = 1"} {
		if !slices.Contains(rows, want) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	if r := measureDrafts("m", nil, nil); r.RightWith.Defined() || r.Evidence.Defined() || len(r.sections()) == 0 {
		t.Errorf("of nothing: %+v", r)
	}
}

func TestModelFaults(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	f := newModelFaults(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelError}))
	log := slog.New(f)
	log.Warn("the model failed", "model", "m", "error", errors.New("boom"))
	log.With("a", 1).WithGroup("g").Warn("the model failed", "error", errors.New("boom"))
	log.Error("the model failed", "error", errors.New("bang"))
	log.Warn("unwanted")
	log.Error("something else", "what", "that")
	if got := f.counts(); len(got) != 2 || got["boom"] != 2 || got["bang"] != 1 {
		t.Errorf("counted %v", got)
	}
	if s := out.String(); strings.Count(s, "\n") != 1 || !strings.Contains(s, "something else") {
		t.Errorf("logged %q", s)
	}
}
