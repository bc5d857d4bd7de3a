package widget

import (
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge/importing"
)

// exportArticles answers GET /api/editor/export with a ZIP of Markdown, written while it is read. drafts=1 takes the
// newest revision of every article that is not withdrawn.
func (e *edge) exportArticles(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	if e.Imports.Articles == nil {
		return errNoImports
	}
	out := &archive{w: w, name: "frontdesk-" + e.clock().UTC().Format("2006-01-02") + ".zip"}
	_, err := importing.ExportZIP(r.Context(), e.Imports.Articles, importing.ExportOptions{Drafts: r.URL.Query().Get("drafts") == "1", Missing: func(article, address string) {
		e.log.Warn("an exported article shows a file that is not kept", "request", requestID(w), "article", article, "file", address)
	}}, out)
	if err == nil || !out.begun {
		return err
	}
	// Half a ZIP must not look like a whole one: the connection is broken off.
	e.log.Error("export broken off", "request", requestID(w), "error", err)
	panic(http.ErrAbortHandler)
}

// archive is an answer that is a file to be kept. Its head is written with its first bytes, so that a fault before them
// can still be told.
type archive struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

// Write implements io.Writer.
func (a *archive) Write(p []byte) (int, error) {
	if !a.begun {
		a.begun = true
		h := a.w.Header()
		h.Set("Content-Type", "application/zip")
		h.Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
		h.Set("Cache-Control", "no-store")
		a.w.WriteHeader(http.StatusOK)
	}
	return a.w.Write(p)
}
