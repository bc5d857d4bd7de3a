package ground

import (
	"math/bits"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// mostAlike finds the segments that have most of the sentence's words and facts. The sentence has to rest on one of them, so
// that the opposite of what one sentence says is not taken from the words of others.
func (w *witness) mostAlike() []bool {
	scores := make([]float64, len(w.p.segments))
	best := 0.0
	for i, rd := range w.p.readings {
		if w.p.segments[i].shape == heading {
			continue
		}
		score := 0.0
		for n, t := range w.matter {
			if w.mask[i]&(1<<n) != 0 {
				score++
				if rd.terms[w.s.tokens[t].term] {
					score += 0.5
				}
			}
		}
		for _, a := range w.s.amounts {
			for k := range rd.amounts {
				if rd.amounts[k].Equal(a) {
					score++
					break
				}
			}
		}
		for _, f := range w.s.facts {
			if f.amount == nil && rd.cue&f.class != 0 {
				score++
			}
		}
		score += 2 * w.resembles(rd)
		scores[i] = score
		best = max(best, score)
	}
	out := make([]bool, len(scores))
	for i, s := range scores {
		out[i] = s >= best-0.6
	}
	return out
}

// resembles is the likeness of the sentence to one of the source by all words, those of grammar included: near 1 for a
// copy with a word changed.
func (w *witness) resembles(rd *reading) float64 {
	both := 0
	for t := range w.s.terms {
		if rd.terms[t] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(w.s.terms)+len(rd.terms)+1)
}

// onMain reports whether a run has one of the segments that the sentence is most like.
func (w *witness) onMain(r run) bool {
	for i := r.from; i <= r.to; i++ {
		if w.main[i] {
			return true
		}
	}
	return false
}

// supported are the tokens that the source has to have: those that say what the sentence is about, or, where it has none, the
// everyday words.
func supported(s *reading) (out []int) {
	for _, light := range [...]bool{false, true} {
		seen := make(map[string]bool)
		for t := range s.tokens {
			tok := &s.tokens[t]
			if tok.matter() && (light || !tok.light && !s.implied(tok)) && !seen[tok.term] && len(out) < mostMatter {
				seen[tok.term] = true
				out = append(out, t)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// implied reports whether a word says no more than an amount of the sentence: "costs" of a price.
func (s *reading) implied(tok *token) bool {
	if tok.cue&(costing|lasting|limiting) == 0 {
		return false
	}
	for i := range s.amounts {
		if tok.cue&limiting != 0 && s.amounts[i].Bound != quantity.Exact {
			return true
		}
		switch s.amounts[i].Kind {
		case quantity.Money:
			if tok.cue&costing != 0 {
				return true
			}
		case quantity.Duration, quantity.Months, quantity.WorkingDays:
			if tok.cue&lasting != 0 {
				return true
			}
		}
	}
	return false
}

// maskOf tells which of the sentence's words a reading has.
func (w *witness) maskOf(r *reading) (mask uint64) {
	for n, t := range w.matter {
		if has(r, w.s.tokens[t].entry, w.p.reader.words.compounds) {
			mask |= 1 << n
		}
	}
	return mask
}

// has reports whether a reading has a word, another form of it, or one that means the same.
func has(r *reading, e *entry, compounds bool) bool {
	if r.terms[e.term] {
		return true
	}
	for _, g := range e.same {
		if r.groups[g] {
			return true
		}
	}
	if e.anti != "" && r.terms[e.anti] {
		return true // its opposite is a matter of negation
	}
	for _, a := range e.against {
		if r.terms[a] {
			return true
		}
	}
	for i := range r.tokens {
		if r.tokens[i].anti == e.term && e.term != "" {
			return true
		}
	}
	return compounds && inCompound(r, e.term)
}

// shortestPart is the least number of bytes that part of a compound has.
const shortestPart = 5

// inCompound reports whether a term begins or ends a longer one, or the other way round.
func inCompound(r *reading, term string) bool {
	if len(term) < shortestPart {
		return false
	}
	for i := range r.tokens {
		o := r.tokens[i].term
		if len(o) < shortestPart || r.tokens[i].amount {
			continue
		}
		long, short := o, term
		if len(long) < len(short) {
			long, short = short, long
		}
		if strings.HasPrefix(long, short) || strings.HasSuffix(long, short) {
			return true
		}
	}
	return false
}

// share is the part of the sentence's words that a run has, with its heading and title. What only these say must not
// carry the sentence: of the other words as many have to be in the run.
func (w *witness) share(r run) float64 {
	if len(w.matter) == 0 {
		return 1
	}
	all := w.masked(r)
	whole := float64(bits.OnesCount64(all)) / float64(len(w.matter))
	own := uint64(0)
	for i := r.from; i <= r.to; i++ {
		own |= w.mask[i]
	}
	if rest := len(w.matter) - bits.OnesCount64(all&^own); rest > 0 {
		return min(whole, float64(bits.OnesCount64(own))/float64(rest))
	}
	return whole
}

func (w *witness) masked(r run) uint64 {
	m := w.known
	for i := r.from; i <= r.to; i++ {
		m |= w.mask[i]
	}
	first := w.p.segments[r.from]
	if first.head >= 0 {
		m |= w.mask[first.head]
	}
	if first.intro >= 0 && first.intro < r.from {
		m |= w.mask[first.intro]
	}
	return m
}

// enough is the share of a sentence's words that have to be those of the run.
const enough = 0.7

// ownWords is how many words in a row may not be of the run, however long the sentence is: else a clause of the model's own
// could ride on the end of a long true sentence.
const ownWords = 2

// support reports whether the words of the sentence are those of the run.
func (w *witness) support(r run) (bot.Verdict, string) {
	if len(w.matter) == 0 && len(w.s.amounts) == 0 {
		return bot.Unsupported, clip(w.s.text, 120)
	}
	var missing, row []string
	m := w.masked(r)
	for n, t := range w.matter {
		if m&(1<<n) != 0 {
			row = nil
			continue
		}
		missing, row = append(missing, w.word(t)), append(row, w.word(t))
		if len(row) > ownWords {
			return bot.Unsupported, strings.Join(row, ", ")
		}
	}
	if w.share(r) >= enough {
		return bot.Passed, ""
	}
	return bot.Unsupported, strings.Join(missing, ", ")
}
