package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
)

// look brings the corpus up to the folder if anything has changed. quiet says that nothing was changing just now; while
// something is, nothing is withdrawn. again reports that another look is due soon.
func (f *Folder) look(ctx context.Context, w Watcher, quiet bool) (again bool) {
	tree, err := f.walk(ctx, w)
	if err != nil {
		f.lost(ctx, err)
		return false
	}
	now, stands := fingerprint(tree), f.corpus(ctx)
	if now == f.read && f.stands == stands {
		return false
	}
	batch, err := importing.Read(ctx, f.Dir, importing.Options{Keeper: Source, Source: Source, Links: true, Inspect: f.Inspect})
	if err != nil {
		f.lost(ctx, err)
		return false
	}
	if tree, err = f.walk(ctx, w); err != nil || fingerprint(tree) != now && quiet {
		return true // what was read is of two times
	}
	if err := f.follow(ctx, batch, quiet); err != nil {
		f.failed(ctx, err)
		return errors.Is(err, knowledge.ErrConflict) || errors.Is(err, knowledge.ErrExists)
	}
	if f.read = now; !quiet {
		f.read = ""
		return true // for what is to be withdrawn
	}
	return false
}

// walk looks at the folder and has everything watched that can change what is in it.
func (f *Folder) walk(ctx context.Context, w Watcher) (importing.Tree, error) {
	tree, err := importing.Walk(ctx, f.Dir, true, 0)
	entries := []string{f.Dir}
	if len(tree.Folders) > 0 && tree.Folders[0] != f.Dir {
		entries = append(entries, tree.Folders[0])
	}
	switch watching := w.Watch(tree.Folders, entries); {
	case err != nil: // that is told instead; a folder that is not there is found when it is looked for
	case watching != nil:
		f.said.once("watch", watching.Error(), func() {
			f.Log.Warn("not every change of the folder will be noticed at once, but within a while", "folder", f.Dir, "within", f.Look, "error", watching)
		})
	default:
		f.said.forget("watch")
	}
	return tree, err
}

// lost tells that there is no folder to follow, once.
func (f *Folder) lost(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	f.faulty, f.read = true, ""
	f.said.once("lost", err.Error(), func() {
		f.Log.Error("the folder cannot be read; its articles stay as they are, and it is followed again when it is back", "folder", f.Dir, "error", err)
	})
}

// empty tells that the folder has no articles, once.
func (f *Folder) empty() {
	f.faulty = true
	f.said.once("lost", "empty", func() {
		f.Log.Error("there is no article in the folder; those that came from it stay as they are, and it is followed again when there are", "folder", f.Dir)
	})
}

// back tells that the folder can be read again.
func (f *Folder) back() {
	f.said.forget("lost")
	if f.faulty {
		f.faulty = false
		f.Log.Info("the folder is followed again", "folder", f.Dir)
	}
}

// failed tells why the corpus could not be brought up to the folder, once.
func (f *Folder) failed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	f.read = ""
	f.said.once("failed", err.Error(), func() {
		f.Log.Error("the articles of the folder are not up to date; it is tried again", "folder", f.Dir, "error", err)
	})
}

// fingerprint changes with any file of the folder.
func fingerprint(t importing.Tree) string {
	h := sha256.New()
	for _, l := range t.Leaves {
		fmt.Fprintf(h, "%q %q %d %d\n", l.Name, filepath.ToSlash(l.Path), l.Size, l.Changed.UnixNano())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// corpus is what the refused articles are to be examined on; "" if none were refused.
func (f *Folder) corpus(ctx context.Context) string {
	if f.stands == "" {
		return ""
	}
	return f.mark(ctx)
}

// mark changes with the corpus that the exam is sat on and with the exam.
func (f *Folder) mark(ctx context.Context) string {
	head, err := f.Articles.Head(ctx)
	if err != nil {
		return "unknown"
	}
	questions, err := f.Articles.Exam(ctx)
	if err != nil {
		return "unknown"
	}
	h := sha256.New()
	for _, q := range questions {
		fmt.Fprintf(h, "%q %q\n", q.ID, q.Articles)
	}
	return fmt.Sprintf("%d %x", head, h.Sum(nil))
}

// said remembers what was logged last about something.
type said map[string]string

// once calls tell unless the same was said about it before.
func (s said) once(about, what string, tell func()) {
	if s[about] != what {
		s[about] = what
		tell()
	}
}

func (s said) forget(about string) { delete(s, about) }
