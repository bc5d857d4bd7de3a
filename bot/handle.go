package bot

import (
	"fmt"
	"time"
)

// Looks says that a member of the staff is looking at a waiting conversation. The customer is told once.
func (c Conversation) Looks(agent Author, now time.Time) (Change, error) {
	if c.Owner.Kind != OwnerQueue || c.Looked {
		return c.change(), nil
	}
	ch := c.change(Event{Kind: EventLooked, Author: agent, At: now, Body: Body{Agent: agent.Name}})
	ch.After.Looked = true
	return ch, nil
}

// Tag sets the tags. Every agent may, owner or not.
func (c Conversation) Tag(agent Author, clientID string, tags Tags, now time.Time) (Change, error) {
	if c.Tags == tags {
		return c.change(), nil
	}
	ch := c.change(Event{Kind: EventTags, Author: agent, ClientID: clientID, At: now, Body: Body{Tags: tags}})
	ch.After.Tags = tags
	return ch, nil
}

// Prioritize sets the priority, and with it which standards hold.
func (c Conversation) Prioritize(agent Author, clientID string, p Priority, now time.Time) (Change, error) {
	if !p.Valid() {
		return Change{}, fmt.Errorf("%w: the priorities are low, normal, high and urgent", ErrInvalid)
	}
	if c.Priority == p {
		return c.change(), nil
	}
	ch := c.change(Event{Kind: EventPriority, Author: agent, ClientID: clientID, At: now, Body: Body{Priority: p}})
	ch.After.Priority = p
	return ch, nil
}

// Snooze puts the owner's conversation aside until a time, or UntilAnswer; the zero time takes it up again. A
// message of the customer ends it in any case.
func (c Conversation) Snooze(agent Author, clientID string, until time.Time, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	if !until.IsZero() && !until.After(now) {
		return Change{}, fmt.Errorf("%w: choose a time in the future", ErrInvalid)
	}
	if !until.IsZero() && !c.Clocks.Asked.IsZero() {
		return Change{}, fmt.Errorf("%w: the customer waits for an answer; write one first, then put the conversation aside", ErrInvalid)
	}
	if c.Snoozed.Equal(until) {
		return c.change(), nil
	}
	ch := c.change(Event{Kind: EventSnooze, Author: agent, ClientID: clientID, At: now, Body: Body{Until: UntilMillis(until)}})
	ch.After.Snoozed = until
	return ch, nil
}

// UntilMillis is the end of a snooze as an event has it: -1 until the customer writes, 0 for none.
func UntilMillis(until time.Time) int64 {
	if !until.Before(UntilAnswer) {
		return -1
	}
	return Millis(until)
}

// Millis is a time in milliseconds since 1970, 0 for the zero time.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Step ticks a step of a playbook off, or says that it is not done after all.
func (c Conversation) Step(agent Author, clientID string, step Playbook, now time.Time) (Change, error) {
	if step.ID == "" || step.Step < 0 {
		return Change{}, fmt.Errorf("%w: there is no such step", ErrInvalid)
	}
	return c.change(Event{Kind: EventStep, Author: agent, ClientID: clientID, At: now, Body: Body{Playbook: &step}}), nil
}

// Absorb puts a note of another conversation of the same customer into this one, which goes on. Whoever took care of
// the other one takes care of this one from now on, unless an agent does already.
func (c Conversation) Absorb(agent Author, clientID string, other Conversation, now time.Time) (Change, error) {
	if err := c.mayMerge(other); err != nil {
		return Change{}, err
	}
	ch := c.change(Event{Kind: EventMerged, Author: agent, ClientID: clientID, At: now, Body: Body{Other: other.ID}})
	ch.inherit(other, agent, now)
	return ch, nil
}

// inherit has somebody take care of a conversation that absorbs one which somebody took care of: the same agent, or
// the queue, at the place of the one that waited for longer.
func (ch *Change) inherit(other Conversation, by Author, now time.Time) {
	a := &ch.After
	if other.Owner.Kind == OwnerBot || a.Owner.Kind == OwnerAgent || a.Owner.Kind == OwnerQueue && other.Owner.Kind == OwnerQueue && !other.Queued.Before(a.Queued) {
		return
	}
	if a.Team == "" {
		a.Team, a.Priority = other.Team, other.Priority
	}
	if a.Clocks.Began.IsZero() {
		a.Clocks = other.Clocks
	}
	if a.Queued.IsZero() || other.Queued.Before(a.Queued) {
		a.Queued = other.Queued
	}
	a.Updated, a.Reason = now, other.Reason
	ch.own(other.Owner)
	if a.Last = other.Owner.Agent; a.Last == "" {
		a.Last = ch.Before.Last
	}
	ch.Events = append(ch.Events, ownerEvent(*a, by, now))
}

// MergeInto ends this conversation because it goes on in the other one.
func (c Conversation) MergeInto(agent Author, clientID string, other Conversation, now time.Time) (Change, error) {
	if c.Merged == other.ID {
		return c.change(), nil
	}
	if err := other.mayMerge(c); err != nil {
		return Change{}, err
	}
	if c.Promises > 0 {
		return Change{}, ErrPromiseOpen
	}
	ch := c.change(
		Event{Kind: EventMerged, Author: agent, ClientID: clientID, At: now, Body: Body{Other: other.ID, Into: true}},
		Event{Kind: EventResolved, Author: agent, At: now, Body: Body{Cause: "merged"}},
	)
	ch.own(Owner{Kind: OwnerBot})
	ch.After.Status, ch.After.Merged, ch.After.Updated = Resolved, other.ID, now
	return ch, nil
}

// mayMerge refuses what would mix customers or lead in a circle.
func (c Conversation) mayMerge(other Conversation) error {
	switch {
	case c.ID == other.ID:
		return fmt.Errorf("%w: choose another conversation to merge with", ErrInvalid)
	case c.Visitor != other.Visitor:
		return fmt.Errorf("%w: only conversations of the same customer can be merged", ErrInvalid)
	case c.Merged != "" || c.Status == Resolved:
		return fmt.Errorf("%w: the conversation that goes on must be open", ErrInvalid)
	}
	return nil
}

// Blocks notes that the visitor was blocked or, if undone, not any more. Blocking ends the conversation: nobody
// can write in it.
func (c Conversation) Blocks(agent Author, clientID, why string, undone bool, now time.Time) (Change, error) {
	if err := ValidText(why, MaxCause); err != nil {
		return Change{}, fmt.Errorf("%w: say in a few words why", ErrInvalid)
	}
	return c.change(Event{Kind: EventBlocked, Author: agent, ClientID: clientID, At: now, Body: Body{Text: why, Undone: undone}}), nil
}

// Follows ends the follow-up of a low rating with what came of it.
func (c Conversation) Follows(agent Author, clientID, text string, now time.Time) (Change, error) {
	if c.FollowUp.IsZero() {
		return c.change(), nil
	}
	if err := ValidText(text, MaxMessage); err != nil {
		return Change{}, fmt.Errorf("%w: say in a few words what came of it", ErrInvalid)
	}
	ch := c.change(Event{Kind: EventFollowUp, Author: agent, ClientID: clientID, At: now, Body: Body{Text: text}})
	ch.After.FollowUp = time.Time{}
	return ch, nil
}
