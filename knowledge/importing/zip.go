package importing

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"
)

// zip reads all Markdown in a ZIP. Nothing is written to disk, so a name cannot reach outside; one
// that tries to is an error all the same, since whoever made the file is not to be trusted.
func (r *reading) zip(file string) error {
	archive, err := zip.OpenReader(file)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // insecure paths are reported one by one below
		return fmt.Errorf("the ZIP cannot be opened; it may be cut off: %w", err)
	}
	defer archive.Close()
	label := filepath.Base(file)
	if len(archive.File) > r.limits.Files {
		r.problem(Error, label, 0, "the ZIP has %d files; at most %d are allowed, import it in parts", len(archive.File), r.limits.Files)
		return nil
	}
	var entries []entry
	seen := make(map[string]bool)
	for _, f := range archive.File {
		name := f.Name
		if fault := nameFault(name); fault != "" {
			r.batch.Files++
			r.problem(Error, fmt.Sprintf("%s: %.80q", label, name), 0, "%s; pack the folder anew", fault)
			continue
		}
		mode := f.Mode()
		switch {
		case strings.HasSuffix(name, "/") || mode.IsDir():
			continue
		case seen[name]:
			r.batch.Files++
			r.problem(Error, name, 0, "the name stands twice in the ZIP; remove one")
			continue
		case mode&fs.ModeSymlink != 0:
			r.batch.Files++
			r.problem(Error, name, 0, "the file is a symbolic link; pack the file it points to instead")
			continue
		case !mode.IsRegular():
			r.batch.Files++
			r.skip(name, "not a regular file")
			continue
		}
		seen[name] = true
		entries = append(entries, entry{name: name, open: func() (io.ReadCloser, error) { return f.Open() }})
	}
	sort.SliceStable(entries, func(i, j int) bool { return entries[i].name < entries[j].name })
	nameArticles(entries)
	return r.entries(entries)
}

// nameFault returns what is wrong with a name in a ZIP, "" if nothing.
func nameFault(name string) string {
	switch {
	case name == "" || !utf8.ValidString(name):
		return "the name is not UTF-8"
	case strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == 0x7f }):
		return "the name contains a control character"
	case strings.Contains(name, `\`):
		return `the name contains a backslash`
	case strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':':
		return "the name is an absolute path"
	}
	for _, part := range strings.Split(strings.TrimSuffix(name, "/"), "/") {
		if part == ".." || part == "." || part == "" {
			return "the name leads out of the ZIP or is not in its plain form"
		}
	}
	return ""
}

// nameArticles makes article ids of the names. The one folder that ZIPs usually wrap everything in is
// left out, so that the ids are those of the folder itself.
func nameArticles(entries []entry) {
	top := topFolder(entries)
	for i := range entries {
		entries[i].at = strings.TrimPrefix(entries[i].name, top)
		entries[i].id = strings.TrimSuffix(entries[i].at, path.Ext(entries[i].at))
	}
}

// topFolder returns the folder that all articles and what they show are in, with a slash, "" if there is none.
func topFolder(entries []entry) string {
	top := ""
	for _, e := range entries {
		if Attached(e.name) {
			return ""
		}
		if skipReason(e.name) != "" {
			continue
		}
		first, _, nested := strings.Cut(e.name, "/")
		if !nested || top != "" && first+"/" != top {
			return ""
		}
		top = first + "/"
	}
	return top
}
