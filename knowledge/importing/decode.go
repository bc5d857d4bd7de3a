package importing

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
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

// narrow returns rows in UTF-8, and whether they were UTF-16, as spreadsheets save "Unicode text": with a byte order
// mark, or without one where every other byte of the beginning is 0.
func narrow(in io.Reader) (out io.Reader, wide bool, err error) {
	buffered := bufio.NewReaderSize(in, readAhead)
	head, err := buffered.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return nil, false, err
	}
	order, wide := wideOrder(head)
	if !wide {
		return buffered, false, nil
	}
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(buffered), true, nil
}

// wideOrder reports whether a text that begins with head is UTF-16, and in which order its bytes are.
func wideOrder(head []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.BigEndian, true
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 2:
	case zeros[1] > half*3/4 && zeros[0] == 0:
		return unicode.LittleEndian, true
	case zeros[0] > half*3/4 && zeros[1] == 0:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}
