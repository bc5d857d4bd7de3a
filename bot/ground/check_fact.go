package ground

import (
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// amounts reports whether every quantity of the sentence is one of the run, with the same limit.
func (w *witness) amounts(r run) (bot.Verdict, string) {
	for _, f := range w.s.facts {
		if f.amount == nil || w.gate.known.names(*f.amount) {
			continue
		}
		equal, covered := w.find(r, *f.amount)
		switch {
		case covered, equal && w.gate.off&noLimits != 0:
		case !equal && w.softOne(r, *f.amount):
		default:
			return f.verdict(), w.limited(f)
		}
	}
	return bot.Passed, ""
}

// find looks for a quantity in a run and what stands around it.
func (w *witness) find(r run, q quantity.Quantity) (equal, covered bool) {
	for _, list := range [...][]*reading{w.readings(r), w.p.around(r)} {
		for _, rd := range list {
			for i := range rd.amounts {
				equal = equal || rd.amounts[i].Equal(q)
				covered = covered || rd.amounts[i].Covers(q)
			}
		}
	}
	return equal, covered
}

// softOne reports whether a quantity is the word "one" where the run counts nothing of that kind otherwise: "one voucher" for
// "a voucher".
func (w *witness) softOne(r run, q quantity.Quantity) bool {
	if q.Kind != quantity.Count || !q.Written || q.Low != 1 || q.High != 1 || q.Bound != quantity.Exact {
		return false
	}
	for _, rd := range w.readings(r) {
		for i := range rd.amounts {
			if rd.amounts[i].Kind == quantity.Count {
				return false
			}
		}
	}
	return true
}

// limited are the words of a fact with the ones before that limit it.
func (w *witness) limited(f fact) string {
	if f.amount == nil || f.amount.Bound == quantity.Exact {
		return w.s.said(f)
	}
	start := f.amount.Start
	for n := 0; n < 3; n++ {
		at := strings.LastIndexByte(strings.TrimRight(w.s.text[:start], " "), ' ') + 1
		if at >= start {
			break
		}
		start = at
	}
	return strings.TrimSpace(w.s.text[start:f.amount.End])
}

// place is a fact of a run that matches one of the sentence.
type place struct {
	reading *reading
	fact    fact
	index   int // of the segment
}

// contexts reports whether each fact is said of what the run says it of: with "express takes 2 days, standard 5" nothing
// else may take 5 days.
func (w *witness) contexts(r run) (bot.Verdict, string) {
	for _, f := range w.s.facts {
		if f.amount != nil && (f.amount.Kind == quantity.Code || f.amount.Kind == quantity.Phone) || f.class&(wePay|youPay|universal) != 0 {
			continue
		}
		var same, other []place
		for i := r.from; i <= r.to; i++ {
			for _, o := range w.p.readings[i].facts {
				switch {
				case w.matches(o, f):
					same = append(same, place{w.p.readings[i], o, i})
				case o.family() == f.family() && o.amount != nil || o.class == free && f.family() == quantity.Money:
					other = append(other, place{w.p.readings[i], o, i})
				}
			}
		}
		if len(same) == 0 {
			continue // it stands in a heading or was named, or its absence is told elsewhere
		}
		if !w.saidOf(f, same, other) {
			return f.verdict(), w.s.said(f)
		}
	}
	return bot.Passed, ""
}

// matches reports whether a fact of the source says what one of the sentence says.
func (w *witness) matches(o, f fact) bool {
	if f.amount == nil || o.amount == nil {
		return f.amount == nil && o.amount == nil && o.class == f.class
	}
	return o.amount.Covers(*f.amount) || w.gate.off&noLimits != 0 && o.amount.Equal(*f.amount)
}

// saidOf reports whether the words around a fact of the sentence are those around one of its places, and not those around
// another fact of its kind.
func (w *witness) saidOf(f fact, same, other []place) bool {
	about := w.s.context(f)
	if len(about) == 0 {
		return len(other) == 0 || f.amount == nil
	}
	for _, p := range same {
		if w.closer(f, about, p, other) {
			return true
		}
	}
	return false
}

// closer reports whether a place has what the sentence's fact is about, and more of it than any other fact of the kind.
func (w *witness) closer(f fact, about []int, p place, other []place) bool {
	here := w.surroundings(p)
	touching, open := 0, 0
	for _, t := range about {
		e := w.s.tokens[t].entry
		switch {
		case here.has(e):
			touching++
		case w.p.title != nil && has(w.p.title, e, false):
		default:
			open++
		}
	}
	if touching == 0 && open > 0 && here.size > 0 {
		return false
	}
	for _, o := range other {
		if o.reading == p.reading && o.fact.chunk == p.fact.chunk {
			continue
		}
		there := w.surroundings(o)
		mine, theirs := 0, 0
		for _, t := range about {
			e := w.s.tokens[t].entry
			switch h, o := here.has(e), there.has(e); {
			case h && !o:
				mine++
			case o && !h:
				theirs++
			}
		}
		if theirs > mine {
			return false
		}
	}
	return !w.swapped(f, p)
}

// surroundings are the words that a fact of the source is said of.
type surroundings struct {
	reading *reading
	tokens  []int
	size    int
	before  *reading // the sentence before, where the fact's own says nothing of its own: "It takes 5 days."
}

func (w *witness) surroundings(p place) surroundings {
	about := p.reading.context(p.fact)
	s := surroundings{reading: p.reading, tokens: about, size: len(about)}
	if p.index > 0 && (onlyLight(p.reading, about) || w.p.segments[p.index].shape != prose) {
		s.before = w.p.readings[p.index-1]
		if n := w.p.segments[p.index].intro; n >= 0 {
			s.before = w.p.readings[n]
		}
	}
	return s
}

func (s surroundings) has(e *entry) bool {
	for _, t := range s.tokens {
		if alike(s.reading.tokens[t].entry, e) {
			return true
		}
	}
	return s.before != nil && has(s.before, e, false)
}

// alike reports whether two words mean the same.
func alike(a, b *entry) bool {
	if a.term == b.term {
		return true
	}
	for _, g := range a.same {
		for _, h := range b.same {
			if g == h {
				return true
			}
		}
	}
	return false
}

// swapped reports whether the sentence puts another word before one that the place has, where the place has a word of its
// own: "express delivery" for "standard delivery".
func (w *witness) swapped(f fact, p place) bool {
	about, there := w.s.context(f), p.reading.context(p.fact)
	for n := 1; n < len(about); n++ {
		x, noun := about[n-1], about[n]
		if w.s.tokens[x].end+1 != w.s.tokens[noun].start || w.s.tokens[x].light {
			continue
		}
		if anyAlike(p.reading, there, w.s.tokens[x].entry) || w.saidAround(p, w.s.tokens[x].entry) {
			continue
		}
		for m := 1; m < len(there); m++ {
			y := p.reading.tokens[there[m-1]]
			if alike(p.reading.tokens[there[m]].entry, w.s.tokens[noun].entry) && y.end+1 == p.reading.tokens[there[m]].start && !y.light && !w.s.terms[y.term] {
				return true
			}
		}
	}
	return false
}

// saidAround reports whether a heading, a title or the line above a list has a word.
func (w *witness) saidAround(p place, e *entry) bool {
	for _, rd := range w.p.around(run{p.index, p.index}) {
		if has(rd, e, false) {
			return true
		}
	}
	return false
}

func anyAlike(r *reading, tokens []int, e *entry) bool {
	for _, t := range tokens {
		if alike(r.tokens[t].entry, e) {
			return true
		}
	}
	return false
}

// classes reports whether every word that commits has one of its class in the run.
func (w *witness) classes(r run) (bot.Verdict, string) {
	all := cue(0)
	money := false
	for _, list := range [...][]*reading{w.readings(r), w.p.around(r)} {
		for _, rd := range list {
			all |= rd.cue
			for _, a := range rd.amounts {
				money = money || a.Kind == quantity.Money
			}
		}
	}
	for _, f := range w.s.facts {
		if f.amount != nil || all&f.class != 0 {
			continue
		}
		switch {
		case f.class == wePay && all&(free|refund) != 0, f.class == youPay && money && all&wePay == 0:
		default:
			return bot.Commitment, w.s.said(f)
		}
	}
	return bot.Passed, ""
}
