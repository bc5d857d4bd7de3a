package aid

import "time"

// calendar tells when a moment is.
type calendar struct {
	now        time.Time // in the zone that counts
	monthFirst bool
}

const endOfDay = 24*60 - 1 // minutes

// due returns when a moment is, ok false if it is past or too far off to be meant.
func (c calendar) due(m moment) (time.Time, bool) {
	if m.unit != 0 {
		return c.after(m.count, m.unit), true
	}
	if m.day == dayNone {
		return c.clock(m)
	}
	day, ok := c.day(m)
	if !ok {
		return time.Time{}, false
	}
	if m.before && m.clock < 0 && m.part == 0 {
		day-- // before Friday is by the end of Thursday
	}
	return c.onDay(m, day)
}

// after returns the time that is so long from now. Days and longer end at the end of business.
func (c calendar) after(n int, unit rune) time.Time {
	switch unit {
	case 'm':
		return c.now.Add(time.Duration(n) * time.Minute)
	case 'h':
		return c.now.Add(time.Duration(n) * time.Hour)
	case 'w':
		return c.at(7*n, EndOfBusiness*60)
	case 'M':
		first := time.Date(c.now.Year(), c.now.Month()+time.Month(n), 1, 0, 0, 0, 0, c.now.Location())
		return time.Date(first.Year(), first.Month(), min(c.now.Day(), daysIn(first)), EndOfBusiness, 0, 0, 0, c.now.Location())
	case 'b':
		days := 0
		for n > 0 {
			days++
			if w := c.at(days, 0).Weekday(); w != time.Saturday && w != time.Sunday {
				n--
			}
		}
		return c.at(days, EndOfBusiness*60)
	}
	return c.at(n, EndOfBusiness*60)
}

// at returns the time so many days from today at so many minutes after midnight.
func (c calendar) at(days, minutes int) time.Time {
	y, m, d := c.now.Date()
	return time.Date(y, m, d+days, minutes/60, minutes%60, 0, 0, c.now.Location())
}

func daysIn(month time.Time) int {
	return time.Date(month.Year(), month.Month()+1, 0, 12, 0, 0, 0, time.UTC).Day()
}

// afternoon is the minute that an hour on a dial of twelve means: hours up to 6 are meant after noon.
func (m moment) afternoon() int {
	switch {
	case m.loose && m.part > 12*60:
		return m.clock + 12*60
	case m.loose && m.part == 0 && m.clock < 7*60:
		return m.clock + 12*60
	}
	return m.clock
}

// clock is the next such time of day.
func (c calendar) clock(m moment) (time.Time, bool) {
	minutes := m.afternoon()
	for _, try := range [...]time.Time{c.at(0, minutes), c.at(0, minutes+12*60), c.at(1, minutes)} {
		evening := try.Equal(c.at(0, minutes+12*60))
		if try.After(c.now) && (!evening || m.loose && minutes < 12*60) {
			return try, true
		}
	}
	return time.Time{}, false
}

// onDay is the moment's time on a day so many days from today.
func (c calendar) onDay(m moment, days int) (time.Time, bool) {
	minutes := EndOfBusiness * 60
	switch {
	case m.clock >= 0:
		minutes = m.afternoon()
	case m.part != 0:
		minutes = m.part
	}
	due := c.at(days, minutes)
	if due.After(c.now) {
		return due, true
	}
	switch {
	case days == 0 && m.clock < 0 && m.part == 0:
		due = c.at(0, endOfDay) // today, said after hours
	case days == 0 && m.loose && minutes < 12*60 && m.part == 0:
		due = c.at(0, minutes+12*60)
	}
	return due, due.After(c.now)
}

// day returns how many days from today a moment's day is.
func (c calendar) day(m moment) (int, bool) {
	today := int(c.now.Weekday())
	switch m.day {
	case dayOffset:
		return m.n, true
	case dayWeekday:
		ahead := (m.n - today + 7) % 7
		switch {
		case m.week == weekNext: // of the week that begins next Monday
			return (8-today)%7 + 7*b2i(today == 1) + (m.n+6)%7, true
		case ahead == 0 && m.week == weekAny:
			return 7, true
		}
		return ahead, true
	case dayEndOfWeek:
		friday := int(time.Friday) - today
		switch {
		case m.week == weekNext:
			return (8-today)%7 + 7*b2i(today == 1) + 4, true
		case today == int(time.Sunday):
			return 0, true
		case friday < 0 || friday == 0 && !c.at(0, EndOfBusiness*60).After(c.now):
			return 7 - today, true // Sunday: Friday's business is over
		}
		return friday, true
	case dayEndOfMonth:
		return daysIn(c.now) - c.now.Day(), true
	case dayEndOfYear:
		return c.until(time.Date(c.now.Year(), 12, 31, 0, 0, 0, 0, time.UTC)), true
	}
	return c.date(m)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// until counts the days from today to a date, without regard to summer time.
func (c calendar) until(date time.Time) int {
	y, m, d := c.now.Date()
	return int(date.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

// farthest is how many days off a date of next year may be. One that has just gone by was not meant for next year.
const farthest = 300

func (c calendar) date(m moment) (int, bool) {
	if m.month == 0 {
		return c.dayOfMonth(m.n)
	}
	year := m.year
	if year == 0 {
		year = c.now.Year()
	}
	date := time.Date(year, time.Month(m.month), m.n, 0, 0, 0, 0, time.UTC)
	rolled := m.year == 0 && c.until(date) < 0
	if rolled {
		date = time.Date(year+1, time.Month(m.month), m.n, 0, 0, 0, 0, time.UTC)
	}
	days := c.until(date)
	real := int(date.Month()) == m.month // there is no 31 April
	return days, real && days >= 0 && (!rolled || days <= farthest)
}

// dayOfMonth is the next such day of this month or the one after.
func (c calendar) dayOfMonth(day int) (int, bool) {
	for add := range 3 {
		date := time.Date(c.now.Year(), c.now.Month()+time.Month(add), day, 0, 0, 0, 0, time.UTC)
		if date.Day() == day && c.until(date) > 0 {
			return c.until(date), true
		}
	}
	return 0, false
}
