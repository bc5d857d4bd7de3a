package gap

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Tally is what the questions of a gap cost in a period.
type Tally struct {
	Questions int
	Customers int           // different visitors
	Time      time.Duration // agents'; see Cost
	Messages  int           // agents'
}

// CustomerTime is what a customer without a good answer counts for, in agents' time.
const CustomerTime = 5 * time.Minute

// Weight is what gaps are ranked by: the agents' time, and CustomerTime for each customer. It is a duration so that
// editors can be told what it is made of.
func (t Tally) Weight() time.Duration {
	return t.Time + time.Duration(t.Customers)*CustomerTime
}

// Ranked is a gap in the order of what it costs.
type Ranked struct {
	ID     string
	Now    Tally // the period that was asked for
	Before Tally // the one of the same length before it
}

// Rank sorts gaps by their weight in the period, what costs most first; then by customers, by questions and by
// id.
func Rank(gaps []Ranked) {
	slices.SortFunc(gaps, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Now.Weight(), a.Now.Weight()), cmp.Compare(b.Now.Customers, a.Now.Customers),
			cmp.Compare(b.Now.Questions, a.Now.Questions), cmp.Compare(a.ID, b.ID))
	})
}

// Trend tells how a period compares with the one before.
type Trend string

// The trends.
const (
	Rising  Trend = "rising"
	Falling Trend = "falling"
	Steady  Trend = "steady" // no more and no less than chance may make it
)

// chance is how many standard deviations two counts may differ by chance.
const chance = 1.64

// TrendOf compares the customers of two periods of the same length. If as many come on average, the difference of the two
// counts has about the variance of their sum (both are Poisson distributed), so that 3 after 1 means nothing, and 30 after
// 10 does.
func TrendOf(now, before Tally) Trend {
	off := float64(now.Customers - before.Customers)
	if math.Abs(off) <= chance*math.Sqrt(float64(now.Customers+before.Customers)) {
		return Steady
	}
	if off > 0 {
		return Rising
	}
	return Falling
}
