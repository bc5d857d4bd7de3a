package bot

import "time"

// Change is what one act does to a conversation: the conversation as it is afterwards, the events to
// append, and what becomes of the bot's pending turn. The rules below make changes; the store commits a
// change as a whole or not at all, and only if Before is still true.
type Change struct {
	Before Conversation
	After  Conversation // Head is set by the store
	Events []Event      // Seq and Conversation are set by the store; Events[0] carries the sender's id
	Turn   Turn

	Measures []Measure // what ended with this change
	Promises []Promise // promises as they are now
	Mail     bool      // what the customer has not seen goes out by mail
	Quiet    bool      // there is something to write although nothing happened that belongs into the log
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
