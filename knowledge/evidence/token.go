package evidence

import (
	"unicode"
	"unicode/utf8"
)

// kind is what can be told of a word by its shape.
type kind uint8

const (
	capital   kind = 1 << iota // begins with a capital letter
	digits                     // has a digit
	opens                      // first word of its sentence
	bordered                   // punctuation stands between it and the word before
	monetary                   // a currency sign stands before it
	percented                  // a percent sign stands behind it
)

// token is one word of a text.
type token struct {
	start, end int32 // bytes of the text
	sentence   int32 // number of its sentence
	term       int16 // of the question that the word stands for, −1 if none
	kind       kind
	marks      marks
}

func (t *token) is(k kind) bool     { return t.kind&k != 0 }
func (t *token) bears(m marks) bool { return t.marks&m != 0 }

// plain reports whether the word carries structure and not matter.
func (t *token) plain() bool { return t.marks&grammatical != 0 }

// reading is a text cut into words.
type reading struct {
	text   string
	tokens []token
	low    []string // the words in lower case and without accents
}

// read cuts a text into words and looks each of them up.
func read(text string, tokens []token) reading {
	r := reading{text: text, tokens: tokenize(text, tokens)}
	buf := make([]byte, 0, len(text)+16)
	ends := make([]int, len(r.tokens))
	for i := range r.tokens {
		before, word := len(buf), text[r.tokens[i].start:r.tokens[i].end]
		if buf = lower(word, buf); len(buf) == before {
			buf = append(buf, word...)
		}
		ends[i] = len(buf)
	}
	all, from := string(buf), 0
	r.low = make([]string, len(r.tokens))
	for i, end := range ends {
		r.low[i] = all[from:end]
		r.tokens[i].marks = words().marks[r.low[i]]
		r.tokens[i].term = -1
		from = end
	}
	return r
}

// tokenize cuts a text into words and numbers its sentences. A possessive "'s" is left off.
func tokenize(text string, into []token) []token {
	sentence, opening, border, money := int32(0), true, false, false
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !inWord(r) || unicode.Is(unicode.Mn, r) { // an accent without a letter is no word
			switch {
			case r == '%' && len(into) > 0 && int(into[len(into)-1].end) == i:
				into[len(into)-1].kind |= percented
			case r == '$' || r == '€' || r == '£' || r == '¥':
				money = true
			case endsSentence(text, i, r, size, into):
				if !opening {
					sentence++
				}
				opening = true
			case r != ' ' && r != '-' && r != '–' && r != '\'' && r != '’':
				border = true
			}
			i += size
			continue
		}
		t := token{start: int32(i), sentence: sentence}
		if unicode.IsUpper(r) {
			t.kind |= capital
		}
		i = wordEnd(text, i, &t.kind)
		t.end = int32(i)
		i = skipPossessive(text, i)
		for _, f := range []struct {
			on bool
			k  kind
		}{{opening, opens}, {border, bordered}, {money, monetary}} {
			if f.on {
				t.kind |= f.k
			}
		}
		into = append(into, t)
		opening, border, money = false, false, false
	}
	return into
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r)
}

// wordEnd returns where the word that begins at i ends. "1,000", "4.95" and "don't" stay whole.
func wordEnd(text string, i int, k *kind) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case '0' <= r && r <= '9':
			*k |= digits
		case inWord(r):
		case (r == '.' || r == ',') && i > 0 && i+1 < len(text) && isDigit(text[i-1]) && isDigit(text[i+1]):
		case (r == '\'' || r == '’') && i > 0 && text[i-1] == 'n' && i+size < len(text) && text[i+size] == 't':
		default:
			return i
		}
		i += size
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// skipPossessive steps over the "'s" or "'" behind a word.
func skipPossessive(text string, i int) int {
	r, size := utf8.DecodeRuneInString(text[i:])
	if r != '\'' && r != '’' || i+size >= len(text) || text[i+size] != 's' {
		return i
	}
	next, _ := utf8.DecodeRuneInString(text[i+size+1:])
	if i+size+1 < len(text) && inWord(next) {
		return i
	}
	return i + size + 1
}

// endsSentence reports whether the sign at i ends a sentence: a line break, or a full stop, question or
// exclamation mark that is followed by a blank and does not belong to an abbreviation.
func endsSentence(text string, i int, r rune, size int, before []token) bool {
	switch r {
	case '\n', '。', '！', '？', '؟', '।':
		return true
	case '!', '?':
		return true
	case '.', ';':
	default:
		return false
	}
	rest := text[i+size:]
	for rest != "" && (rest[0] == '"' || rest[0] == ')' || rest[0] == '\'' || rest[0] == '[') {
		rest = rest[1:]
	}
	if rest != "" && rest[0] != ' ' && rest[0] != '\n' && rest[0] < utf8.RuneSelf {
		return false
	}
	if r == ';' || len(before) == 0 {
		return r == '.'
	}
	last := before[len(before)-1]
	word := text[last.start:last.end]
	if int(last.end) != i {
		return true
	}
	for rest != "" && rest[0] == ' ' {
		rest = rest[1:]
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && unicode.IsLower(next) {
		return false
	}
	return !(last.is(capital) && (len(word) == 1 || words().abbreviations[word]))
}
