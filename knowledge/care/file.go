package care

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// Limits of a file that articles show.
const (
	MaxFile   = 5 << 20    // bytes
	MaxPixels = 50_000_000 // of an image: what a phone can decode
)

// maxStem bounds the name of a file without its end, in bytes.
const maxStem = 80

// Upload is a file as it may be kept: named for people, its id and its type told from the bytes.
type Upload struct {
	ID   string // SHA-256 of the bytes in hexadecimal, first 32 digits
	Name string // ends as its type does
	Type string // media type: image/png, image/jpeg, image/gif, image/webp, application/pdf or text/plain
}

// Href is what an article writes to show or link to the file.
func (u Upload) Href() string { return markup.FileHref(u.ID, u.Name) }

// Shown reports whether a media type is one that browsers may show within a page; every other file is saved.
func Shown(mediaType string) bool { return strings.HasPrefix(mediaType, "image/") }

// ends of names by media type; the first is given to a file that has none of them.
var ends = map[string][]string{
	"image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/gif": {".gif"}, "image/webp": {".webp"},
	"application/pdf": {".pdf"}, "text/plain": {".txt"},
}

// Inspect says what a file is. Neither its name nor what its sender says about it counts: a file that is not wholly
// what its first bytes claim, such as an image with an archive behind it, is refused. The error wraps
// knowledge.ErrInvalid and is a sentence for the person who sent it.
func Inspect(name string, data []byte) (Upload, error) {
	if len(data) == 0 {
		return Upload{}, refuse("the file is empty")
	}
	if len(data) > MaxFile {
		return Upload{}, refuse("the file has %d bytes; at most %d are allowed, make it smaller", len(data), MaxFile)
	}
	kind := mediaType(data)
	if err := checks[kind](data); err != nil {
		return Upload{}, err
	}
	sum := sha256.Sum256(data)
	return Upload{ID: hex.EncodeToString(sum[:16]), Name: fileName(name, ends[kind]), Type: kind}, nil
}

// mediaType is what the first bytes say; whatever is nothing else has to prove that it is text.
func mediaType(data []byte) string {
	for _, m := range []struct{ begin, kind string }{
		{"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"}, {"%PDF-", "application/pdf"},
	} {
		if bytes.HasPrefix(data, []byte(m.begin)) {
			return m.kind
		}
	}
	if len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "image/webp"
	}
	return "text/plain"
}

// checks are what the rest of a file has to pass.
var checks = map[string]func(data []byte) error{
	"image/png":  func(data []byte) error { return image(data, pngEnd) },
	"image/jpeg": func(data []byte) error { return image(data, jpegEnd) },
	"image/gif":  func(data []byte) error { return image(data, gifEnd) },
	"image/webp": webp, "application/pdf": pdf, "text/plain": plain,
}

func refuse(format string, a ...any) error {
	return fmt.Errorf("%w: %s", knowledge.ErrInvalid, fmt.Sprintf(format, a...))
}

// pdf accepts what begins and ends like one.
func pdf(data []byte) error {
	if !bytes.Contains(data[max(0, len(data)-1024):], []byte("%%EOF")) {
		return refuse("the PDF is incomplete or has something behind it; save it again")
	}
	return nil
}

// plain accepts text that no browser would take for a page.
func plain(data []byte) error {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case !utf8.Valid(text):
		return refuse("it is neither an image, a PDF nor text in UTF-8; PNG, JPEG, GIF and WebP images, PDF and plain text are accepted")
	case bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) || r == 0x7f }) >= 0:
		return refuse("it is neither an image, a PDF nor plain text; PNG, JPEG, GIF and WebP images, PDF and plain text are accepted")
	case bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")):
		return refuse("it looks like HTML, SVG or XML, which is not accepted; export it as an image, PDF or plain text")
	}
	return nil
}

// fileName makes a name that can stand in an address and be saved anywhere.
func fileName(name string, ends []string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	end := strings.ToLower(path.Ext(name))
	stem := strings.TrimSuffix(name, path.Ext(name))
	known := false
	for _, e := range ends {
		known = known || e == end
	}
	if !known {
		stem, end = name, ends[0]
	}
	var b strings.Builder
	for _, r := range stem {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '_' {
			r = '-'
		}
		if b.Len()+utf8.RuneLen(r) > maxStem {
			break
		}
		if r != '-' || b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteRune(r)
		}
	}
	stem = strings.Trim(b.String(), "-")
	if stem == "" {
		stem = "file"
	}
	return stem + end
}
