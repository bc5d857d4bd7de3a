package ground

import (
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// unplaced are words that commit whose place does not matter: they hold for the whole sentence.
const unplaced = wePay | youPay | universal

// contexts reports whether each fact is said of what the run says it of: with "express takes 2 days, standard 5" nothing
// else may take 5 days. What is said together has to be written together.
func (w *witness) contexts(r run) (bot.Verdict, string) {
	for i, f := range w.s.facts {
		if f.amount != nil && (f.amount.Kind == quantity.Code || f.amount.Kind == quantity.Phone || w.s.hyphened(f.amount)) || f.class&unplaced != 0 {
			continue
		}
		same, other := w.places(r, f)
		if len(same) == 0 {
			continue // it stands in a heading or was named, or its absence is told elsewhere
		}
		if !w.saidOf(f, same, other) {
			return f.verdict(), w.s.said(f)
		}
		for _, g := range w.s.facts[i+1:] {
			if f.amount != nil && g.amount != nil && f.family() != g.family() && !w.together(r, same, f, g) {
				return g.verdict(), w.s.said(g)
			}
		}
	}
	return bot.Passed, ""
}

// hyphened reports whether a number is part of a word: "two-factor".
func (out *reading) hyphened(q *quantity.Quantity) bool {
	return q.Kind == quantity.Count && strings.HasPrefix(out.text[q.End:], "-")
}

// places are where a run has a fact of the sentence, and where it has others of its family.
func (w *witness) places(r run, f fact) (same, other []place) {
	for i := r.from; i <= r.to; i++ {
		for _, o := range w.p.readings[i].facts {
			switch {
			case w.matches(o, f):
				same = append(same, place{w.p.readings[i], o, i})
			case (o.amount != nil || o.class == free) && o.family() == f.family() && !w.counts(o, f):
				other = append(other, place{w.p.readings[i], o, i})
			}
		}
	}
	return same, other
}

// counts reports whether two facts count different things, which say nothing of one another.
func (w *witness) counts(o, f fact) bool {
	if o.amount == nil || f.amount == nil || o.amount.Kind != quantity.Count || o.amount.Of == "" || f.amount.Of == "" {
		return false
	}
	words := w.p.reader.words
	a, _ := words.termOf(o.amount.Of)
	b, _ := words.termOf(f.amount.Of)
	return a != b
}

// together reports whether two facts that the sentence says in one breath stand together in the run: in one chunk, or in
// one sentence with no other facts of their families between.
func (w *witness) together(r run, at []place, f, g fact) bool {
	others, _ := w.places(r, g)
	if len(others) == 0 {
		return true
	}
	for _, p := range at {
		for _, o := range others {
			if p.reading != o.reading {
				continue
			}
			if f.chunk != g.chunk || p.fact.chunk == o.fact.chunk || !p.reading.rival(p.fact.chunk, g) && !p.reading.rival(o.fact.chunk, f) {
				return true
			}
		}
	}
	return !w.rivals(at, g) && !w.rivals(others, f)
}

// rivals reports whether a sentence of one of the places has a fact of the family of another.
func (w *witness) rivals(at []place, f fact) bool {
	for _, p := range at {
		for n := range p.reading.chunks {
			if p.reading.rival(n, f) {
				return true
			}
		}
	}
	return false
}

// place is a fact of a run.
type place struct {
	reading *reading
	fact    fact
	index   int // of the segment
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
		if w.touches(about, p) && !w.ofOthers(about, p, other) && !w.swapped(about, p) && !w.elsewhere(f, p) {
			return true
		}
	}
	return false
}

// touches reports whether a place has anything of what the sentence's fact is about.
func (w *witness) touches(about []int, p place) bool {
	there := p.reading.context(p.fact)
	if len(there) == 0 {
		return true
	}
	for _, t := range about {
		e := w.s.tokens[t].entry
		if anyRelated(p.reading, there, e) || has(w.p.title, e, false) || w.saidAround(p, e) || w.saidBefore(p, there, e) {
			return true
		}
	}
	return false
}

// saidBefore reports whether the sentence before has a word, where the place's own says nothing: "It takes 5 days."
func (w *witness) saidBefore(p place, there []int, e *entry) bool {
	return p.index > 0 && onlyLight(p.reading, there) && has(w.p.readings[p.index-1], e, false)
}

// ofOthers reports whether another fact of the kind has more of what the sentence's is about.
func (w *witness) ofOthers(about []int, p place, other []place) bool {
	for _, o := range other {
		here, there := p.reading.context(p.fact), o.reading.context(o.fact)
		elliptic := false
		if o.reading == p.reading {
			if o.fact.chunk == p.fact.chunk {
				continue
			}
			here, there = p.reading.near(p.fact), o.reading.near(o.fact)
			if elliptic = p.reading.bareChunk(p.fact); elliptic {
				there = o.reading.beside(o.fact, there, side(p.fact, here))
			}
			if len(here) == 0 {
				continue
			}
		}
		mine, theirs := w.compare(about, p.reading, here, o.reading, there)
		if theirs > mine || theirs == mine && theirs > 0 && !elliptic {
			return true
		}
	}
	return false
}

// compare counts the words that only one of two places has.
func (w *witness) compare(about []int, a *reading, here []int, b *reading, there []int) (mine, theirs int) {
	for _, t := range about {
		e := w.s.tokens[t].entry
		switch h, o := anyRelated(a, here, e), anyRelated(b, there, e); {
		case h && !o:
			mine++
		case o && !h:
			theirs++
		}
	}
	return mine, theirs
}

// bareChunk reports whether the chunk of a fact has nothing of its own that the fact is said of: "and is free", "and 5 days with
// standard delivery".
func (out *reading) bareChunk(f fact) bool {
	if f.chunk == 0 {
		return false
	}
	for t := out.chunks[f.chunk].from; t < f.token; t++ {
		if out.telling(t) {
			return false
		}
	}
	return true
}

// side tells on which side of a fact all of some tokens stand: −1 before it, 1 behind it, 0 both.
func side(f fact, tokens []int) int {
	before, behind := false, false
	for _, t := range tokens {
		before = before || t < f.token
		behind = behind || t > f.token
	}
	switch {
	case before && !behind:
		return -1
	case behind && !before:
		return 1
	}
	return 0
}

// beside are those of some tokens that stand on one side of a fact. What stands on the other belongs to both of two facts
// that are told in parallel.
func (out *reading) beside(f fact, tokens []int, side int) (kept []int) {
	for _, t := range tokens {
		if side == 0 || side < 0 && t < f.token || side > 0 && t > f.token {
			kept = append(kept, t)
		}
	}
	return kept
}

// anyRelated reports whether one of some tokens means the same as a word, or the opposite.
func anyRelated(r *reading, tokens []int, e *entry) bool {
	for _, t := range tokens {
		if o := r.tokens[t].entry; alike(o, e) || opposite(o, e) {
			return true
		}
	}
	return false
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
