package bot

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"
)

const (
	secondsOfDay = 24 * 60 * 60
	quarter      = 15 * 60
	ahead        = 400                        // days in which the next opening and closing are looked for
	far          = 100 * 366 * secondsOfDay   // seconds after which Add and Between count all time as open
	longest      = math.MaxInt64 / int64(1e9) // whole seconds of the longest time.Duration
)

// Calendar answers questions about opening hours; Hours.Compile makes it. It is never changed and may be
// used by many goroutines. A nil Calendar is open around the clock.
//
// A moment is open if the clock on the wall shows a time within the hours of its day. So where clocks are
// set forward, hours that are left out are not worked, and where they are set back, an hour that comes
// twice is worked twice: 01:00–04:00 lasts two hours on the one day and four on the other.
//
// Times come back in the location of the time that was given.
type Calendar struct {
	zone *time.Location
	week [7][]stretch // from Sunday
	days []otherDay   // in order
}

// Location is the zone of the hours, for showing times; UTC if there are no hours.
func (c *Calendar) Location() *time.Location {
	if c == nil {
		return time.UTC
	}
	return c.zone
}

// Open reports whether t is in an opening.
func (c *Calendar) Open(t time.Time) bool {
	if c == nil {
		return true
	}
	at := t.Unix()
	for range c.openings(at, at+1) {
		return true
	}
	return false
}

// Opens returns t itself if it is in an opening, else the start of the next opening. It is false if there
// is none within 400 days.
func (c *Calendar) Opens(t time.Time) (time.Time, bool) {
	if c == nil {
		return t, true
	}
	from, ok := c.opensWithin(t.Unix(), ahead)
	switch {
	case !ok:
		return time.Time{}, false
	case from == t.Unix():
		return t, true
	}
	return time.Unix(from, 0).In(t.Location()), true
}

func (c *Calendar) opensWithin(at int64, days int64) (int64, bool) {
	for from := range c.openings(at, at+days*secondsOfDay) {
		return from, true
	}
	return 0, false
}

// Closes returns t itself if it is in no opening, else the end of the opening. Openings that touch, as at
// midnight, are one. It is false if the opening goes on for 400 days or more.
func (c *Calendar) Closes(t time.Time) (time.Time, bool) {
	if c == nil {
		return time.Time{}, false
	}
	at := t.Unix()
	end, until := at, at+ahead*secondsOfDay
	for from, to := range c.openings(at, until) {
		if from > end {
			break
		}
		end = to
	}
	switch end {
	case at:
		return t, true
	case until:
		return time.Time{}, false
	}
	return time.Unix(end, 0).In(t.Location()), true
}

// Add returns the first moment at which d of opening time has passed since t; t itself if d is not
// positive. There always is one, because only single days can be closed and the week comes back after
// them. All time later than 100 years after t counts as open, so that no d takes long to add.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	if c == nil {
		return t.Round(0).Add(d)
	}
	at := t.Unix()
	left, nanos := int64(d/time.Second), int64(d%time.Second)
	for from, to := range c.openings(at, at+far) {
		if from == at { // openings start at whole seconds: count from the start of the second that holds t
			nanos += int64(t.Nanosecond())
			left, nanos = left+nanos/1e9, nanos%1e9
		}
		if length := to - from; left < length || left == length && nanos == 0 {
			return time.Unix(from+left, nanos).In(t.Location())
		}
		left -= to - from
	}
	return time.Unix(at+far+left, nanos).In(t.Location())
}

// Between returns how much opening time there is from a to b; none if b is not after a. As with Add, all
// time later than 100 years after a counts as open. What is too long for a Duration is cut to the longest.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if !b.After(a) {
		return 0
	}
	if c == nil {
		return b.Round(0).Sub(a.Round(0))
	}
	from, until := a.Unix(), b.Unix()+1 // the seconds that hold a and b, as a whole
	edge := min(until, from+far)
	sum, less := until-edge, int64(0)
	open := until > edge // the second that holds b
	for s, e := range c.openings(from, edge) {
		sum += e - s
		if s == from {
			less += int64(a.Nanosecond())
		}
		open = open || e == until
	}
	if open {
		less += 1e9 - int64(b.Nanosecond())
	}
	if sum > longest {
		return math.MaxInt64
	}
	return time.Duration(sum*1e9 - less)
}

// openings yields what is open from one moment to another, in Unix seconds and in order. An opening may
// come in several parts that touch: days and changes of the clock divide it.
func (c *Calendar) openings(from, until int64) iter.Seq2[int64, int64] {
	return func(yield func(int64, int64) bool) {
		for from < until {
			local := time.Unix(from, 0).In(c.zone)
			_, offset := local.Zone()
			end := min(until, nextChange(local))
			if !c.steady(from, end, int64(offset), yield) {
				return
			}
			from = end
		}
	}
}

// nextChange returns a moment after t until which the clock is not changed.
func nextChange(t time.Time) int64 {
	_, change := t.ZoneBounds()
	switch {
	case change.IsZero():
		return math.MaxInt64
	case change.After(t):
		return change.Unix()
	}
	// From 2038 on, package time gives every year 365 days here, and so on the last day of a leap year
	// an end that is over. Rules for the future change clocks at full quarters of an hour.
	return t.Unix() - t.Unix()%quarter + quarter
}

// steady yields the openings of a time during which the clock is not changed.
func (c *Calendar) steady(from, end, offset int64, yield func(int64, int64) bool) bool {
	from, end = from+offset, end+offset // as the clock on the wall shows it
	day := from / secondsOfDay
	if from%secondsOfDay < 0 {
		day--
	}
	next, _ := slices.BinarySearchFunc(c.days, day, func(d otherDay, day int64) int { return cmp.Compare(d.day, day) })
	for ; day*secondsOfDay < end; day++ {
		open := c.week[((day+4)%7+7)%7] // day 0, 1970-01-01, was a Thursday
		if next < len(c.days) && c.days[next].day == day {
			open = c.days[next].open
			next++
		}
		for _, o := range open {
			s, e := max(day*secondsOfDay+o.from, from), min(day*secondsOfDay+o.to, end)
			if s < e && !yield(s-offset, e-offset) {
				return false
			}
		}
	}
	return true
}
