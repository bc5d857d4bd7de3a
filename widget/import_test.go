package widget

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// lookedAt is an import as the page reads it.
type lookedAt struct {
	Token    string
	Source   string
	Counts   map[string]int
	Total    int
	Rows     []struct{ Action, ID, Title, File, Remark string }
	Problems []struct {
		File, Severity, Message string
		Line                    int
	}
	Skips      []struct{ File, Reason string }
	Comparison *struct{ Asked, Was, Is int }
}

// upload is a request with a file.
func upload(name, content string, with ...func(*http.Request)) *http.Request {
	return request("POST", "/api/editor/import?name="+url.QueryEscape(name), content, append(with, header("Content-Type", "application/octet-stream"))...)
}

// packed makes a ZIP of files given as name, text, name, text …
func packed(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// left returns what uploads left on the disk.
func (d *testDesk) left() int {
	d.t.Helper()
	files, err := os.ReadDir(d.edge.Imports.Dir)
	if err != nil {
		d.t.Fatal(err)
	}
	return len(files)
}

func (d *testDesk) head() int64 {
	d.t.Helper()
	head, err := d.shelf.Head(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return head
}

// An import is looked at, then applied: what was shown is what is done.
func TestImport(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	other := cookie(d.session(d.staff("other@shop.example", account.Editor)))
	before := d.head()
	docs := packed(t, "docs/cards.md", "# Gift cards\n\nOne year.", "docs/later.md", "---\ndraft: true\n---\nLater.", "docs/x.png", "x", "docs/returns.md", "---\naudience: shop\nreview: 2027-01-01\n---\n30 days.")
	var seen lookedAt
	d.want(200, upload(`C:\Users\ed\docs.zip`, docs, editor), &seen)
	if seen.Token == "" || seen.Source != "docs" || seen.Total != 3 || seen.Counts["new"] != 2 || seen.Counts["changed"] != 1 || seen.Counts["skips"] != 1 || seen.Counts["others"] != 3 || seen.Comparison != nil {
		t.Fatalf("seen %+v", seen)
	}
	if r := seen.Rows; len(r) != 3 || r[0].ID != "cards" || r[0].Title != "Gift cards" || r[0].File != "docs/cards.md" || r[1].Remark != "A draft there; it is not published." || r[2].Action != "changed" {
		t.Errorf("rows %+v", seen.Rows)
	}
	if d.head() != before {
		t.Error("the look has changed the corpus")
	}
	d.refused(404, "not_found", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), other))
	var done struct{ Summary map[string]int }
	d.want(200, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), &done)
	if s := done.Summary; s["new"] != 2 || s["changed"] != 1 || s["drafts"] != 1 || s["same"] != 0 {
		t.Errorf("done %+v", s)
	}
	if r, err := d.shelf.Store.PublishedRevision(t.Context(), "returns"); err != nil || r.Text != "30 days." || r.MayRead("club", false) || r.Author != "import:docs" || r.Review != "2027-01-01" {
		t.Errorf("returns: %+v %v", r, err)
	}
	if n := d.left(); n != 0 {
		t.Errorf("%d files are left", n)
	}
	d.refused(404, "not_found", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor))

	// The same source without an article: it is gone, and withdrawn if that is wanted.
	seen = lookedAt{}
	d.want(200, upload("docs.zip", packed(t, "docs/returns.md", "---\naudience: shop\nreview: 2027-01-01\n---\n30 days.", "docs/size.md", "# Size\n\nAbout."), editor), &seen)
	if seen.Counts["gone"] != 1 || seen.Counts["same"] != 1 || seen.Counts["changed"] != 1 {
		t.Errorf("seen %+v", seen)
	}
	d.want(200, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q,"withdraw_gone":true}`, seen.Token), editor), &done)
	if a, err := d.shelf.Article(t.Context(), "cards"); err != nil || a.Status != knowledge.Withdrawn || done.Summary["withdrawn"] != 1 {
		t.Errorf("cards %+v %v, %+v", a, err, done.Summary)
	}
}

// What was changed since it was looked at is looked at again.
func TestImportMoved(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	var seen lookedAt
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,mine\n", editor), &seen)
	d.want(200, request("PUT", "/api/editor/article?id=size", `{"base":1,"title":"Size","body":"theirs"}`, editor), nil)
	p := d.refused(409, "conflict", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor))
	if !strings.Contains(p.Message, "upload it again") {
		t.Errorf("says %q", p.Message)
	}
	if r, err := d.shelf.PublishedRevision(t.Context(), "size"); err != nil || strings.Contains(r.Body, "mine") {
		t.Errorf("size %+v %v", r, err)
	}
}

// The exam stops an import, and whoever may overrules it.
func TestImportExam(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	manager := cookie(d.session(d.staff("manager@shop.example", account.Manager)))
	question := knowledge.ExamQuestion{ID: "q1", Asked: knowledge.Asked{Text: "returns", Articles: []string{"returns"}}, Author: "x", At: time.Unix(1, 0)}
	if err := d.shelf.PutExamQuestion(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	d.shelf.gate.worse = []exam.Pair{exam.PairOf(question, exam.Verdict{Decision: exam.Answer, Article: "returns"}, exam.Verdict{Decision: exam.Answer, Article: "size"})}
	var seen lookedAt
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,returns\n", manager), &seen)
	if seen.Comparison == nil || seen.Comparison.Asked != 1 {
		t.Errorf("seen %+v", seen)
	}
	apply := func(extra string) *http.Request {
		return request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q%s}`, seen.Token, extra), manager)
	}
	before := d.head()
	var stopped struct {
		Code       string
		Comparison struct{ Worse []struct{ Question string } }
	}
	d.want(409, apply(""), &stopped)
	if stopped.Code != "exam_worse" || len(stopped.Comparison.Worse) != 1 || d.head() != before {
		t.Errorf("stopped with %+v", stopped)
	}
	d.refused(422, "invalid", apply(`,"overrule":"ok"`))
	d.want(200, apply(`,"overrule":"The old answer is wrong."`), nil)
	if d.head() == before {
		t.Error("nothing was imported")
	}
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,again\n", editor), &seen)
	d.refused(403, "forbidden", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q,"overrule":"The old answer is wrong."}`, seen.Token), editor))
	d.want(409, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), nil) // it is still there
}

// twoPersons is a room in which somebody else has to publish.
type twoPersons struct{ Editing }

func (twoPersons) TwoPersons() bool { return true }

func TestImportOfOnePerson(t *testing.T) {
	d := openDesk(t, func(c *Config) { c.Editing = twoPersons{c.Editing} }, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	var seen lookedAt
	d.want(200, upload("x.md", "Text.", editor), &seen)
	p := d.refused(409, "needs_second", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor))
	if !strings.Contains(p.Message, "drafts") {
		t.Errorf("says %q", p.Message)
	}
	d.want(200, upload("x.md", "---\ndraft: true\n---\nText.", editor), &seen)
	d.want(200, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), nil)
}

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

// Four imports wait at most, none longer than half an hour, and each for the one who looked at it.
func TestWaitingImports(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	d := openDesk(t, func(c *Config) { c.Clock = func() time.Time { return now } }, nil)
	var people []func(*http.Request)
	for i := range 5 {
		people = append(people, cookie(d.session(d.staff(fmt.Sprintf("e%d@shop.example", i), account.Editor))))
	}
	var tokens []string
	for i := range 4 {
		var seen lookedAt
		d.want(200, upload("x.md", fmt.Sprint("text ", i), people[i]), &seen)
		tokens = append(tokens, seen.Token)
	}
	d.refused(429, "busy", upload("x.md", "text", people[4]))
	var seen lookedAt
	d.want(200, upload("x.md", "other", people[1]), &seen) // instead of their first
	d.refused(404, "not_found", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, tokens[1]), people[1]))
	d.refused(404, "not_found", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, tokens[0]), people[1]))
	if d.left() != 4 {
		t.Errorf("%d files are kept", d.left())
	}
	now = now.Add(importWait)
	d.refused(404, "not_found", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, tokens[0]), people[0]))
	if d.left() != 0 {
		t.Errorf("%d files are kept for ever", d.left())
	}
	d.want(200, upload("x.md", "text", people[4]), nil)

	// Another process takes over the directory.
	if _, err := newUploads(d.edge.Imports.Dir, time.Now, nil); err != nil || d.left() != 0 {
		t.Errorf("%d files of another process: %v", d.left(), err)
	}
	if none, err := newUploads("", time.Now, nil); none != nil || err != nil {
		t.Error(none, err)
	}
}

// A desk without a directory for uploads says so.
func TestNoImports(t *testing.T) {
	d := openDesk(t, func(c *Config) { c.Imports = Imports{} }, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	d.refused(503, "unavailable", upload("x.md", "text", editor))
	d.refused(503, "unavailable", request("POST", "/api/editor/import/apply", `{"token":"x"}`, editor))
	d.refused(503, "unavailable", request("GET", "/api/editor/export", "", editor))
}

// Many problems are cut to those that count.
func TestImportViewIsBounded(t *testing.T) {
	var b importing.Batch
	for i := range 2 * maxShown {
		b.Problems = append(b.Problems, importing.Problem{File: "w", Severity: importing.Warning, Message: fmt.Sprint(i)})
		b.Skips = append(b.Skips, importing.Skip{File: "s"})
	}
	b.Problems = append(b.Problems, importing.Problem{File: "e", Severity: importing.Error})
	p := importing.Plan{Count: map[importing.Action]int{}}
	for range 2 * maxShown {
		p.Rows = append(p.Rows, importing.Row{Action: importing.Same})
	}
	p.Rows = append(p.Rows, importing.Row{Action: importing.Gone, Edited: true})
	v := viewImport(b, p)
	if len(v.Problems) != maxShown || v.Problems[0].File != "e" || v.Counts["warnings"] != 2*maxShown || v.Counts["errors"] != 1 || len(v.Skips) != maxShown || v.Counts["skips"] != 2*maxShown {
		t.Errorf("problems %d, first %+v, %v", len(v.Problems), v.Problems[0], v.Counts)
	}
	if len(v.Rows) != maxShown || v.Total != 2*maxShown+1 || v.Rows[0].Remark != "Edited here; it stays." {
		t.Errorf("%d rows of %d, first %+v", len(v.Rows), v.Total, v.Rows[0])
	}
}

// The export is the Markdown that an import reads; what breaks off does not look whole.
func TestExport(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	export := func(query string) map[string]string {
		w := d.want(200, request("GET", "/api/editor/export"+query, "", editor), nil)
		if h := w.Header(); h.Get("Content-Type") != "application/zip" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename=\"frontdesk-") || h.Get("Cache-Control") != "no-store" {
			t.Errorf("head %v", h)
		}
		z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
		if err != nil {
			t.Fatal(err)
		}
		files := make(map[string]string)
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			files[f.Name] = string(text)
		}
		return files
	}
	if files := export(""); len(files) != 2 || !strings.Contains(files["returns.md"], "About **Returns**.") {
		t.Errorf("files %v", files)
	}
	if files := export("?drafts=1"); len(files) != 3 || !strings.Contains(files["draft.md"], "\ndraft: true\n") {
		t.Errorf("with drafts %v", files)
	}
	w := d.want(200, request("GET", "/api/editor/export", "", editor), nil)
	var seen lookedAt
	d.want(200, upload("x.zip", w.Body.String(), editor), &seen)
	if seen.Counts["same"] != 2 || seen.Counts["changed"]+seen.Counts["new"] != 0 {
		t.Errorf("read back: %+v", seen)
	}

	d.edge.Imports.Articles = brokenShelf{d.shelf.Store}
	d.refused(500, "internal", request("GET", "/api/editor/export", "", editor))
	d.edge.Imports.Articles = d.shelf.Store
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("the answer that broke off ended with %v", p)
		}
	}()
	d.edge.mux.ServeHTTP(breaksOff{httpWriter{http.Header{}}}, request("GET", "/api/editor/export", "", editor))
	t.Error("half an export is an answer")
}

type brokenShelf struct{ *store.Store }

func (brokenShelf) Count(context.Context) (store.Counts, error) {
	return store.Counts{}, fmt.Errorf("the database at %s is locked", filepath.Join("srv", "x"))
}

// httpWriter is a response that nobody reads.
type httpWriter struct{ h http.Header }

func (w httpWriter) Header() http.Header         { return w.h }
func (w httpWriter) WriteHeader(int)             {}
func (w httpWriter) Write(p []byte) (int, error) { return len(p), nil }

// breaksOff is a connection that breaks off.
type breaksOff struct{ httpWriter }

func (breaksOff) Write([]byte) (int, error) { return torn{}.Write(nil) }
