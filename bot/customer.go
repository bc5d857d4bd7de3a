package bot

import (
	"fmt"
	"strings"
	"time"
)

// Customer is the author of everything the visitor does.
func Customer(visitor string) Author { return Author{Kind: ByCustomer, ID: visitor} }

func (c Conversation) customer() Author { return Customer(c.Visitor) }

// Around is who could react to a customer's message.
type Around struct {
	Last  bool // the agent who served last is here
	Staff bool // somebody of the team is, within its hours
}

// Says is the customer's message. With the bot it starts a turn, and in the queue too while nobody is around: the
// bot goes on helping. In a resolved conversation it reopens: to the agent who served last if that agent is here,
// else to the queue; the old hand-off is not replayed.
func (c Conversation) Says(clientID, text, choice string, around Around, now time.Time) (Change, error) {
	if err := ValidText(text, MaxMessage); err != nil {
		return Change{}, err
	}
	if c.Merged != "" {
		return Change{}, &MergedError{Into: c.Merged}
	}
	message := Event{Kind: EventMessage, Author: c.customer(), ClientID: clientID, At: now, Body: Body{Text: text, Choice: choice}}
	ch := c.change(message)
	ch.After.Updated = now
	switch {
	case c.Status == Resolved:
		ch.After.Status = Open
		ch.After.Reason = ReasonReopened
		ch.After.Queued = now
		ch.Events = append(ch.Events, Event{Kind: EventReopened, Author: c.customer(), At: now})
		to := Owner{Kind: OwnerQueue}
		if around.Last && c.Last != "" {
			to = Owner{Kind: OwnerAgent, Agent: c.Last}
		}
		ch.own(to)
		ch.Events = append(ch.Events, ownerEvent(ch.After, Author{Kind: BySystem}, now))
	case c.Owner.Kind == OwnerBot, c.Owner.Kind == OwnerQueue && !around.Staff:
		ch.Turn = TurnStart
	}
	return ch, nil
}

// AsksForPerson hands the conversation to the queue because the customer wants it. Asking again while
// waiting or while an agent serves changes nothing: the result has no events.
func (c Conversation) AsksForPerson(clientID string, now time.Time) (Change, error) {
	if c.Status == Open && c.Owner.Kind != OwnerBot {
		return c.change(), nil
	}
	if c.Merged != "" {
		return Change{}, &MergedError{Into: c.Merged}
	}
	ch := c.change()
	ch.handOff(c.customer(), ReasonAsked, "", now)
	ch.Events[0].ClientID = clientID
	return ch, nil
}

// Feedback records whether the event ref helped.
func (c Conversation) Feedback(clientID string, ref int64, helpful bool, now time.Time) (Change, error) {
	if ref < 1 || ref > c.Head {
		return Change{}, fmt.Errorf("%w: there is no message %d to rate", ErrInvalid, ref)
	}
	return c.change(Event{Kind: EventFeedback, Author: c.customer(), ClientID: clientID, At: now, Body: Body{Ref: ref, Helpful: &helpful}}), nil
}

// LowRating is the best rating that the team has to look at.
const LowRating = 2

// Rate records how satisfied the customer is, 1 to 5, with a comment that may be empty, and who served. A low
// rating opens a follow-up.
func (c Conversation) Rate(clientID string, score int, comment string, now time.Time) (Change, error) {
	if score < 1 || score > 5 {
		return Change{}, fmt.Errorf("%w: a rating is a number from 1 to 5", ErrInvalid)
	}
	if comment != "" {
		if err := ValidText(comment, MaxComment); err != nil {
			return Change{}, err
		}
	}
	ch := c.change(Event{Kind: EventRating, Author: c.customer(), ClientID: clientID, At: now, Body: Body{Score: score, Text: comment, Served: c.Last}})
	if score <= LowRating && c.FollowUp.IsZero() {
		ch.After.FollowUp = now
	}
	return ch, nil
}

// LeaveContact records how the customer can be reached.
func (c Conversation) LeaveContact(clientID, email, name string, now time.Time) (Change, error) {
	email, name = strings.TrimSpace(email), strings.Join(strings.Fields(name), " ")
	if !plausibleEmail(email) {
		return Change{}, fmt.Errorf("%w: %.60q is not an e-mail address", ErrInvalid, email)
	}
	if name != "" {
		if err := ValidText(name, 100); err != nil {
			return Change{}, err
		}
	}
	ch := c.change(Event{Kind: EventContact, Author: c.customer(), ClientID: clientID, At: now, Body: Body{Email: email, Name: name}})
	ch.After.Email = email
	if name != "" {
		ch.After.Name = name
	}
	return ch, nil
}
