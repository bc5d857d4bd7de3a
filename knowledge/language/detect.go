package language

import (
	"slices"
	"unicode"
)

// Detect tells the language of a text by its code (see [Code]). Where the text does not say enough,
// because it is short, ambiguous or in a script that is not known, it returns false with the code of the
// fallback, a locale, or with the likeliest language if the fallback's is very unlikely.
func Detect(text, fallback string) (code string, sure bool) {
	return DetectAmong(text, fallback, nil)
}

// DetectAmong is Detect where only some languages, given by their codes, are to be expected; none means
// that every language is.
func DetectAmong(text, fallback string, among []string) (code string, sure bool) {
	home := Code(fallback)
	group := groupOf(text)
	if group == nil {
		return home, false
	}
	var candidates []string
	for _, c := range group {
		if among == nil || slices.Contains(among, c) {
			candidates = append(candidates, c)
		}
	}
	switch len(candidates) {
	case 0:
		return home, false
	case 1:
		if len(group) == 1 || among == nil {
			return candidates[0], true
		}
		// The others of the script may still be likelier: an Italian text in a shop of Germans.
		v := vote(text, home, group)
		return candidates[0], v.clear && v.best == candidates[0]
	}
	switch v := vote(text, home, candidates); {
	case v.clear:
		return v.best, true
	case v.home || !slices.Contains(candidates, home):
		return home, false
	default:
		return v.best, false
	}
}

// groups are the languages by the script that they are written in.
var groups = []struct {
	scripts []*unicode.RangeTable
	codes   []string
}{
	{[]*unicode.RangeTable{unicode.Latin}, []string{
		"ca", "cs", "da", "de", "en", "es", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "id", "it", "nl", "no", "pl", "pt", "ro", "sv", "tr"}},
	{[]*unicode.RangeTable{unicode.Cyrillic}, []string{"bg", "ru"}},
	{[]*unicode.RangeTable{unicode.Arabic}, []string{"ar", "ckb", "fa"}},
	{[]*unicode.RangeTable{unicode.Greek}, []string{"el"}},
	{[]*unicode.RangeTable{unicode.Armenian}, []string{"hy"}},
	{[]*unicode.RangeTable{unicode.Devanagari}, []string{"hi"}},
	{[]*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}, []string{"cjk"}},
	{[]*unicode.RangeTable{unicode.Bengali, unicode.Gujarati, unicode.Gurmukhi, unicode.Kannada, unicode.Malayalam, unicode.Oriya, unicode.Tamil, unicode.Telugu}, []string{"in"}},
}

// groupOf returns the languages of the script that most letters of the text are of, nil if it is none
// that is known. A character of a script with many characters counts for as much as two letters.
func groupOf(text string) []string {
	counts := make([]int, len(groups)+1)
	looked := 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if looked++; looked > 400 {
			break
		}
		if r < 0x0250 {
			counts[0]++
			continue
		}
		at := scriptOf(r)
		counts[at]++
		if dense(r) {
			counts[at]++
		}
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	if counts[best] == 0 || best == len(groups) {
		return nil
	}
	return groups[best].codes
}

// scriptOf returns the index of the group that a letter belongs to, len(groups) for an unknown script.
func scriptOf(r rune) int {
	for i, g := range groups {
		if unicode.In(r, g.scripts...) {
			return i
		}
	}
	return len(groups)
}
