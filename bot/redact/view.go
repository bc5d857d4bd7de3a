package redact

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// view is a text as the finders read it: with plain digits, spaces and hyphens and without invisible characters, so that
// copied typography hides nothing; with the way back to the original.
type view struct {
	text     string
	from, to []int // per byte of text, the bounds of the original character that it came of
}

func look(s string) view {
	v := view{from: make([]int, 0, len(s)), to: make([]int, 0, len(s))}
	out := make([]byte, 0, len(s))
	var it norm.Iter
	it.InitString(norm.NFKC, s)
	for !it.Done() {
		start := it.Pos()
		segment := it.Next()
		for _, r := range string(segment) {
			if r = plainRune(r); r < 0 {
				continue
			}
			before := len(out)
			out = utf8.AppendRune(out, r)
			for range out[before:] {
				v.from, v.to = append(v.from, start), append(v.to, it.Pos())
			}
		}
	}
	v.text = string(out)
	return v
}

func (v view) original(s span) (start, end int) { return v.from[s.start], v.to[s.end-1] }

// plainRune is the plain form of a character, -1 for one that cannot be seen.
func plainRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r == '‐' || r == '‑' || r == '‒' || r == '–' || r == '—' || r == '−':
		return '-'
	case r == '’' || r == '‘' || r == 'ʼ':
		return '\''
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
		return -1
	case unicode.IsDigit(r):
		return '0' + digitValue(r)
	}
	return r
}

// digitValue is the value of a decimal digit of any script: each script has its ten in a row.
func digitValue(r rune) rune {
	zero := r
	for zero > 0 && r-zero < 9 && unicode.IsDigit(zero-1) {
		zero--
	}
	return r - zero
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// standsAlone reports whether no letter or digit touches a part of a text.
func standsAlone(text string, s span) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.start])
	after, _ := utf8.DecodeRuneInString(text[s.end:])
	return !wordRune(before) && !wordRune(after)
}

// digitsOf are the digits of a text and nothing else.
func digitsOf(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			out = append(out, s[i])
		}
	}
	return string(out)
}
