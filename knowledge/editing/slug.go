package editing

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug keeps ids short enough to read, in bytes.
const maxSlug = 80

// Slug makes an article id of a title: lower-case letters and digits of any script with hyphens
// between words, accents of Latin letters removed. A title without letters gives "article".
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, c := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case unicode.Is(unicode.Mn, c) && c < 0x0370: // combining marks of Latin
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if b.Len()+len(string(c)) > maxSlug {
				return norm.NFC.String(strings.TrimRight(b.String(), "-"))
			}
			b.WriteRune(c)
		case c == '\'' || c == '’':
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "article"
	}
	return norm.NFC.String(b.String())
}
