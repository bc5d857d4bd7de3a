package ground

import "strings"

// separable are the prefixes that German verbs leave at the end of a clause, and behind which "zu" and "ge" are put.
var separable = [...]string{"zuruck", "um", "auf", "an", "ab", "ein", "aus", "vor", "mit", "weiter", "nach", "zu", "fest", "her", "hin", "weg", "los", "frei"}

// endings are those of German verbs, nouns and adjectives, longest first.
var endings = [...]string{"ungen", "tete", "test", "ung", "tet", "ten", "end", "est", "te", "et", "en", "er", "em", "es", "st", "ns", "n", "t", "e", "s"}

const shortestStem = 4

// stemGerman takes from a folded word what inflection adds. It goes further than stemmers do that must keep different words
// apart: "liefern", "liefert", "geliefert" and "Lieferung" are one here, because a model puts verbs for nouns.
func stemGerman(word string) string {
	stem := infix(word)
	for _, e := range endings {
		if s, ok := strings.CutSuffix(stem, e); ok && len(s) >= shortestStem {
			return s
		}
	}
	return stem
}

// infix is a word without the "ge" of a participle and the "zu" of an infinitive.
func infix(word string) string {
	if s, ok := strings.CutPrefix(word, "ge"); ok && len(s) > shortestStem && (strings.HasSuffix(s, "t") || strings.HasSuffix(s, "en")) {
		return s
	}
	for _, p := range separable {
		rest, ok := strings.CutPrefix(word, p)
		if !ok {
			continue
		}
		for _, in := range [...]string{"zu", "ge"} {
			if s, ok := strings.CutPrefix(rest, in); ok && len(s) >= shortestStem && (strings.HasSuffix(s, "t") || strings.HasSuffix(s, "n")) {
				return p + s
			}
		}
	}
	return word
}
