package ground

import (
	"frontdesk/bot"
)

// partner is a clause of the source that a clause of the sentence draws on.
type partner struct {
	reading *reading
	clause  int
}

// partners are the clauses of a run that have most of the words of a clause of the sentence.
func (w *witness) partners(r run, c *clause) []partner {
	var out []partner
	best := 0.0
	for _, rd := range w.readings(r) {
		for i := range rd.clauses {
			score := w.likeness(c, rd, &rd.clauses[i])
			switch {
			case score <= 0:
			case score > best+0.2:
				out, best = []partner{{rd, i}}, score
			case score > best-0.2:
				out = append(out, partner{rd, i})
				best = max(best, score)
			}
		}
	}
	return out
}

// likeness counts the words of a clause of the sentence that a clause of the source has, less a little for those that it
// has besides.
func (w *witness) likeness(c *clause, rd *reading, k *clause) float64 {
	score, own := 0.0, 0
	for t := c.from; t < c.to; t++ {
		tok := &w.s.tokens[t]
		if !tok.matter() {
			continue
		}
		weight := 1.0
		if tok.light {
			weight = 0.3
		}
		switch relation(tok.entry, rd, k) {
		case same:
			score += weight
			own++
		case opposed:
			score += 0.9 * weight
			own++
		}
	}
	if score == 0 {
		return 0
	}
	matter := 0
	for t := k.from; t < k.to; t++ {
		if rd.tokens[t].matter() && !rd.tokens[t].light {
			matter++
		}
	}
	return score - 0.05*float64(max(0, matter-own))
}

// related says how a word stands to a clause.
type related uint8

const (
	absent  related = iota
	same            // the clause has it, or one that means the same
	opposed         // the clause has its opposite
)

func relation(e *entry, rd *reading, k *clause) related {
	found := absent
	for t := k.from; t < k.to; t++ {
		o := rd.tokens[t].entry
		if alike(e, o) {
			return same
		}
		if opposite(e, o) {
			found = opposed
		}
	}
	return found
}

// opposite reports whether two words exclude one another.
func opposite(a, b *entry) bool {
	if a.anti != "" && a.anti == b.term || b.anti != "" && b.anti == a.term {
		return true
	}
	for _, x := range a.against {
		if x == b.term {
			return true
		}
	}
	return false
}

// binding are the cues that say how strongly something is said.
const binding = may | hedge | must

// modality reports whether each clause binds as much as the one that it draws on: what may be must not become what will
// or must be.
func (w *witness) modality(r run) (bot.Verdict, string) {
	for i := range w.s.clauses {
		c := &w.s.clauses[i]
		if c.condition != 0 {
			continue
		}
		partners := w.partners(r, c)
		if len(partners) == 0 {
			continue
		}
		ok := false
		for _, p := range partners {
			ok = ok || stronger(c.cue, p.reading.clauses[p.clause].cue) == 0
		}
		if !ok {
			k := partners[0].reading.clauses[partners[0].clause]
			return bot.Commitment, w.cueWords(c, stronger(c.cue, k.cue))
		}
		if c.cue&only != 0 && w.gate.off&noCommitments == 0 && !w.limitedToo(r, partners) {
			return bot.Negation, w.cueWords(c, only)
		}
	}
	return bot.Passed, ""
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
		for t := c.from; t < c.to; t++ {
			if w.s.tokens[t].cue&does != 0 {
				return w.word(t)
			}
		}
	}
	if c.from >= c.to {
		return w.s.text
	}
	return w.s.text[w.s.tokens[c.from].start:w.s.tokens[c.to-1].end]
}

// committing are the cues of a sentence that promises or allows something.
const committing = will | guarantee | free | refund | discount | may | universal | always | unlimited | lifetime | wePay

// The share of a condition's words that a sentence has to have, so that it counts as told.
const (
	toldIf     = 0.34
	toldUnless = 0.5
)

// conditions reports whether the conditions of the clauses that the sentence draws on are told as well.
func (w *witness) conditions(r run) (bot.Verdict, string) {
	for i := range w.s.clauses {
		c := &w.s.clauses[i]
		if c.condition != 0 {
			continue
		}
		partners := w.partners(r, c)
		missing, ok := "", len(partners) == 0
		for _, p := range partners {
			if m := w.untold(p); m == "" {
				ok = true
			} else if missing == "" {
				missing = m
			}
		}
		if !ok {
			return bot.Commitment, missing
		}
	}
	return bot.Passed, ""
}

// untold is the condition of a partner that the sentence leaves out, "" if it tells all.
func (w *witness) untold(p partner) string {
	k := p.reading.clauses[p.clause]
	if k.condition != 0 {
		return ""
	}
	for i := range p.reading.clauses {
		c := &p.reading.clauses[i]
		kind := c.condition
		if kind == 0 || i == p.clause {
			continue
		}
		if kind == onIf && w.s.cue&committing == 0 {
			continue
		}
		told, all := 0, 0
		for t := c.from; t < c.to; t++ {
			tok := &p.reading.tokens[t]
			if !tok.matter() || tok.cue&classes != 0 && kind == onIf {
				continue
			}
			if tok.light && kind == onIf {
				continue
			}
			all++
			if has(w.s, tok.entry, false) {
				told++
			}
		}
		need := toldIf
		if kind != onIf {
			need = toldUnless
		}
		amounts := 0
		for n := range p.reading.facts {
			if f := &p.reading.facts[n]; f.amount != nil && c.from <= f.token && f.token < c.to {
				amounts++
				if len(w.s.amounts) > 0 {
					told, all = told+1, all+1
				}
			}
		}
		if all > 0 && float64(told) < need*float64(all) || all == 0 && amounts > 0 && len(w.s.amounts) == 0 {
			return p.reading.text[p.reading.tokens[c.from].start:p.reading.tokens[c.to-1].end]
		}
	}
	return ""
}

// negation reports whether what the sentence says and denies is what the run says and denies. Every word of a clause has
// to stand in a clause of the run that is denied as the sentence's is, counting words that mean the opposite as denials.
func (w *witness) negation(r run) (bot.Verdict, string) {
	for i := range w.s.clauses {
		c := &w.s.clauses[i]
		agreeing := w.agreeing(r, c)
		if agreeing == nil {
			continue
		}
		for t := c.from; t < c.to; t++ {
			tok := &w.s.tokens[t]
			if !tok.matter() || tok.light {
				continue
			}
			in, agreed := 0, false
			for _, a := range agreeing {
				if a.holds(tok.entry) {
					in++
					agreed = agreed || a.agrees
				}
			}
			if in > 0 && !agreed {
				return bot.Negation, w.deniedWords(c, t)
			}
		}
	}
	return bot.Passed, ""
}

// held is a clause of the run, as it stands to one of the sentence.
type held struct {
	reading *reading
	clause  *clause
	before  *clause // the one whose verb it takes; nil if none
	agrees  bool
}

func (h held) holds(e *entry) bool {
	return relation(e, h.reading, h.clause) != absent || h.before != nil && relation(e, h.reading, h.before) != absent
}

// agreeing holds all clauses of a run against one of the sentence.
func (w *witness) agreeing(r run, c *clause) (out []held) {
	for _, rd := range w.readings(r) {
		for i := range rd.clauses {
			k := &rd.clauses[i]
			h := held{reading: rd, clause: k, agrees: (c.negated == k.negated) != w.turned(c, rd, k)}
			if k.elliptic && i > 0 && w.hasAll(rd, k, i) {
				h.before = &rd.clauses[i-1]
			}
			out = append(out, h)
		}
	}
	return out
}

// hasAll reports whether the sentence has the words that a clause without a verb adds to the one before it.
func (w *witness) hasAll(rd *reading, k *clause, i int) bool {
	n := 0
	for t := k.from; t < k.to; t++ {
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
	for t := c.from; t < c.to; t++ {
		tok := &w.s.tokens[t]
		if tok.amount || len(tok.against) == 0 && tok.anti == "" && !w.antiIn(rd, k, tok.entry) {
			continue
		}
		if switching(w.s, t) && relation(tok.entry, rd, k) == opposed {
			odd = !odd
		}
	}
	return odd
}

func (w *witness) antiIn(rd *reading, k *clause, e *entry) bool {
	for t := k.from; t < k.to; t++ {
		if a := rd.tokens[t].anti; a != "" && a == e.term {
			return true
		}
	}
	return false
}

// switching reports whether a word turns a meaning where it stands: "on" and "off" do behind a verb of switching alone.
func switching(s *reading, t int) bool {
	switch s.tokens[t].text {
	case "on", "off", "up", "down", "plus", "plus ", "über", "voor", "na", "open":
		if t == 0 {
			return false
		}
		switch s.tokens[t-1].text {
		case "turn", "turned", "switch", "switched", "power", "is", "are", "set", "toggle", "be", "stays", "scroll", "move":
			return true
		}
		return s.tokens[t].text == "open" && false
	}
	return true
}

// deniedWords is the word that denies, or the one that is denied in the source.
func (w *witness) deniedWords(c *clause, t int) string {
	for n := c.from; n < c.to; n++ {
		if w.s.tokens[n].cue&neg != 0 {
			return w.word(n)
		}
	}
	return w.word(t)
}
