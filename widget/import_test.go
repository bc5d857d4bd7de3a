package widget

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
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
	Skips          []struct{ File, Reason string }
	Comparison     *struct{ Asked, Was, Is int }
	ComparisonGone *struct{ Asked, Was, Is int } `json:"comparison_gone"`
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

// Four imports wait at most, none longer than half an hour, and each for the one who looked at it.
func TestWaitingImports(t *testing.T) {
	d := openDesk(t, nil, nil)
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
	if d.left() != 0 {
		t.Errorf("%d files are left", d.left())
	}
	if n := d.rows("waiting_import"); n != 4 {
		t.Errorf("%d imports wait", n)
	}
	d.exec(`UPDATE waiting_import SET until = until - $1`, importWait.Milliseconds())
	d.refused(404, "not_found", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, tokens[0]), people[0]))
	if err := d.shelf.SweepImports(t.Context()); err != nil || d.rows("waiting_import") != 0 || d.rows("waiting_part") != 0 {
		t.Errorf("%d imports and %d parts are kept for ever: %v", d.rows("waiting_import"), d.rows("waiting_part"), err)
	}
	d.want(200, upload("x.md", "text", people[4]), nil)

	// An upload that cannot be read takes nobody's place.
	for range maxImports {
		d.refused(422, "invalid", upload("x.exe", "MZ", people[4]))
	}
	if n := d.rows("waiting_import"); n != 1 {
		t.Errorf("%d imports wait", n)
	}

	// Another process takes over the directory.
	if err := os.WriteFile(filepath.Join(d.edge.Imports.Dir, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newUploads(d.edge.Imports.Dir, d.shelf, nil); err != nil || d.left() != 0 {
		t.Errorf("%d files of another process: %v", d.left(), err)
	}
	if none, err := newUploads("", d.shelf, nil); none != nil || err != nil {
		t.Error(none, err)
	}
}

// What was looked at on one node is applied on another, and when that cannot be done, on a third.
func TestImportOnAnotherNode(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	second, third := d.node(nil), d.node(nil)
	strict := d.node(func(c *Config) { c.Editing = twoPersons{c.Editing} })
	var seen lookedAt
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,"+strings.Repeat("mine ", 100)+"\n", editor), &seen)
	apply := func() *http.Request {
		return request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor)
	}
	strict.refused(409, "needs_second", apply())
	var done struct{ Summary map[string]int }
	second.want(200, apply(), &done)
	if done.Summary["changed"] != 1 {
		t.Errorf("done %+v", done.Summary)
	}
	third.refused(404, "not_found", apply())
	if n := d.rows("waiting_import") + d.rows("waiting_part"); n != 0 {
		t.Errorf("%d rows are left", n)
	}

	// Four wait at most on all nodes together.
	for i := range maxImports {
		d.want(200, upload("x.md", "text", cookie(d.session(d.staff(fmt.Sprintf("e%d@shop.example", i), account.Editor)))), nil)
	}
	second.refused(429, "busy", upload("x.md", "text", editor))
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
