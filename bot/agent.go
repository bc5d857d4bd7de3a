package bot

import (
	"fmt"
	"time"
)

// Claim gives a waiting conversation, or one that is with the bot, to the agent. Claiming what one has
// already changes nothing. Whoever comes second gets a *TakenError with the winner.
func (c Conversation) Claim(agent Author, clientID string, now time.Time) (Change, error) {
	return c.take(agent, clientID, agent, c.Reason, now)
}

// owned refuses an act of an agent who does not own the conversation in this epoch.
func (c Conversation) owned(agent Author, epoch int64) error {
	switch {
	case c.Status == Resolved:
		return ErrResolved
	case c.Owner.Kind == OwnerAgent && c.Owner.Agent != agent.ID:
		return &TakenError{Agent: c.Owner.Agent}
	case c.Owner.Kind != OwnerAgent:
		return ErrNotOwner
	case c.Epoch != epoch:
		return ErrStaleEpoch
	}
	return nil
}

// Replies is the agent's message to the customer.
func (c Conversation) Replies(agent Author, clientID, text string, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	if err := ValidText(text, MaxMessage); err != nil {
		return Change{}, err
	}
	ch := c.change(Event{Kind: EventMessage, Author: agent, ClientID: clientID, At: now, Body: Body{Text: text}})
	ch.After.Updated = now
	return ch, nil
}

// Notes adds a note that only staff can read. Every agent may, owner or not.
func (c Conversation) Notes(agent Author, clientID, text string, mentions []string, now time.Time) (Change, error) {
	if err := ValidText(text, MaxMessage); err != nil {
		return Change{}, err
	}
	return c.change(Event{Kind: EventNote, Author: agent, ClientID: clientID, At: now, Body: Body{Text: text, Mentions: mentions}}), nil
}

// HandBack gives the conversation back to the bot. The new epoch is a context boundary: the bot does not
// look behind it.
func (c Conversation) HandBack(agent Author, clientID string, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	ch := c.change()
	ch.own(Owner{Kind: OwnerBot})
	ch.After.Updated = now
	ch.After.Reason, ch.After.Queued = "", time.Time{}
	e := ownerEvent(ch.After, agent, now)
	e.ClientID = clientID
	ch.Events = append(ch.Events, e)
	return ch, nil
}

// Release gives the conversation back to the queue at its original place.
func (c Conversation) Release(agent Author, clientID string, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	ch := c.change()
	ch.requeue(agent, ReasonReleased, now)
	ch.Events[0].ClientID = clientID
	return ch, nil
}

// Resolve ends the conversation with its cause. It belongs to the bot afterwards; a new message of the
// customer reopens it. With a promise still open it is refused with ErrPromiseOpen.
func (c Conversation) Resolve(agent Author, clientID, cause string, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	if err := ValidText(cause, MaxCause); err != nil {
		return Change{}, fmt.Errorf("%w: the cause is missing or too long; say in a few words why the customer had to ask", ErrInvalid)
	}
	if c.Promises > 0 {
		return Change{}, ErrPromiseOpen
	}
	ch := c.change(Event{Kind: EventResolved, Author: agent, ClientID: clientID, At: now, Body: Body{Cause: cause}})
	ch.own(Owner{Kind: OwnerBot})
	ch.After.Status = Resolved
	ch.After.Updated = now
	return ch, nil
}
