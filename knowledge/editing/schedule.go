package editing

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// maxAhead is how far ahead something may be scheduled; what is farther is a slip of the keyboard.
const maxAhead = 5 * 366 * 24 * time.Hour

// Schedule has an article published or withdrawn at a later time, in place of an earlier appointment for the same.
// The exam is sat now, as a check, and again when it is due. It returns what Publish does: a *Stopped if the exam would
// get worse as the corpus is now, unless s.Overrule has a reason, which then holds when it is due too.
//
// The revision named is the one that will be published, whatever is saved later. The appointment is cancelled when the
// same revision or a newer one is published by hand, or, for a withdrawal, when the article is withdrawn; publishing
// an older one leaves it.
func (r *Room) Schedule(ctx context.Context, s store.Scheduled) error {
	if s.Act != store.ActPublish && s.Act != store.ActWithdraw {
		return fmt.Errorf("%w: an article can be published or withdrawn at a time, not %.20q", knowledge.ErrInvalid, s.Act)
	}
	now := r.clock()
	s.Fault, s.Due = "", s.Due.UTC().Truncate(time.Millisecond)
	switch {
	case !s.Due.After(now):
		return fmt.Errorf("%w: the time %s is past; choose a later one", knowledge.ErrInvalid, s.Due.Format("2006-01-02 15:04 MST"))
	case s.Due.Sub(now) > maxAhead:
		return fmt.Errorf("%w: the time %s is more than five years ahead; choose an earlier one", knowledge.ErrInvalid, s.Due.Format("2006-01-02 15:04 MST"))
	}
	reason, err := Reason(s.Overrule)
	if err != nil {
		return err
	}
	s.Overrule = ""
	p, err := r.scheduled(ctx, s)
	if err != nil {
		return err
	}
	c, err := r.Sit(ctx, p)
	switch {
	case err != nil:
		return err
	case len(c.Worse) > 0 && reason == "":
		return &Stopped{Comparison: c}
	case len(c.Worse) > 0 || p.Empty(): // what cannot be examined yet may be overruled beforehand
		s.Overrule = reason
	}
	if err := r.store.PutScheduled(ctx, s, now); err != nil {
		return err
	}
	r.log.Info("article scheduled", "article", s.Article, "act", s.Act, "revision", s.Revision, "due", s.Due, "author", s.Author)
	return nil
}

// scheduled says what the corpus would be if an appointment were due, and refuses one that cannot be kept.
func (r *Room) scheduled(ctx context.Context, s store.Scheduled) (knowledge.Proposal, error) {
	p, err := r.proposal(ctx, s.Act, s.Article, s.Revision)
	switch {
	case s.Act == store.ActPublish && err == nil:
		return p, r.second(ctx, Step{ID: s.Article, Revision: s.Revision, Author: s.Author})
	case s.Act == store.ActWithdraw && (errors.Is(err, knowledge.ErrConflict) || err == nil && p.Empty()):
		// What is not said now can be withdrawn if it will be said by then.
		all, err := r.store.Scheduled(ctx, s.Article)
		if err != nil {
			return knowledge.Proposal{}, err
		}
		for _, other := range all {
			if other.Act == store.ActPublish && other.Fault == "" && other.Due.Before(s.Due) {
				return knowledge.Proposal{}, nil
			}
		}
		return knowledge.Proposal{}, fmt.Errorf("%w: the article is not published and will not be before that time, so there is nothing to withdraw", knowledge.ErrInvalid)
	}
	return p, err
}

// Unschedule cancels an appointment. It returns knowledge.ErrNotFound if there is none, and is how the mark is taken
// away from one that could not be kept.
func (r *Room) Unschedule(ctx context.Context, article string, act store.Act, author string) error {
	if err := r.store.DropScheduled(ctx, article, act, r.clock()); err != nil {
		return err
	}
	r.log.Info("schedule cancelled", "article", article, "act", act, "author", author)
	return nil
}

// maxDue is how many appointments one call of RunDue keeps.
const maxDue = 100

// RunDue keeps the appointments whose time has come, soonest first, each through the gate. What cannot be done, because
// the exam would get worse or the article is not as it was, is marked with why and not tried again; other faults are
// returned, and the appointment is tried again by the next call. An appointment is kept once, however many rooms there
// are over one database.
func (r *Room) RunDue(ctx context.Context) error {
	due, err := r.store.Due(ctx, r.clock(), maxDue)
	if err != nil {
		return err
	}
	var faults []error
	for _, s := range due {
		if err := r.keep(ctx, s); err != nil {
			faults = append(faults, fmt.Errorf("%s %q as scheduled: %w", s.Act, s.Article, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(faults...)
}

// errBroken is the fault of an appointment that breaks the program.
var errBroken = errors.New("the server failed while doing it; its log says how")

// keep keeps one appointment, or marks it with why it could not be kept.
func (r *Room) keep(ctx context.Context, s store.Scheduled) error {
	err := r.guarded(ctx, s)
	if err == nil || errors.Is(err, store.ErrUnscheduled) {
		return nil // by somebody else, or not any more
	}
	if s.Fault = lasting(err); s.Fault == "" {
		return err
	}
	r.log.Warn("what was scheduled could not be done", "article", s.Article, "act", s.Act, "why", s.Fault)
	if err := r.store.FailScheduled(ctx, s, r.clock()); err != nil && !errors.Is(err, store.ErrUnscheduled) {
		return err
	}
	return nil
}

// guarded does what is due. Nobody waits for it who could be told, so that what breaks the program becomes a fault.
func (r *Room) guarded(ctx context.Context, s store.Scheduled) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("what was scheduled breaks the program", "article", s.Article, "act", s.Act, "revision", s.Revision, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = errBroken
		}
	}()
	_, _, err = r.step(ctx, s.Act, Step{ID: s.Article, Revision: s.Revision, Author: s.Author, Overrule: s.Overrule}, &s)
	return err
}

// lasting returns, in words, a fault that would be the same at the next try; "" for one that may pass.
func lasting(err error) string {
	switch {
	case errors.Is(err, knowledge.ErrExam):
		return err.Error()
	case errors.Is(err, knowledge.ErrConflict):
		return "the article was not published, so there was nothing to withdraw"
	case errors.Is(err, knowledge.ErrSource), errors.Is(err, knowledge.ErrInvalid), errors.Is(err, errBroken):
		return err.Error()
	case errors.Is(err, knowledge.ErrNotFound):
		return "there is no such revision any more"
	}
	return ""
}
