package store

import (
	"strings"
	"unicode/utf8"
)

// isPlain reports whether every database keeps the text as it is: not every one keeps NUL characters or what is not UTF-8.
func isPlain(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// plain leaves out of a text what not every database keeps.
func plain(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}
