package aid

import "slices"

// date reads "3 December", "December 3rd, 2026", "3.12.", "3/12/26", "2026-12-03", "the 15th".
func (r momentReader) date(m *moment, i int) int {
	for _, read := range [...]func(*moment, int) int{r.isoDate, r.dottedDate, r.slashedDate, r.dayThenMonth, r.monthThenDay, r.dayOfMonth} {
		next := *m
		if k := read(&next, i); k > i && next.sensible() {
			*m = next
			return k
		}
	}
	return i
}

// sensible reports whether a date can be one.
func (m moment) sensible() bool {
	return m.n >= 1 && m.n <= 31 && m.month >= 0 && m.month <= 12 && (m.year == 0 || m.year >= 2000 && m.year <= 2999)
}

func (m *moment) setDate(day, month, year int) {
	if year > 0 && year < 100 {
		year += 2000
	}
	m.day, m.n, m.month, m.year = dayDate, day, month, year
}

func (r momentReader) isoDate(m *moment, i int) int {
	y, mo, d := r.at(i), r.at(i+2), r.at(i+4)
	if y.digits != 4 || mo.digits != 2 || d.digits != 2 || !r.is(i+1, "-") || !r.is(i+3, "-") {
		return i
	}
	m.setDate(d.num, mo.num, y.num)
	return i + 5
}

func (r momentReader) dottedDate(m *moment, i int) int {
	d, mo := r.at(i), r.at(i+2)
	if d.digits == 0 || d.digits > 2 || mo.digits == 0 || mo.digits > 2 || !r.is(i+1, ".") || !r.is(i+3, ".") || mo.num == 0 {
		// Without the second stop, "3.12" may be a time or a price.
		return i
	}
	if y := r.at(i + 4); (y.digits == 4 || y.digits == 2) && y.start == r.at(i+3).end {
		m.setDate(d.num, mo.num, y.num)
		return i + 5
	}
	m.setDate(d.num, mo.num, 0)
	return i + 4
}

func (r momentReader) slashedDate(m *moment, i int) int {
	d, mo := r.at(i), r.at(i+2)
	if d.digits == 0 || d.digits > 2 || mo.digits == 0 || mo.digits > 2 || !r.is(i+1, "/") || mo.num == 0 {
		return i
	}
	day, month, k := d.num, mo.num, i+3
	if r.monthFirst && day <= 12 || month > 12 {
		day, month = month, day
	}
	year := 0
	if y := r.at(k + 1); r.is(k, "/") && (y.digits == 4 || y.digits == 2) {
		year, k = y.num, k+2
	}
	m.setDate(day, month, year)
	return k
}

func (r momentReader) dayThenMonth(m *moment, i int) int {
	d, k := r.at(i), i+1
	if d.digits == 0 || d.digits > 2 {
		return i
	}
	k = r.ordinalEnd(k)
	if r.is(k, "of") {
		k++
	}
	month, ok := months[r.at(k).text]
	if !ok {
		return i
	}
	return r.yearAfter(m, d.num, month, k+1)
}

func (r momentReader) monthThenDay(m *moment, i int) int {
	month, ok := months[r.at(i).text]
	k := i + 1
	if r.is(k, ".") || r.is(k, "the") {
		k++
	}
	d := r.at(k)
	if !ok || d.digits == 0 || d.digits > 2 || r.is(k+1, ":") {
		return i
	}
	return r.yearAfter(m, d.num, month, r.ordinalEnd(k+1))
}

// yearAfter reads the year that may follow a day and a month, and sets the date.
func (r momentReader) yearAfter(m *moment, day, month, k int) int {
	j := k
	if r.is(j, ".") || r.is(j, ",") {
		j++
	}
	year := 0
	if y := r.at(j); y.digits == 4 && y.num >= 2000 && y.num < 2100 {
		year, k = y.num, j+1
	}
	m.setDate(day, month, year)
	return k
}

// dayOfMonth reads "15th" and, in German, "15." if a word follows that is no other thing.
func (r momentReader) dayOfMonth(m *moment, i int) int {
	d := r.at(i)
	if d.digits == 0 || d.digits > 2 {
		return i
	}
	german := r.is(i+1, ".") && r.at(i+2).digits == 0 && (r.is(i-1, "zum") || r.is(i-1, "am"))
	if !german && r.ordinalEnd(i+1) == i+1 || r.is(i+1, ".") && !german {
		return i
	}
	m.setDate(d.num, 0, 0)
	return i + 2
}

func (r momentReader) ordinalEnd(k int) int {
	if slices.Contains([]string{"st", "nd", "rd", "th", "."}, r.at(k).text) {
		return k + 1
	}
	return k
}

// time reads "17:00", "17.30 Uhr", "5 pm", "5:30 p.m.", "17h", "noon". introduced says that "by" or the like stands before.
func (r momentReader) time(m *moment, i int, introduced bool) int {
	if !introduced {
		return i
	}
	switch r.at(i).text {
	case "noon", "midday", "mittag", "mittags":
		m.clock = 12 * 60
		return i + 1
	case "midnight", "mitternacht":
		m.clock = 24*60 - 1
		return i + 1
	}
	h, minute, k := r.at(i), 0, i+1
	if h.num < 0 || h.num > 24 || h.digits > 2 || h.digits == 0 && h.num == 1 {
		return i
	}
	written := false // as a time, beyond doubt
	if sep, mi := r.at(k), r.at(k+1); (sep.text == ":" || sep.text == ".") && mi.digits == 2 && mi.num < 60 && sep.start == h.end && mi.start == sep.end {
		minute, k, written = mi.num, k+2, sep.text == ":"
	}
	half, k := r.half(k)
	switch {
	case half != 0:
		written = true
	case r.is(k, "uhr"), r.is(k, "h"):
		written, k = true, k+1
	case r.is(k, "o", "'", "clock"), r.is(k, "o", "’", "clock"):
		written, k = true, k+3
	}
	if !written || half != 0 && (h.num < 1 || h.num > 12) || h.num == 24 && minute > 0 {
		return i
	}
	m.setClock(h, minute, half)
	return k
}

// half reads am or pm.
func (r momentReader) half(k int) (half byte, next int) {
	for _, x := range [...]string{"am", "pm"} {
		if r.is(k, x) {
			return x[0], k + 1
		}
		if r.is(k, x[:1], ".", "m") {
			if r.is(k+3, ".") {
				return x[0], k + 4
			}
			return x[0], k + 3
		}
	}
	return 0, k
}

func (m *moment) setClock(h token, minute int, half byte) {
	hour := h.num
	switch half {
	case 'p':
		hour = hour%12 + 12
	case 'a':
		hour %= 12
	default:
		m.loose = hour >= 1 && hour <= 11 && (h.digits == 0 || h.text[0] != '0')
	}
	m.clock = min(hour*60+minute, 24*60-1)
}
