package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// binding are the cues that say how strongly something is said.
const binding = may | hedge | must

// modality reports whether each clause binds as much as the one that it draws on: what may be must not become what will
// or must be.
func (w *witness) modality(r run) (bot.Verdict, string) {
	for i := range w.s.clauses {
		c := &w.s.clauses[i]
		partners := w.partners(r, c)
		if f, bad := w.unclassed(r, i, partners); bad && w.gate.off&noCommitments == 0 {
			return bot.Commitment, w.s.said(f)
		}
		if len(partners) == 0 {
			continue
		}
		ok := c.condition != 0 && c.cue&must == 0
		for _, p := range partners {
			ok = ok || stronger(c.force(), p.reading.clauses[p.clause].force()) == 0 || w.bounded(i)
		}
		if !ok {
			k := partners[0].reading.clauses[partners[0].clause]
			return bot.Commitment, w.cueWords(c, stronger(c.force(), k.force()))
		}
		if t, bad := w.boundTo(r, c); bad {
			return bot.Commitment, w.word(t)
		}
		if c.cue&only != 0 && w.gate.off&noCommitments == 0 && !w.limitedToo(r, partners) {
			return bot.Negation, w.cueWords(c, only)
		}
	}
	return bot.Passed, ""
}

// unclassed finds a word of a clause that commits though no sentence that the clause draws on, nor what stands over it, does.
func (w *witness) unclassed(r run, clause int, partners []partner) (fact, bool) {
	for _, f := range w.s.facts {
		if f.amount != nil || w.s.clauseAt(f) != clause || f.class&(wePay|youPay) != 0 {
			continue
		}
		all := cue(0)
		for _, p := range partners {
			all |= p.reading.cue
		}
		for i := r.from; i <= r.to; i++ {
			if w.main[i] {
				all |= w.p.readings[i].cue
			}
		}
		for _, rd := range w.p.around(r) {
			all |= rd.cue
		}
		if all&f.class == 0 {
			return f, true
		}
	}
	return fact{}, false
}

// boundTo reports whether the sentence binds, or allows, where the run allows or binds: "optional for members, required
// for administrators".
func (w *witness) boundTo(r run, c *clause) (token int, bad bool) {
	kind := c.cue & (must | may)
	if kind != must && kind != may {
		return 0, false
	}
	f := fact{class: kind, token: w.s.first(c, kind)}
	f.chunk = w.s.chunkOf(f.token)
	var about []int
	for _, t := range c.tokens {
		if w.s.telling(t) {
			about = append(about, t)
		}
	}
	for i := r.from; i <= r.to; i++ {
		rd := w.p.readings[i]
		same, other := rd.binders(kind, i), rd.binders(kind^(must|may), i)
		if len(same) == 0 || len(other) == 0 {
			continue
		}
		for _, p := range same {
			if !w.ofOthers(about, p, other) {
				return 0, false
			}
		}
		return f.token, true
	}
	return 0, false
}

// first is the first token of a clause that does something.
func (out *reading) first(c *clause, does cue) int {
	for _, t := range c.tokens {
		if out.tokens[t].cue&does != 0 {
			return t
		}
	}
	return c.tokens[0]
}

// binders are the chunks of a reading that bind, or allow.
func (out *reading) binders(kind cue, index int) (at []place) {
	for n, k := range out.chunks {
		for t := k.from; t < k.to; t++ {
			if out.tokens[t].cue&(must|may) == kind {
				at = append(at, place{out, fact{class: kind, token: t, chunk: n}, index})
				break
			}
		}
	}
	return at
}

// bounded reports whether a clause names an amount as the most there may be, which is as open as "may be".
func (w *witness) bounded(i int) bool {
	for _, f := range w.s.facts {
		if f.amount != nil && w.s.clauseAt(f) == i && (f.amount.Bound == quantity.AtMost || f.amount.Bound == quantity.Within) && w.s.cue&(will|guarantee|must) == 0 {
			return true
		}
	}
	return false
}

// limitedToo reports whether one of the partners, or its sentence, leaves out the rest as well.
func (w *witness) limitedToo(r run, partners []partner) bool {
	for _, p := range partners {
		if p.reading.cue&(only|onlyIf|must|except) != 0 {
			return true
		}
	}
	return false
}

// force are the cues of a clause that say how strongly it binds: what need not be may be.
func (c *clause) force() cue {
	if c.waived && c.cue&may == 0 {
		return c.cue&^must | may
	}
	return c.cue
}

// stronger is the cue by which a clause says more than its partner, 0 if it does not.
func stronger(says, written cue) cue {
	switch {
	case says&must != 0 && says&may == 0 && written&(may|hedge) != 0 && written&must == 0:
		return must
	case says&may != 0 && says&(must|hedge) == 0 && written&must != 0 && written&may == 0:
		return may
	case says&(will|guarantee) != 0 && says&(may|hedge) == 0 && written&(may|hedge) != 0 && written&will == 0:
		return will | guarantee
	case says&will != 0 && says&(may|hedge) == 0 && written&hedge != 0:
		return will
	case says&binding == 0 && written&hedge != 0:
		return ^cue(0)
	}
	return 0
}

// cueWords is the first word of a clause that does something, or the clause.
func (w *witness) cueWords(c *clause, does cue) string {
	if does != ^cue(0) {
		for _, t := range c.tokens {
			if w.s.tokens[t].cue&does != 0 {
				return w.word(t)
			}
		}
	}
	return w.s.clauseText(c)
}
