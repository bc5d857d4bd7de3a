package widget

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"frontdesk/bot/account"
)

// wideText returns a text in UTF-16 with its mark.
func wideText(text string) string {
	out := []byte{0xff, 0xfe}
	for _, c := range utf16.Encode([]rune(text)) {
		out = append(out, byte(c), byte(c>>8))
	}
	return string(out)
}

// bomb is a ZIP of a few kilobytes that unpacks to gigabytes.
func bomb(t testing.TB) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	block := bytes.Repeat([]byte("a "), 1<<20)
	for i := range 40 {
		w, err := z.Create(fmt.Sprintf("%03d.md", i))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := w.Write(block[:2<<20-1]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Hostile and broken files are refused in a sentence, or told with their line, and nothing is changed or left behind.
func TestHostileImports(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	before := d.head()
	for name, c := range map[string]struct{ file, content, want string }{
		"a ZIP bomb":               {"b.zip", bomb(t), "too much data: more than 134217728 bytes after unpacking"},
		"a ZIP that climbs out":    {"b.zip", packed(t, "../../etc/x.md", "x"), "the name leads out of the ZIP"},
		"a ZIP that is cut off":    {"b.zip", packed(t, "a.md", "x")[:30], "The ZIP cannot be opened; it may be cut off"},
		"a picture as a ZIP":       {"b.zip", "\x89PNG\r\n\x1a\n", "The ZIP cannot be opened"},
		"HTML with 1,000 levels":   {"b.html", strings.Repeat("<div>", 1000) + "x", "elements are nested more than"},
		"Markdown with 1,000 of >": {"b.md", strings.Repeat(">", 1000) + "x", "lists and quotes are nested too deeply"},
		"broken UTF-16":            {"b.csv", wideText("title,body\nA,b") + "\x00\xd8\n\x00", "the file is UTF-16 and a character of this row is broken"},
		"UTF-16 as Markdown":       {"b.md", wideText("# A"), "the file is UTF-16; save the file as UTF-8"},
		"a spreadsheet as CSV":     {"b.csv", "PK\x03\x04xxxxxxxxxxxx", "the file is a ZIP or an office document"},
		"an office document":       {"b.docx", "PK\x03\x04", "It is of no known kind"},
		"a program":                {"b.exe", "MZ", "It is of no known kind"},
		"no ending":                {"b", "x", "It is of no known kind"},
		"not gzipped":              {"b.csv.gz", "title\nx", "The file is not gzipped"},
		"addresses":                {"b.txt", "https://shop.example/help", "Pages cannot be fetched from here"},
		"an article too large":     {"b.md", strings.Repeat("a ", 200<<10), "the text has 409600 bytes"},
		"nothing":                  {"b.md", "", "The file is empty"},
		"a NUL":                    {"b.md", "a\x00b", "there is a NUL character"},
		"a name that climbs out":   {"../../../b.md", "\xff", "the text is not valid UTF-8"},
		"a name of blanks":         {" . . ", "x", "It is of no known kind"},
		"a hidden name":            {".b.md", "\xff", "the text is not valid UTF-8"},
		"a name in another script": {"Зміни — «нові».md", "\xff", "the text is not valid UTF-8"},
		"a long name":              {strings.Repeat("ä", 3000) + ".md", "\xff", "the text is not valid UTF-8"},
	} {
		w := d.do(upload(c.file, c.content, editor))
		body := w.Body.String()
		if w.Code != 200 && w.Code != 422 || !strings.Contains(body, c.want) || strings.Contains(body, d.edge.Imports.Dir) {
			t.Errorf("%s: %d %.400s; want %q", name, w.Code, body, c.want)
		}
		var seen lookedAt
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &seen); err != nil || seen.Token != "" || seen.Counts["errors"] == 0 {
				t.Errorf("%s can be applied: %+v %v", name, seen.Counts, err)
			}
		}
		if n := d.left(); n != 0 {
			t.Fatalf("%s left %d files", name, n)
		}
	}
	d.refused(400, "invalid", request("POST", "/api/editor/import", "x", editor))
	d.refused(400, "invalid", request("POST", "/api/editor/import?name=%FF.md", "x", editor))
	r := upload("b.csv", "", editor)
	r.Body, r.ContentLength = io.NopCloser(io.LimitReader(zeros{}, maxUpload+1)), -1
	if p := d.refused(413, "too_large", r); !strings.Contains(p.Message, "64 MiB") {
		t.Errorf("says %q", p.Message)
	}
	r = upload("b.csv", "", editor)
	r.Body, r.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader("title,b"), torn{})), -1
	d.refused(400, "bad_json", r)
	if d.head() != before || d.left() != 0 {
		t.Errorf("head %d, was %d; %d files left", d.head(), before, d.left())
	}
	if strings.Contains(d.log.String(), "request failed") {
		t.Errorf("the log says\n%s", d.log)
	}

	// A CSV in UTF-16 is what spreadsheets save, and no fault.
	var seen lookedAt
	d.want(200, upload("b.csv", wideText("title,body\nÄpfel,süß\n"), editor), &seen)
	if seen.Token == "" || len(seen.Rows) != 1 || seen.Rows[0].Title != "Äpfel" {
		t.Errorf("UTF-16: %+v", seen)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type torn struct{}

func (torn) Read([]byte) (int, error)  { return 0, io.ErrUnexpectedEOF }
func (torn) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
