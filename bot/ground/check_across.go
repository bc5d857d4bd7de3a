package ground

import (
	"frontdesk/bot"
)

// across checks a sentence that may be in another language than the source: what it says in numbers, names and commitments
// has to be in one run, and as much has to be denied.
func (g *Gate) across(s *reading, p *prepared) (Finding, int) {
	w := &witness{gate: g, s: s, p: p, mask: make([]uint64, len(p.segments))}
	best, rank := Finding{Verdict: bot.Unsupported, Found: clip(s.text, 120), N: p.N}, -1
	for n := 1; n <= longestRun; n++ {
		for i := 0; i+n <= len(p.segments); i++ {
			r := run{i, i + n - 1}
			v, found, far := w.translated(r)
			if v == bot.Passed {
				return g.passed(p, r), 100
			}
			if far > rank {
				best, rank = Finding{Verdict: v, Found: found, N: p.N}, far
			}
		}
	}
	return best, rank
}

func (w *witness) translated(r run) (v bot.Verdict, found string, rank int) {
	off := w.gate.off
	if v, found := w.amounts(r); v != bot.Passed && off&noNumbers == 0 {
		return v, found, rankAmounts
	}
	if v, found := w.codes(r); v != bot.Passed && off&noNames == 0 {
		return v, found, rankNames
	}
	if v, found := w.classes(r); v != bot.Passed && off&noCommitments == 0 {
		return v, found, rankClasses
	}
	all, denials := cue(0), 0
	for _, rd := range w.readings(r) {
		all |= rd.cue
		denials += rd.denials()
	}
	if s := stronger(w.s.cue&^will, all); s != 0 && s != ^cue(0) && off&noModality == 0 {
		return bot.Commitment, clip(w.s.text, 120), rankModality
	}
	if w.s.denials() != denials && off&noNegation == 0 {
		return bot.Negation, clip(w.s.text, 120), rankNegation
	}
	return bot.Passed, "", 0
}

// denials is the number of clauses that are denied.
func (out *reading) denials() (n int) {
	for i := range out.clauses {
		if out.clauses[i].negated {
			n++
		}
	}
	return n
}

// codes reports whether the names that no translation changes are those of the run.
func (w *witness) codes(r run) (bot.Verdict, string) {
	text := w.textAround(r)
	for t := range w.s.tokens {
		tok := &w.s.tokens[t]
		word := w.word(t)
		if tok.amount || !camel(word) {
			continue
		}
		if !w.said(r, tok, text) {
			return bot.Product, word
		}
	}
	for _, n := range w.gate.names {
		if w.mentions(n) && !w.saysName(text, n) {
			return bot.Product, n.written
		}
	}
	return bot.Passed, ""
}
