package quantity

import "strings"

// frequency reads the words that are quantities by themselves: daily, twice, tomorrow, the third, zweiwöchig.
func (r *Reader) frequency() (Quantity, bool) {
	t := r.token(0)
	if t.kind != 'w' {
		return Quantity{}, false
	}
	w, q := t.text, Quantity{Written: true}
	if v := often[w]; v != 0 {
		q.Kind, q.Low = Duration, v
	} else if v := oftenMonths[w]; v != 0 {
		q.Kind, q.Low = Months, v
	} else if v := times[w]; v != 0 && !(w == "double" && strings.HasPrefix(r.word(1), "c")) { // double-click
		q.Unit, q.Low = "times", v
	} else if w == "once" && (rates[r.word(1)] || r.articles[r.word(1)]) {
		q.Unit, q.Low = "times", 1
	} else if v := placing[w]; v != 0 && r.word(1) != "party" && r.word(1) != "parties" && r.word(2) != "party" {
		q.Kind, q.Low = Ordinal, v
	} else if days, ok := r.relative[w]; ok && !(w == "morgen" && t.capital) {
		q.Kind, q.Unit, q.Low = Date, "relative", days
	} else if w == "aujourd" && r.word(2) == "hui" {
		q.Kind, q.Unit, q.Low = Date, "relative", 0
		r.at += 2
	} else if next, ok := r.nextDay(w); ok {
		return next, true
	} else if v, u, ok := r.inOneWord(w); ok {
		q.Kind, q.Low = u.kind, v*u.size
	} else {
		return q, false
	}
	q.High = q.Low
	r.at++
	return q, true
}

// sameDay is the day relative to which a day is not today's but that of the event that is spoken of.
const sameDay = 1000

// nextDay reads "the same day", "next business day".
func (r *Reader) nextDay(w string) (Quantity, bool) {
	q := Quantity{Kind: Date, Unit: "relative", Written: true}
	switch w {
	case "same":
		q.Low, q.High = sameDay, sameDay
	case "next", "following":
		q.Low, q.High = 1, 1
	default:
		return q, false
	}
	n := 1
	if r.word(n) == dash {
		n++
	}
	if working[r.word(n)] {
		n++
		q.Kind, q.Unit = WorkingDays, ""
		if w == "same" {
			q.Low, q.High = 0, 0
		}
	}
	if r.word(n) != "day" {
		return q, false
	}
	r.at += n + 1
	return q, true
}

// glue are the endings by which German and Dutch make one word of a number and a unit.
var glue = []struct {
	ending string
	unit   string
}{
	{"wöchig", "woche"}, {"tägig", "tag"}, {"jährig", "jahr"}, {"monatig", "monat"}, {"stündig", "stunde"}, {"minütig", "minute"},
	{"weeks", "weken"}, {"daags", "dag"}, {"jarig", "jaar"}, {"maands", "maand"},
}

var inflections = [...]string{"en", "er", "es", "em", "e"}

// inside are the beginnings of such words that go on: Zweijahresgarantie.
var inside = []struct{ part, unit string }{{"jahres", "jahr"}, {"monats", "monat"}, {"wochen", "woche"}, {"tage", "tag"}, {"stunden", "stunde"}}

// compound reports whether a word may be a number and a unit in one.
func (r *Reader) compound(w string) bool {
	if r.lang != "de" && r.lang != "nl" || len(w) < 7 {
		return false
	}
	_, _, ok := r.inOneWord(w)
	return ok
}

// inOneWord reads zweiwöchig, dreijährige, Zweijahresgarantie.
func (r *Reader) inOneWord(w string) (v float64, u unit, ok bool) {
	if r.lang != "de" && r.lang != "nl" || len(w) < 7 {
		return 0, u, false
	}
	stem := w
	for _, e := range inflections {
		if s, cut := strings.CutSuffix(w, e); cut {
			stem = s
			break
		}
	}
	for _, g := range glue {
		if n, cut := strings.CutSuffix(stem, g.ending); cut {
			if v, ok = r.prefix(n); ok {
				return v, units[g.unit], true
			}
		}
	}
	if r.lang == "nl" {
		return 0, u, false
	}
	for _, i := range inside {
		if at := strings.Index(w, i.part); at > 2 {
			if v, ok = r.prefix(w[:at]); ok {
				return v, units[i.unit], true
			}
		}
	}
	return 0, u, false
}

// prefix is the number that begins a compound.
func (r *Reader) prefix(w string) (float64, bool) {
	if w == "ein" || w == "een" {
		return 1, true
	}
	v, ok := r.words.value[w]
	return v, ok
}
