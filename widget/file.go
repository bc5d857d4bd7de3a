package widget

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/store"
)

// Uploads keeps the files that articles show; *store.Store of the articles is one.
type Uploads interface {
	PutFile(ctx context.Context, f store.File) error
	HasFile(ctx context.Context, id string) (bool, error)
	File(ctx context.Context, id string) (store.File, error)
}

// filePolicy is for a file that is opened by itself: it may do nothing at all, whatever is inside.
const filePolicy = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

var errNoFile = &fault{http.StatusNotFound, "not_found", "There is no such file."}

// addFile answers POST /api/editor/file?name=NAME with how an article shows the file in the request's body. What it is
// is told from its bytes; what the request says about it does not count.
func (e *edge) addFile(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, care.MaxFile))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return &fault{http.StatusRequestEntityTooLarge, codeTooLarge, "The file is larger than 5 MiB; make it smaller."}
		}
		return badJSON("The request broke off.")
	}
	u, err := care.Inspect(r.URL.Query().Get("name"), data)
	if err != nil {
		return err
	}
	f := store.File{ID: u.ID, Name: u.Name, Type: u.Type, Size: int64(len(data)), Data: data, Author: who.ID, At: e.clock()}
	if err := e.Uploads.PutFile(r.Context(), f); err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, map[string]any{"id": u.ID, "name": u.Name, "type": u.Type, "size": len(data), "href": u.Href()})
}

// file answers GET /file/{id}/{name}. The id is the hash of the bytes, so that they never change; the name in the
// address is for people and decides nothing: the file is saved under the one that it was kept with.
func (e *edge) file(w http.ResponseWriter, r *http.Request) error {
	id := chi.URLParam(r, "id")
	if len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
		return errNoFile
	}
	tag := `"` + id + `"`
	if strings.TrimPrefix(r.Header.Get("If-None-Match"), "W/") == tag { // its bytes need not be read
		there, err := e.Uploads.HasFile(r.Context(), id)
		if err != nil {
			return err
		}
		if !there {
			return errNoFile
		}
		fileHeaders(w.Header(), tag)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	f, err := e.Uploads.File(r.Context(), id)
	if errors.Is(err, knowledge.ErrNotFound) {
		return errNoFile
	}
	if err != nil {
		return err
	}
	h := w.Header()
	fileHeaders(h, tag)
	h.Set("Content-Type", servedType(f.Type))
	h.Set("Content-Disposition", disposition(f))
	h.Set("Content-Length", strconv.Itoa(len(f.Data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.Data) // the client is gone if this fails
	}
	return nil
}

// fileHeaders are those of every file.
func fileHeaders(h http.Header, tag string) {
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", tag)
}

// servedType is the type that a browser is told. One that this program does not know is bytes to be kept.
func servedType(kind string) string {
	switch {
	case kind == "text/plain":
		return "text/plain; charset=utf-8"
	case kind == "application/pdf" || care.Shown(kind) && kind != "image/svg+xml":
		return kind
	}
	return "application/octet-stream"
}

// disposition has images shown where a page shows them and everything else saved.
func disposition(f store.File) string {
	how := "attachment"
	if care.Shown(servedType(f.Type)) {
		how = "inline"
	}
	if d := mime.FormatMediaType(how, map[string]string{"filename": f.Name}); d != "" {
		return d
	}
	return how + `; filename="file` + path.Ext(f.Name) + `"` // never: names are made by care.Inspect
}
