package bench

import (
	"errors"
	"time"

	"frontdesk/widget/wire"
)

// errCut means that the connection was broken on purpose.
var errCut = errors.New("the connection was cut")

// leastPause is the least time between two messages of somebody who does not wait for answers.
const leastPause = 100 * time.Millisecond

// onTime does what is due.
func (c *customer) onTime(now time.Time, s *socket) error {
	if phase := c.crowd.phase.Load(); phase != c.phase {
		c.enter(phase, now)
	}
	stalled := c.stall.After(now)
	if !c.pong.IsZero() && !now.Before(c.pong) && !stalled {
		c.crowd.tally.failed("pings without an answer")
		return errSilent
	}
	if !c.patience.IsZero() && !now.Before(c.patience) {
		c.crowd.tally.late.Add(1)
		c.content(now)
	}
	if !c.retry.IsZero() && !now.Before(c.retry) {
		c.retry = time.Time{}
		if err := c.repeat(s); err != nil {
			return err
		}
	}
	if c.phase == talking && !c.due.IsZero() && !now.Before(c.due) {
		if err := c.speak(now, s); err != nil {
			return err
		}
	}
	if c.slow && c.phase == talking && !stalled && len(c.open) == 0 && !now.Before(c.stall.Add(readFor)) {
		c.stall = now.Add(stallFor)
	}
	if !now.Before(c.ping) {
		return c.beats(now, s)
	}
	return nil
}

// enter notices that another part of the run has begun.
func (c *customer) enter(phase int32, now time.Time) {
	c.phase = phase
	switch phase {
	case talking:
		c.due = now.Add(time.Duration(float64(c.crowd.Think) * c.chance.Float64()))
		if c.slow {
			c.stall = now.Add(time.Duration(float64(stallFor) * c.chance.Float64())).Add(-stallFor) // not all at once
		}
	case settling:
		c.stall, c.pong = time.Time{}, time.Time{}
		c.ping = now.Add(time.Duration(float64(endBeat) * c.chance.Float64()))
		if c.wait == "agent" {
			c.wait, c.patience = "", time.Time{}
		}
	}
}

// speak says the next thing. Its time counts from when it was to be said, not from when this process got round to it.
func (c *customer) speak(now time.Time, s *socket) error {
	if c.over() {
		if err := c.anew(s); err != nil {
			return err
		}
	}
	q := c.choose()
	t := c.talk
	place := len(t.messages)
	t.messages = append(t.messages, message{question: q, floor: t.newest, line: c.line})
	c.open = append(c.open, place)
	c.began, c.after, c.spoilt, c.due = c.due, 0, false, time.Time{}
	c.wait, c.patience = "", time.Time{}
	switch {
	case c.slow:
		c.due = now.Add(max(c.think(), leastPause)) // whoever does not read does not wait for answers
	case q == wish && c.crowd.Agents > 0 && !c.crowd.Queue:
		c.wait, c.patience = "agent", now.Add(personPatience)
	case q != wish && t.owner == "bot":
		c.wait, c.patience = "bot", now.Add(answerPatience)
	}
	c.crowd.tally.sent.Add(1)
	if err := c.send(place, s); err != nil {
		return err
	}
	if c.crowd.Cut > 0 && c.chance.Float64() < c.crowd.Cut {
		return errCut
	}
	return nil
}

// over reports whether the next message begins another conversation: because this one is long, or because nobody is
// there who could answer in it.
func (c *customer) over() bool {
	t := c.talk
	if len(t.messages) == 0 || len(c.open) > 0 || c.crowd.Queue {
		return false
	}
	return len(t.messages) >= perTalk || t.owner == "queue" && c.crowd.Agents == 0
}

// anew begins another conversation.
func (c *customer) anew(s *socket) error {
	old := c.talk
	c.past = append(c.past, old)
	c.talk = &talk{id: c.crowd.id(c.number, len(c.past)), owner: "bot"}
	c.following, c.behind = false, 0
	return s.write(opText, encode(wire.In{Type: wire.TypeLeave, Conversation: old.id}))
}

// choose picks what to say.
func (c *customer) choose() int32 {
	n := len(c.talk.messages)
	if c.crowd.Queue && n == 0 || c.crowd.Agents > 0 && n > 0 && c.talk.owner == "bot" && c.chance.Float64() < c.crowd.Persons {
		c.crowd.desires(c.talk.id)
		return wish
	}
	return int32(c.chance.IntN(len(c.crowd.questions)))
}

// send sends a message, for the first time or again.
func (c *customer) send(place int, s *socket) error {
	t := c.talk
	q := t.messages[place].question
	if q == wish {
		return s.write(opText, encode(wire.In{Type: wire.TypePerson, ID: idOf(place), Conversation: t.id}))
	}
	var b [512]byte
	return s.write(opText, appendSend(b[:0], idOf(place), t.id, c.crowd.questions[q].json))
}

// repeat sends what is not acknowledged once more, in order.
func (c *customer) repeat(s *socket) error {
	for _, place := range c.open {
		c.talk.messages[place].again = true
		c.crowd.tally.resent.Add(1)
		if err := c.send(place, s); err != nil {
			return err
		}
	}
	return nil
}
