package ground

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

func relation(e *entry, rd *reading, k *clause) related {
	found := absent
	for _, list := range [...][]int{k.tokens, k.subject} {
		for _, t := range list {
			o := rd.tokens[t].entry
			if alike(e, o) {
				return same
			}
			if opposite(e, o) {
				found = opposed
			}
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
