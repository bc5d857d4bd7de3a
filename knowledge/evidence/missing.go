package evidence

// heaviest is the weight of the heaviest term there can be.
const heaviest = 1.2

// perQuestion divides sums of weights: two full terms of one class missing count as all.
const perQuestion = 2

// weighMissing tells what of the question is nowhere, and what stands only outside the sentence.
func (v *view) weighMissing() {
	e, n := &v.e.Values, &v.e.notes
	for k := range v.q.terms {
		t := &v.q.terms[k]
		anywhere, here := v.there(k)
		missing, elsewhere := 1-anywhere, anywhere-here
		if w := missing * t.weight / heaviest; w > e[RarestMissing] {
			e[RarestMissing] = w
			if missing > 0.5 {
				n.missing = t.text
			}
		}
		if w := elsewhere * t.weight / heaviest; w > e[RarestElsewhere] {
			e[RarestElsewhere] = w
			if elsewhere > 0.5 {
				n.elsewhere = t.text
			}
		}
		if t.sour {
			e[SourMissing] = max(e[SourMissing], missing)
		}
		lost, moved := byClass(t)
		if lost >= 0 {
			e[lost] += missing * t.weight / perQuestion
		}
		if moved >= 0 {
			e[moved] += elsewhere * t.weight / perQuestion
		}
		if missing > 0.5 && t.class == name {
			n.name = t.text
		}
		if missing > 0.5 && t.class == number {
			n.number = t.text
		}
	}
}

// byClass names the features that a term counts in when it is nowhere and when it is elsewhere; −1 for none.
func byClass(t *term) (missing, elsewhere Feature) {
	switch {
	case t.class == name:
		return NameMissing, NameElsewhere
	case t.class == number:
		return NumberMissing, NumberElsewhere
	case t.class == focal:
		return FocusMissing, FocusElsewhere
	case t.class == degree:
		return DegreeMissing, -1
	case t.verb:
		return VerbMissing, VerbElsewhere
	}
	return -1, -1
}
