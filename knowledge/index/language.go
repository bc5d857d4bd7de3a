package index

import (
	"slices"

	"frontdesk/knowledge/language"
)

// analysisVersion rises with every change of words, stop lists or stems. A copy written with another
// version holds other terms than questions are turned into, and is rebuilt.
const analysisVersion = language.Version

// maxWord bounds the words that are compared and joined, in bytes.
const maxWord = 48

// wordClass says what a word contributes to a search.
type wordClass = language.Class

const (
	content   = language.Content   // is searched everywhere
	function  = language.Function  // stop word: counts, lightly, in titles and phrasings only
	qualifier = language.Qualifier // turns the meaning round ("without", "after"): counts fully in titles and phrasings only
)

// languageOf returns the analysis of a question. A corpus in one language is asked in that. Otherwise
// the question's own language is told from its words, among those of the corpus; if they do not tell it,
// it is that of the customer's locale, or else the one in which the corpus has most words.
func (v *vocabulary) languageOf(question, locale string) *language.Language {
	all := v.lexicons.Load()
	switch {
	case all == nil || len(*all) == 0:
		return language.Of(locale)
	case len(*all) == 1:
		return (*all)[0].language
	}
	fallback := v.mainLexicon(*all)
	codes := make([]string, len(*all))
	for i, x := range *all {
		codes[i] = x.language.Code()
		if locale != "" && codes[i] == language.Code(locale) {
			fallback = x
		}
	}
	code, _ := language.DetectAmong(question, fallback.language.Code(), codes)
	if at := slices.Index(codes, code); at >= 0 {
		return (*all)[at].language
	}
	return fallback.language
}

// mainLexicon is the one with most words.
func (v *vocabulary) mainLexicon(all []*lexicon) *lexicon {
	v.mu.RLock()
	defer v.mu.RUnlock()
	best := all[0]
	for _, x := range all[1:] {
		if len(x.words) > len(best.words) {
			best = x
		}
	}
	return best
}
