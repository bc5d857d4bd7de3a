package exam

import (
	"math/rand/v2"
	"slices"
	"unicode"
)

// mistyped is the least number of letters of a word that a slip is made in.
const mistyped = 4

// letters are the lower-case letters of all titles, so that slips stay within the script of the corpus.
func letters(pages []Page) []rune {
	var out []rune
	for _, p := range pages {
		for _, r := range p.Title {
			if r = unicode.ToLower(r); unicode.IsLetter(r) {
				out = append(out, r)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mistype makes one slip in a text, of one of the four kinds that Damerau ("A technique for computer detection and
// correction of spelling errors", CACM 7, 1964) found to be most of all slips. It returns "" if there is no word
// that is long enough.
func mistype(random *rand.Rand, text string, alphabet []rune) string {
	runes := []rune(text)
	words := longWords(runes)
	if len(words) == 0 || len(alphabet) < 2 {
		return ""
	}
	word := words[random.IntN(len(words))]
	at := word[0] + random.IntN(word[1]-word[0])
	switch random.IntN(4) {
	case 0: // one too many
		runes = slices.Insert(runes, at, alphabet[random.IntN(len(alphabet))])
	case 1: // one left out
		runes = slices.Delete(runes, at, at+1)
	case 2: // two exchanged
		if at+1 < word[1] && runes[at] != runes[at+1] {
			runes[at], runes[at+1] = runes[at+1], runes[at]
			break
		}
		fallthrough
	default: // one replaced
		runes[at] = another(random, runes[at], alphabet)
	}
	return string(runes)
}

// another draws a letter that is not the given one, in whatever case.
func another(random *rand.Rand, but rune, alphabet []rune) rune {
	at := random.IntN(len(alphabet))
	if alphabet[at] == unicode.ToLower(but) {
		at = (at + 1) % len(alphabet)
	}
	return alphabet[at]
}

// longWords are the ranges [from, to) of runes that are words of enough letters.
func longWords(runes []rune) (out [][2]int) {
	for from := 0; from < len(runes); from++ {
		to := from
		for to < len(runes) && unicode.IsLetter(runes[to]) {
			to++
		}
		if to-from >= mistyped {
			out = append(out, [2]int{from, to})
		}
		from = max(from, to)
	}
	return out
}
