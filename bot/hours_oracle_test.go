package bot_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

// oracle says of each single minute whether it is open, by looking at the clock on the wall and nothing
// else. All zones it is used with have offsets of whole minutes in the years it is used for.
type oracle struct {
	h    bot.Hours
	zone *time.Location
}

func (o oracle) open(minute time.Time) bool {
	local := minute.In(o.zone)
	clock, date := local.Format("15:04"), local.Format(time.DateOnly)
	for _, d := range o.h.Days {
		if d.Date != date {
			continue
		}
		for _, s := range d.Open {
			if s.From <= clock && clock < s.To {
				return true
			}
		}
		return false
	}
	for _, s := range o.h.Week {
		if s.Day == local.Weekday() && s.From <= clock && clock < s.To {
			return true
		}
	}
	return len(o.h.Week) == 0
}

// between sums up the open minutes, the first and the last as far as they are within a and b.
func (o oracle) between(a, b time.Time) (sum time.Duration) {
	for m := a.Truncate(time.Minute); m.Before(b); m = m.Add(time.Minute) {
		if !o.open(m) {
			continue
		}
		from, to := m, m.Add(time.Minute)
		if from.Before(a) {
			from = a
		}
		if to.After(b) {
			to = b
		}
		sum += to.Sub(from)
	}
	return sum
}

// turns returns the first minute boundary from t on, or t itself, that is open or is not.
func (o oracle) turns(t time.Time, open bool, limit time.Duration) (time.Time, bool) {
	if o.open(t.Truncate(time.Minute)) == open {
		return t, true
	}
	for m := t.Truncate(time.Minute).Add(time.Minute); m.Before(t.Add(limit)); m = m.Add(time.Minute) {
		if o.open(m) == open {
			return m, true
		}
	}
	return time.Time{}, false
}

var zones = []string{
	"", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut", "Pacific/Apia",
	"Africa/Casablanca", "America/St_Johns", "Africa/Cairo", "Pacific/Chatham", "Antarctica/Troll", "Asia/Gaza", "America/Havana", "Asia/Pyongyang",
}

// drawSpans draws hours of a day that do not overlap; many begin or end at midnight.
func drawSpans(t *rapid.T) (spans []bot.DaySpan) {
	clock := func(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
	edges := rapid.SliceOfNDistinct(rapid.OneOf(rapid.IntRange(0, 24*60), rapid.SampledFrom([]int{0, 24 * 60, 60, 120, 180})), 0, 4, rapid.ID).Draw(t, "edges")
	for i := range edges {
		for j := i; j > 0 && edges[j] < edges[j-1]; j-- {
			edges[j], edges[j-1] = edges[j-1], edges[j]
		}
	}
	apart := rapid.IntRange(1, 2).Draw(t, "apart") // 1: the hours touch
	for i := 1; i < len(edges); i += apart {
		spans = append(spans, bot.DaySpan{From: clock(edges[i-1]), To: clock(edges[i])})
	}
	return spans
}

// drawHours draws hours and a moment, often near a change of the clock, if the zone has any. Some days around it
// differ.
func drawHours(t *rapid.T) (oracle, time.Time) {
	h := bot.Hours{Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(rapid.IntRange(2005, 2060).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365).Draw(t, "day"))
	if _, change := at.In(zone).ZoneBounds(); !change.IsZero() && rapid.Bool().Draw(t, "change") {
		at = change.UTC()
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		for _, s := range drawSpans(t) {
			h.Week = append(h.Week, bot.Span{Day: d, From: s.From, To: s.To})
		}
	}
	local := at.In(zone)
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(-3, 6), 0, 3, rapid.ID).Draw(t, "days") {
		date := time.Date(local.Year(), local.Month(), local.Day()+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		h.Days = append(h.Days, bot.Day{Date: date, Open: drawSpans(t)})
	}
	at = at.Add(time.Duration(rapid.Int64Range(-int64(72*time.Hour), int64(24*time.Hour)).Draw(t, "shift")))
	return oracle{h, zone}, at
}

func TestCalendarAgreesWithTheClockOnTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, a := drawHours(t)
		c, err := o.h.Compile()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.Open(a), o.open(a.Truncate(time.Minute)); got != want {
			t.Fatalf("open at %v: %v, want %v", a, got, want)
		}
		b := a.Add(time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, "long")))
		if got, want := c.Between(a, b), o.between(a, b); got != want {
			t.Fatalf("between %v and %v: %v, want %v", a, b, got, want)
		}
		const week = 8 * 24 * time.Hour
		if want, ok := o.turns(a, true, week); ok {
			if got, found := c.Opens(a); !found || !got.Equal(want) {
				t.Fatalf("opens at %v (%v), want %v", got, found, want)
			}
		}
		if want, ok := o.turns(a, false, week); ok {
			if got, found := c.Closes(a); !found || !got.Equal(want) {
				t.Fatalf("closes at %v (%v), want %v", got, found, want)
			}
		}
	})
}

func TestAddIsTheFirstMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, a := drawHours(t)
		c, err := o.h.Compile()
		if err != nil {
			t.Fatal(err)
		}
		d := time.Duration(rapid.OneOf(
			rapid.Int64Range(1, int64(60*time.Hour)),
			rapid.Map(rapid.Int64Range(1, 48), func(n int64) int64 { return n * int64(30*time.Minute) }),
			rapid.Just(int64(c.Between(a, a.Add(30*time.Hour)))), // often up to the very end of an opening
		).Draw(t, "d"))
		end := c.Add(a, d)
		if got := c.Between(a, end); got != d {
			t.Fatalf("between %v and %v: %v, want %v", a, end, got, d)
		}
		if d > 0 && c.Between(a, end.Add(-1)) != d-1 {
			t.Fatalf("%v had passed before %v", d, end)
		}
		if end.Sub(a) < 10*24*time.Hour && o.between(a, end) != d {
			t.Fatalf("the clock on the wall counts %v until %v, want %v", o.between(a, end), end, d)
		}
		later := a.Add(time.Duration(rapid.Int64Range(0, int64(50*time.Hour)).Draw(t, "later")))
		if d > 0 && c.Add(later, d).Before(end) {
			t.Fatalf("a later start, %v, ends earlier: %v before %v", later, c.Add(later, d), end)
		}
		more := d + time.Duration(rapid.Int64Range(0, int64(50*time.Hour)).Draw(t, "more"))
		if c.Add(a, more).Before(end) {
			t.Fatalf("%v end before %v do", more, d)
		}
		if got, want := c.Add(end, more-d), c.Add(a, more); more > d && d > 0 && !got.Equal(want) {
			t.Fatalf("in two steps %v, in one %v", got, want)
		}
	})
}

func TestBetweenAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, a := drawHours(t)
		c, err := o.h.Compile()
		if err != nil {
			t.Fatal(err)
		}
		length := rapid.Int64Range(0, int64(2*365*24*time.Hour))
		b := a.Add(time.Duration(length.Draw(t, "first")))
		e := b.Add(time.Duration(length.Draw(t, "second")))
		if got, want := c.Between(a, e), c.Between(a, b)+c.Between(b, e); got != want {
			t.Fatalf("between %v, %v and %v: %v as one, %v as two", a, b, e, got, want)
		}
	})
}
