package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits of what opening hours may hold.
const (
	MaxSpans    = 100 // spans of a week
	MaxDays     = 200 // days that differ
	MaxDaySpans = 10  // spans of a day that differs
)

// Hours are when a team is at work: weekly opening hours in a time zone, and days that differ. They are
// stored as JSON. The zero value is open around the clock.
type Hours struct {
	Zone string `json:"zone"`           // IANA name such as "Europe/Berlin"; "" is UTC
	Week []Span `json:"week"`           // none at all: open around the clock
	Days []Day  `json:"days,omitempty"` // holidays and days with other hours
}

// Span is an opening on a day of the week, in local time: From is in it, To is not.
type Span struct {
	Day  time.Weekday `json:"day"`  // 0 is Sunday
	From string       `json:"from"` // "HH:MM"
	To   string       `json:"to"`   // "HH:MM", at most "24:00"
}

// Day is a date on which the hours of the week do not hold.
type Day struct {
	Date string    `json:"date"` // "2026-12-25"
	Name string    `json:"name,omitempty"`
	Open []DaySpan `json:"open,omitempty"` // none: closed all day
}

// DaySpan is an opening on a Day, like a Span.
type DaySpan struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Validate says what is wrong with the hours and what to do about it. Besides what Compile refuses these are
// hours that stay closed for more than a year at a stretch. Every error wraps ErrInvalid.
func (h Hours) Validate() error {
	c, err := h.Compile()
	if err != nil {
		return err
	}
	for _, d := range c.days {
		if _, ok := c.opensWithin(d.day*secondsOfDay, 366); !ok {
			date := time.Unix(d.day*secondsOfDay, 0).UTC().Format(time.DateOnly)
			return fmt.Errorf("%w: the team would never open in the year after %s; remove some of the closed days or open on more days of the week", ErrInvalid, date)
		}
	}
	return nil
}

// Compile reads the hours into a Calendar that answers quickly. It loads the zone, which takes a while, so
// keep the Calendar for as long as the hours do not change. Every error wraps ErrInvalid.
func (h Hours) Compile() (*Calendar, error) {
	zone, err := loadZone(h.Zone)
	if err != nil {
		return nil, err
	}
	week, err := readWeek(h.Week)
	if err != nil {
		return nil, err
	}
	days, err := readDays(h.Days)
	if err != nil {
		return nil, err
	}
	return &Calendar{zone: zone, week: week, days: days}, nil
}

// loadZone refuses names that mean another zone on another machine, and zones that count leap seconds,
// which the clock of a computer does not.
func loadZone(name string) (*time.Location, error) {
	own := name == "Local" || name == "localtime" || name == "posixrules" || strings.HasPrefix(name, "posix/")
	if own || len(name) > 64 || strings.HasPrefix(name, "right/") {
		return nil, unknownZone(name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, unknownZone(name)
	}
	return zone, nil
}

func unknownZone(name string) error {
	return fmt.Errorf("%w: the time zone %.64q is not known; write a name such as Europe/Berlin, or leave it empty for UTC", ErrInvalid, name)
}

// stretch is a part of a day in seconds from its midnight, to excluded.
type stretch struct{ from, to int64 }

// otherDay is a day that differs, numbered from 1970-01-01.
type otherDay struct {
	day  int64
	open []stretch
}

// readWeek returns the openings of each day from Sunday, in order, those that touch made one.
func readWeek(spans []Span) (week [7][]stretch, err error) {
	if len(spans) > MaxSpans {
		return week, fmt.Errorf("%w: a week has %d hours, at most %d are allowed; join some of them", ErrInvalid, len(spans), MaxSpans)
	}
	for _, s := range spans {
		if s.Day < time.Sunday || s.Day > time.Saturday {
			return week, fmt.Errorf("%w: there is no day %d of the week; write 0 for Sunday to 6 for Saturday", ErrInvalid, int(s.Day))
		}
		next := ((s.Day + 1) % 7).String()
		o, err := readStretch(s.Day.String(), next, s.From, s.To)
		if err != nil {
			return week, err
		}
		week[s.Day] = append(week[s.Day], o)
	}
	for d := range week {
		if len(spans) == 0 {
			week[d] = []stretch{{0, secondsOfDay}}
		}
		if week[d], err = join(time.Weekday(d).String(), week[d]); err != nil {
			return week, err
		}
	}
	return week, nil
}

// readDays returns the days in order.
func readDays(days []Day) ([]otherDay, error) {
	if len(days) > MaxDays {
		return nil, fmt.Errorf("%w: there are %d days with other hours, at most %d are allowed; remove those that are over", ErrInvalid, len(days), MaxDays)
	}
	all := make([]otherDay, 0, len(days))
	for _, d := range days {
		o, err := readDay(d)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b otherDay) int { return cmp.Compare(a.day, b.day) })
	for i := 1; i < len(all); i++ {
		if all[i].day == all[i-1].day {
			date := time.Unix(all[i].day*secondsOfDay, 0).UTC().Format(time.DateOnly)
			return nil, fmt.Errorf("%w: the day %s is listed twice; keep one of the two", ErrInvalid, date)
		}
	}
	return all, nil
}

func readDay(d Day) (otherDay, error) {
	at, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		return otherDay{}, fmt.Errorf("%w: %.20q is not a date; write it as year-month-day like 2026-12-25", ErrInvalid, d.Date)
	}
	if at.Year() < 2000 || at.Year() > 2199 {
		return otherDay{}, fmt.Errorf("%w: the year of %s is not from 2000 to 2199; correct it", ErrInvalid, d.Date)
	}
	if d.Name != "" {
		if err := ValidText(d.Name, 100); err != nil {
			return otherDay{}, fmt.Errorf("%w: the name of the day %s is blank or has more than 100 bytes; write a short name or none", ErrInvalid, d.Date)
		}
	}
	if len(d.Open) > MaxDaySpans {
		return otherDay{}, fmt.Errorf("%w: the day %s has %d hours, at most %d are allowed; join some of them", ErrInvalid, d.Date, len(d.Open), MaxDaySpans)
	}
	o := otherDay{day: at.Unix() / secondsOfDay}
	for _, s := range d.Open {
		part, err := readStretch(d.Date, "the next day", s.From, s.To)
		if err != nil {
			return otherDay{}, err
		}
		o.open = append(o.open, part)
	}
	o.open, err = join(d.Date, o.open)
	return o, err
}

// readStretch reads the hours of a day; day and next name it and the one after it.
func readStretch(day, next, from, to string) (stretch, error) {
	f, ok := readClock(from)
	if !ok || f == secondsOfDay {
		return stretch{}, fmt.Errorf("%w: %s cannot open at %.20q; write a time from 00:00 to 23:59, like 09:00", ErrInvalid, day, from)
	}
	t, ok := readClock(to)
	switch {
	case !ok:
		return stretch{}, fmt.Errorf("%w: %s cannot close at %.20q; write a time from 00:01 to 24:00, like 18:00", ErrInvalid, day, to)
	case t == 0:
		return stretch{}, fmt.Errorf("%w: the hours %s–00:00 on %s end before they start; write 24:00 for midnight at the end of a day", ErrInvalid, from, day)
	case t == f:
		return stretch{}, fmt.Errorf("%w: the hours %s–%s on %s are empty; remove them, or write 00:00–24:00 for the whole day", ErrInvalid, from, to, day)
	case t < f:
		return stretch{}, fmt.Errorf("%w: the hours %s–%s on %s end before they start; write %s–24:00 on %s and 00:00–%s on %s", ErrInvalid, from, to, day, from, day, to, next)
	}
	return stretch{f, t}, nil
}

// readClock reads a time of day from "00:00" to "24:00" as seconds.
func readClock(s string) (int64, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	for _, i := range []int{0, 1, 3, 4} {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	hour := int64(s[0]-'0')*10 + int64(s[1]-'0')
	minute := int64(s[3]-'0')*10 + int64(s[4]-'0')
	at := hour*3600 + minute*60
	return at, minute < 60 && at <= secondsOfDay
}

// join sorts the openings of a day, makes those that touch one, and refuses those that overlap.
func join(day string, open []stretch) ([]stretch, error) {
	slices.SortFunc(open, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	var joined []stretch
	for _, o := range open {
		last := len(joined) - 1
		switch {
		case last < 0 || o.from > joined[last].to:
			joined = append(joined, o)
		case o.from == joined[last].to:
			joined[last].to = o.to
		default:
			return nil, fmt.Errorf("%w: the hours on %s overlap at %02d:%02d; join them or move one", ErrInvalid, day, o.from/3600, o.from/60%60)
		}
	}
	return joined, nil
}
