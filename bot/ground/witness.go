package ground

import (
	"cmp"
	"slices"

	"frontdesk/bot"
)

// witness holds a sentence against the runs of one source.
type witness struct {
	gate *Gate
	s    *reading
	p    *prepared

	matter []int    // tokens of the sentence that have to be supported
	mask   []uint64 // by segment: which of them it has
	known  uint64   // which of them may be said anyway
	main   []bool   // by segment: whether the sentence is most like it

	cached    map[*clause][]partner // of the run that was looked at last
	cachedFor run
}

// mostMatter bounds the words that are looked for; longer sentences do not pass the check of their form.
const mostMatter = 64

func newWitness(g *Gate, s *reading, p *prepared) *witness {
	w := &witness{gate: g, s: s, p: p}
	w.matter = supported(s)
	w.mask = make([]uint64, len(p.segments))
	for i, r := range p.readings {
		w.mask[i] = w.maskOf(r)
	}
	w.known = w.maskOf(p.title)
	for n, t := range w.matter {
		if g.known.words[s.tokens[t].text] {
			w.known |= 1 << n
		}
	}
	w.main = w.mostAlike()
	return w
}

// candidates are the runs that may support the sentence, short ones first, and among those the ones with most of its
// words; if none has enough, the one that has most.
func (w *witness) candidates() []run {
	type scored struct {
		run
		share float64
	}
	var all []scored
	best := scored{share: -1}
	for n := 1; n <= longestRun; n++ {
		for i := 0; i+n <= len(w.p.segments); i++ {
			r := run{i, i + n - 1}
			if !w.p.allowed(r) || !w.onMain(r) {
				continue
			}
			s := scored{r, w.share(r)}
			if s.share >= enough {
				all = append(all, s)
			}
			if s.share > best.share {
				best = s
			}
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.len(), b.len()), cmp.Compare(b.share, a.share))
	})
	if len(all) == 0 {
		if best.share < 0 {
			best.run = run{0, 0}
		}
		return []run{best.run}
	}
	out := make([]run, len(all))
	for i, s := range all {
		out[i] = s.run
	}
	return out
}

// The ranks of checks, by which the finding is chosen that tells most: the one of the run that came farthest.
const (
	rankAmounts = iota
	rankContext
	rankNames
	rankClasses
	rankModality
	rankConditions
	rankNegation
	rankSupport
)

// examine holds the sentence against one run. rank says how far it came.
func (w *witness) examine(r run) (v bot.Verdict, found string, rank int) {
	for _, check := range [...]struct {
		off  disabled
		rank int
		do   func(run) (bot.Verdict, string)
	}{
		{noNumbers, rankAmounts, w.amounts},
		{noContexts, rankContext, w.contexts},
		{noNames, rankNames, w.names},
		{noCommitments, rankClasses, w.classes},
		{noModality, rankModality, w.modality},
		{noConditions, rankConditions, w.conditions},
		{noNegation, rankNegation, w.negation},
		{noSlots, rankSupport, w.slots},
		{noSupport, rankSupport, w.support},
	} {
		if w.gate.off&check.off != 0 {
			continue
		}
		if v, found := check.do(r); v != bot.Passed {
			return v, found, check.rank
		}
	}
	return bot.Passed, "", 0
}

// readings are those of a run.
func (w *witness) readings(r run) []*reading { return w.p.readings[r.from : r.to+1] }

// word is a token of the sentence as it is written.
func (w *witness) word(t int) string { return w.s.text[w.s.tokens[t].start:w.s.tokens[t].end] }
