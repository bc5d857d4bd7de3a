package quantity

import "strings"

// date reads 2026-12-31, 31.12.2026, 12/31/2026, 31 December 2026, December 31st, 2026, 31. Dezember, 1–5 May, a month
// with or without a year, and a range of any two of them.
func (r *Reader) date() (Quantity, bool) {
	q, ok := r.oneDate()
	if !ok {
		return q, false
	}
	join := r.word(0)
	if join != dash && !between[join] || alternatives[join] || conjoins[join] && !r.pairedDate() {
		return q, true
	}
	here := r.at
	r.at++
	for r.word(0) == "the" || r.word(0) == "el" || r.word(0) == "le" || r.word(0) == "il" || r.word(0) == "zum" {
		r.at++
	}
	if to, ok := r.oneDate(); ok && (to.Low > q.Low || to.Year > q.Year) {
		q.High = to.Low
		q.Year = max(q.Year, to.Year)
		return q, true
	}
	r.at = here
	return q, true
}

// alternatives are words for "or": what they join is no range of dates or times of day.
var alternatives = listed("or oder ou o of")

func (r *Reader) pairedDate() bool {
	for n := -2; n >= -8; n-- {
		if pairing[r.word(n)] {
			return true
		}
	}
	return false
}

func (r *Reader) oneDate() (Quantity, bool) {
	if q, ok := r.digitsDate(); ok {
		return q, true
	}
	if month := r.month(0); month != 0 {
		return r.monthFirst(month)
	}
	day := atoi(r.word(0))
	if r.token(0).kind != 'n' || day < 1 || day > 31 {
		return Quantity{}, false
	}
	next, until := 1, 0
	if ordinals[r.word(next)] && r.token(next).glued {
		next++
	}
	next = r.point(next)
	if j := r.word(next); (j == dash || between[j] && !alternatives[j]) && r.token(next+1).kind == 'n' {
		until = atoi(r.word(next + 1))
		if next = r.point(next + 2); until <= day || until > 31 {
			return Quantity{}, false
		}
		if ordinals[r.word(next)] && r.token(next).glued {
			next++
		}
	}
	if w := r.word(next); w == "of" || w == "de" || w == "del" {
		next++
	}
	month := months[r.word(next)]
	if month == 0 || r.token(next).kind != 'w' {
		return Quantity{}, false
	}
	r.at += r.point(next + 1)
	q := dated(0, month, day)
	if until > 0 {
		q.High = float64(month*100 + until)
	}
	r.year(&q)
	return q, true
}

// point steps over a full stop that is glued to what stands before, unless a sentence ends with it.
func (r *Reader) point(n int) int {
	if r.word(n) == "." && r.token(n).glued {
		if next := r.token(n + 1); next.kind == 'n' || next.kind == 'w' && months[next.text] != 0 || next.text == dash {
			return n + 1
		}
	}
	return n
}

// month is the month that is named here. Some names are words of another meaning, too: those count where they are
// written as names.
func (r *Reader) month(n int) int {
	t := r.token(n)
	m := months[t.text]
	if m == 0 || t.kind != 'w' {
		return 0
	}
	switch t.text {
	case "may", "march":
		if !t.capital || r.lang != "en" {
			return 0
		}
	case "mar", "mai", "set", "sept", "mars", "dec", "jan", "ott", "oct", "apr":
		if r.lang == "it" && t.text == "mai" || r.lang == "fr" && t.text == "sept" || r.lang == "en" && !t.capital {
			return 0
		}
	}
	return m
}

// monthFirst reads what follows a month: a day and a year, a year, or neither.
func (r *Reader) monthFirst(month int) (Quantity, bool) {
	name := r.token(0)
	next := r.point(1)
	day := atoi(r.word(next))
	if t := r.token(next); t.kind == 'n' && day >= 1 && day <= 31 && len(t.text) <= 2 && !(r.word(next+1) == ":" && r.token(next+1).glued) {
		r.at += next + 1
		if ordinals[r.word(0)] && r.token(0).glued {
			r.at++
		}
		q := dated(0, month, day)
		if (r.word(0) == dash || r.word(0) == "to") && r.token(1).kind == 'n' && len(r.word(1)) <= 2 && atoi(r.word(1)) > day && atoi(r.word(1)) <= 31 {
			q.High = float64(month*100 + atoi(r.word(1)))
			r.at += 2
		}
		r.year(&q)
		return q, true
	}
	q := dated(0, month, 0)
	r.at += next
	r.year(&q)
	if q.Year != 0 {
		return q, true
	}
	// alone: not where the name may be another word
	if len(name.text) <= 3 && name.text != "may" && name.text != "mai" && name.text != "mei" || (name.text == "may" || name.text == "march") && r.opens(name) {
		return q, false
	}
	return q, true
}

// opens reports whether a token is the first of a sentence, where every word has a capital.
func (r *Reader) opens(t *token) bool {
	before := strings.TrimRight(r.text[:t.start], " \t\"'“„(")
	return before == "" || strings.ContainsRune(".!?:\n", rune(before[len(before)-1]))
}

// year reads the year of a date, with a comma or "de" before it.
func (r *Reader) year(q *Quantity) {
	n := 0
	if w := r.word(0); w == "," || w == "de" || w == "del" || w == "of" {
		n = 1
	}
	if y := atoi(r.word(n)); r.token(n).kind == 'n' && len(r.word(n)) == 4 && y >= 1900 && y < 2200 && !(r.word(n+1) == dash && r.token(n+1).glued) {
		q.Year = y
		r.at += n + 1
	}
}

func dated(year, month, day int) Quantity {
	at := float64(month*100 + day)
	return Quantity{Kind: Date, Low: at, High: at, Year: year}
}

// digitsDate reads a date in digits.
func (r *Reader) digitsDate() (Quantity, bool) {
	t := r.token(0)
	if t.kind != 'n' {
		return Quantity{}, false
	}
	if a, b := r.token(1), r.token(3); a.text == dash && b.text == dash && a.glued && b.glued && r.token(2).kind == 'n' && r.token(4).kind == 'n' && r.token(2).glued && r.token(4).glued {
		first, month, last := r.word(0), r.word(2), r.word(4)
		if len(first) == 4 && len(month) <= 2 && len(last) <= 2 {
			return r.checked(atoi(first), atoi(month), atoi(last), 5)
		}
		if len(last) == 4 && len(first) <= 2 && len(month) <= 2 {
			return r.checked(atoi(last), atoi(month), atoi(first), 5)
		}
	}
	sign := "."
	if strings.Contains(t.text, "/") {
		sign = "/"
	}
	parts := strings.Split(t.text, sign)
	if len(parts) == 2 && sign == "." && r.lang == "de" && r.word(1) == "." && r.token(1).glued && len(parts[0]) <= 2 && len(parts[1]) == 2 {
		return r.checked(0, atoi(parts[1]), atoi(parts[0]), 2)
	}
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 2 && len(parts[2]) != 4 {
		if len(parts) == 3 && len(parts[0]) == 4 && len(parts[1]) == 2 && len(parts[2]) == 2 {
			return r.checked(atoi(parts[0]), atoi(parts[1]), atoi(parts[2]), 1)
		}
		return Quantity{}, false
	}
	if sign == "." && len(parts[2]) == 2 && !r.comma {
		return Quantity{}, false // a version
	}
	day, month, year := atoi(parts[0]), atoi(parts[1]), atoi(parts[2])
	if sign == "/" && !r.dayFirst && day <= 12 || month > 12 {
		day, month = month, day
	}
	if year < 100 {
		year += 2000
	}
	return r.checked(year, month, day, 1)
}

// checked is the date, if there is one like it, that the next n tokens name.
func (r *Reader) checked(year, month, day, n int) (Quantity, bool) {
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return Quantity{}, false
	}
	r.at += n
	return dated(year, month, day), true
}
