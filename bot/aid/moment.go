package aid

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// moment is a time as it is written, before it is known which day it falls on.
type moment struct {
	start, end int // byte offsets in the sentence
	day        dayKind
	n          int // days from today, weekday, or day of the month, as day says
	month      int // with dayDate; 0 for the next such day of a month
	year       int // with dayDate; 0 for the next such day
	week       weekKind
	clock      int  // minutes after midnight, or -1
	loose      bool // clock is on a dial of twelve hours, without saying which half
	part       int  // the latest minute of the part of the day that is named ("morning"), or 0
	count      int  // with unit
	unit       rune // 'm'inute, 'h'our, 'd'ay, 'b'usiness day, 'w'eek, 'M'onth; 0 if it is no length of time
	before     bool // strictly before the day
}

type dayKind int

const (
	dayNone dayKind = iota
	dayOffset
	dayWeekday
	dayDate
	dayEndOfWeek
	dayEndOfMonth
	dayEndOfYear
)

type weekKind int

const (
	weekAny  weekKind = iota // the next such weekday after today
	weekThis                 // today, or the next one
	weekNext                 // that of the next week
)

// token is a word, a number or a mark.
type token struct {
	text       string
	num        int // value of a number, or -1
	digits     int // how many digits it is written with; 0 for words
	start, end int
}

func tokens(s string) (out []token) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		switch {
		case unicode.IsSpace(r):
			i = end
			continue
		case r >= '0' && r <= '9':
			end = i + span(s[i:], func(r rune) bool { return r >= '0' && r <= '9' })
		case unicode.IsLetter(r):
			end = i + span(s[i:], unicode.IsLetter)
		}
		t := token{text: s[i:end], num: -1, start: i, end: end}
		if r >= '0' && r <= '9' {
			t.num, t.digits = number(t.text), len(t.text)
		} else if n, ok := numberWords[t.text]; ok {
			t.num = n
		}
		out = append(out, t)
		i = end
	}
	return out
}

// span is the length in bytes of the longest beginning of s with only such characters.
func span(s string, in func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// number reads at most six digits, -1 for more: no date or time is longer.
func number(s string) (n int) {
	if len(s) > 6 {
		return -1
	}
	for _, d := range []byte(s) {
		n = n*10 + int(d-'0')
	}
	return n
}

// momentReader reads moments off the tokens of a sentence.
type momentReader struct {
	list       []token
	monthFirst bool
}

// findMoments returns the times in a sentence to which one can commit.
func findMoments(part string, monthFirst bool) (out []moment) {
	r := momentReader{tokens(part), monthFirst}
	for i := 0; i < len(r.list) && len(out) < mostMoments; {
		m, next, ok := r.read(i)
		if !ok {
			i = max(i+1, next)
			continue
		}
		if last := len(out) - 1; last >= 0 && r.alternative(out[last].end, m.start) {
			m.start = out[last].start // "today or tomorrow": the later holds
			out[last] = m
		} else {
			out = append(out, m)
		}
		i = next
	}
	return out
}

// alternative reports whether there is but an "or" between two places.
func (r momentReader) alternative(from, to int) bool {
	between := 0
	for _, t := range r.list {
		if t.start >= from && t.end <= to {
			if t.text != "or" && t.text != "oder" && t.text != "," {
				return false
			}
			between++
		}
	}
	return between > 0
}

// is reports whether the words stand at i.
func (r momentReader) is(i int, words ...string) bool {
	if i < 0 || i+len(words) > len(r.list) {
		return false
	}
	for k, w := range words {
		if r.list[i+k].text != w {
			return false
		}
	}
	return true
}

func (r momentReader) at(i int) token {
	if i < 0 || i >= len(r.list) {
		return token{num: -1}
	}
	return r.list[i]
}

// read reads an introduction such as "by" and the time behind it. If ok is false, what ends before next is to be
// passed over.
func (r momentReader) read(i int) (m moment, next int, ok bool) {
	intro, j := r.introduction(i)
	m = moment{clock: -1, before: intro == introBefore}
	k := r.any(&m, j, intro)
	if k == j {
		return m, i + 1, false
	}
	k = r.more(&m, k)
	if m.unit != 0 && r.fromNow(k-2) {
		intro = introWithin
	}
	if r.wrong(i) || !fits(intro, m) || m.unit != 0 && r.distance(k) {
		return m, k, false
	}
	m.start, m.end = r.list[i].start, r.list[k-1].end
	return m, k, true
}

// fits reports whether an introduction goes with what follows it.
func fits(intro introKind, m moment) bool {
	switch {
	case m.unit != 0:
		return intro == introWithin
	case m.day == dayDate, m.day == dayNone:
		return intro != introNone && intro != introWithin
	}
	return true
}

// distance reports whether a length of time is followed by what makes it something else: "in 2 days of use".
func (r momentReader) distance(i int) bool {
	return slices.Contains([]string{"of", "after", "from", "nach", "ab", "old", "ago", "before", "vor"}, r.at(i).text)
}

func (r momentReader) fromNow(i int) bool { return r.is(i, "from", "now") || r.is(i, "from", "today") }

// wrong reports whether the words before a time say that it is no time by which something is done.
func (r momentReader) wrong(i int) bool {
	for skip := i - 1; skip >= 0 && skip >= i-3; skip-- {
		w := r.list[skip].text
		if wrongBefore[w] {
			return !(w == "than" && r.is(skip-1, "later")) && !(w == "für" && r.is(i, "bis"))
		}
		if !passOver[w] {
			return false
		}
	}
	return false
}

// any reads one component: a length of time, a day or a time of day. It returns i if there is none.
func (r momentReader) any(m *moment, i int, intro introKind) int {
	if k := r.length(m, i); k > i {
		return k
	}
	if k := r.day(m, i); k > i {
		return k
	}
	return r.time(m, i, intro != introNone)
}

// more reads the other component: the time of day after the day, or the day after the time of day.
func (r momentReader) more(m *moment, i int) int {
	if m.unit != 0 {
		if r.fromNow(i) {
			return i + 2
		}
		return i
	}
	for range 3 {
		j := i
		for j < i+3 && connecting[r.at(j).text] {
			j++
		}
		next := *m
		k := j
		switch {
		case m.day == dayNone || m.day == dayWeekday:
			k = r.day(&next, j)
		}
		if k > j && m.day == dayWeekday && next.day != dayDate {
			k, next = j, *m
		}
		if k == j {
			k = r.partOfDay(&next, j)
		}
		if k == j && m.clock < 0 {
			k = r.time(&next, j, true)
		}
		if k == j {
			return i
		}
		*m, i = next, k
	}
	return i
}
