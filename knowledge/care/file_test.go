package care_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	pictures "image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/markup"
)

func picture(t testing.TB, encode func(b *bytes.Buffer, p pictures.Image) error) []byte {
	t.Helper()
	p := pictures.NewPaletted(pictures.Rect(0, 0, 40, 30), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	if err := encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func aPNG(t testing.TB) []byte {
	return picture(t, func(b *bytes.Buffer, p pictures.Image) error { return png.Encode(b, p) })
}

func aJPEG(t testing.TB) []byte {
	return picture(t, func(b *bytes.Buffer, p pictures.Image) error { return jpeg.Encode(b, p, nil) })
}

func aGIF(t testing.TB) []byte {
	return picture(t, func(b *bytes.Buffer, p pictures.Image) error {
		frame := p.(*pictures.Paletted)
		return gif.EncodeAll(b, &gif.GIF{Image: []*pictures.Paletted{frame, frame}, Delay: []int{1, 1}})
	})
}

// aWebP is the head of a lossless picture of 40 by 30 with a made-up rest: the browser decodes it, not the desk.
func aWebP(width, height int) []byte {
	b := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8L\x20\x00\x00\x00\x2f"), make([]byte, 31)...)
	binary.LittleEndian.PutUint32(b[21:], uint32(width-1)|uint32(height-1)<<14)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func TestInspect(t *testing.T) {
	pdf := []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
	for name, c := range map[string]struct {
		data       []byte
		kind, want string
	}{
		"back plate.png":                {aPNG(t), "image/png", "back-plate.png"},
		"photo.JPEG":                    {aJPEG(t), "image/jpeg", "photo.jpeg"},
		"a.gif":                         {aGIF(t), "image/gif", "a.gif"},
		"a.webp":                        {aWebP(40, 30), "image/webp", "a.webp"},
		"Größe – 42.pdf":                {pdf, "application/pdf", "Größe-42.pdf"},
		"notes":                         {[]byte("Plain words.\n"), "text/plain", "notes.txt"},
		"page.html":                     {[]byte("Plain words in disguise."), "text/plain", "page-html.txt"},
		"../../etc/passwd":              {aPNG(t), "image/png", "passwd.png"},
		`..\..\boot.ini`:                {aPNG(t), "image/png", "boot-ini.png"},
		"a\r\nSet-Cookie: x=1\r\n.png":  {aPNG(t), "image/png", "a-Set-Cookie-x-1.png"},
		"\"><script>alert(1)</script>":  {aPNG(t), "image/png", "script.png"},
		".htaccess":                     {aPNG(t), "image/png", "htaccess.png"},
		"":                              {aPNG(t), "image/png", "file.png"},
		"\xff\xfe":                      {aPNG(t), "image/png", "file.png"},
		strings.Repeat("ä", 300) + ".x": {aPNG(t), "image/png", strings.Repeat("ä", 40) + ".png"},
	} {
		u, err := care.Inspect(name, c.data)
		if err != nil || u.Type != c.kind || u.Name != c.want {
			t.Errorf("%.40q: %+v, %v; want %s %s", name, u, err, c.kind, c.want)
			continue
		}
		id, shown, ok := markup.File(u.Href())
		if !ok || id != u.ID || shown != u.Name {
			t.Errorf("%.40q: its address %q is not accepted by the parser", name, u.Href())
		}
		if care.Shown(u.Type) != strings.HasPrefix(c.kind, "image/") {
			t.Errorf("%s is shown: %v", c.kind, care.Shown(u.Type))
		}
	}
}

// bigPNG has the head of a picture of a size that nobody can decode.
func bigPNG(t testing.TB) []byte {
	b := bytes.Clone(aPNG(t))
	binary.BigEndian.PutUint32(b[16:], 8000)
	binary.BigEndian.PutUint32(b[20:], 8000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestInspectRefuses(t *testing.T) {
	zip := []byte("PK\x03\x04 and the rest of an archive")
	truncated := aPNG(t)
	for name, data := range map[string][]byte{
		"empty":                      {},
		"5 MiB and one byte":         bytes.Repeat([]byte("a"), care.MaxFile+1),
		"HTML":                       []byte("<!doctype html><script>alert(1)</script>"),
		"HTML behind blanks":         []byte("\n\n  <html>"),
		"HTML behind a mark":         []byte("\ufeff<body>"),
		"SVG":                        []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"XML":                        []byte(`<?xml version="1.0"?><svg/>`),
		"script in a GIF's head":     []byte("GIF89a/*\x00\x00\x00\x00\x00\x00*/=1;alert(document.cookie)//;"),
		"script behind a GIF":        append(aGIF(t), []byte("<script>alert(1)</script>")...),
		"archive behind a PNG":       append(aPNG(t), zip...),
		"archive behind a JPEG":      append(aJPEG(t), zip...),
		"archive behind a WebP":      append(aWebP(40, 30), zip...),
		"page behind a PDF":          append([]byte("%PDF-1.4\n%%EOF\n"), bytes.Repeat([]byte("<script>"), 200)...),
		"PNG cut short":              truncated[:len(truncated)-6],
		"PNG of 64 megapixels":       bigPNG(t),
		"WebP of 100 megapixels":     aWebP(10_000, 10_000),
		"WebP that says it is short": append([]byte("RIFF\xff\xff\x00\x00WEBPVP8L"), make([]byte, 30)...),
		"WebP of nothing":            append([]byte("RIFF\x22\x00\x00\x00WEBPVP9 "), make([]byte, 30)...),
		"archive":                    zip,
		"program":                    []byte("MZ\x90\x00\x03"),
		"Latin-1":                    []byte("Gr\xf6\xdfe"),
		"NUL in text":                []byte("a\x00b"),
	} {
		u, err := care.Inspect("a.png", data)
		if !errors.Is(err, knowledge.ErrInvalid) || len(err.Error()) < 30 {
			t.Errorf("%s: accepted as %+v, %v", name, u, err)
		}
	}
}

// A comment in a GIF is part of the format; it is kept from harm by what it is served as.
func TestInspectScriptInComment(t *testing.T) {
	b := bytes.Clone(aGIF(t))
	script := "<script>alert(1)</script>"
	comment := append([]byte{0x21, 0xfe, byte(len(script))}, script...)
	at := 13 + 3<<(b[10]&7+1)
	if b[10]&0x80 == 0 {
		at = 13
	}
	b = append(b[:at:at], append(append(comment, 0), b[at:]...)...)
	if u, err := care.Inspect("a.gif", b); err != nil || u.Type != "image/gif" {
		t.Errorf("%+v, %v", u, err)
	}
}

var goodName = regexp.MustCompile(`^[\pL\pN\pM_-]+\.(png|jpe?g|gif|webp|pdf|txt)$`)

func FuzzInspect(f *testing.F) {
	f.Add("a.png", aPNG(f))
	f.Add("a.jpg", aJPEG(f))
	f.Add("a.gif", aGIF(f))
	f.Add("a.webp", aWebP(3, 4))
	f.Add("../x\r\n", []byte("text"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		u, err := care.Inspect(name, data)
		if err != nil {
			if !errors.Is(err, knowledge.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		if !goodName.MatchString(u.Name) || len(u.ID) != 32 {
			t.Fatalf("%q became %+v", name, u)
		}
		if _, _, ok := markup.File(u.Href()); !ok {
			t.Fatalf("the parser refuses %q", u.Href())
		}
	})
}
