package widget

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"
)

// asset is a built file that is served as it is.
type asset struct {
	kind    string // content type
	body    []byte
	tag     string        // ETag without quotes
	deflate func() []byte // the body gzipped, nil if that is not smaller; made at the first use
}

// kinds are the content types of what a build contains. Anything else is served as bytes to be kept.
var kinds = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
	".json": "application/json; charset=utf-8", ".map": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".mp3": "audio/mpeg", ".woff2": "font/woff2",
}

// shells are the pages that are served at addresses of their own, with their own headers.
var shells = []string{"panel.html", "signin.html", "agent.html", "editor.html", "settings.html", "continue.html"}

const loader = "widget.js"

// readAssets reads the built files into memory. Only what was read here can be served: an address is looked up
// in this table and never becomes a path of the file system.
func readAssets(files fs.FS) (map[string]*asset, error) {
	if files == nil {
		return nil, errors.New("read built pages: no files given")
	}
	all := make(map[string]*asset)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		all[name] = newAsset(name, body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read built pages: %w", err)
	}
	for _, name := range append([]string{loader}, shells...) {
		if all[name] == nil {
			return nil, fmt.Errorf("read built pages: %s is missing", name)
		}
	}
	return all, nil
}

func newAsset(name string, body []byte) *asset {
	kind := kinds[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	}
	sum := sha256.Sum256(body)
	a := &asset{kind: kind, body: body, tag: base64.RawURLEncoding.EncodeToString(sum[:12])}
	a.deflate = sync.OnceValue(func() []byte {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
		_, _ = z.Write(body)                                  // memory does not fail
		_ = z.Close()
		if !strings.HasPrefix(kind, "text/") && kind != kinds[".svg"] && kind != kinds[".json"] || b.Len() >= len(body) {
			return nil
		}
		return b.Bytes()
	})
	return a
}

// serve answers with the asset, or with "not modified" to a browser that has it.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	body, tag := a.body, `"`+a.tag+`"`
	h.Add("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if small := a.deflate(); small != nil {
			body, tag = small, `"`+a.tag+`-gzip"`
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", tag)
	for _, have := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(have), "W/") == tag {
			h.Del("Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", a.kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client is gone if this fails
	}
}

// built answers GET /ui/{file}: browsers keep the files and ask each time whether they are still good.
func (e *edge) built(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, "file")
	a := e.assets[name]
	if a == nil || name == loader || strings.HasSuffix(name, ".html") {
		return errNoSuchAPI
	}
	w.Header().Set("Cache-Control", "no-cache")
	a.serve(w, r)
	return nil
}

// loader answers GET /widget.js, the one file that other sites load.
func (e *edge) loader(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Timing-Allow-Origin", "*")
	e.assets[loader].serve(w, r)
	return nil
}
