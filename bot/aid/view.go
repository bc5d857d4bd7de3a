package aid

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// view is a text as rules read it: compatibility forms composed, invisible characters gone, quotes, dashes and white
// space written plainly, with the way back to the original.
type view struct {
	text string
	from []int // for each byte of text, where the original character begins that it came of
	to   []int // and where that one ends
}

// look makes the view of a text. A folded one has lost upper and lower case, too.
func look(s string, folded bool) view {
	v := view{from: make([]int, 0, len(s)), to: make([]int, 0, len(s))}
	out := make([]byte, 0, len(s))
	var it norm.Iter
	it.InitString(norm.NFKC, s)
	space := true // at the start, so that leading space goes
	for !it.Done() {
		start := it.Pos()
		segment := it.Next()
		for _, r := range string(segment) {
			r = plainRune(r)
			if r < 0 || r == ' ' && space {
				continue
			}
			space = r == ' '
			if folded {
				r = foldRune(r)
			}
			before := len(out)
			out = append(out, string(r)...)
			for range out[before:] {
				v.from, v.to = append(v.from, start), append(v.to, it.Pos())
			}
		}
	}
	v.text = string(out)
	return v
}

// original returns where a part of the view stands in the original.
func (v view) original(start, end int) (int, int) { return v.from[start], v.to[end-1] }

// plainRune is the plain form of a character, -1 for one that cannot be seen.
func plainRune(r rune) rune {
	switch {
	case r < 0x80 && r > ' ' && r != '`':
		return r
	case unicode.IsSpace(r):
		return ' '
	}
	switch r {
	case '‘', '’', '‚', '‛', '′', '´', '`', 'ʼ', '‹', '›':
		return '\''
	case '“', '”', '„', '‟', '″', '«', '»':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	case '\u2800', '\u3164': // blanks that are no space to Unicode
		return ' '
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5': // joiners and fillers
		return -1
	}
	if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector) {
		return -1
	}
	return r
}

// foldRune is one character for all that differ only in case: the same folding as of a pattern's (?i).
func foldRune(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	if r < 0x80 {
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		return least + 'a' - 'A'
	}
	return least
}

// foldText applies [foldRune] to a whole text.
func foldText(s string) string { return look(s, true).text }

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}
