package rehearse

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/answer"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// Searcher is a corpus that can be searched until it is closed; *index.Rehearsal is one.
type Searcher interface {
	answer.Searcher
	// Close frees what the corpus takes up. It is called once, when nobody searches any more.
	Close() error
}

// Answerer decides how the bot reacts.
type Answerer interface {
	Turn(ctx context.Context, q bot.Question) bot.Decision
}

// Config is what a Stage is made of.
type Config struct {
	// Rehearse returns the corpus as the proposal would make it, an empty one as it is. Required.
	Rehearse func(ctx context.Context, p knowledge.Proposal) (Searcher, error)
	// Stamp names what a rehearsal that is made now would be made from: the state of the articles and of what was learnt
	// from them. Only rehearsals of one stamp are compared, and a stamp never comes back once there was another. Required.
	Stamp func(ctx context.Context) (string, error)
	// Revisions are the published ones. Required.
	Revisions answer.Revisions
	// Exam returns the questions that are kept, in their order. Required.
	Exam func(ctx context.Context) ([]knowledge.ExamQuestion, error)

	Threshold float64                   // that of the bot; see answer.Config
	Guard     func(a Answerer) Answerer // keeps the bot from saying what a never-say rule forbids; nil for no rules
	Site      string                    // whose customers ask, but for articles that only others may read
	Clock     func() time.Time          // nil means time.Now
	Log       *slog.Logger              // nil discards
}

// Stage asks what would be answered. Its methods may be called from any goroutine.
type Stage struct {
	Config
	kept kept
}

// New returns a Stage. It is to be closed.
func New(c Config) *Stage {
	if c.Guard == nil {
		c.Guard = func(a Answerer) Answerer { return a }
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Stage{Config: c, kept: kept{log: c.Log, clock: c.Clock}}
}

// Close closes the rehearsals that nobody uses at the moment, and every other as soon as it is not used any more.
func (s *Stage) Close() { s.kept.letGo(func(*rehearsal) bool { return true }) }

// Rest closes the rehearsals that nobody has used for so long.
func (s *Stage) Rest(idle time.Duration) {
	before := s.Clock().Add(-idle)
	s.kept.letGo(func(r *rehearsal) bool { return r.used.Before(before) })
}

// Sit puts all questions of the exam and returns what of it changes. Without a question nothing is rehearsed.
func (s *Stage) Sit(ctx context.Context, p knowledge.Proposal) (exam.Comparison, error) {
	began := s.Clock()
	pairs, err := s.SitAll(ctx, p)
	if err != nil {
		return exam.Comparison{}, err
	}
	c := exam.Compare(pairs, s.Clock().Sub(began))
	if c.Asked > 0 {
		s.Log.Info("the exam was sat", "changes", len(p.Changes), "asked", c.Asked, "was", c.Was, "is", c.Is, "worse", len(c.Worse), "better", len(c.Better), "took", c.Took)
	}
	return c, nil
}

// SitAll puts all questions of the exam and returns both verdicts on each, in their order.
func (s *Stage) SitAll(ctx context.Context, p knowledge.Proposal) ([]exam.Pair, error) {
	questions, err := s.Exam(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the exam: %w", err)
	}
	return s.Ask(ctx, p, questions)
}

// Ask puts questions to the bot and returns both verdicts on each, in their order. The error wraps knowledge.ErrMoved if
// the corpus changed again and again meanwhile, and ErrBroken if it cannot be searched.
func (s *Stage) Ask(ctx context.Context, p knowledge.Proposal, questions []knowledge.ExamQuestion) ([]exam.Pair, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	before, after, release, err := s.both(ctx, p)
	if err != nil {
		return nil, err
	}
	defer release()
	return pairs(ctx, before, after, questions)
}

// Said is what the bot says now to each of the questions, before any never-say rule has looked at it.
func (s *Stage) Said(ctx context.Context, questions []knowledge.ExamQuestion) ([]exam.Verdict, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	now, _, release, err := s.both(ctx, knowledge.Proposal{})
	if err != nil {
		return nil, err
	}
	defer release()
	now.bot = now.unguarded
	asked, err := pairs(ctx, now, now, questions)
	out := make([]exam.Verdict, len(asked))
	for i, p := range asked {
		out[i] = p.Is
	}
	return out, err
}

// Turn is the bot's reaction on the corpus as the proposal would make it. A question of nobody in particular is asked as a
// customer who may read what is proposed.
func (s *Stage) Turn(ctx context.Context, p knowledge.Proposal, q bot.Question) (bot.Decision, error) {
	stamp, err := s.Stamp(ctx)
	if err != nil {
		return bot.Decision{}, fmt.Errorf("rehearsing: %w", err)
	}
	r, err := s.rehearsal(ctx, stamp, p)
	if err != nil {
		return bot.Decision{}, err
	}
	defer s.kept.release(r)
	h := s.house(r, p)
	if q.Site == "" && !q.Staff {
		if q.Site, q.Staff, err = h.asker(ctx, nil); err != nil {
			return bot.Decision{}, err
		}
	}
	d := h.bot.Turn(ctx, q)
	return d, broken(ctx, d)
}
