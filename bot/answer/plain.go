package answer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain reduces a message to lower-case words with single blanks between them, apostrophes dropped
// ("don't" → "dont") and letters repeated for emphasis reduced to two ("heyyyy" → "heyy").
func plain(text string) string {
	var buffer [160]byte
	out, blank := buffer[:0], true
	var last byte
	run := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		switch {
		case c >= utf8.RuneSelf:
			return plainRunes(text)
		case c == '\'' || c == '`':
			continue
		case 'a' <= c && c <= 'z':
			if c != last {
				run = 0
			}
			run++
			if last, blank = c, false; run <= 2 {
				out = append(out, c)
			}
		case '0' <= c && c <= '9':
			last, run, blank = c, 1, false
			out = append(out, c)
		default:
			if last, run = 0, 0; !blank {
				out, blank = append(out, ' '), true
			}
		}
	}
	if n := len(out); blank && n > 0 {
		out = out[:n-1]
	}
	return string(out)
}

// plainRunes is plain for any text, letter by letter.
func plainRunes(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	var last rune
	run, blank := 0, true
	for _, r := range text {
		r = unicode.ToLower(r)
		switch {
		case r == '\'' || r == '’' || r == '`' || r == '´' || r == 'ʼ' || unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if r == last && unicode.IsLetter(r) {
				run++
			} else {
				run = 1
			}
			last = r
			if run <= 2 {
				b.WriteRune(r)
			}
			blank = false
		default:
			last, run = 0, 0
			if !blank {
				b.WriteByte(' ')
				blank = true
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// contentWords lists the words of a message that carry its matter, without repetition.
func contentWords(text string) []string { return contentOf(plain(text)) }

// contentOf is contentWords of a plain text.
func contentOf(p string) []string {
	var out []string
	for w := range strings.FieldsSeq(p) {
		if len(w) > 1 && !grammar[w] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

var grammar = words(`a an the this that these those there here it its i me my mine we us our you your he him his she
her they them their who whom whose which what where when why how is am are was were be been do does did done have has had
can could will would shall should may might must to of in on at by for from with about into and or but if then so just
also too please thanks want need like know tell help get got give im ive id ill whats hi hello hey ok okay
now again then still really actually even very much many`)

func words(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// likeness is the share of content words that two messages have in common (Jaccard), words counting as
// the same when one begins with the other.
func likeness(a, b string) float64 {
	wa, wb := contentWords(a), contentWords(b)
	if len(wa) == 0 || len(wb) == 0 {
		return 0
	}
	common := 0
	for _, x := range wa {
		for _, y := range wb {
			if sameWord(x, y) {
				common++
				break
			}
		}
	}
	return float64(common) / float64(len(wa)+len(wb)-min(common, len(wb)))
}

// sameWord reports whether two words are forms of one, as far as their beginnings tell.
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 4 && strings.HasPrefix(b, a[:len(a)-len(a)/5]) && len(b)-len(a) <= 4
}
