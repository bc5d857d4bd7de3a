package index

import (
	"unicode"

	"frontdesk/knowledge/language"
)

// languageAsked is the base language of a question, "" if that cannot be told for sure. home is the code of the language
// that it was analysed in.
func languageAsked(text, home string) string {
	code, sure := language.Detect(text, home)
	switch {
	case !sure:
		return ""
	case code == "cjk" || code == "in":
		return languageOfScript(text)
	}
	return code
}

// scripts are the scripts of languages that share one analysis with others. Chinese characters come last: Japanese has
// them as well.
var scripts = []struct {
	table *unicode.RangeTable
	base  string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"},
	{unicode.Bengali, "bn"}, {unicode.Gujarati, "gu"}, {unicode.Gurmukhi, "pa"}, {unicode.Kannada, "kn"},
	{unicode.Malayalam, "ml"}, {unicode.Oriya, "or"}, {unicode.Tamil, "ta"}, {unicode.Telugu, "te"}, {unicode.Han, "zh"},
}

// languageOfScript is the language of the first of the scripts that the text has letters of, "" if it has none.
func languageOfScript(text string) string {
	for _, s := range scripts {
		for _, r := range text {
			if unicode.Is(s.table, r) {
				return s.base
			}
		}
	}
	return ""
}

// isIn reports whether a locale is of a base language, or of another that is analysed and detected as that one, such as
// the two ways to write Norwegian.
func isIn(locale, base string) bool {
	return baseLanguage(locale) == base || language.Code(locale) == base
}
