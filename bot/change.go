package bot

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Change is what one act does to a conversation: the conversation as it is afterwards, the events to
// append, and what becomes of the bot's pending turn. The rules below make changes; the store commits a
// change as a whole or not at all, and only if Before is still true.
type Change struct {
	Before Conversation
	After  Conversation // Head is set by the store
	Events []Event      // Seq and Conversation are set by the store; Events[0] carries the sender's id
	Turn   Turn
}

// Turn says what a change does to the bot's pending turn.
type Turn int

// The effects on the pending turn.
const (
	TurnKeep   Turn = iota // leave it as it is
	TurnStart              // the bot owes a reaction
	TurnCancel             // the bot owes nothing any more
)

func (c Conversation) change(events ...Event) Change {
	return Change{Before: c, After: c, Events: events}
}

// own moves the conversation to another owner, which starts a new epoch and ends the bot's turn.
func (ch *Change) own(o Owner) {
	ch.After.Owner = o
	ch.After.Epoch++
	ch.Turn = TurnCancel
}

// Customer is the author of everything the visitor does.
func Customer(visitor string) Author { return Author{Kind: ByCustomer, ID: visitor} }

func (c Conversation) customer() Author { return Customer(c.Visitor) }

// Says is the customer's message. With the bot it starts a turn. In a resolved conversation it reopens:
// to the agent who served last if that agent is here, else to the queue; the old hand-off is not replayed.
func (c Conversation) Says(clientID, text, choice string, lastAgentHere bool, now time.Time) (Change, error) {
	if err := ValidText(text, MaxMessage); err != nil {
		return Change{}, err
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
		if lastAgentHere && c.Last != "" {
			ch.own(Owner{Kind: OwnerAgent, Agent: c.Last})
			ch.Events = append(ch.Events, ownerEvent(ch.After, Author{Kind: BySystem}, now))
		} else {
			ch.own(Owner{Kind: OwnerQueue})
			ch.Events = append(ch.Events, ownerEvent(ch.After, Author{Kind: BySystem}, now))
		}
	case c.Owner.Kind == OwnerBot:
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
	ch := c.change()
	ch.handOff(c.customer(), ReasonAsked, "", now)
	ch.Events[0].ClientID = clientID
	return ch, nil
}

// handOff moves the conversation to the end of the queue.
func (ch *Change) handOff(by Author, reason HandoffReason, summary string, now time.Time) {
	ch.After.Status = Open
	ch.After.Reason = reason
	ch.After.Queued = now
	ch.After.Updated = now
	ch.own(Owner{Kind: OwnerQueue})
	e := ownerEvent(ch.After, by, now)
	e.Body.Summary = summary
	ch.Events = append(ch.Events, e)
}

func ownerEvent(after Conversation, by Author, now time.Time) Event {
	return Event{Kind: EventOwner, Author: by, At: now, Body: Body{Owner: after.Owner.Kind, Reason: after.Reason}}
}

// Decides is the end of the bot's turn. It is refused with ErrStaleEpoch unless the bot still owns the
// conversation and nothing was appended since it read the log up to head: a late answer never talks over
// an agent, and a message that came meanwhile is answered too.
func (c Conversation) Decides(d Decision, name string, head, epoch int64, now time.Time) (Change, error) {
	if c.Owner.Kind != OwnerBot || c.Status != Open || c.Epoch != epoch || c.Head != head {
		return Change{}, ErrStaleEpoch
	}
	trace := d.Trace
	ch := c.change(Event{
		Kind: EventMessage, Author: Author{Kind: ByBot, Name: name}, At: now, Trace: &trace,
		Body: Body{Text: d.Text, Decision: d.Kind, Citations: d.Citations, Choices: d.Choices, Related: d.Related, Offer: d.Offer, Reason: d.Reason},
	})
	ch.After.Updated = now
	ch.Turn = TurnCancel
	if d.Kind == Handoff {
		ch.handOff(Author{Kind: ByBot, Name: name}, d.Reason, d.Trace.Query, now)
	}
	return ch, nil
}

// GivesUp hands off because the turn failed again and again.
func (c Conversation) GivesUp(summary string, now time.Time) (Change, error) {
	if c.Owner.Kind != OwnerBot {
		return Change{}, ErrStaleEpoch
	}
	ch := c.change()
	ch.handOff(Author{Kind: BySystem}, ReasonBotFailed, summary, now)
	return ch, nil
}

// Claim gives a waiting conversation, or one that is with the bot, to the agent. Claiming what one has
// already changes nothing. Whoever comes second gets a *TakenError with the winner.
func (c Conversation) Claim(agent Author, clientID string, now time.Time) (Change, error) {
	switch {
	case c.Status == Resolved:
		return Change{}, ErrResolved
	case c.Owner.Kind == OwnerAgent && c.Owner.Agent == agent.ID:
		return c.change(), nil
	case c.Owner.Kind == OwnerAgent:
		return Change{}, &TakenError{Agent: c.Owner.Agent}
	}
	ch := c.change()
	ch.own(Owner{Kind: OwnerAgent, Agent: agent.ID})
	ch.After.Last = agent.ID
	ch.After.Updated = now
	e := ownerEvent(ch.After, agent, now)
	e.Body.Agent = agent.Name
	e.ClientID = clientID
	ch.Events = append(ch.Events, e)
	return ch, nil
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
func (c Conversation) Notes(agent Author, clientID, text string, now time.Time) (Change, error) {
	if err := ValidText(text, MaxMessage); err != nil {
		return Change{}, err
	}
	return c.change(Event{Kind: EventNote, Author: agent, ClientID: clientID, At: now, Body: Body{Text: text}}), nil
}

// HandBack gives the conversation back to the bot. The new epoch is a context boundary: the bot does not
// look behind it.
func (c Conversation) HandBack(agent Author, clientID string, epoch int64, now time.Time) (Change, error) {
	return c.leave(agent, clientID, epoch, Owner{Kind: OwnerBot}, "", now)
}

// Release gives the conversation back to the queue at its original place.
func (c Conversation) Release(agent Author, clientID string, epoch int64, now time.Time) (Change, error) {
	return c.leave(agent, clientID, epoch, Owner{Kind: OwnerQueue}, ReasonReleased, now)
}

func (c Conversation) leave(agent Author, clientID string, epoch int64, to Owner, reason HandoffReason, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	ch := c.change()
	ch.own(to)
	ch.After.Updated = now
	if to.Kind == OwnerQueue {
		ch.After.Reason = reason
		if ch.After.Queued.IsZero() {
			ch.After.Queued = now
		}
	} else {
		ch.After.Reason, ch.After.Queued = "", time.Time{}
	}
	e := ownerEvent(ch.After, agent, now)
	e.ClientID = clientID
	ch.Events = append(ch.Events, e)
	return ch, nil
}

// Resolve ends the conversation with its cause. It belongs to the bot afterwards; a new message of the
// customer reopens it.
func (c Conversation) Resolve(agent Author, clientID, cause string, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	if err := ValidText(cause, MaxCause); err != nil {
		return Change{}, fmt.Errorf("%w: the cause is missing or too long; say in a few words why the customer had to ask", ErrInvalid)
	}
	ch := c.change(Event{Kind: EventResolved, Author: agent, ClientID: clientID, At: now, Body: Body{Cause: cause}})
	ch.own(Owner{Kind: OwnerBot})
	ch.After.Status = Resolved
	ch.After.Updated = now
	return ch, nil
}

// Feedback records whether the event ref helped.
func (c Conversation) Feedback(clientID string, ref int64, helpful bool, now time.Time) (Change, error) {
	if ref < 1 || ref > c.Head {
		return Change{}, fmt.Errorf("%w: there is no message %d to rate", ErrInvalid, ref)
	}
	return c.change(Event{Kind: EventFeedback, Author: c.customer(), ClientID: clientID, At: now, Body: Body{Ref: ref, Helpful: &helpful}}), nil
}

// Rate records how satisfied the customer is, 1 to 5, with a comment that may be empty.
func (c Conversation) Rate(clientID string, score int, comment string, now time.Time) (Change, error) {
	if score < 1 || score > 5 {
		return Change{}, fmt.Errorf("%w: a rating is a number from 1 to 5", ErrInvalid)
	}
	if comment != "" {
		if err := ValidText(comment, MaxComment); err != nil {
			return Change{}, err
		}
	}
	return c.change(Event{Kind: EventRating, Author: c.customer(), ClientID: clientID, At: now, Body: Body{Score: score, Text: comment}}), nil
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

// plausibleEmail accepts what a mail server might: one @, something before it, a domain with a dot
// after it, no blanks or control characters. Only a mail that arrives proves more.
func plausibleEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(s) > 254 || !utf8.ValidString(s) || strings.ContainsAny(domain, "@") {
		return false
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`<>()",;:\`, r) }) {
		return false
	}
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1
}

// ErrTooLong is returned for a text beyond its limit; it wraps ErrInvalid.
var ErrTooLong = fmt.Errorf("%w: the text is too long", ErrInvalid)

// ValidText says what is wrong with a text that may have at most limit bytes. The error wraps ErrInvalid.
func ValidText(text string, limit int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%w: the text is empty", ErrInvalid)
	case len(text) > limit:
		return fmt.Errorf("%w: it has %d bytes, at most %d are allowed", ErrTooLong, len(text), limit)
	case !utf8.ValidString(text):
		return fmt.Errorf("%w: the text is not valid UTF-8", ErrInvalid)
	case strings.ContainsRune(text, 0):
		return fmt.Errorf("%w: the text contains a NUL character", ErrInvalid)
	}
	return nil
}

// ValidID reports whether a client may use the id for a conversation or a message: 1 to MaxClientID
// letters, digits, '-' and '_'. Conversation ids must have 16 at least, so that they cannot be guessed.
func ValidID(id string, least int) bool {
	if len(id) < least || len(id) > MaxClientID {
		return false
	}
	for i := 0; i < len(id); i++ {
		b := id[i]
		if !('a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_') {
			return false
		}
	}
	return true
}
