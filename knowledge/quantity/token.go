package quantity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a piece of a text: a word in small letters, a number with the separators in it, or a sign.
type token struct {
	text       string
	start, end int
	kind       byte // 'w' word, 'n' number, 's' sign
	glued      bool // stands right behind the one before
	capital    bool // a word that begins with a capital letter
	spaced     bool // a number whose groups are parted by blanks
}

// cut takes a text apart. Numbers have the digits of ASCII.
func cut(text string, into []token) []token {
	end := -1
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		t := token{start: i, glued: i == end}
		switch {
		case isDigit(r):
			t.kind = 'n'
			t.text, t.end, t.spaced = number(text, i)
		case unicode.IsLetter(r):
			t.kind, t.capital = 'w', unicode.IsUpper(r)
			t.end = wordEnd(text, i)
			t.text = strings.ToLower(text[i:t.end])
		case r <= ' ' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			if r == '\n' {
				into = append(into, token{text: "\n", start: i, end: i + 1, kind: 's'})
			}
			i += size
			continue
		default:
			t.kind, t.end = 's', i+size
			t.text = text[i:t.end]
			switch r {
			case '–', '—', '−', '‐', '‑':
				t.text = "-"
			case '’', '´', '`':
				t.text = "'"
			}
		}
		into = append(into, t)
		i, end = t.end, t.end
	}
	return into
}

func wordEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\u00ad' && r != '\u200b' {
			break
		}
		i += size
	}
	return i
}

func isDigit(r rune) bool {
	return '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r)
}

// Digit is a decimal digit of any script in ASCII: each table of them is made of whole tens.
func Digit(r rune) byte {
	if r <= '9' {
		return byte(r)
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	return '0'
}

// number reads the digits at i with the separators in it. Groups of three may be parted by blanks.
func number(text string, i int) (digits string, end int, spaced bool) {
	var b []byte
	i, b = run(text, i, b)
	end = i
	group := len(b)
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[min(i+size, len(text)):])
		if !isDigit(next) || i+size >= len(text) {
			break
		}
		switch r {
		case '.', ',', ':', '/':
			if spaced && r != '.' && r != ',' {
				return string(b), end, spaced
			}
			i, b = run(text, i+size, append(b, byte(r)))
			end, group = i, 9
			continue
		case '٫', '٬':
			sign := byte('.')
			if r == '٬' {
				sign = '\''
			}
			i, b = run(text, i+size, append(b, sign))
			end, group = i, 9
			continue
		case '\'', '’':
			if j, more := run(text, i+size, nil); len(more) == 3 && group <= 3 {
				b, i, end = append(b, more...), j, j
				continue
			}
		case ' ', '\u00a0', '\u202f', '\u2009':
			j, more := run(text, i+size, nil)
			if len(more) == 3 && group <= 3 && b[0] != '0' && !longer(text, j) {
				b, i, end, spaced = append(b, more...), j, j, true
				continue
			}
		}
		break
	}
	return string(b), end, spaced
}

// longer reports whether digits follow that make the groups before them no thousands: those of a telephone number.
func longer(text string, i int) bool {
	r, size := utf8.DecodeRuneInString(text[i:])
	if r != ' ' && r != '\u00a0' && r != '-' && r != '/' {
		return false
	}
	j, more := run(text, i+size, nil)
	return len(more) > 0 && len(more) != 3 && (len(more) > 3 || r == ' ' && !letterAt(text, j))
}

func letterAt(text string, i int) bool {
	if i+1 >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i+1:])
	return unicode.IsLetter(r)
}

// run appends the digits at i.
func run(text string, i int, b []byte) (int, []byte) {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isDigit(r) {
			break
		}
		b = append(b, Digit(r))
		i += size
	}
	return i, b
}
