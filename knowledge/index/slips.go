package index

import (
	"sort"
	"unicode/utf8"
)

// soften lets words that may be misspelt match similar words of the corpus. Without all, only words
// unknown to the corpus are softened. It reports whether anything came of it.
func (c *catalogue) soften(q *question, all bool) bool {
	any := false
	for i := range q.terms {
		a := &q.terms[i]
		if a.known && !all || a.class != content || a.numeric || a.code || utf8.RuneCountInString(a.word) < 4 {
			continue
		}
		if !a.known && len(a.instead) > 0 { // an editor said what it means
			continue
		}
		own := int32(0)
		if a.known {
			own = count(c.df, a.term)
		}
		for _, s := range c.similar(q.language.Fold(a.word), own) {
			factor := oneSlip
			if s.distance > 1 {
				factor = twoSlips
			}
			q.match(match{s.term, i, factor})
			any = true
		}
	}
	if any {
		q.countUnknown()
	}
	return any
}

func (c *catalogue) hasSimilar(word string, distance int) bool {
	found := false
	c.vocabulary.similarTo(word, distance, func(s similar) { found = found || count(c.df, s.term) > 0 })
	return found
}

// similar returns up to three terms that the word may have been meant to be, the likeliest first:
// fewest slips, then the same first letter, then the commonest. Terms must be clearly commoner than own.
func (c *catalogue) similar(word string, own int32) []similar {
	limit := 1
	if len(word) >= 8 {
		limit = 2
	}
	var found []similar
	c.vocabulary.similarTo(word, limit, func(s similar) {
		if n := count(c.df, s.term); n > 4*own && n > 0 {
			found = append(found, s)
		}
	})
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		if a.distance != b.distance {
			return a.distance < b.distance
		}
		if fa, fb := a.word[0] == word[0], b.word[0] == word[0]; fa != fb {
			return fa
		}
		if na, nb := count(c.df, a.term), count(c.df, b.term); na != nb {
			return na > nb
		}
		return a.word < b.word
	})
	var out []similar
	for _, s := range found {
		if s.distance > found[0].distance || len(out) == 3 {
			break
		}
		if !hasTerm(out, s.term) {
			out = append(out, s)
		}
	}
	return out
}

func hasTerm(list []similar, term uint32) bool {
	for _, s := range list {
		if s.term == term {
			return true
		}
	}
	return false
}
