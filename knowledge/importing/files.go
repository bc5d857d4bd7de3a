package importing

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"frontdesk/knowledge/markup"
)

// entry is one file of a folder or ZIP.
type entry struct {
	name string // slash-separated, relative to the folder or ZIP
	at   string // the same, but within the folder that a ZIP wraps everything in
	id   string // article id made of the name
	open func() (io.ReadCloser, error)
}

// single reads one Markdown or HTML file.
func (r *reading) single(file string) error {
	name := filepath.Base(file)
	entries := []entry{{name: name, at: name, id: trimExt(name), open: func() (io.ReadCloser, error) { return os.Open(file) }}}
	return r.entries(entries)
}

// folder reads all Markdown, HTML and help-centre exports below a folder.
func (r *reading) folder(root string) error {
	tree, err := Walk(r.ctx, root, r.links, r.limits.Files)
	if err != nil {
		return err
	}
	entries := make([]entry, 0, len(tree.Leaves))
	for _, f := range tree.Leaves {
		entries = append(entries, entry{name: f.Name, at: f.Name, id: trimExt(f.Name), open: func() (io.ReadCloser, error) { return os.Open(f.Path) }})
	}
	for _, s := range tree.Skips {
		if !strings.HasSuffix(s.File, "/") {
			r.batch.Files++
		}
		r.skip(s.File, s.Reason)
	}
	return r.entries(entries)
}

func trimExt(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// errTooMuch ends a reading that has unpacked more than it may.
var errTooMuch = errors.New("too much data")

// entries makes articles of the files, or says why not.
func (r *reading) entries(entries []entry) error {
	byName := make(map[string]entry, len(entries))
	for _, e := range entries {
		byName[e.name] = e
	}
	parts := &fragments{missing: &r.missing, cache: make(map[string]string), read: func(name string) (string, bool) {
		e, ok := byName[name]
		if !ok {
			return "", false
		}
		raw, err := r.content(e)
		if err != nil {
			return "", false // reported when it is the file's own turn
		}
		text, f := decode(raw)
		return text, f == nil
	}}
	pages := make(map[string]string)
	for _, e := range entries {
		if _, _, attached := attachedAt(e.at); isHTML(e.name) && skipReason(e.name) == "" && !attached {
			pages[e.name] = e.id
		}
	}
	for i, e := range entries {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.batch.Files++
		reason := skipReason(e.name)
		read := func() bool { return r.entry(e, parts.in(e.name), pages) }
		if id, name, ok := attachedAt(e.at); ok {
			reason, read = "", func() bool { return r.attach(e, id, name) }
		}
		if reason != "" {
			r.skip(e.name, reason)
		} else if r.guarded(place{file: e.name}, read) {
			return nil
		}
		r.progress(i+1, len(entries))
	}
	return nil
}

// guarded reads something that stands at a place. What breaks the program is a problem of that place alone: a folder is
// read by itself, again and again, and the server must not end with it. Of a file it is not known whose it is.
func (r *reading) guarded(at place, read func() (stop bool)) (stop bool) {
	defer func() {
		if p := recover(); p != nil {
			at.problem(r, Error, 0, "it cannot be read, since it breaks the program (%v); please report it with the file", p)
			stop = false
		}
	}()
	return read()
}

// entry reads one file; stop says that nothing more may be read.
func (r *reading) entry(e entry, include func(markup.Include) string, pages map[string]string) (stop bool) {
	if isJSON(e.name) {
		return r.exportEntry(e)
	}
	raw, err := r.content(e)
	if err != nil {
		r.problem(Error, e.name, 0, "%v", err)
		return errors.Is(err, errTooMuch)
	}
	p := place{file: e.name, name: e.name, id: e.id}
	if isHTML(e.name) {
		r.page(p, raw, "", linksAmong(pages, e.name))
	} else {
		r.article(p, raw, include)
	}
	return false
}

// content returns the bytes of an article's file, within the limits.
func (r *reading) content(e entry) ([]byte, error) {
	return r.bytesOf(e, r.limits.File, "split it into several articles")
}

// bytesOf returns the bytes of a file, at most so many; advice says what to do if there are more. What was announced
// about its size is not believed: the bytes that really come are counted.
func (r *reading) bytesOf(e entry, most int64, advice string) ([]byte, error) {
	f, err := e.open()
	if err != nil {
		return nil, fmt.Errorf("the file cannot be opened: %w", err)
	}
	defer f.Close()
	room := min(most, r.limits.Unpacked-r.unpacked)
	raw, err := io.ReadAll(io.LimitReader(f, room+1))
	r.unpacked += int64(len(raw))
	switch {
	case r.unpacked > r.limits.Unpacked:
		return nil, fmt.Errorf("%w: more than %d bytes after unpacking; import it in parts", errTooMuch, r.limits.Unpacked)
	case int64(len(raw)) > most:
		return nil, fmt.Errorf("the file has more than %d bytes; %s", most, advice)
	case err != nil:
		return nil, fmt.Errorf("the file cannot be read: %w", err)
	}
	return raw, nil
}
