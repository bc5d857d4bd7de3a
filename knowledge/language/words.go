package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord bounds a single word in bytes; the rest of a longer run is passed over. It keeps a pasted blob
// of base64 from filling a vocabulary.
const maxWord = 48

// EachWord yields the words of a text in order and in lower case. A word is a run of letters and digits;
// "4.95" and "1,000" stay one word (as 4.95 and 1000, also where they are written 4,95 and 1.000).
// Contractions with a negation are taken apart ("can't" gives "can", "not"), because a negation must
// never be lost; elided articles are words of their own. Scripts that write no blanks between words
// yield overlapping pairs of characters, and so does Korean, whose words end in particles.
func (l *Language) EachWord(text string, yield func(word string)) {
	if hasWidths(text) {
		text = norm.NFKC.String(text)
	}
	c := cutter{l: l, text: text, yield: yield}
	c.word = c.buf[:0]
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			c.ascii(i)
			i++
			continue
		}
		i += c.wide(i)
	}
	c.flush()
}

// cutter is a text on its way through EachWord.
type cutter struct {
	l      *Language
	text   string
	yield  func(string)
	word   []byte
	marked bool // the word holds more than ASCII
	buf    [2 * maxWord]byte
}

func (c *cutter) flush() {
	if len(c.word) == 0 {
		return
	}
	word := string(c.word)
	if c.marked {
		word = c.l.spell(word)
		c.marked = false
	}
	c.word = c.word[:0]
	c.l.takeApart(word, c.yield)
}

func (c *cutter) put(b byte) {
	if len(c.word) < maxWord {
		c.word = append(c.word, b)
	}
}

func (c *cutter) ascii(i int) {
	b := c.text[i]
	switch {
	case 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
		c.put(b)
	case 'A' <= b && b <= 'Z':
		if r := c.l.lower(rune(b)); r >= utf8.RuneSelf {
			c.rune(r)
		} else {
			c.put(byte(r))
		}
	case b == '\'' && insideWord(c.text, i, 1):
		c.put(b)
	case (b == '.' || b == ',') && betweenDigits(c.text, i):
		if c.l.decimal(c.text, i) {
			c.put('.')
		}
	case b == '-' && c.l.code != "fr" && joinsLetter(c.text, i):
		// e-mail and email are one word
	default:
		c.flush()
	}
}

// wide takes the character beyond ASCII at i and returns its length, or that of the whole run for
// scripts without blanks.
func (c *cutter) wide(i int) int {
	r, size := utf8.DecodeRuneInString(c.text[i:])
	switch {
	case r == '\u2019' || r == '\u02bc':
		if insideWord(c.text, i, size) {
			c.put('\'')
		} else {
			c.flush()
		}
	case dense(r):
		c.flush()
		return densePairs(c.text[i:], c.yield)
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		c.rune(r)
	case r == '·' && insideWord(c.text, i, size):
		// Catalan parts two l with it inside a word
	case r == '\u00ad' || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff':
		// soft hyphen, zero-width characters: invisible, so not a border of words
	default:
		c.flush()
	}
	return size
}

func (c *cutter) rune(r rune) {
	if len(c.word) >= maxWord {
		return
	}
	if d, ok := digit(r); ok {
		c.word = append(c.word, d)
		return
	}
	if !c.l.keeps {
		c.word = appendFolded(c.word, r)
		return
	}
	c.marked = true
	c.word = utf8.AppendRune(c.word, c.l.lower(r))
}

// Spell is a word that EachWord of another language yields as that of this one does.
func (l *Language) Spell(word string) string {
	switch {
	case isASCII(word):
		return word
	case !l.keeps:
		return foldLatin(word)
	}
	return l.spell(word)
}

// spell gives a word beyond ASCII its one spelling.
func (l *Language) spell(word string) string {
	word = norm.NFC.String(word)
	if l.letters != nil {
		word = l.letters(word)
	}
	return word
}

// decimal reports whether the point or comma at i, which stands between digits, parts a number from its
// fraction (or the parts of a version), and not its thousands.
func (l *Language) decimal(text string, i int) bool {
	if !l.comma {
		return text[i] == '.'
	}
	if text[i] == ',' {
		return true
	}
	n := 0
	for n < 4 && i+1+n < len(text) && isDigit(text[i+1+n]) {
		n++
	}
	return n != 3
}

// takeApart yields the parts of a word that may hold apostrophes.
func (l *Language) takeApart(word string, yield func(string)) {
	if l.english {
		if parts, ok := contractions[word]; ok {
			for _, p := range parts {
				yield(p)
			}
			return
		}
	}
	at := strings.IndexByte(word, '\'')
	if at < 0 {
		if word != "" {
			yield(word)
		}
		return
	}
	if stem, ok := strings.CutSuffix(word, "n't"); l.english && ok && stem != "" {
		yield(strings.ReplaceAll(stem, "'", ""))
		yield("not")
		return
	}
	ending := word[at:]
	switch {
	case at > 0 && ending == "'":
		yield(word[:at])
	case at > 0 && l.english && englishEndings[ending], at > 0 && ending == "'s", at > 0 && l.code == "tr":
		yield(word[:at])
	default: // l'adresse, o'clock: both parts count
		for _, p := range strings.FieldsFunc(word, func(r rune) bool { return r == '\'' }) {
			yield(p)
		}
	}
}

var englishEndings = map[string]bool{"'s": true, "'ll": true, "'re": true, "'ve": true, "'d": true, "'m": true}

// contractions are the English forms that the rule for "n't" does not take apart rightly, and the ones
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

// joinsLetter reports whether the hyphen at a place ties a single letter to the word it begins, as in
// e-mail and T-shirt.
func joinsLetter(text string, at int) bool {
	if at == 0 || at+3 >= len(text) || !isLetter(text[at+1]) || !isLetter(text[at+2]) || !isLetter(text[at+3]) {
		return false
	}
	switch text[at-1] | 0x20 {
	case 'e', 't', 'x', 'u':
	default:
		return false
	}
	if at == 1 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at-1])
	return !unicode.IsLetter(before) && !unicode.IsNumber(before) && !unicode.IsMark(before) && before != '-' && before != '\'' && before != '\u2019'
}

func betweenDigits(text string, at int) bool {
	return at > 0 && at+1 < len(text) && isDigit(text[at-1]) && isDigit(text[at+1])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
