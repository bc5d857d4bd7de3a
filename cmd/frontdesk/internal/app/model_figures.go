package app

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot"
	"frontdesk/bot/spend"
)

// modelFigures count what a model is asked, what it takes and what becomes of its sentences.
type modelFigures struct {
	requests  *prometheus.CounterVec
	tokens    *prometheus.CounterVec
	cost      prometheus.Counter
	seconds   prometheus.Histogram
	drafts    *prometheus.CounterVec
	sentences *prometheus.CounterVec
}

func newModelFigures(r prometheus.Registerer, down func() bool) *modelFigures {
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "frontdesk_model_" + name, Help: help}, labels)
	}
	f := &modelFigures{
		requests: counters("requests_total", "Requests to the model by what they were for and how they ended: ok, budget, down, late, empty, declined, window, cut, stopped, failed.", "purpose", "outcome"),
		tokens:   counters("tokens_total", "Tokens that the model read (prompt) and wrote (completion).", "kind"),
		cost: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "frontdesk_model_cost_total", Help: "What the model cost, in the money that its prices are configured in.",
		}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "frontdesk_model_seconds", Help: "Time from asking the model to the end of its reply.",
			Buckets: []float64{.1, .25, .5, 1, 1.5, 2, 3, 4, 6, 8, 15},
		}),
		drafts:    counters("drafts_total", "What the model wrote for an answer, a clarification or a question that stands alone, by what it was for and what became of it.", "purpose", "outcome"),
		sentences: counters("sentences_total", "Sentences of drafts by what the gate said of them: passed, or what they say that is not written.", "verdict"),
	}
	r.MustRegister(f.requests, f.tokens, f.cost, f.seconds, f.drafts, f.sentences,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "frontdesk_model_down", Help: "1 while the model server is taken to be down and is not asked, 0 else.",
		}, func() float64 {
			if down() {
				return 1
			}
			return 0
		}))
	return f
}

// observe counts what became of a draft, and its sentences.
func (f *modelFigures) observe(d bot.Drafting) {
	f.drafts.WithLabelValues(string(d.Purpose), d.Outcome).Inc()
	for _, s := range d.Sentences {
		f.sentences.WithLabelValues(string(s.Verdict)).Inc()
	}
}

// countedModel is a model whose requests are counted.
type countedModel struct {
	spend.Model
	figures *modelFigures
	price   func(bot.Usage) float64
	clock   func() time.Time
}

// Stream asks the model.
func (c *countedModel) Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Usage, error) {
	begun := c.clock()
	own := false
	u, err := c.Model.Stream(ctx, p, func(piece string) error {
		err := each(piece)
		own = own || err != nil
		return err
	})
	outcome := outcomeOf(err)
	if own {
		outcome = "stopped"
	}
	c.figures.requests.WithLabelValues(string(p.Payer.Purpose), outcome).Inc()
	c.figures.tokens.WithLabelValues("prompt").Add(float64(u.Prompt))
	c.figures.tokens.WithLabelValues("completion").Add(float64(u.Completion))
	c.figures.cost.Add(c.price(u))
	if !errors.Is(err, bot.ErrBudget) && !errors.Is(err, bot.ErrModelDown) { // nothing was sent
		c.figures.seconds.Observe(c.clock().Sub(begun).Seconds())
	}
	return u, err
}

// outcomeOf is how a request ended, in a word.
func outcomeOf(err error) string {
	for _, o := range []struct {
		err  error
		word string
	}{
		{nil, "ok"}, {bot.ErrBudget, "budget"}, {bot.ErrModelDown, "down"}, {context.Canceled, "stopped"},
		{bot.ErrModelLate, "late"}, {context.DeadlineExceeded, "late"}, {bot.ErrModelEmpty, "empty"},
		{bot.ErrModelDeclined, "declined"}, {bot.ErrModelWindow, "window"}, {bot.ErrModelCut, "cut"},
	} {
		if errors.Is(err, o.err) {
			return o.word
		}
	}
	return "failed"
}
