package scripted

import (
	"unicode"
	"unicode/utf8"
)

// Lengths of tokens, in characters, the blank before them included.
const (
	longestLetters = 7
	longestDigits  = 4
)

// tokens cuts a text into pieces as models do: words with the blank before them, long ones in parts, signs on their
// own. Joined they are the text.
func tokens(text string) []string {
	var all []string
	start, length := 0, 0
	var last rune
	for i, r := range text {
		if length > 0 && breaks(last, r, length) {
			all = append(all, text[start:i])
			start, length = i, 0
		}
		length++
		last = r
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

func breaks(before, r rune, length int) bool {
	switch {
	case before == ' ':
		return r == ' '
	case unicode.IsLetter(before) && unicode.IsLetter(r):
		return length >= longestLetters
	case unicode.IsDigit(before) && unicode.IsDigit(r):
		return length >= longestDigits
	default:
		return true
	}
}

// chop cuts a text into pieces of a number of bytes, or a few more so that no character is cut.
func chop(text string, size int) []string {
	var all []string
	for len(text) > size {
		at := size
		for at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		all, text = append(all, text[:at]), text[at:]
	}
	if text != "" {
		all = append(all, text)
	}
	return all
}
