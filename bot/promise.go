package bot

import (
	"fmt"
	"time"
)

// MaxPromise is the longest text of a promise, in bytes.
const MaxPromise = 500

// PromiseState says what became of a promise.
type PromiseState string

// The states of a promise. Open and late promises are still owed.
const (
	PromiseOpen    PromiseState = "open"
	PromiseLate    PromiseState = "late"    // the time has passed, and it is still owed
	PromiseKept    PromiseState = "kept"    //
	PromiseDropped PromiseState = "dropped" // taken back; the customer was told why
)

// Promise is something that an agent has told the customer to expect by a certain time.
type Promise struct {
	ID    string       `json:"id"`              // the client's id of the act that made it
	Text  string       `json:"text"`            // "refund confirmed"
	Due   int64        `json:"due"`             // ms since 1970
	State PromiseState `json:"state"`           //
	Late  bool         `json:"late,omitempty"`  // it was or is late
	Agent string       `json:"agent,omitempty"` // staff id of who made it; never shown to customers
	Why   string       `json:"why,omitempty"`   // reason for taking it back

	Conversation string `json:"-"`
	Remind       int64  `json:"-"` // ms since 1970; when the agent is reminded; known to the store
	Reminded     bool   `json:"-"`
}

// Owed reports whether the customer still waits for it.
func (p Promise) Owed() bool { return p.State == PromiseOpen || p.State == PromiseLate }

// remindBefore is how long before it is due an agent is reminded of a promise: a quarter of the time given, but
// at most an hour.
func remindBefore(given time.Duration) time.Duration { return min(given/4, time.Hour) }

// RemindAt is when an agent is to be reminded of a promise made at a time.
func RemindAt(made, due time.Time) time.Time { return due.Add(-remindBefore(due.Sub(made))) }

// MakesPromise records what the customer may expect by a time. Only the owner makes promises.
func (c Conversation) MakesPromise(agent Author, clientID, text string, due time.Time, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	if err := ValidText(text, MaxPromise); err != nil {
		return Change{}, err
	}
	if !due.After(now) || due.Sub(now) > 366*24*time.Hour {
		return Change{}, fmt.Errorf("%w: a promise is due in the future, within a year", ErrInvalid)
	}
	p := Promise{ID: clientID, Text: text, Due: due.UnixMilli(), State: PromiseOpen, Agent: agent.ID, Conversation: c.ID}
	ch := c.change(Event{Kind: EventPromise, Author: agent, ClientID: clientID, At: now, Body: Body{Text: text, Until: p.Due, Promise: &p}})
	ch.After.Promises++
	ch.Promises = []Promise{p}
	return ch, nil
}

// EndsPromise says that a promise was kept or, with a reason that the customer reads, is taken back. Every agent
// who may write in the conversation may, whoever made it.
func (c Conversation) EndsPromise(agent Author, clientID string, p Promise, kept bool, why string, now time.Time) (Change, error) {
	if !p.Owed() {
		return c.change(), nil
	}
	act := Body{Name: p.ID}
	p.State = PromiseKept
	if !kept {
		if err := ValidText(why, MaxPromise); err != nil {
			return Change{}, fmt.Errorf("%w: say why the promise is taken back; the customer reads it", ErrInvalid)
		}
		p.State, p.Why, act.Text = PromiseDropped, why, why
	}
	p.Late = p.Late || now.UnixMilli() > p.Due
	act.Promise = &p
	ch := c.change(Event{Kind: EventPromise, Author: agent, ClientID: clientID, At: now, Body: act})
	ch.After.Promises--
	ch.Promises = []Promise{p}
	ch.Measures = []Measure{{
		Kind: MeasurePromise, Agent: p.Agent, Team: c.Team, Priority: c.Priority, Due: time.UnixMilli(p.Due), Began: now, Ended: now, Kept: kept && !p.Late,
	}}
	return ch, nil
}

// Reminds tells the agents that a promise is due soon, once.
func (c Conversation) Reminds(p Promise, now time.Time) (Change, error) {
	p.Reminded = true
	ch := c.change(Event{Kind: EventReminder, Author: Author{Kind: BySystem}, At: now, Body: Body{Promise: &p}})
	ch.Promises = []Promise{p}
	return ch, nil
}

// RunsLate tells the customer that a promise was not kept in time, once; it is still owed.
func (c Conversation) RunsLate(p Promise, now time.Time) (Change, error) {
	p.State, p.Late, p.Reminded = PromiseLate, true, true
	ch := c.change(Event{Kind: EventPromise, Author: Author{Kind: BySystem}, At: now, Body: Body{Promise: &p}})
	ch.Promises = []Promise{p}
	return ch, nil
}
