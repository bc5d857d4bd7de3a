package learn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Sizes of the n-grams of characters, which are taken within words with a blank at either end. Those of words
// are single words and pairs.
const (
	shortestGram = 2
	longestGram  = 5
	maxGrams     = 2000 // per text, with repetitions; the rest of a longer text does not count
)

// grams appends the hashes of a text's n-grams to out, which is empty, with repetitions.
func grams(text string, out []uint64) []uint64 {
	var before uint64
	for word := range strings.FieldsFuncSeq(fold(text), between) {
		if word = strings.Trim(word, "'"); word == "" {
			continue
		}
		h := hash(wordSeed, word)
		out = append(out, h)
		if before != 0 {
			out = append(out, mix(before, h))
		}
		before = h
		out = letterGrams(" "+word+" ", out)
		if len(out) >= maxGrams {
			return out[:maxGrams]
		}
	}
	return out
}

// letterGrams appends the n-grams of characters of a word, until there are enough.
func letterGrams(word string, out []uint64) []uint64 {
	for start := range word {
		if len(out) >= maxGrams {
			break
		}
		h, end := uint64(letterSeed), start
		for n := 1; n <= longestGram && end < len(word); n++ {
			_, size := utf8.DecodeRuneInString(word[end:])
			h = hash(h, word[end:end+size])
			if end += size; n >= shortestGram {
				out = append(out, h)
			}
		}
	}
	return out
}

// between reports whether a character separates words.
func between(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r != '\''
}

// fold brings a text to one case and one form of every character, without accents.
func fold(text string) string {
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case accent(r):
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// accent reports whether a character is a mark that people leave out as they please: the accents of any script
// and the points of Arabic and Hebrew. The vowels that Indian and Thai scripts write as marks are none, nor is
// what tells the Japanese が from か.
func accent(r rune) bool {
	const voiced, halfVoiced = '\u3099', '\u309a'
	return unicode.Is(unicode.Mn, r) && r != voiced && r != halfVoiced &&
		unicode.In(r, unicode.Inherited, unicode.Arabic, unicode.Hebrew)
}

// Seeds keep words and their parts apart: FNV-1a's basis and another odd number.
const (
	wordSeed   = 14695981039346656037
	letterSeed = 0x9e3779b97f4a7c15
	prime      = 1099511628211
)

// hash goes on hashing from what came before by FNV-1a.
func hash(before uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		before = (before ^ uint64(s[i])) * prime
	}
	return before
}

func mix(a, b uint64) uint64 { return (a ^ b>>1) * prime }
