package main

import (
	"context"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"frontdesk/bot"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge/exam"
)

// drafted is what the bot said to a question without a model and with it.
type drafted struct {
	question exam.Question
	without  bot.Decision // by the rules alone
	with     bot.Decision // what the customer reads: the draft, or what stands in its place
	note     *bot.Drafting
	rewrote  string        // the follow-up that was searched in place of the customer's words
	first    time.Duration // until the first sentence could be read; 0 if none was
	took     time.Duration // of the whole turn
	faithful faithfulness  // of the draft
	evidence [2]float64    // share of the question in what is said, without the model and with it
}

// answered reports whether the question was answered at all, with or without the model.
func (d drafted) answered() bool { return d.without.Kind == bot.Answer || d.with.Kind == bot.Answer }

// used reports whether the customer reads the model's words.
func (d drafted) used() bool { return d.with.Drafted }

// sit asks every question without the model, and those that are answered, or have a past, with it.
func (m *evalModel) sit(ctx context.Context, s *evalStage, questions []exam.Question, parallel int) ([]drafted, error) {
	bar := newProgress(os.Stderr, "drafting")
	defer bar.end()
	all := make([]drafted, len(questions))
	var mu sync.Mutex
	done := 0
	g, asking := errgroup.WithContext(ctx)
	g.SetLimit(parallel)
	for i, q := range questions {
		g.Go(func() error {
			d, err := m.ask(asking, s, q)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			all[i] = d
			done++
			bar.show(done, len(questions))
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return all, ctx.Err()
}

// ask asks one question.
func (m *evalModel) ask(ctx context.Context, s *evalStage, q exam.Question) (drafted, error) {
	asked := rehearse.Asked(ctx, s.corpus.Answerer, q.History, bot.Question{Text: q.Query})
	d := drafted{question: q, without: s.corpus.Answerer.Turn(ctx, asked)}
	d.with = d.without
	if ctx.Err() != nil || d.without.Kind != bot.Answer && len(q.History) == 0 {
		return d, ctx.Err()
	}
	began := time.Now()
	asked.Payer = bot.Payer{Purpose: bot.ForEval}
	asked.Along = func(p bot.Partial) {
		if d.first == 0 && p.Text != "" {
			d.first = time.Since(began)
		}
	}
	extract, worded, _ := m.Preview(ctx, asked, bot.DefaultVoice()) // the error repeats the outcome
	d.took = time.Since(began)
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	d.note, d.rewrote, d.with = worded.Trace.Draft, extract.Trace.Rewritten, extract
	if !worded.Drafted {
		return d, nil
	}
	d.with = worded
	d.evidence = [2]float64{evidenceIn(q.Query, extract), evidenceIn(q.Query, worded)}
	var err error
	d.faithful, err = checkFaith(ctx, s.corpus.Articles, worded)
	return d, err
}
