package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

const (
	absent  related = iota
	same            // the clause has it, or one that means the same
	opposed         // the clause has its opposite
)

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
		if kind == onIf && c.cue&topic != 0 {
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
