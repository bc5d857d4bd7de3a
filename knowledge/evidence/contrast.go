package evidence

// contrast looks for signs that the passage says something else than was asked.
func (v *view) contrast() {
	rest := 0
	for i := v.lo; i < v.hi; i++ {
		if v.tokens[i].term < 0 && !v.tokens[i].plain() {
			rest++
		}
	}
	v.e.Values[Remainder] = float64(rest) / float64(rest+5)
	v.findOpposites()
	v.compareNegations()
	v.findBrokenNames()
	v.findOtherNumbers()
	for k := range v.q.terms {
		v.findReplaced(k)
	}
}

func (v *view) findOpposites() {
	e := &v.e.Values
	for _, o := range v.seen {
		if o.relation != opposed {
			continue
		}
		k, t := int(o.term), &v.q.terms[o.term]
		degree := 0.5 + t.weight/2
		d := o.sentence - v.number
		switch {
		case d == 0 && v.best[k] < synonym:
			e[Opposed] = max(e[Opposed], degree)
			if v.besideNeighbour(int(o.token), t.at) {
				e[OpposedPlace] = 1
			}
		case (d == -1 || d == 1) && v.passage[k] < synonym:
			e[OpposedNear] = max(e[OpposedNear], degree)
		default:
			continue
		}
		v.e.notes.asked, v.e.notes.opposite = t.text, v.word(int(o.token))
	}
}

// besideNeighbour reports whether a word of the passage has a neighbour that the question's word at the
// given place has on the same side.
func (v *view) besideNeighbour(token, at int) bool {
	return v.sameWord(token-1, at-1) || v.sameWord(token+1, at+1)
}

// sameWord reports whether a word of the passage is, or stands for, the question's word at a place.
func (v *view) sameWord(token, at int) bool {
	if token < 0 || token >= len(v.tokens) || at < 0 || at >= len(v.q.low) {
		return false
	}
	if v.low[token] == v.q.low[at] {
		return true
	}
	k := v.tokens[token].term
	return k >= 0 && v.q.terms[k].at == at
}

func (v *view) word(token int) string { return v.text[v.tokens[token].start:v.tokens[token].end] }

func (v *view) compareNegations() {
	e := &v.e.Values
	there := false
	for i := v.lo; i < v.hi; i++ {
		there = there || v.tokens[i].bears(negation)
	}
	if v.q.negated {
		e[AskedNegated] = 1
		if !there {
			e[NegationMissing] = 1
		}
	} else if there && v.q.ask.factual() {
		e[NegationAdded] = 1
	}
}

// findBrokenNames looks at names of two words of which one is missing or that do not stand together.
func (v *view) findBrokenNames() {
	e := &v.e.Values
	for k := 1; k < len(v.q.terms); k++ {
		a, b := &v.q.terms[k-1], &v.q.terms[k]
		if !b.linked || a.class != name || b.class != name {
			continue
		}
		first, second := max(v.passage[k-1], v.title[k-1]) > 0.5, max(v.passage[k], v.title[k]) > 0.5
		switch {
		case first != second:
			e[NameBroken] = 1
		case first && v.title[k] == 0 && v.distance(k-1, k) > 3:
			e[NameBroken] = max(e[NameBroken], 0.5)
		}
	}
}

// findOtherNumbers looks for another number in the place of one that is asked about. Only numbers of four
// digits, which are mostly years, are likened to one another, and all others among themselves.
func (v *view) findOtherNumbers() {
	e := &v.e.Values
	for k := range v.q.terms {
		t := &v.q.terms[k]
		if t.class != number || v.best[k] > 0 {
			continue
		}
		degree := 1.0
		if v.passage[k] > 0 {
			degree = 0.5
		}
		for i := v.lo; i < v.hi; i++ {
			w := &v.tokens[i]
			if w.is(digits) && w.term < 0 && (len(t.lower) == 4) == (len(v.low[i]) == 4) && degree > e[NumberContradicted] {
				e[NumberContradicted] = degree
				v.e.notes.number, v.e.notes.instead = t.text, v.word(i)
			}
		}
	}
}

// findReplaced looks in the sentence for another word between the neighbours of the k-th term, which the
// sentence does not have.
func (v *view) findReplaced(k int) {
	t := &v.q.terms[k]
	if v.best[k] > 0 || t.class == faint || t.class == focal {
		return
	}
	best := 0.0
	for i := v.lo; i < v.hi; i++ {
		if v.tokens[i].term < 0 && !v.tokens[i].plain() {
			if s := v.replaces(i, t); s > best {
				best = s
				if s*t.weight > v.e.Values[Replaced] && s > 0.5 {
					v.e.notes.replaced, v.e.notes.by = t.text, v.word(i)
				}
			}
		}
	}
	e := &v.e.Values
	e[Replaced] = max(e[Replaced], best*t.weight)
	if t.class == name || t.class == number {
		e[ReplacedName] = max(e[ReplacedName], best)
	}
}

// replaces tells how surely the i-th word of the passage stands in the term's place.
func (v *view) replaces(i int, t *term) float64 {
	left := i > v.lo && v.sameWord(i-1, t.at-1)
	right := i+1 < v.hi && v.sameWord(i+1, t.at+1)
	telling := left && !v.q.tokens[t.at-1].plain() || right && !v.q.tokens[t.at+1].plain()
	switch {
	case left && right && telling:
		return 1
	case telling || left && right:
		return 0.6
	case left && (t.class == name || t.class == number) && v.q.tokens[t.at-1].bears(preposition) &&
		v.tokens[i].is(capital) == (t.class == name):
		return 0.4
	}
	return 0
}
