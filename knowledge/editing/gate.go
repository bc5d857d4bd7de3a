package editing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

// Stopped is the error of a change that the gate stopped. It wraps knowledge.ErrExam.
type Stopped struct{ Comparison exam.Comparison }

// Error says how many questions get worse, and which is the first.
func (s *Stopped) Error() string {
	c := s.Comparison
	switch len(c.Worse) {
	case 0:
		return knowledge.ErrExam.Error()
	case 1:
		return fmt.Sprintf("%v: one question of %d would be answered worse: “%.80s”", knowledge.ErrExam, c.Asked, c.Worse[0].Text)
	}
	return fmt.Sprintf("%v: %d of %d questions would be answered worse, the first being “%.80s”", knowledge.ErrExam, len(c.Worse), c.Asked, c.Worse[0].Text)
}

// Unwrap returns knowledge.ErrExam.
func (s *Stopped) Unwrap() error { return knowledge.ErrExam }

// Sit sits the exam on the corpus as it would be with a proposal; nothing is changed. Without a gate, and for a
// proposal that changes nothing, no question is asked.
func (r *Room) Sit(ctx context.Context, p knowledge.Proposal) (exam.Comparison, error) {
	if r.gate == nil || p.Empty() {
		return exam.Comparison{}, nil
	}
	head, err := r.store.Head(ctx)
	if err != nil {
		return exam.Comparison{}, err
	}
	return r.sit(ctx, head, p)
}

// followTime bounds the wait for the corpus that the gate asks.
const followTime = 15 * time.Second

// sit sits the exam on the corpus that has every change up to head.
func (r *Room) sit(ctx context.Context, head int64, p knowledge.Proposal) (exam.Comparison, error) {
	if r.gate == nil || p.Empty() {
		return exam.Comparison{}, nil
	}
	short, cancel := context.WithTimeout(ctx, followTime)
	defer cancel()
	if err := r.follow(short, head); err != nil {
		return exam.Comparison{}, fmt.Errorf("wait for the corpus to sit the exam on: %w", err)
	}
	c, err := r.gate.Sit(ctx, p)
	if err != nil {
		return c, fmt.Errorf("sit the exam: %w", err)
	}
	return c, nil
}

// sitAgain is how often the exam is sat anew because the corpus was changed meanwhile.
const sitAgain = 3

// passage is what was found at the gate, for the one who writes.
type passage struct {
	head     int64 // what was examined
	overrule string
	worse    int
}

// enter waits until nobody else publishes; leave lets the next one in.
func (r *Room) enter(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for others to publish: %w", ctx.Err())
	}
}

func (r *Room) leave() { <-r.turn }

// change takes a change through the gate: propose says what the corpus would be, and write keeps it, demanding that
// the corpus is the one examined. reason lets it through although the exam gets worse, or cannot be sat.
func (r *Room) change(ctx context.Context, reason string, propose func() (knowledge.Proposal, error), write func(passage) error) (exam.Comparison, error) {
	reason, err := Reason(reason)
	if err != nil {
		return exam.Comparison{}, err
	}
	if err := r.enter(ctx); err != nil {
		return exam.Comparison{}, err
	}
	defer r.leave()
	for tries := 0; ; tries++ {
		c, err := r.once(ctx, reason, propose, write)
		switch {
		case !errors.Is(err, knowledge.ErrMoved):
			return c, err
		case tries == sitAgain:
			return c, fmt.Errorf("%w: others published during each of %d exams; try again in a minute", knowledge.ErrMoved, tries+1)
		}
		r.log.Info("the corpus was changed during the exam, which is sat again")
	}
}

// once is one try of change. The head is read before everything else, so that whatever changes afterwards is noticed.
func (r *Room) once(ctx context.Context, reason string, propose func() (knowledge.Proposal, error), write func(passage) error) (exam.Comparison, error) {
	head, err := r.store.Head(ctx)
	if err != nil {
		return exam.Comparison{}, err
	}
	p, err := propose()
	if err != nil {
		return exam.Comparison{}, err
	}
	c, err := r.sit(ctx, head, p)
	through := passage{head: head}
	switch {
	case err != nil && (reason == "" || ctx.Err() != nil):
		return c, err
	case err != nil:
		r.log.Error("the exam could not be sat, and was overruled", "error", err, "reason", reason)
		through.overrule, through.worse = reason, store.Unsat
	case len(c.Worse) > 0 && reason == "":
		return c, &Stopped{Comparison: c}
	case len(c.Worse) > 0:
		through.overrule, through.worse = reason, len(c.Worse)
	}
	return c, write(through)
}
