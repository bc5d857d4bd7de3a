package evidence

import "strings"

// seekCandidate looks for words that could be the answer by their shape.
func (v *view) seekCandidate() {
	e := &v.e.Values
	any, nearest, fit := false, len(v.tokens), 0.0
	last := -1 // the term of the question seen last in the sentence
	waiting := -1
	for i := v.lo; i < v.hi; i++ {
		t := &v.tokens[i]
		asked := t.term >= 0 && v.q.terms[t.term].class != faint
		if asked {
			if last = i; waiting >= 0 {
				nearest = min(nearest, i-waiting)
			}
		}
		if asked && v.q.terms[t.term].class != focal {
			continue // a word of the question is no answer to it
		}
		fit = max(fit, v.fits(i))
		if v.may(i) {
			any, waiting = true, i
			if last >= 0 && last != i {
				nearest = min(nearest, i-last)
			}
		}
	}
	e[CandidateFit] = fit
	if any {
		e[Candidate] = 1
		if nearest < len(v.tokens) {
			e[CandidateNear] = 1 / (1 + float64(nearest-1)/4)
		}
	} else if v.q.ask.shaped() {
		e[CandidateLacking] = 1
	}
}

// may reports whether the word could be, or begin, an answer of the sort asked for.
func (v *view) may(i int) bool {
	t := &v.tokens[i]
	_, spelt := numerals[v.low[i]]
	switch v.q.ask {
	case AskWho:
		return t.is(capital) && !t.plain() || t.bears(personNoun)
	case AskWhere:
		return t.is(capital) && !t.plain() && !t.is(opens) || t.bears(placeNoun)
	case AskWhen:
		return t.is(digits) || t.bears(timely) && !t.plain()
	case AskNumber:
		return t.is(digits) || spelt || v.low[i] == "several" || v.low[i] == "many" || v.low[i] == "few"
	case AskSpan:
		return t.is(digits) || spelt || t.bears(unitOfTime)
	case AskWhy:
		return t.bears(reason)
	case AskHow:
		return t.bears(means)
	}
	return !t.bears(grammatical | everyday)
}

// fits tells how well the shape of a word fits the sort of answer.
func (v *view) fits(i int) float64 {
	t, w := &v.tokens[i], v.low[i]
	year := len(w) == 4 && t.is(digits) && w[0] <= '2'
	switch v.q.ask {
	case AskNumber, AskSpan:
		return v.fitsNumber(i, year)
	case AskWhen:
		return v.fitsTime(i, year)
	case AskWhere:
		return v.fitsPlace(i)
	case AskWho:
		switch {
		case t.is(capital) && !t.plain() && i+1 < v.hi && v.tokens[i+1].is(capital):
			return 1
		case t.is(capital) && !t.plain():
			return 0.7
		case t.bears(personNoun) || strings.HasSuffix(w, "ers") || strings.HasSuffix(w, "ists"):
			return 0.5
		}
		return 0
	case AskWhy:
		switch {
		case w == "because" || w == "due" || w == "since" || w == "therefore" || w == "reason":
			return 1
		case t.bears(reason):
			return 0.5
		}
		return 0
	case AskHow:
		if w == "by" || w == "using" || w == "through" || w == "via" {
			return 1
		}
		return 0.3
	}
	return v.fitsThing(i)
}

func (v *view) fitsNumber(i int, year bool) float64 {
	t := &v.tokens[i]
	if _, spelt := numerals[v.low[i]]; !spelt && !t.is(digits) {
		return 0
	}
	followed := i+1 < v.hi
	switch {
	case v.q.percent:
		if t.is(percented) || followed && strings.HasPrefix(v.low[i+1], "percent") {
			return 1
		}
		return 0.2
	case v.q.ask == AskSpan:
		if followed && v.tokens[i+1].bears(unitOfTime) {
			return 1
		}
		return 0.3
	case v.focusWithin(i, 1, 4):
		return 1
	case t.is(monetary):
		return 0.6
	case year:
		return 0.2
	}
	return 0.5
}

func (v *view) fitsTime(i int, year bool) float64 {
	t, w := &v.tokens[i], v.low[i]
	switch {
	case year:
		return 1
	case v.q.year:
		return 0
	case t.bears(month) && t.is(capital):
		return 1
	case t.is(digits) || strings.HasPrefix(w, "centur") || strings.HasSuffix(w, "day"):
		return 0.7
	case t.bears(timely):
		return 0.4
	}
	return 0
}

func (v *view) fitsPlace(i int) float64 {
	t := &v.tokens[i]
	if t.plain() {
		return 0
	}
	led := i > v.lo && v.tokens[i-1].bears(preposition) || i > v.lo+1 && v.tokens[i-2].bears(preposition)
	switch {
	case t.is(capital) && led:
		return 1
	case t.is(capital) && !t.is(opens):
		return 0.6
	case led:
		return 0.3
	}
	return 0
}

// fitsThing: beside the noun that says what kind of thing is asked for stands the one that is meant.
func (v *view) fitsThing(i int) float64 {
	switch {
	case v.tokens[i].bears(grammatical | everyday):
		return 0
	case v.focusWithin(i, -1, 1):
		return 1
	case v.q.focus >= 0 && v.best[v.q.focus] == 0:
		return 0.4
	}
	return 0.6
}

// focusWithin reports whether the focus of the question stands between from and to words behind the i-th.
func (v *view) focusWithin(i, from, to int) bool {
	if v.q.focus < 0 {
		return false
	}
	for j := max(v.lo, i+from); j <= i+to && j < v.hi; j++ {
		if j != i && int(v.tokens[j].term) == v.q.focus {
			return true
		}
	}
	return false
}
