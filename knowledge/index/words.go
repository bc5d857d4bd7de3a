package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord bounds a single word in bytes; the rest of a longer run is not indexed. It keeps a pasted
// blob of base64 from filling the vocabulary.
const maxWord = 48

// eachWord yields the words of a text in order, lower-cased and without accents. A word is a run of
// letters and digits; "4.95" and "1,000" stay one word (the comma is dropped). English contractions
// with "not" are taken apart ("can't" gives "can", "not") because a negation must never be lost.
// Scripts that write no blanks between words yield overlapping pairs of characters.
func eachWord(text string, yield func(word string)) {
	var buf [2 * maxWord]byte
	word := buf[:0]
	flush := func() {
		if len(word) > 0 {
			takeApart(string(word), yield)
			word = word[:0]
		}
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			switch {
			case r == '\u2019' || r == '\u02bc':
				if insideWord(text, i, size) && len(word) < maxWord {
					word = append(word, '\'')
				} else {
					flush()
				}
			case dense(r):
				flush()
				i += densePairs(text[i:], yield)
				continue
			case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r):
				if len(word) < maxWord {
					word = appendFolded(word, r)
				}
			case r == '\u00ad' || r == '\u200b' || r == '\u200d' || r == '\ufeff':
				// soft hyphen, zero-width characters: invisible, so not a border of words
			default:
				flush()
			}
			i += size
			continue
		}
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			if len(word) < maxWord {
				word = append(word, c)
			}
		case 'A' <= c && c <= 'Z':
			if len(word) < maxWord {
				word = append(word, c+'a'-'A')
			}
		case c == '\'' && insideWord(text, i, 1):
			if len(word) < maxWord {
				word = append(word, c)
			}
		case (c == '.' || c == ',') && betweenDigits(text, i):
			if c == '.' && len(word) < maxWord {
				word = append(word, c)
			}
		default:
			flush()
		}
		i++
	}
	flush()
}

// takeApart yields the parts of a word that may hold apostrophes.
func takeApart(word string, yield func(string)) {
	if parts, ok := contractions[word]; ok {
		for _, p := range parts {
			yield(p)
		}
		return
	}
	at := strings.IndexByte(word, '\'')
	if at < 0 {
		yield(word)
		return
	}
	if stem, ok := strings.CutSuffix(word, "n't"); ok && stem != "" {
		yield(strings.ReplaceAll(stem, "'", ""))
		yield("not")
		return
	}
	switch word[at:] {
	case "'s", "'ll", "'re", "'ve", "'d", "'m", "'":
		yield(word[:at])
	default: // l'adresse, o'clock: both parts count
		for _, p := range strings.FieldsFunc(word, func(r rune) bool { return r == '\'' }) {
			yield(p)
		}
	}
}

// contractions are the forms that the rule for "n't" does not take apart rightly, and the ones
// people type without the apostrophe.
var contractions = map[string][]string{
	"can't": {"can", "not"}, "cannot": {"can", "not"}, "cant": {"can", "not"},
	"won't": {"will", "not"}, "wont": {"will", "not"}, "shan't": {"shall", "not"},
	"dont": {"do", "not"}, "doesnt": {"does", "not"}, "didnt": {"did", "not"},
	"isnt": {"is", "not"}, "wasnt": {"was", "not"}, "arent": {"are", "not"}, "werent": {"were", "not"},
	"havent": {"have", "not"}, "hasnt": {"has", "not"}, "hadnt": {"had", "not"},
	"couldnt": {"could", "not"}, "wouldnt": {"would", "not"}, "shouldnt": {"should", "not"},
	"ain't": {"is", "not"}, "im": {"i"}, "ive": {"i", "have"}, "whats": {"what"}, "wheres": {"where"},
}

func insideWord(text string, at, size int) bool {
	if at == 0 || at+size >= len(text) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

func betweenDigits(text string, at int) bool {
	return at > 0 && at+1 < len(text) && isDigit(text[at-1]) && isDigit(text[at+1])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// appendFolded appends a rune in lower case, without accents and in its compatible form ("É" → "e",
// full-width "Ａ" → "a", "ß" → "ss").
func appendFolded(word []byte, r rune) []byte {
	if r == 'ß' || r == 'ẞ' {
		return append(word, "ss"...)
	}
	var in [utf8.UTFMax]byte
	n := utf8.EncodeRune(in[:], unicode.ToLower(r))
	for _, d := range norm.NFKD.String(string(in[:n])) {
		if !unicode.Is(unicode.Mn, d) && (unicode.IsLetter(d) || unicode.IsNumber(d)) {
			word = utf8.AppendRune(word, unicode.ToLower(d))
		}
	}
	return word
}

// dense reports whether a script writes words without blanks between them.
func dense(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai,
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
