package app

import (
	"context"
	"log/slog"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/confidence"
)

const (
	newestQuestions = 1000 // that the share is learnt from
	perConversation = 10   // questions that one customer can contribute
	freshTurns      = 50   // after which the questions are looked at again
	worthwhile      = 0.02 // change of the share for which the judge is fitted anew
	trafficPause    = 5 * time.Minute
	trafficRound    = 6 // pauses after which the questions are looked at anyway: other nodes have turns as well
	sharePause      = time.Minute
)

// traffic learns the share of questions without an answer from what customers ask, and keeps the judge
// fitted to it. Commands that serve nobody never let it follow; then it is the share it began with.
type traffic struct {
	options confidence.Options // as configured
	stated  bool               // the share is the operator's and stays
	log     *slog.Logger
	turns   atomic.Int64  // since the questions were looked at
	kept    shares        // for all nodes; nil for commands that serve nobody
	tell    func()        // called after another share was learnt
	heard   chan struct{} // asks heed to look at once

	mu     sync.Mutex
	share  float64                    // that the judge is fitted to
	trials map[bool][]knowledge.Trial // of the last lesson, by whether meanings were compared; never changed
	taught bool                       // there are others than when the questions were looked at
}

// history is where the questions are read; see store.Decided.
type history interface {
	Decided(ctx context.Context, limit int) ([]bot.Event, error)
}

// shares is where the share is kept that one node learns for all.
type shares interface {
	Share(ctx context.Context) (share float64, ok bool, err error)
	SetShare(ctx context.Context, share float64) error
}

// judged is the index whose judge is kept fitted.
type judged interface {
	WaitLearned(ctx context.Context) error
	Refit()
}

func newTraffic(c Config, log *slog.Logger) *traffic {
	t := &traffic{share: confidence.DefaultUnanswerable, trials: make(map[bool][]knowledge.Trial), log: log, tell: func() {}, heard: make(chan struct{}, 1)}
	if c.Unanswerable != nil {
		t.share, t.stated = *c.Unanswerable, true
	}
	t.options = confidence.Options{Unanswerable: t.share, MaxWrong: c.MaxWrong}
	return t
}

// fit fits the model of confidence for the share as it is known now.
func (t *traffic) fit(trials []knowledge.Trial, meaning bool) knowledge.Judge {
	o := t.options
	t.mu.Lock()
	t.taught = t.taught || !same(trials, t.trials[meaning])
	t.trials[meaning] = trials
	o.Unanswerable = t.share
	t.mu.Unlock()
	return confidence.Fit(trials, meaning, o)
}

// same reports whether two lists are one.
func same(a, b []knowledge.Trial) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// current is the share that the judge is fitted to.
func (t *traffic) current() float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.share
}

// observe counts committed turns on their way to next.
func (t *traffic) observe(next func(d bot.Decision, took time.Duration)) func(d bot.Decision, took time.Duration) {
	return func(d bot.Decision, took time.Duration) {
		t.turns.Add(1)
		next(d, took)
	}
}

func (t *traffic) gauge(r *prometheus.Registry) {
	r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "frontdesk_unanswerable_share", Help: "Share of questions without an answer that the confidence is fitted to: as set, or learnt from what customers ask.",
	}, t.current))
}

// shareAgain is how long a node whose index could not learn leaves the share to others before it tries again.
const shareAgain = time.Minute

// learnForAll learns the share for all nodes whenever hold gives this one the lease, until ctx ends. A node that cannot
// leaves the lease to others: one whose share the operator has set, and one whose index has not learnt, as long as that
// is so.
func (t *traffic) learnForAll(ctx context.Context, h history, ix judged, hold func(ctx context.Context, work func(context.Context) error) error) {
	if t.stated {
		return
	}
	for ctx.Err() == nil {
		if ix.WaitLearned(ctx) == nil {
			err := hold(ctx, func(ctx context.Context) error { t.follow(ctx, h, ix); return nil })
			if err != nil && ctx.Err() == nil {
				t.log.Warn("the share of questions without an answer is not learnt; it is tried again", "error", err)
			}
		}
		pause(ctx, shareAgain)
	}
}

// follow looks at the questions once the index has learnt, and again whenever that may tell something new,
// until ctx ends.
func (t *traffic) follow(ctx context.Context, h history, ix judged) {
	if t.stated || ix.WaitLearned(ctx) != nil {
		return
	}
	tick := time.NewTicker(trafficPause)
	defer tick.Stop()
	for n := 0; ; n++ {
		if t.due() || t.kept != nil && n%trafficRound == 0 {
			if err := t.learn(ctx, h, ix); err != nil && ctx.Err() == nil {
				t.log.Warn("the share of questions without an answer stays as it is", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// due reports whether there is a new lesson, or enough new questions.
func (t *traffic) due() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.taught || t.turns.Load() >= freshTurns
}

// learn estimates the share from the newest questions and, if it has changed enough, has the judge fitted anew.
func (t *traffic) learn(ctx context.Context, h history, ix judged) error {
	turns := t.turns.Load()
	events, err := h.Decided(ctx, newestQuestions)
	if err != nil {
		return err
	}
	t.turns.Add(-turns)
	before, now, n := t.estimate(questions(events))
	if before == now {
		return nil
	}
	if t.kept != nil {
		if err := t.kept.SetShare(ctx, now); err != nil {
			t.adopt(before, true)
			return err
		}
	}
	t.adopt(now, false)
	ix.Refit()
	t.tell()
	t.log.Info("the confidence is fitted to another share of questions without an answer", "old", rounded(before), "new", rounded(now), "questions", n)
	return nil
}

// estimate estimates the share, and returns the one before if it does not differ enough. n is the number of questions
// that could be compared with the trials.
func (t *traffic) estimate(asked []map[string]float64) (before, now float64, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taught = false
	answerable := judgeAll(asked, confidence.FitAnswerability(t.trials[false]), confidence.FitAnswerability(t.trials[true]))
	before, now = t.share, confidence.Share(answerable, t.options.Unanswerable)
	if math.Abs(now-before) <= worthwhile {
		now = before
	}
	return before, now, len(answerable)
}

// adopt has the judge fitted to a share from now on; again says that the questions are to be looked at again.
func (t *traffic) adopt(share float64, again bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.share, t.taught = share, t.taught || again
}

// look takes over the share that a node has learnt, if another than before.
func (t *traffic) look(ctx context.Context, ix judged) error {
	if t.stated || t.kept == nil {
		return nil
	}
	share, ok, err := t.kept.Share(ctx)
	if err != nil || !ok || share == t.current() {
		return err
	}
	t.adopt(share, false)
	ix.Refit()
	return nil
}

// nudge asks heed to look at once.
func (t *traffic) nudge() {
	select {
	case t.heard <- struct{}{}:
	default:
	}
}

// heed keeps the judge at the share that the nodes have learnt, until ctx ends.
func (t *traffic) heed(ctx context.Context, ix judged) {
	tick := time.NewTicker(sharePause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-t.heard:
		}
		if err := t.look(ctx, ix); err != nil && ctx.Err() == nil {
			t.log.Warn("the share of questions without an answer stays as it is", "error", err)
		}
	}
}

// judgeAll tells of each question how probably it is answerable. Those are passed over that were searched in a way of
// which there are no trials, or by another version of the program.
func judgeAll(asked []map[string]float64, byWords, withMeaning *confidence.Answerability) []float64 {
	var out []float64
	for _, inputs := range asked {
		way := byWords
		if confidence.ComparedMeanings(inputs) || len(inputs) == 0 && withMeaning != nil {
			way = withMeaning
		}
		if way == nil {
			continue
		}
		if p, ok := way.Probability(inputs); ok {
			out = append(out, p)
		}
	}
	return out
}

// questions are the inputs of the confidence for each question that was searched while everything could be; none for
// one that found nothing. What a customer repeats counts once, and the bot repeats it when asked for more.
func questions(decided []bot.Event) []map[string]float64 {
	type question struct{ conversation, text string }
	seen := make(map[question]bool)
	count := make(map[string]int)
	var out []map[string]float64
	for _, e := range decided {
		if e.Trace == nil || e.Trace.Index != string(knowledge.IndexReady) || e.Trace.Model == "" {
			continue
		}
		q := question{e.Conversation, e.Trace.Query}
		if seen[q] || count[e.Conversation] == perConversation || len(e.Trace.Features) == 0 && len(e.Trace.Candidates) > 0 {
			continue
		}
		seen[q] = true
		count[e.Conversation]++
		out = append(out, e.Trace.Features)
	}
	return out
}

// rounded is a share as people read it.
func rounded(share float64) float64 { return math.Round(100*share) / 100 }
