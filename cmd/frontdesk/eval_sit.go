package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// sit asks the bot every question, one after the other, as a customer of the server would.
func (s *evalStage) sit(ctx context.Context, questions []exam.Question) ([]exam.Result, error) {
	bar := newProgress(os.Stderr, "answering")
	defer bar.end()
	results := make([]exam.Result, 0, len(questions))
	for i, q := range questions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, err := s.ask(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("question %d: %w", i+1, err)
		}
		results = append(results, r)
		bar.show(i+1, len(questions))
	}
	return results, nil
}

// ask asks one question. Only its own turn is timed, not those of its history.
func (s *evalStage) ask(ctx context.Context, q exam.Question) (exam.Result, error) {
	asked := rehearse.Asked(ctx, s.corpus.Answerer, q.History, bot.Question{Text: q.Query})
	began := time.Now()
	d := s.corpus.Answerer.Turn(ctx, asked)
	r := exam.Result{
		Question: q, Took: time.Since(began), Decision: rehearse.DecisionOf(d.Kind), Confidence: d.Trace.Confidence,
		Threshold: d.Trace.Threshold, Rule: d.Trace.Rule, Features: d.Trace.Features,
	}
	for i, c := range d.Trace.Candidates[:min(len(d.Trace.Candidates), exam.MaxRanked)] {
		if i == 0 {
			r.Title = c.Title
		}
		r.Ranked = append(r.Ranked, c.Article)
	}
	if d.Trace.Index == "" { // a rule decided before anything was searched
		return r, s.search(ctx, q, &r)
	}
	return r, nil
}

// search fills in what the index and the model of confidence say about a question that a rule, such as small
// talk, decided before them.
func (s *evalStage) search(ctx context.Context, q exam.Question, r *exam.Result) error {
	found, err := s.corpus.Index.Search(ctx, knowledge.Query{Text: q.Query, Before: q.History, Limit: exam.MaxRanked})
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		r.Ranked = append(r.Ranked, h.Article)
	}
	if len(found.Hits) > 0 {
		r.Title = found.Hits[0].Title
		r.Confidence = found.Judge.Probability(found.Hits[0].Features)
	}
	return nil
}
