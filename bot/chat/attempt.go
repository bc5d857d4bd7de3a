package chat

import (
	"context"
	"errors"
	"slices"
	"sync"

	"frontdesk/bot"
)

// Why nobody waits any more for what the answerer is wording. They are the causes of its context's end.
var (
	errStopped   = errors.New("the customer has stopped the answer")
	errLeft      = errors.New("the customer has left")
	errOvertaken = errors.New("something was said or somebody else took over meanwhile")
	errOver      = errors.New("the answer is decided")
)

// attempts are the reactions that are being worked out, one of a conversation at the most.
type attempts struct {
	mu sync.Mutex
	of map[string]*attempt
}

// attempt is one reaction that is being worked out. Its context ends early when nobody needs it any more.
type attempt struct {
	id       string
	ctx      context.Context
	cancel   context.CancelCauseFunc
	announce func(subject string, v any) error

	mu      sync.Mutex
	visitor string // "" until the conversation was read
	head    int64  // number of the newest event that it reacts to
	newest  int64  // number of the newest event that it would have to react to
	shown   bool   // the customer sees some of it
	began   bool   // the customer has seen some of it
}

// begin notes an attempt. It is called before the log is read, so that whatever is appended after that is heard of.
func (r *Room) begin(ctx context.Context, id string) *attempt {
	a := &attempt{id: id, announce: r.Announce}
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	r.attempts.mu.Lock()
	defer r.attempts.mu.Unlock()
	r.attempts.of[id] = a
	return a
}

// end forgets an attempt. What the customer was shown of it is taken back unless it was said.
func (r *Room) end(a *attempt, said bool) {
	r.attempts.mu.Lock()
	delete(r.attempts.of, a.id)
	r.attempts.mu.Unlock()
	a.cancel(errOver)
	if !said {
		a.show(bot.Partial{})
	}
}

// find returns the attempt of a conversation, or nil.
func (s *attempts) find(id string) *attempt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of[id]
}

// stop ends an attempt in this process whose words its customer does not want to wait for.
func (r *Room) stop(conversation, visitor string) error {
	a := r.attempts.find(conversation)
	if a == nil || !a.isFor(visitor) {
		return bot.ErrNotFound
	}
	a.cancel(errStopped)
	return nil
}

// left ends an attempt in this process whose customer has gone; it reports whether there was one.
func (r *Room) left(conversation string) bool {
	a := r.attempts.find(conversation)
	if a != nil {
		a.cancel(errLeft)
	}
	return a != nil
}

// heard ends an attempt that has been overtaken by what was committed.
func (r *Room) heard(conversation string, events []bot.Event) {
	if a := r.attempts.find(conversation); a != nil {
		for _, e := range events {
			if overtakes(e) {
				a.overtake(e.Seq)
			}
		}
	}
}

// overtakes reports whether the bot owes another reaction, or none, once this has happened. What only staff see, or
// what says nothing about the question, does not.
func overtakes(e bot.Event) bool {
	switch e.Kind {
	case bot.EventMessage:
		return e.Author.Kind != bot.ByBot
	case bot.EventOwner, bot.EventResolved, bot.EventReopened, bot.EventExpired, bot.EventMerged, bot.EventFeedback:
		return true
	}
	return false
}

func (a *attempt) isFor(visitor string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.visitor != "" && a.visitor == visitor
}

// reactsTo notes what was read. Something newer may have been heard of already.
func (a *attempt) reactsTo(c bot.Conversation) {
	a.mu.Lock()
	a.visitor, a.head = c.Visitor, c.Head
	late := a.newest > a.head
	a.mu.Unlock()
	if late {
		a.cancel(errOvertaken)
	}
}

// overtake notes an event that the bot has to react to as well, or that forbids it to react.
func (a *attempt) overtake(seq int64) {
	a.mu.Lock()
	a.newest = max(a.newest, seq)
	late := a.head > 0 && seq > a.head
	a.mu.Unlock()
	if late {
		a.cancel(errOvertaken)
	}
}

// overtaken reports whether the bot has to react to something else.
func (a *attempt) overtaken() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.newest > a.head
}

// unwanted reports whether nobody waits for words of a model: what is written will do.
func (a *attempt) unwanted() bool {
	cause := context.Cause(a.ctx)
	return errors.Is(cause, errStopped) || errors.Is(cause, errLeft)
}

// along shows the customer what is about to be said, unless nobody waits for it any more.
func (a *attempt) along(p bot.Partial) {
	if a.ctx.Err() == nil {
		p.Citations = slices.Clone(p.Citations) // whoever listens keeps it
		a.show(p)
	}
}

// show announces what is about to be said, or takes back what was shown. A failure is nobody's business: what counts
// stands in the log.
func (a *attempt) show(p bot.Partial) {
	a.mu.Lock()
	news := p.Text != "" || a.shown
	a.shown = p.Text != ""
	a.began = a.began || a.shown
	p.After = a.head
	a.mu.Unlock()
	if news {
		_ = a.announce(SubjectDraft+a.id, &p)
	}
}

// hasBegun reports whether some of it was shown, so that the answerer knows by then what is written.
func (a *attempt) hasBegun() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.began
}
