package language

import (
	"unicode"
	"unicode/utf8"
)

// dense reports whether a script writes words without blanks between them, or, like Korean, with
// particles grown on to them.
func dense(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	return r == 'ー' || r == '々' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai,
		unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// densePairs yields the overlapping pairs of the run of dense characters that text begins with, and
// returns the length of the run in bytes. A run of one character yields that character.
func densePairs(text string, yield func(string)) int {
	end, previous, count := 0, 0, 0
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !dense(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		if count > 0 {
			yield(text[previous : end+size])
		}
		previous = end
		end += size
		count++
	}
	if count == 1 {
		yield(text[:end])
	}
	return end
}

// onlyHiragana reports whether a pair is of the letters that Japanese writes its grammar in.
func onlyHiragana(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Hiragana, r) {
			return false
		}
	}
	return word != ""
}

// hasWidths reports whether a text has full-width or half-width forms, which are the same letters as
// others. Those are encoded with the lead byte 0xEF and a second from 0xBC on.
func hasWidths(text string) bool {
	for i := 0; i+1 < len(text); i++ {
		if text[i] == 0xef && text[i+1] >= 0xbc {
			return true
		}
	}
	return false
}
