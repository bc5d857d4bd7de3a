package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxFindWords is how many different words of a search count.
const MaxFindWords = 8

// findWords takes what was entered apart into different words, in lower case.
func findWords(text string) []string {
	var out []string
	for _, w := range strings.Fields(strings.ToLower(strings.ToValidUTF8(text, " "))) {
		if len(out) < MaxFindWords && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// missing returns the words that are no part of the text.
func missing(words []string, text string) []string {
	text = strings.ToLower(text)
	var out []string
	for _, w := range words {
		if !strings.Contains(text, w) {
			out = append(out, w)
		}
	}
	return out
}

// pattern is what LIKE has to match in the lower case of JSON for a word to be in its text. It matches more than that:
// what JSON escapes, and letters whose case not every database knows, stand for anything. Nothing in it has to be
// escaped, since every character with a meaning to LIKE is replaced.
func pattern(word string) string {
	var b strings.Builder
	b.WriteByte('%')
	for _, r := range word {
		switch {
		case strings.ContainsRune(`"\<>&`, r), unicode.IsControl(r), r == '\u2028', r == '\u2029', r == utf8.RuneError:
			b.WriteByte('%')
		case r == '%', r == '_', r > unicode.MaxASCII && (unicode.ToLower(r) != r || unicode.ToUpper(r) != r):
			b.WriteByte('_')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('%')
	return b.String()
}

// literal escapes, with an exclamation mark, what has a meaning to LIKE.
func literal(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// lead is how many characters of a long text stand before the word that was found.
const lead = 40

// around is the text from shortly before the first of the words on.
func around(text string, words []string) string {
	low, at := strings.ToLower(text), len(text)
	for _, w := range words {
		if i := strings.Index(low, w); i >= 0 {
			at = min(at, i)
		}
	}
	if len(low) != len(text) { // a letter whose small form has another length: places do not carry over
		return text
	}
	runes := utf8.RuneCountInString(text[:at])
	if runes <= lead {
		return text
	}
	start := at
	for range lead {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	if blank := strings.IndexByte(text[start:at], ' '); blank >= 0 {
		start += blank + 1
	}
	return "… " + text[start:]
}
