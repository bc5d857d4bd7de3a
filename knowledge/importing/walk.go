package importing

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Leaf is a regular file below a folder.
type Leaf struct {
	Name    string // relative to the folder, with slashes
	Path    string // where it is, links resolved
	Size    int64  // bytes
	Changed time.Time
}

// Tree is what lies below a folder.
type Tree struct {
	Leaves  []Leaf   // in the order of their names
	Folders []string // where the folders are, links resolved; the top first
	Skips   []Skip   // what was passed over: hidden folders, links, devices
}

// Walk looks at everything below a folder, which may itself be a symbolic link. Hidden folders are passed over.
//
// Without links, symbolic links are passed over too. With links, those that lead to a file or folder within the top
// folder are followed, as they stand in a volume that is swapped by a link; those that lead out of it are passed over.
// More than limit files are an error; 0 means the default of Limits.
func Walk(ctx context.Context, top string, links bool, limit int) (Tree, error) {
	real, err := filepath.EvalSymlinks(top)
	if err != nil {
		return Tree{}, err
	}
	w := walker{ctx: ctx, top: real, links: links, limit: Limits{Files: limit}.orDefault().Files}
	err = w.folder(real, "")
	return w.tree, err
}

type walker struct {
	ctx   context.Context
	top   string
	links bool
	limit int
	tree  Tree
	above []string // the folders that the present one is in, so that a link to one of them ends
}

// folder looks at a folder whose contents are called prefix and their own names.
func (w *walker) folder(dir, prefix string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if w.tree.Folders = append(w.tree.Folders, dir); len(w.tree.Folders) > w.limit {
		return fmt.Errorf("there are more than %d folders; import parts of them", w.limit)
	}
	w.above = append(w.above, dir)
	defer func() { w.above = w.above[:len(w.above)-1] }()
	for _, e := range entries {
		if err := w.entry(filepath.Join(dir, e.Name()), prefix+e.Name(), e); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) entry(path, name string, e fs.DirEntry) error {
	kind := e.Type()
	if kind&fs.ModeSymlink != 0 {
		to, reason := w.follow(path)
		if reason != "" {
			w.skip(name, reason)
			return nil
		}
		path = to
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil && w.gone(err):
		return nil // removed while we looked
	case err != nil:
		return err
	case info.IsDir() && strings.HasPrefix(e.Name(), "."):
		w.skip(name+"/", "a hidden folder")
		return nil
	case info.IsDir() && slices.Contains(w.above, path):
		w.skip(name+"/", "a folder that it is in, by a symbolic link")
		return nil
	case info.IsDir():
		return w.folder(path, name+"/")
	case !info.Mode().IsRegular():
		w.skip(name, "not a regular file")
		return nil
	}
	if w.tree.Leaves = append(w.tree.Leaves, Leaf{Name: name, Path: path, Size: info.Size(), Changed: info.ModTime()}); len(w.tree.Leaves) > w.limit {
		return fmt.Errorf("there are more than %d files; import parts of the folder", w.limit)
	}
	return nil
}

func (w *walker) gone(err error) bool { return w.links && os.IsNotExist(err) }

func (w *walker) skip(name, reason string) {
	w.tree.Skips = append(w.tree.Skips, Skip{File: name, Reason: reason})
}

// follow returns where a link leads, or why it is passed over.
func (w *walker) follow(path string) (to, reason string) {
	if !w.links {
		return "", "a symbolic link; links are not followed"
	}
	to, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", "a symbolic link to nothing"
	}
	inside, err := filepath.Rel(w.top, to)
	if err != nil || !filepath.IsLocal(inside) {
		return "", "a symbolic link that leads out of the folder"
	}
	return to, ""
}
