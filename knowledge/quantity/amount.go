package quantity

import "strings"

// amount reads a number with what it is of.
func (r *Reader) amount() (Quantity, bool) {
	q := Quantity{}
	first := r.word(0)
	lo, written, ok := r.number()
	switch {
	case ok && written && first == "one" && r.pronoun():
		return q, false
	case ok && (r.articles[first] || first == "one" && lo == 1):
		q.Article = r.articles[first]
	case !ok && (rates[first] || r.articles[first]):
		return r.single()
	case !ok:
		return q, false
	}
	q.Low, q.High, q.Written = lo, lo, written
	if q.Low < 1 && written && (first == "half" || halves[first]) {
		return q, true
	}
	r.dashes()
	r.upper(&q)
	r.unit(&q)
	return q, true
}

// pronoun reports whether the "one" just read counts nothing: "one of them", "this one", "the one that".
func (r *Reader) pronoun() bool {
	switch r.word(-2) {
	case "this", "that", "the", "each", "every", "any", "no", "which", "another", "new", "old", "same", "other", "only", "right", "wrong", "existing", "current", "different":
		if r.word(-2) != "only" {
			return true
		}
	}
	next := r.token(0)
	switch next.text {
	case "of", "or", "and", "that", "which", "who", "is", "has", "can", "will", "you", "in", "with", "for", "from", "to", "as", "'", "at", "on":
		return true
	}
	return next.kind != 'w'
}

// single reads "a week", "per month", "jeden Tag": one of a unit of time.
func (r *Reader) single() (Quantity, bool) {
	q := Quantity{Low: 1, High: 1, Article: true, Written: true}
	r.at++
	if filling[r.word(0)] {
		r.at++
	}
	if working[r.word(0)] {
		if u, ok := units[r.word(1)]; ok && u.kind == Duration {
			r.at += 2
			q.Kind = WorkingDays
			return q, true
		}
	}
	u, ok := r.unitOf(r.word(0))
	if !ok || u.sign || u.kind != Duration && u.kind != Months && u.kind != WorkingDays || len(r.word(0)) < 3 && r.word(0) != anYear {
		return q, false
	}
	if r.word(0) == "second" || r.word(0) == "segundo" || r.word(0) == "quarter" || r.word(0) == "ora" || r.word(0) == "minute" && r.word(-1) == "/" {
		return q, false // "a second device", "per ora"
	}
	r.at++
	q.Kind, q.Low, q.High = u.kind, u.size, u.size
	r.behind(&q)
	return q, true
}

// filling stands between an article and what it is of.
var filling = listed("full whole ganze ganzen ganzes volle vollen single further calendar")

// dashes passes over ",-" behind a price.
func (r *Reader) dashes() {
	if r.word(0) == "," && r.word(1) == dash && r.token(0).glued && r.token(1).glued {
		r.at += 2
	}
}

// upper reads the upper end of a range.
func (r *Reader) upper(q *Quantity) {
	join := r.word(0)
	if join != dash && !between[join] || join == dash && !r.token(0).glued && !spacedDash(r) {
		return
	}
	if conjoins[join] && !r.paired() {
		return
	}
	here := r.at
	r.at++
	if c := currencies[r.word(0)]; c != "" {
		if c != q.Unit {
			r.at = here
			return
		}
		r.at++
	}
	if hi, written, ok := r.number(); ok && hi > q.Low && !(written && !q.Written && hi < 1) {
		q.High = hi
		return
	}
	r.at = here
}

// conjoins are words for "and", which make a range behind "between" only.
var (
	conjoins = listed("and und et y e en al")
	pairing  = listed("between zwischen entre tra fra tussen")
)

// paired reports whether a word for "between" stands before the number that was just read.
func (r *Reader) paired() bool {
	for n := -2; n >= -5; n-- {
		if pairing[r.word(n)] {
			return true
		}
	}
	return r.word(0) == "al" && (r.word(-2) == "del" || r.word(-2) == "dal")
}

// spacedDash reports whether the dash here has a blank on both sides, and numbers beyond them.
func spacedDash(r *Reader) bool {
	return r.token(1).kind == 'n' && !r.token(1).glued && r.token(-1).kind == 'n'
}

// unit reads what a number is of.
func (r *Reader) unit(q *Quantity) {
	here := r.at
	for r.word(0) == dash && r.token(0).glued && r.token(1).glued && r.token(1).kind == 'w' {
		r.at++ // 30-day
	}
	word := r.word(0)
	if working[word] && !q.isFraction() {
		if u, ok := r.unitOf(r.word(1)); ok && u.kind == Duration && u.size == minutesADay {
			r.at += 2
			q.Kind = WorkingDays
			return
		}
		if r.word(1) == dash && r.token(2).kind == 'w' {
			if u, ok := r.unitOf(r.word(2)); ok && u.kind == Duration {
				r.at += 3
				q.Kind = WorkingDays
				return
			}
		}
	}
	switch u, ok := r.unitOf(word); {
	case word == "" || r.token(0).kind == 0:
	case r.percentPair():
		r.at += 2
		q.Kind = Percent
	case word == "°":
		r.degrees(q)
	case currencies[word] != "" && (!ok || u.kind != Measure) && !(len(word) == 1 && r.token(0).kind == 'w' && r.lang != "en"):
		r.at++
		q.Kind, q.Unit = Money, currencies[word]
		r.cents(q)
	case ok && !(len(word) == 1 && q.Written) && !(word == "second" && q.Low == 1 && q.Written):
		r.at++
		q.Kind, q.Unit = u.kind, u.name
		q.Low, q.High = q.Low*u.size, q.High*u.size
		r.behind(q)
		r.upperWithUnit(q, u)
	case r.token(0).glued && ordinals[word] && q.Low == float64(int(q.Low)) && !q.Written:
		r.at++
		q.Kind = Ordinal
	case timesWords[word]:
		r.at++
		q.Unit = "times"
	case r.token(0).kind == 'w':
		q.Of, q.OfEnd = word, r.token(0).end
		r.at = here
	}
}

func (q *Quantity) isFraction() bool { return q.Low != float64(int(q.Low)) }

// percentPair reports whether the word for "per cent" stands here in two.
func (r *Reader) percentPair() bool {
	switch r.word(0) + " " + r.word(1) {
	case "per cent", "pour cent", "por ciento", "per cento":
		return true
	}
	return false
}

// degrees reads °C and °F.
func (r *Reader) degrees(q *Quantity) {
	scale := r.word(1)
	if scale != "c" && scale != "f" {
		return
	}
	below := -1 // where the sign of a negative number would stand
	for n := 0; r.at-n > 0; n++ {
		if r.token(-n).kind == 'n' {
			below = -n - 1
			break
		}
	}
	if r.word(below) == dash && !r.token(below).glued {
		q.Low, q.High = -q.Low, -q.High
	}
	r.at += 2
	q.Kind, q.Unit = Measure, "°c"
	if scale == "f" {
		q.Low, q.High = (q.Low-32)*5/9, (q.High-32)*5/9
	}
}

// behind reads what makes days working days where it stands behind them: "jours ouvrés".
func (r *Reader) behind(q *Quantity) {
	if q.Kind == Duration && workingBy[r.word(0)] {
		r.at++
		q.Kind, q.Low, q.High = WorkingDays, q.Low/minutesADay, q.High/minutesADay
	}
}

// upperWithUnit reads "10 % to 20 %", where the unit stands twice.
func (r *Reader) upperWithUnit(q *Quantity, u unit) {
	if q.Range() || r.word(0) != dash && !between[r.word(0)] || conjoins[r.word(0)] {
		return
	}
	here := r.at
	r.at++
	if hi, _, ok := r.number(); ok {
		if v, same := r.unitOf(r.word(0)); same && v == u && hi*u.size > q.Low {
			r.at++
			q.High = hi * u.size
			return
		}
	}
	r.at = here
}

// unitOf is the unit that a word stands for.
func (r *Reader) unitOf(word string) (unit, bool) {
	if word == anYear {
		return unit{kind: Months, size: 12}, r.lang == "fr"
	}
	u, ok := units[word]
	return u, ok
}

// money reads an amount with the currency before it: € 12.50.
func (r *Reader) money() (Quantity, bool) {
	unit := currencies[r.word(0)]
	if unit == "" || behindOnly[r.word(0)] && r.word(0) != "fr" {
		return Quantity{}, false
	}
	r.at++
	if r.word(0) == "." && r.token(0).glued {
		r.at++ // Fr. 5
	}
	if r.token(0).kind != 'n' {
		return Quantity{}, false
	}
	lo, _, ok := r.number()
	if !ok {
		return Quantity{}, false
	}
	q := Quantity{Kind: Money, Unit: unit, Low: lo, High: lo}
	r.dashes()
	r.upper(&q)
	return q, true
}

// cents reads "5 euros 50".
func (r *Reader) cents(q *Quantity) {
	if c := atoi(r.word(0)); q.Unit == "EUR" && len(r.word(0)) == 2 && c > 0 && r.token(0).kind == 'n' && !q.Range() && !q.isFraction() && r.lang == "fr" {
		q.Low, q.High = q.Low+float64(c)/100, q.High+float64(c)/100
		r.at++
	}
}

// half reads half an hour and eine halbe Stunde.
func (r *Reader) half() (Quantity, bool) {
	next := 0
	if r.articles[r.word(next)] {
		next++
	}
	if !halves[r.word(next)] {
		return Quantity{}, false
	}
	if next++; r.articles[r.word(next)] || r.word(next) == dash {
		next++
	}
	u, ok := r.unitOf(r.word(next))
	if ok && u.kind != Percent && (!u.sign || len(r.word(next)) > 2) {
		r.at += next + 1
		return Quantity{Kind: u.kind, Unit: u.name, Low: u.size / 2, High: u.size / 2, Written: true}, true
	}
	if strings.HasPrefix(r.word(0), "halb") || r.word(0) == "halve" {
		r.at++
		return Quantity{Low: .5, High: .5, Written: true}, true
	}
	return Quantity{}, false
}
