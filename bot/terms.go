package bot

import "time"

// Prospect is what a customer may expect of a team at the moment.
type Prospect struct {
	Staffed bool          // an agent of the team is here
	Open    bool          // it is within the opening hours
	Opens   time.Time     // when it opens next; zero if it is open or nobody knows
	Wait    time.Duration // half of the last customers waited at most so long
	Samples int           // how many customers that is; with fewer than MinSamples, Wait says nothing
}

// MinSamples is how many waits must be known before one is said.
const MinSamples = 5

// leastWait is the shortest wait that is said: nobody wants to hear of the next few seconds again and again.
const leastWait = time.Minute

// Known reports whether the wait may be said.
func (p Prospect) Known() bool { return p.Samples >= MinSamples && p.Open && p.Staffed }

// Terms are what the time and the house say at the moment of a change.
type Terms struct {
	Now      time.Time
	Plan     *Plan
	Prospect func(team string) Prospect
	Articles []string // ids of the articles that the bot thought of, for the routing
}
