package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// partner is a clause of the source that a clause of the sentence draws on.
type partner struct {
	reading *reading
	clause  int
}

// partners are the clauses of a run that have most of the words of a clause of the sentence.
func (w *witness) partners(r run, c *clause) []partner {
	if w.cachedFor != r || w.cached == nil {
		w.cachedFor, w.cached = r, make(map[*clause][]partner)
	}
	out, ok := w.cached[c]
	if !ok {
		out = w.findPartners(r, c)
		w.cached[c] = out
	}
	return out
}

func (w *witness) findPartners(r run, c *clause) []partner {
	var all, central []scored
	best, top := 0.0, 0.0
	for n := r.from; n <= r.to; n++ {
		rd := w.p.readings[n]
		for i := range rd.clauses {
			s := scored{partner{rd, i}, w.likeness(c, rd, &rd.clauses[i])}
			if s.score <= 0 {
				continue
			}
			all, best = append(all, s), max(best, s.score)
			if w.main[n] {
				central, top = append(central, s), max(top, s.score)
			}
		}
	}
	if top >= nearlyBest*best {
		all, best = central, top
	}
	var out []partner
	for _, s := range all {
		if s.score > best-0.2 {
			out = append(out, s.partner)
		}
	}
	return out
}

// nearlyBest is the part of the best likeness from which on a clause of the sentence that is most alike goes before others.
const nearlyBest = 0.6

type scored struct {
	partner
	score float64
}

// likeness counts the words of a clause of the sentence that a clause of the source has, less a little for those that it
// has besides.
func (w *witness) likeness(c *clause, rd *reading, k *clause) float64 {
	score, own := 0.0, 0
	for _, t := range c.tokens {
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
	score += w.factLikeness(c, rd, k) + 0.5*w.clauseLikeness(c, rd, k)
	matter := 0
	for _, t := range k.tokens {
		if rd.tokens[t].matter() && !rd.tokens[t].light {
			matter++
		}
	}
	return score - 0.05*float64(max(0, matter-own))
}

// clauseLikeness is the likeness of two clauses by all their words, 0 to 1.
func (w *witness) clauseLikeness(c *clause, rd *reading, k *clause) float64 {
	both := 0
	for _, t := range c.tokens {
		for _, o := range k.tokens {
			if w.s.tokens[t].term == rd.tokens[o].term {
				both++
				break
			}
		}
	}
	return 2 * float64(both) / float64(len(c.tokens)+len(k.tokens))
}

// factLikeness counts the facts of a clause of the sentence that a clause of the source has.
func (w *witness) factLikeness(c *clause, rd *reading, k *clause) (score float64) {
	for i := range w.s.facts {
		f := w.s.facts[i]
		if &w.s.clauses[w.s.clauseAt(f)] != c {
			continue
		}
		for _, o := range rd.facts {
			if &rd.clauses[rd.clauseAt(o)] == k && w.matches(o, f) {
				score++
				break
			}
		}
	}
	return score
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
	for _, t := range k.tokens {
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
		partners := w.partners(r, c)
		if f, bad := w.unclassed(r, i, partners); bad && w.gate.off&noCommitments == 0 {
			return bot.Commitment, w.s.said(f)
		}
		if len(partners) == 0 {
			continue
		}
		ok := c.condition != 0 && c.cue&must == 0
		for _, p := range partners {
			ok = ok || stronger(c.cue, p.reading.clauses[p.clause].cue) == 0 || w.bounded(i)
		}
		if !ok {
			k := partners[0].reading.clauses[partners[0].clause]
			return bot.Commitment, w.cueWords(c, stronger(c.cue, k.cue))
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
		for i := r.from; i <= r.to && len(partners) == 0; i++ {
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

// committing are the cues of a sentence that promises or allows something.
const committing = will | guarantee | free | refund | discount | may | universal | always | unlimited | lifetime | wePay

// The share of a condition's words that a sentence has to have, so that it counts as told.
const (
	toldIf     = 0.34
	toldUnless = 0.5
)

// clauseText is what a clause says, from its first word to its last.
func (out *reading) clauseText(c *clause) string {
	if len(c.tokens) == 0 {
		return out.text
	}
	return out.text[out.tokens[c.tokens[0]].start:out.tokens[c.tokens[len(c.tokens)-1]].end]
}

// clauseAt is the clause that a fact stands in.
func (out *reading) clauseAt(f fact) int {
	if f.token >= len(out.tokens) {
		return 0
	}
	return out.tokens[f.token].clause
}

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
		if f, bad := w.unlimited(r, i); bad {
			return bot.Commitment, w.s.said(f)
		}
	}
	return bot.Passed, ""
}

// unlimited finds a word that commits whose limit the sentence leaves out: "free" of "free for orders over €50".
func (w *witness) unlimited(r run, clause int) (fact, bool) {
	for _, f := range w.s.facts {
		if f.class&(free|refund|discount|always|universal|unlimited) == 0 || w.s.clauseAt(f) != clause {
			continue
		}
		same, _ := w.places(r, f)
		all := len(same) > 0
		for _, p := range same {
			all = all && w.leftOut(p)
		}
		if all {
			return f, true
		}
	}
	return fact{}, false
}

// leftOut reports whether an amount that limits a fact of the source is not in the sentence.
func (w *witness) leftOut(p place) bool {
	for _, o := range p.reading.facts {
		if o.amount == nil || o.chunk != p.fact.chunk || o.amount.Bound == quantity.Exact || o.amount.Kind != quantity.Money && o.amount.Kind != quantity.Count && o.amount.Kind != quantity.Measure {
			continue
		}
		told := false
		for i := range w.s.amounts {
			told = told || o.amount.Covers(w.s.amounts[i])
		}
		if !told {
			return true
		}
	}
	return false
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
		if kind == onIf && w.s.cue&committing == 0 && len(w.s.amounts) == 0 {
			continue
		}
		told, all := 0, 0
		for _, t := range c.tokens {
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
			if f := &p.reading.facts[n]; f.amount != nil && p.reading.clauseAt(*f) == i {
				amounts++
				if len(w.s.amounts) > 0 {
					told, all = told+1, all+1
				}
			}
		}
		if all > 0 && float64(told) < need*float64(all) || all == 0 && amounts > 0 && len(w.s.amounts) == 0 {
			return p.reading.clauseText(c)
		}
	}
	return ""
}

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
		if switching(w.s, t) && relation(tok.entry, rd, k) == opposed {
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
