package aid

import "slices"

// length reads "3 hours", "2-3 working days", "half an hour", "a couple of days".
func (r momentReader) length(m *moment, i int) int {
	if r.is(i, "half", "an", "hour") || r.is(i, "einer", "halben", "stunde") {
		m.count, m.unit = 30, 'm'
		return i + 3
	}
	n, k := r.at(i).num, i+1
	switch {
	case r.is(i, "a", "couple", "of"):
		n, k = 2, i+3
	case r.is(i, "hour") && r.is(i-1, "the"):
		n, k = 1, i
	}
	if n < 0 {
		return i
	}
	if later := r.at(k + 1).num; later > n && slices.Contains([]string{"-", "–", "to", "bis", "or", "oder"}, r.at(k).text) {
		n, k = later, k+2
	}
	short := r.at(k-1).digits == 0 && n == 1
	if r.is(k, "full") || r.is(k, "-") {
		k++
	}
	unit := units[r.at(k).text]
	if slices.Contains([]string{"business", "working", "work"}, r.at(k).text) && units[r.at(k+1).text] == 'd' {
		unit, k = 'b', k+1
	}
	// "in a minute" is no time, and nobody waits longer than a year.
	if unit == 0 || n == 0 || n > 366 || unit == 'm' && short || unit == 'M' && n > 12 || unit == 'w' && n > 52 {
		return i
	}
	m.count, m.unit = n, unit
	return k + 1
}

// day reads a day by name, by date or as the end of something.
func (r momentReader) day(m *moment, i int) int {
	if k := r.endOf(m, i); k > i {
		return k
	}
	if k := r.relative(m, i); k > i {
		return k
	}
	if k := r.weekday(m, i); k > i {
		return k
	}
	return r.date(m, i)
}

func (r momentReader) relative(m *moment, i int) int {
	offset := func(n, part, width int) int {
		m.day, m.n = dayOffset, n
		if part != 0 {
			m.part = part
		}
		return i + width
	}
	switch {
	case r.is(i, "the", "day", "after", "tomorrow"):
		return offset(2, 0, 4)
	case r.is(i, "day", "after", "tomorrow"):
		return offset(2, 0, 3)
	case r.is(i, "today"), r.is(i, "heute"):
		return offset(0, 0, 1)
	case r.is(i, "tonight"):
		return offset(0, partsOfDay["night"], 1)
	case r.is(i, "tomorrow"), r.is(i, "tmrw"):
		return offset(1, 0, 1)
	case r.is(i, "morgen") && !r.is(i-1, "am") && !r.is(i-1, "guten") && !r.is(i-1, "schönen"):
		return offset(1, 0, 1)
	case r.is(i, "übermorgen"):
		return offset(2, 0, 1)
	case r.is(i, "this") && partsOfDay[r.at(i+1).text] != 0:
		return offset(0, partsOfDay[r.at(i+1).text], 2)
	}
	return i
}

func (r momentReader) weekday(m *moment, i int) int {
	j, week := i, weekAny
	switch r.at(i).text {
	case "this", "diesen", "dieser", "diesem":
		j, week = i+1, weekThis
	case "next", "nächsten", "nächster", "nächste", "nächstem":
		j, week = i+1, weekNext
	case "coming", "kommenden", "kommender", "kommende":
		j = i + 1
	}
	t := r.at(j)
	if slices.Contains([]string{"week", "woche"}, t.text) && j > i || t.text == "woche" && r.is(i, "diese") {
		m.day, m.week = dayEndOfWeek, week
		if r.is(i, "kommende") {
			m.week = weekNext
		}
		return j + 1
	}
	if r.is(i, "diese", "woche") {
		m.day, m.week = dayEndOfWeek, weekThis
		return i + 2
	}
	day, ok := weekdays[t.text]
	if !ok || r.short(j) {
		for _, part := range [...]string{"abend", "vormittag", "nachmittag", "mittag", "morgen"} {
			if n := len(t.text) - len(part); n > 0 && t.text[n:] == part {
				if day, ok = weekdays[t.text[:n]]; ok {
					m.part = max(partsOfDay[part], partsOfDay["vormittag"])
					break
				}
			}
		}
	}
	if !ok || r.short(j) {
		return i
	}
	m.day, m.n, m.week = dayWeekday, day, week
	return j + 1
}

// short reports whether the weekday at i is an English short form that stands alone: "sun" and "wed" are words, too.
func (r momentReader) short(i int) bool {
	t := r.at(i).text
	return len(t) <= 3 && !r.is(i-1, "on") && !r.is(i-1, "by") && !r.is(i-1, "until") && !r.is(i-1, "this") && !r.is(i-1, "next")
}

// endOf reads "end of the day", "close of business", "Ende der Woche", "eod".
func (r momentReader) endOf(m *moment, i int) int {
	today := func(k int) int { m.day, m.n = dayOffset, 0; return k }
	switch {
	case r.is(i, "eod"), r.is(i, "cob"), r.is(i, "eob"), r.is(i, "feierabend"), r.is(i, "tagesende"):
		return today(i + 1)
	case r.is(i, "close", "of", "business"), r.is(i, "end", "of", "business"), r.is(i, "im", "laufe", "des", "tages"):
		k := i + 3
		if r.is(i, "im") {
			k++
		} else if r.is(k, "day") {
			k++
		}
		if inner := r.relative(m, k); inner > k {
			return inner
		}
		if inner := r.weekday(m, k); inner > k {
			return inner
		}
		return today(k)
	case r.is(i, "eow"), r.is(i, "wochenende"):
		m.day, m.week = dayEndOfWeek, weekThis
		return i + 1
	case r.is(i, "monatsende"):
		m.day = dayEndOfMonth
		return i + 1
	case r.is(i, "jahresende"):
		m.day = dayEndOfYear
		return i + 1
	case !r.is(i, "end", "of") && !r.is(i, "ende"):
		return i
	}
	k := i + 1
	for slices.Contains([]string{"of", "the", "this", "der", "des", "dieser", "dieses", "von", "working", "business", "heutigen"}, r.at(k).text) && k < i+5 {
		k++
	}
	switch r.at(k).text {
	case "day", "tages", "arbeitstages", "tags":
		return today(k + 1)
	case "week", "woche":
		m.day, m.week = dayEndOfWeek, weekThis
		return k + 1
	case "month", "monats":
		m.day = dayEndOfMonth
		return k + 1
	case "year", "jahres":
		m.day = dayEndOfYear
		return k + 1
	}
	if inner := r.relative(m, k); inner > k {
		return inner
	}
	if inner := r.weekday(m, k); inner > k {
		return inner
	}
	return i
}

// partOfDay reads "morning", "in the afternoon", "Abend", of a day that is named.
func (r momentReader) partOfDay(m *moment, i int) int {
	if m.day == dayNone && m.clock < 0 || m.part != 0 {
		return i
	}
	name := r.at(i).text
	if name == "morgen" && m.day == dayOffset && m.n == 0 {
		name = "vormittag"
	}
	latest := partsOfDay[name]
	if latest == 0 {
		return i
	}
	m.part = latest
	return i + 1
}
