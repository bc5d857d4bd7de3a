package hypertext

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"frontdesk/knowledge/pattern"
)

// declared finds the encoding that a page names in its head.
var declared = pattern.Of(`(?i)<meta[^>]{1,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})`)

// headBytes is how far into a page its encoding is looked for.
const headBytes = 4096

// Decode returns the text of a page in UTF-8. Its encoding is what a byte order mark says, else UTF-8 if the page is
// that, else what contentType (of the server's answer; "" if there is none) or the page itself names. The error is a
// sentence for the person who has the page.
func Decode(raw []byte, contentType string) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return decodeAs(raw, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16")
	case utf8.Valid(raw):
		return strings.TrimPrefix(string(raw), "\ufeff"), nil
	}
	name := ""
	if _, parameters, err := mime.ParseMediaType(contentType); err == nil {
		name = parameters["charset"]
	}
	if m := declared.FindStringSubmatch(string(raw[:min(len(raw), headBytes)])); name == "" && m != nil {
		name = m[1]
	}
	if name == "" {
		return "", fmt.Errorf("the page is not valid UTF-8 and does not say what it is instead; save it as UTF-8")
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return "", fmt.Errorf("the page says that its encoding is %.40q, which is not known; save it as UTF-8", name)
	}
	return decodeAs(raw, e, name)
}

func decodeAs(raw []byte, e encoding.Encoding, name string) (string, error) {
	out, err := e.NewDecoder().Bytes(raw)
	if err != nil || bytes.Count(out, []byte("\ufffd")) > len(raw)/100 {
		return "", fmt.Errorf("the page says that its encoding is %.40s, and is not; save it as UTF-8", name)
	}
	return string(out), nil
}
