package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge/language"
)

// negation reports whether what the sentence says and denies is what the run says and denies. Every word of a clause has
// to stand in a clause of the run that is denied as the sentence's is, counting words that mean the opposite as denials. The
// clauses that the sentence's draws on go before the rest of their sentences, and those before the rest of the run.
func (w *witness) negation(r run) (bot.Verdict, string) {
	for i := range w.s.clauses {
		c := &w.s.clauses[i]
		partners := w.partners(r, c)
		agreeing := w.agreeing(r, c, partners)
		for _, t := range c.tokens {
			tok := &w.s.tokens[t]
			if !tok.matter() || tok.light && len(c.tokens) > 3 && w.weighty(c) {
				continue
			}
			nearest, agreed := 0, false
			for _, a := range agreeing {
				if a.near < nearest || !a.holds(tok.entry) {
					continue
				}
				if a.near > nearest {
					nearest, agreed = a.near, false
				}
				agreed = agreed || a.agrees && !w.reserved(c, a)
			}
			if nearest > 0 && !agreed {
				return bot.Negation, w.deniedWords(c, t)
			}
		}
		if f, bad := w.deniedFact(c, agreeing); bad {
			return bot.Negation, w.s.said(f)
		}
	}
	return bot.Passed, ""
}

// reserved reports whether a clause of the source is said of something alone that the sentence does not name: "only the owner
// can delete it".
func (w *witness) reserved(c *clause, h held) bool {
	if h.clause.cue&only == 0 || c.cue&only != 0 || h.near == 3 {
		return false
	}
	for _, t := range h.clause.tokens {
		tok := &h.reading.tokens[t]
		if tok.matter() && !tok.light && !has(w.s, tok.entry, false) {
			return true
		}
	}
	return false
}

// weighty reports whether a clause has words of matter that are no everyday words.
func (w *witness) weighty(c *clause) bool {
	for _, t := range c.tokens {
		if tok := &w.s.tokens[t]; tok.matter() && !tok.light {
			return true
		}
	}
	return false
}

// deniedFact finds a fact of a clause that the run has, but only where it is denied and the sentence does not, or the other
// way round.
func (w *witness) deniedFact(c *clause, clauses []held) (fact, bool) {
	for _, f := range w.s.facts {
		if &w.s.clauses[w.s.clauseAt(f)] != c || f.class == universal {
			continue
		}
		in, agreed := 0, false
		for _, h := range clauses {
			for _, o := range h.reading.facts {
				if &h.reading.clauses[h.reading.clauseAt(o)] == h.clause && w.matches(o, f) {
					in++
					agreed = agreed || h.agrees
				}
			}
		}
		if in > 0 && !agreed {
			return f, true
		}
	}
	return fact{}, false
}

// held is a clause of the run, as it stands to one of the sentence.
type held struct {
	reading *reading
	clause  *clause
	before  *clause // the one whose verb it takes; nil if none
	agrees  bool
	near    int // 3 if the clause draws on it, 2 if it stands in the same sentence as one that it draws on, else 1
}

func (h held) holds(e *entry) bool {
	return relation(e, h.reading, h.clause) != absent || h.before != nil && relation(e, h.reading, h.before) != absent
}

// agreeing holds all clauses of a run against one of the sentence.
func (w *witness) agreeing(r run, c *clause, partners []partner) (out []held) {
	for _, rd := range w.readings(r) {
		for i := range rd.clauses {
			k := &rd.clauses[i]
			h := held{reading: rd, clause: k, agrees: (c.negated == k.negated) != w.turned(c, rd, k), near: 1}
			if c.condition == onIf && w.s.verbless(c) {
				h.agrees = !w.turned(c, rd, k) // "once opened": what is denied is denied of the rest
			}
			if c.modifier != k.modifier && (c.modifier && !c.negated || k.modifier && !k.negated) && !w.turned(c, rd, k) {
				h.agrees = true // what only says which is meant is neither denied nor not
			}
			if c.waived && k.cue&(voluntary|must) == voluntary && !k.negated || k.waived && c.cue&(voluntary|must) == voluntary && !c.negated {
				h.agrees = true // "optional" is "not required"
			}
			for _, p := range partners {
				switch {
				case p.reading == rd && p.clause == i:
					h.near = 3
				case p.reading == rd:
					h.near = max(h.near, 2)
				}
			}
			if k.elliptic && i > 0 && w.hasAll(rd, k, i) {
				h.before = &rd.clauses[i-1]
			}
			out = append(out, h)
		}
	}
	return out
}

// verbless reports whether a clause has no word of a clause of its own: "once opened".
func (out *reading) verbless(c *clause) bool {
	for _, t := range c.tokens {
		if out.tokens[t].cue&finite != 0 {
			return false
		}
	}
	return true
}

// hasAll reports whether the sentence has the words that a clause without a verb adds to the one before it.
func (w *witness) hasAll(rd *reading, k *clause, i int) bool {
	n := 0
	for _, t := range k.tokens {
		tok := &rd.tokens[t]
		if !tok.matter() || tok.light || relation(tok.entry, rd, &rd.clauses[i-1]) == same {
			continue
		}
		if n++; !has(w.s, tok.entry, false) {
			return false
		}
	}
	return n > 0
}

// turned reports whether an odd number of words of the clauses are opposites.
func (w *witness) turned(c *clause, rd *reading, k *clause) bool {
	odd := false
	for _, t := range c.tokens {
		tok := &w.s.tokens[t]
		if tok.amount || len(tok.against) == 0 && tok.anti == "" && !w.antiIn(rd, k, tok.entry) {
			continue
		}
		if switching(w.s, t) && relation(tok.entry, rd, k) == opposed && w.sameObject(t, rd, k) {
			odd = !odd
		}
	}
	return odd
}

func (w *witness) antiIn(rd *reading, k *clause, e *entry) bool {
	for _, t := range k.tokens {
		if a := rd.tokens[t].anti; a != "" && a == e.term {
			return true
		}
	}
	return false
}

// sameObject reports whether a word of grammar ("before", "more") and its opposite in a clause of the source are said of the
// same. Amounts behind them carry their limits themselves.
func (w *witness) sameObject(t int, rd *reading, k *clause) bool {
	e := w.s.tokens[t].entry
	if e.class == language.Content {
		return true
	}
	mine := w.s.object(t)
	for _, n := range k.tokens {
		if !opposite(e, rd.tokens[n].entry) {
			continue
		}
		theirs := rd.object(n)
		if mine == nil || theirs == nil || alike(mine.entry, theirs.entry) || mine.amount && theirs.amount {
			return true
		}
	}
	return false
}

// object is the word of matter or the amount that comes next, nil if there is none near.
func (out *reading) object(t int) *token {
	for n := t + 1; n < len(out.tokens) && n <= t+4; n++ {
		if tok := &out.tokens[n]; tok.matter() || tok.amount {
			return tok
		}
	}
	return nil
}

// switches are the verbs behind which "on" and "off" mean the opposite; elsewhere they are mostly prepositions.
var switches = set("turn turned turning switch switched switching power powered is are be set toggle stay stays")

// switching reports whether a word turns a meaning where it stands.
func switching(s *reading, t int) bool {
	if text := s.tokens[t].text; text != "on" && text != "off" && text != "up" && text != "down" {
		return true
	}
	for n := t - 1; n >= 0 && n >= t-5; n-- {
		if switches[s.tokens[n].text] {
			return true
		}
	}
	return false
}

// deniedWords is the word that denies, or the one that is denied in the source.
func (w *witness) deniedWords(c *clause, t int) string {
	for _, n := range c.tokens {
		if w.s.tokens[n].cue&neg != 0 {
			return w.word(n)
		}
	}
	return w.word(t)
}
