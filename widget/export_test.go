package widget

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/knowledge/store"
)

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

// What articles show is in the export, and an import of it keeps it with them.
func TestFilesTravel(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	var sent struct{ ID, Href string }
	d.want(201, request("POST", "/api/editor/file?name=note.txt", "a note", editor, header("Content-Type", "application/octet-stream")), &sent)
	var seen lookedAt
	d.want(200, upload("x.md", "# Noted\n\n[note]("+sent.Href+")", editor), &seen)
	d.want(200, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), nil)
	export := d.want(200, request("GET", "/api/editor/export", "", editor), nil).Body.String()
	if !strings.Contains(export, "files/"+sent.ID+"/note.txt") {
		t.Error("the export is without the file")
	}

	other := openDesk(t, nil, nil)
	editor = cookie(other.session(other.staff("editor@shop.example", account.Editor)))
	seen = lookedAt{}
	other.want(200, upload("x.zip", export, editor), &seen)
	if seen.Counts["attached"] != 1 || seen.Counts["errors"]+seen.Counts["skips"] != 0 || seen.Token == "" {
		t.Fatalf("looked at: %+v", seen)
	}
	if kept, err := other.shelf.HasFile(t.Context(), sent.ID); kept || err != nil {
		t.Error("looking at an import kept a file", err)
	}
	var done struct{ Summary map[string]int }
	other.want(200, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), &done)
	if f, err := other.shelf.File(t.Context(), sent.ID); done.Summary["files"] != 1 || err != nil || string(f.Data) != "a note" || f.Author != "import:x" {
		t.Errorf("applied: %+v, kept %q by %q: %v", done.Summary, f.Data, f.Author, err)
	}
}
