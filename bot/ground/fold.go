package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge/quantity"
)

// fold brings a text into the form in which it is compared: compatible characters are made one, digits of all scripts
// are those of ASCII, quotes and dashes have one shape, invisible characters are gone. Case and accents stay.
func fold(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case invisible(r):
		case r == '½' || r == '¼' || r == '¾' || r == '⅓' || r == '⅔':
			if s := b.String(); s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' {
				b.WriteByte(' ') // 1½ is not 11/2
			}
			b.WriteString(strings.ReplaceAll(norm.NFKC.String(string(r)), "⁄", "/"))
		default:
			b.WriteRune(r)
		}
	}
	out := norm.NFKC.String(b.String())
	b.Reset()
	for _, r := range out {
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r == '’' || r == '‘' || r == '´' || r == '′' || r == 'ʼ' || r == '‚':
			b.WriteByte('\'')
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»' || r == '″':
			b.WriteByte('"')
		case r == '–' || r == '—' || r == '−' || r == '‐' || r == '‑' || r == '―':
			b.WriteByte('-')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Nd, r):
			b.WriteByte(quantity.Digit(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain reports whether folding leaves a text as it is.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// invisible reports whether a character is not seen: it joins, parts, turns or hides others.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == '\u034f' || r == '\u115f' || r == '\u3164' || 0xE0000 <= r && r < 0xE1000
}

// turning reports whether a character turns the direction of those after it.
func turning(r rune) bool { return 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 }

// bare is a text without blanks and signs at its ends, and with single blanks.
func bare(text string) string {
	return strings.Join(strings.Fields(strings.Trim(text, " \t\n.!?;:,•-*")), " ")
}
