package llm

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// spelling puts text together that comes in JSON strings. Some servers cut between the bytes of a character, or
// between the halves of a surrogate pair; what is not whole waits for the next string. Reading the strings with
// encoding/json would have put U+FFFD in place of each part.
type spelling struct {
	rest []byte // bytes that do not make a whole character yet
	high rune   // a first half of a surrogate pair, or 0
	cr   bool   // the last character was a carriage return
}

// add takes a valid JSON string, with its quotes, and returns the characters that are whole now and may be shown.
func (s *spelling) add(quoted []byte) string {
	in := quoted[1 : len(quoted)-1]
	for len(in) > 0 {
		n := bytes.IndexByte(in, '\\')
		switch {
		case n == 0 && in[1] == 'u':
			s.unit(in[2:6])
			in = in[6:]
			continue
		case n == 0:
			s.rest = append(s.rest, escaped(in[1]))
			in = in[2:]
		default:
			if n < 0 {
				n = len(in)
			}
			s.rest = append(s.rest, in[:n]...)
			in = in[n:]
		}
		s.high = 0
	}
	return s.whole()
}

// unit takes the digits of a \u.
func (s *spelling) unit(hex []byte) {
	n, _ := strconv.ParseUint(string(hex), 16, 16) // the string is valid JSON
	r, high := rune(n), s.high
	s.high = 0
	switch {
	case !utf16.IsSurrogate(r):
		s.rest = utf8.AppendRune(s.rest, r)
	case r < 0xDC00:
		s.high = r
	case high != 0:
		s.rest = utf8.AppendRune(s.rest, utf16.DecodeRune(high, r))
	}
}

// escaped returns what a backslash and a letter stand for.
func escaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return c // quote, backslash, slash
	}
}

// whole takes the whole characters off the rest.
func (s *spelling) whole() string {
	var out strings.Builder
	b := s.rest
	for len(b) > 0 && utf8.FullRune(b) {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		cr := s.cr
		s.cr = r == '\r'
		switch {
		case r == '\n' && cr: // both of them are one line break
		case r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029:
			out.WriteByte('\n')
		case shown(r):
			out.WriteRune(r)
		}
	}
	s.rest = append(s.rest[:0], b...)
	return out.String()
}

// shown reports whether a character may be shown. Left out are control characters, what is no character, and what
// makes people read something other than what the gate reads: characters that are not seen within words, that
// reverse the direction of text, or that each font draws as it likes.
func shown(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return true
	case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Co, r):
		return false
	case r == 0xAD || r == 0x200B || r == 0xFEFF: // soft hyphen, blanks without width
		return false
	case 0x202A <= r && r <= 0x202E || 0x2060 <= r && r <= 0x206F || 0xFFF9 <= r && r <= 0xFFFB: // directions, invisible signs
		return false
	default:
		return r < 0xE0000 || r > 0xE007F // tags, which spell hidden text
	}
}
