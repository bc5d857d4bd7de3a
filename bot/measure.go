package bot

import "time"

// Kinds of measures.
const (
	MeasureWait    = "wait"    // from the hand-off until an agent took it
	MeasureFirst   = "first"   // until the first answer
	MeasureNext    = "next"    // from a message of the customer until the answer
	MeasureResolve = "resolve" // until the end
	MeasurePromise = "promise" // a promise that was kept, late or taken back
	MeasureExpired = "expired" // a hand-off that nobody took
)

// Measure is how long something took that a standard is set for. It is written with what ended it.
type Measure struct {
	Kind     string
	Team     string
	Priority Priority
	Agent    string    // staff id of who ended it, "" if nobody did
	Began    time.Time //
	Due      time.Time // zero if there was no standard
	Ended    time.Time //
	Kept     bool      // ended in time; true if there was no standard
}

// measure notes how long something took that ends with the change.
func (ch *Change) measure(kind string, began, due time.Time, agent string, t Terms) {
	a, ended := ch.After, t.Now
	if ended.Before(began) { // the clock was set back meanwhile
		ended = began
	}
	ch.Measures = append(ch.Measures, Measure{
		Kind: kind, Team: a.Team, Priority: a.Priority, Agent: agent,
		Began: began, Due: due, Ended: ended, Kept: due.IsZero() || !ended.After(due),
	})
}
