package importing

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// fault is something wrong at a line of a file.
type fault struct {
	line    int
	message string
}

// Error implements error.
func (f *fault) Error() string { return fmt.Sprintf("line %d: %s", f.line, f.message) }

const (
	saveAsUTF8 = "save the file as UTF-8"
	bom        = "\ufeff"
)

// encoding returns what is wrong with the encoding of a file that begins with raw, "" if nothing is seen.
func encoding(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "the file is UTF-16; " + saveAsUTF8
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return "the file is a ZIP or an office document; give it the right ending or export it"
	}
	return ""
}

// decode returns the text of a file without its byte order mark.
func decode(raw []byte) (string, *fault) {
	if message := encoding(raw); message != "" {
		return "", &fault{1, message}
	}
	raw = bytes.TrimPrefix(raw, []byte(bom))
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return "", &fault{lineAt(raw, i), "there is a NUL character; remove it, or " + saveAsUTF8 + " if it is text in another encoding"}
	}
	if !utf8.Valid(raw) {
		return "", &fault{lineAt(raw, invalidAt(raw)), "the text is not valid UTF-8; " + saveAsUTF8}
	}
	return string(raw), nil
}

// invalidAt returns the offset of the first byte that is not UTF-8.
func invalidAt(raw []byte) int {
	i := 0
	for i < len(raw) {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return i
}

// lineAt returns the line of an offset, from 1.
func lineAt(raw []byte, offset int) int { return 1 + bytes.Count(raw[:offset], []byte("\n")) }
