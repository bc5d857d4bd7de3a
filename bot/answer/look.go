package answer

import (
	"errors"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// considered is how many hits are asked for and stand in the trace.
const considered = 8

var errDown = errors.New("the index is down")

// lookWithContext searches for the message. If it depends on the question before it and is not
// understood well enough by itself, both are searched together.
func (t *turn) lookWithContext() {
	if t.searched {
		return
	}
	before := questions(t.request.Earlier)
	t.look(t.question, before)
	previous := lastQuestion(t.request.Earlier)
	if previous == "" || t.failure != nil || !elliptic(t.question) {
		return
	}
	if t.confidence >= t.threshold {
		return
	}
	alone := *t
	joined := carryOn(previous, t.question)
	t.look(joined, before[:len(before)-1])
	if t.failure == nil && len(t.hits) > 0 {
		t.keep(carriedOn(slices.Clone(t.hits), t.question, shown(t.request.Earlier)))
	}
	if t.failure != nil || len(t.hits) == 0 {
		*t = alone
	}
}

// look searches and keeps what was found.
func (t *turn) look(question string, before []string) {
	t.searched, t.failure = true, nil
	result, err := t.search.Search(t.ctx, knowledge.Query{
		Text: question, Before: before, Locale: t.request.Locale, Limit: considered,
	})
	t.state = result.State
	if err != nil || result.State == knowledge.IndexDown {
		t.state = knowledge.IndexDown
		t.failure = err
		if err == nil {
			t.failure = errDown
		}
		t.log.Error("the knowledge base cannot be searched", "error", t.failure)
	}
	t.trace.Query = strings.TrimSpace(question)
	t.trace.Terms, t.trace.Fuzzy, t.trace.Index = result.Terms, result.Fuzzy, string(t.state)
	t.keep(result.Hits)
}

// keep makes the hits the ones that the rules see.
func (t *turn) keep(hits []knowledge.Hit) {
	t.hits, t.confidence = hits, 0
	t.trace.Candidates, t.trace.Features = nil, nil
	for _, h := range hits {
		t.trace.Candidates = append(t.trace.Candidates, bot.Candidate{
			Article: h.Article, Revision: h.Revision, Title: h.Title, Score: h.Score, Start: h.Passage.Start, End: h.Passage.End,
		})
	}
	if len(hits) > 0 {
		setMargin(hits)
		f := hits[0].Features
		t.confidence = t.model.Probability(f)
		t.trace.Features = map[string]float64{
			"normalised": f.Normalised, "margin": f.Margin, "coverage": f.Coverage, "nearest": f.Nearest,
			"unknown": f.Unknown, "proximity": f.Proximity, "length": float64(f.Length),
		}
	}
	t.trace.Confidence = t.confidence
}
