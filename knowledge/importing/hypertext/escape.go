package hypertext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

// Escape returns Markdown of which the text is s, whatever marks s contains. Line breaks become blanks.
func Escape(s string) string { return escape(oneLine(s), true, false) }

var (
	// bareAddress is a web address as a word, without the punctuation after it.
	bareAddress = pattern.Of(`^https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9/._~%?=&#+:@$-]*)?$`)
	mailAddress = pattern.Of(`^[A-Za-z0-9.]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$`)
	numberMark  = pattern.Of(`^[0-9]{1,9}[.)]`)
)

// escape escapes what Markdown would take for a mark. start says that s begins a line; linked, that it is the text of
// a link, in which no other link may stand.
func escape(s string, start, linked bool) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/16)
	for i, word := range strings.Split(s, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		escapeWord(&b, word, start && i == 0, linked)
	}
	return b.String()
}

func escapeWord(b *strings.Builder, word string, start, linked bool) {
	core := strings.TrimRight(word, ".,;:!?)")
	switch {
	case !linked && bareAddress.MatchString(core):
		b.WriteString("<" + core + ">" + word[len(core):])
		return
	case !linked && mailAddress.MatchString(core):
		b.WriteString(word)
		return
	}
	if start {
		if m := numberMark.FindString(word); m != "" {
			b.WriteString(m[:len(m)-1] + `\`)
			word = word[len(m)-1:]
			b.WriteByte(word[0])
			word = word[1:]
		} else if word != "" && strings.IndexByte("-+=", word[0]) >= 0 {
			b.WriteByte('\\')
		}
	}
	for i, c := range word {
		if mark(word, i, c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
}

// mark reports whether a character of a word has to be escaped.
func mark(word string, i int, c rune) bool {
	switch c {
	case '\\', '`', '*', '[', ']', '<', '>', '|', '~', '@':
		return true
	case '&':
		return i+1 < len(word) && (word[i+1] == '#' || letter(word[i+1]))
	case '_':
		before, _ := utf8.DecodeLastRuneInString(word[:i])
		next, _ := utf8.DecodeRuneInString(word[i+1:])
		return !alphanumeric(before) || !alphanumeric(next)
	case '#':
		return i == 0 || word[i-1] == '#'
	case ':':
		return strings.HasPrefix(word[i:], "://") || strings.HasPrefix(word[i:], "::") || i > 0 && word[i-1] == ':'
	case '.':
		return i >= 3 && strings.EqualFold(word[i-3:i], "www")
	}
	return false
}

func alphanumeric(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// destination returns an address as the destination of a Markdown link.
func destination(href string) string {
	var b strings.Builder
	for _, c := range []byte(href) {
		switch {
		case c <= ' ' || c == 0x7f || strings.IndexByte("<>()\\\"'`*_[]|~", c) >= 0 && c != '_' && c != '~':
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '&':
			b.WriteString("&amp;")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
