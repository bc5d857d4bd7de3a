package notice

import (
	"fmt"
	"time"

	"frontdesk/bot"
)

// words are all texts of a language. What is in brackets goes into them, by number.
type words struct {
	somebody, colleague, team string

	asked       string // [team]
	failed      string
	number      numbering // at a hand-off
	numberNow   numbering // after a while
	keeps       numbering // back in the queue
	half        string    // [how many customers, duration]
	within      string    // [duration]
	opening     string    // [duration]
	nobody      string
	back        string // [when]
	backWithin  string // [when, duration]
	due         string // [when]
	overdue     string // [when]
	gone        string // [agent]
	silent      string // [agent]
	released    string // [agent]
	transferred string // [agent, team]
	requeued    string
	here        string // [agent]
	takenOver   string // [agent]
	passedOn    string // [agent, agent]
	assigned    string // [agent]
	again       string // [agent]
	botBack     string
	looked      string // [agent]
	longer      string
	resolved    string
	reopened    string
	expired     string
	promised    string // [when, what]
	late        string // [when, what]
	kept        string // [what]
	keptLate    string // [when, what]
	dropped     string // [what, why]
	mergedInto  string
	absorbed    string

	leaveAddress string
	reachable    string // [address]

	minute, hour, day  [2]string // one, several
	today, tomorrow    string
	weekdays           [7]string // from Sunday
	months             [12]string
	date, dateYear     string // [day, month, year]
	fromDay, fromClock string // [day, time of day]; the day in words, and as a date
	byDay, byDate      string // [day, time of day]
	clock              string // [hours, minutes]
	thousands          string
}

// numbering tells a place in the queue.
type numbering struct {
	next, later string // [place]
}

func (n numbering) place(w *words, place int) string {
	switch {
	case place <= 0:
		return ""
	case place == 1:
		return n.next
	}
	return w.say(n.later, w.number10(place))
}

// say puts values into a text.
func (w *words) say(text string, values ...string) string {
	in := make([]any, len(values))
	for i, v := range values {
		in[i] = v
	}
	return fmt.Sprintf(text, in...)
}

// number10 writes a whole number.
func (w *words) number10(n int) string {
	if n < 10000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d%s%03d", n/1000, w.thousands, n%1000)
}

// duration is a time span, rounded up so that "at most" stays true: minutes, from two hours on hours, from two days
// on days.
func (w *words) duration(d time.Duration) string {
	if d > 48*time.Hour {
		return w.count(ceil(d, 24*time.Hour), w.day)
	}
	return w.hours(ceil(d, time.Second))
}

// hours is a time span of seconds in minutes or hours. A span of opening hours is never said in days: nobody knows
// how long such a day is.
func (w *words) hours(seconds int64) string {
	minutes := ceil(time.Duration(seconds)*time.Second, time.Minute)
	if minutes < 120 && minutes != 60 {
		return w.count(minutes, w.minute)
	}
	if minutes%60 != 0 && minutes < 600 {
		return w.count(minutes/60, w.hour) + " " + w.count(minutes%60, w.minute)
	}
	return w.count((minutes+59)/60, w.hour)
}

// span is a standard in seconds. It counts opening hours, which matters to customers once it is long.
func (w *words) span(standard int64) string {
	if standard < 3600 {
		return w.hours(standard)
	}
	return w.say(w.opening, w.hours(standard))
}

func (w *words) count(n int64, of [2]string) string {
	if n == 1 {
		return w.number10(1) + " " + of[0]
	}
	return w.number10(int(n)) + " " + of[1]
}

// ceil is how many units a duration has, rounded up; at least one.
func ceil(d, unit time.Duration) int64 { return max(1, int64((d+unit-1)/unit)) }

// clock says times as the customer's clock and calendar show them.
type clock struct {
	words *words
	zone  *time.Location // nil if unknown
	now   time.Time      // from which days are counted
}

// from is a time at which something begins: "Monday at 9:00".
func (c clock) from(t time.Time) string {
	day, named := c.day(t)
	if named {
		return c.words.say(c.words.fromDay, day, c.time(t))
	}
	return c.words.say(c.words.fromClock, day, c.time(t))
}

// by is a time until which something is due: "17:00 tomorrow", "9:00 on Monday".
func (c clock) by(t time.Time) string {
	day, _ := c.day(t)
	if day == c.words.today || day == c.words.tomorrow {
		return c.words.say(c.words.byDay, day, c.time(t))
	}
	return c.words.say(c.words.byDate, day, c.time(t))
}

// day is the day of a time, and whether it is said by a name: today, tomorrow, or a day within the next six.
func (c clock) day(t time.Time) (string, bool) {
	w := c.words
	t, now := c.in(t), c.in(c.now)
	date := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	switch days := int(date(t).Sub(date(now)) / (24 * time.Hour)); {
	case days == 0:
		return w.today, true
	case days == 1:
		return w.tomorrow, true
	case days > 1 && days < 7:
		return w.weekdays[t.Weekday()], true
	}
	day, month := fmt.Sprint(t.Day()), w.months[t.Month()-1]
	if t.Year() == now.Year() {
		return w.say(w.date, day, month), false
	}
	return w.say(w.dateYear, day, month, fmt.Sprint(t.Year())), false
}

func (c clock) time(t time.Time) string {
	t = c.in(t)
	s := c.words.say(c.words.clock, fmt.Sprint(t.Hour()), fmt.Sprintf("%02d", t.Minute()))
	if c.zone == nil {
		s += " UTC"
	}
	return s
}

func (c clock) in(t time.Time) time.Time {
	if c.zone == nil {
		return t.UTC()
	}
	return t.In(c.zone)
}

// wordsOf returns the texts for a locale such as "de-AT".
func wordsOf(locale string) *words {
	if bot.Language(locale) == "de" {
		return &german
	}
	return &english
}
