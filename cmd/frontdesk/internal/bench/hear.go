package bench

import (
	"time"

	"frontdesk/widget/wire"
)

// listen reads a frame and takes it in.
func (c *customer) listen(s *socket) error {
	pooled := messages.Get().(*[]byte)
	defer messages.Put(pooled)
	b, err := s.message((*pooled)[:0])
	if cap(b) <= 64<<10 {
		*pooled = b
	}
	if err != nil || len(b) == 0 {
		return err
	}
	var f frame
	if err := f.read(b); err != nil {
		c.crowd.tally.failed("frames that are not JSON")
		return err
	}
	return c.take(&f, s)
}

// take is what a frame means to a customer.
func (c *customer) take(f *frame, s *socket) error {
	mine := f.Conversation == c.talk.id
	switch {
	case f.Type == wire.TypeAck && mine:
		return c.acknowledged(f, s)
	case f.Type == wire.TypeEvents && mine:
		for i := range f.Events {
			c.hear(&f.Events[i])
		}
	case f.Type == wire.TypeState && mine && f.State != nil:
		c.talk.owner, c.talk.head = f.State.Owner, max(c.talk.head, f.State.Head)
	case f.Type == wire.TypePong:
		return c.ponged(f, s)
	case f.Type == wire.TypeBye:
		c.asked = time.Duration(f.RetryAfter) * time.Millisecond
		c.crowd.tally.refused(f.Code)
	case f.Type == wire.TypeError:
		c.refusedBy(f)
	}
	return nil
}

// hear takes in an event; it may be the answer that is awaited.
func (c *customer) hear(e *event) {
	if fresh := c.talk.hear(e, &c.faults); fresh && e.Kind == "message" && e.From == "bot" {
		c.crowd.tally.answers.Add(1)
	}
	if e.Kind == "owner" && e.Owner != "" {
		c.talk.owner = e.Owner
	}
	if e.From == "customer" && len(c.talk.messages) > 0 && e.ID == idOf(len(c.talk.messages)-1) {
		c.after = e.Seq
	}
	if c.wait == "" || e.Kind != "message" || e.From != c.wait || c.after == 0 || e.Seq <= c.after {
		return
	}
	t := c.crowd.tally
	if c.wait == "agent" {
		t.persons.Add(1)
		t.person.Add(time.Since(c.began))
	} else if c.measured() {
		t.answer.Add(time.Since(c.began))
	}
	c.content(time.Now())
}

// content ends the wait for an answer; after a while the next thing is said.
func (c *customer) content(now time.Time) {
	c.wait, c.patience = "", time.Time{}
	if len(c.open) == 0 {
		c.due = now.Add(c.think())
	}
}

// measured reports whether the time of the newest message says something about the desk.
func (c *customer) measured() bool {
	return !c.slow && !c.spoilt
}

// think is how long a customer thinks, half to one and a half times the mean.
func (c *customer) think() time.Duration {
	return time.Duration(float64(c.crowd.Think) * (0.5 + c.chance.Float64()))
}

// acknowledged takes a message off what is to be sent again.
func (c *customer) acknowledged(f *frame, s *socket) error {
	place, ok := c.talk.placeOf(f.ID)
	if !ok {
		c.crowd.tally.failed("acknowledgements of what nobody sent")
		return nil
	}
	if !c.talk.acknowledged(place, f.Seq, &c.faults) {
		return nil
	}
	if c.talk.messages[place].question == wish && c.talk.owner == "bot" {
		c.talk.owner = "queue" // until something else is heard
	}
	now := time.Now()
	c.crowd.tally.acked.Add(1)
	c.forget(place)
	if place == len(c.talk.messages)-1 {
		if c.measured() {
			c.crowd.tally.ack.Add(now.Sub(c.began))
		}
		if c.after == 0 {
			c.after = f.Seq
		}
	}
	if c.wait == "" && len(c.open) == 0 && c.due.IsZero() {
		c.due = now.Add(c.think())
	}
	if !c.following {
		return c.follow(s)
	}
	return nil
}

// forget takes a message off the list of open ones.
func (c *customer) forget(place int) {
	for i, p := range c.open {
		if p == place {
			c.open = append(c.open[:i], c.open[i+1:]...)
			return
		}
	}
}

// follow asks for what is missing of the conversation and for what is to come.
func (c *customer) follow(s *socket) error {
	c.following = true
	return s.write(opText, encode(wire.In{Type: wire.TypeResume, Conversation: c.talk.id, After: c.talk.held}))
}

// ponged compares what the desk has with what was shown. What is missing still at a second pong is asked for.
func (c *customer) ponged(f *frame, s *socket) error {
	c.pong, c.checked = time.Time{}, true
	head := f.Heads[c.talk.id]
	c.talk.head = max(c.talk.head, head)
	behind := c.behind
	if c.behind = 0; head > c.talk.held {
		c.behind = head
	}
	if behind > c.talk.held && c.following {
		c.crowd.tally.healed.Add(1)
		c.talk.repeat = c.talk.head
		return c.follow(s)
	}
	return nil
}

// refusedBy takes a refusal: what may work later is sent again, the rest is given up.
func (c *customer) refusedBy(f *frame) {
	t := c.crowd.tally
	t.refused(f.Code)
	place, mine := c.talk.placeOf(f.ID)
	if !mine || f.Conversation != c.talk.id {
		if f.ID == "" {
			t.failed("refused: " + f.Code)
		}
		return
	}
	c.talk.messages[place].again = true
	switch f.Code {
	case wire.CodeRateLimited, wire.CodeUnavailable, wire.CodeInternal:
		if f.Code != wire.CodeRateLimited {
			t.failed("not stored: " + f.Code)
		}
		wait := max(50*time.Millisecond, time.Duration(f.RetryAfter)*time.Millisecond)
		c.retry = time.Now().Add(wait)
		return
	}
	t.failed("refused: " + f.Code)
	c.talk.messages[place].question = dropped
	c.forget(place)
	c.content(time.Now())
}
