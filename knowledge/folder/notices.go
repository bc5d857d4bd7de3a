package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// notices is what the operating system tells of changes.
//
// The system watches folders, not their names: one that was moved is told of under its old name, and one that took its
// place is not watched at all. So whenever a name stands for another folder than before, everything is watched anew.
type notices struct {
	changes chan struct{}
	log     *slog.Logger
	watch   *watch // nil before the first call of Watch
	closed  bool
}

// watch is one watching of some folders, which does not change any more.
type watch struct {
	system  *fsnotify.Watcher
	folders map[string]fs.FileInfo // in which everything counts
	around  map[string]fs.FileInfo // in which only the entries count
	entries map[string]bool
	ended   sync.WaitGroup
}

func newNotices(log *slog.Logger) (*notices, error) {
	return &notices{changes: make(chan struct{}, 1), log: log}, nil
}

// Watch implements Watcher.
func (n *notices) Watch(folders, entries []string) error {
	next := &watch{folders: make(map[string]fs.FileInfo), around: make(map[string]fs.FileInfo), entries: make(map[string]bool)}
	for _, f := range folders {
		next.folders[f] = identity(f)
	}
	for _, e := range entries {
		next.entries[e] = true
		next.around[filepath.Dir(e)] = identity(filepath.Dir(e))
	}
	if n.watch != nil && n.watch.same(next) {
		return nil
	}
	return n.replace(next)
}

// identity tells which folder a name stands for; nil if for none.
func identity(path string) fs.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}

func (w *watch) same(other *watch) bool {
	return len(w.entries) == len(other.entries) && sameFolders(w.folders, other.folders) && sameFolders(w.around, other.around)
}

func sameFolders(a, b map[string]fs.FileInfo) bool {
	for path, info := range b {
		was, known := a[path]
		if !known || (was == nil) != (info == nil) || info != nil && !os.SameFile(was, info) {
			return false
		}
	}
	return len(a) == len(b)
}

// replace watches next instead of what was watched. What happened in between is told as a change.
func (n *notices) replace(next *watch) error {
	var err error
	if next.system, err = fsnotify.NewWatcher(); err != nil {
		return err
	}
	faults := next.add()
	next.ended.Go(func() { next.run(n.log, n.tell) })
	if n.watch != nil {
		faults = append(faults, n.watch.end())
		n.tell()
	}
	n.watch = next
	return errors.Join(faults...)
}

// add has the system watch all folders, and returns the first of its faults with their number.
func (w *watch) add() (faults []error) {
	for _, set := range []map[string]fs.FileInfo{w.folders, w.around} {
		for path := range set {
			if err := w.system.Add(path); err != nil {
				faults = append(faults, fmt.Errorf("watch %s: %w", path, err))
			}
		}
	}
	if len(faults) > 1 {
		faults = []error{faults[0], fmt.Errorf("and %d more", len(faults)-1)}
	}
	return faults
}

func (w *watch) end() error {
	err := w.system.Close()
	w.ended.Wait()
	return err
}

// Changes implements Watcher.
func (n *notices) Changes() <-chan struct{} { return n.changes }

// Close ends the watching and waits for it.
func (n *notices) Close() (err error) {
	if n.closed {
		return nil
	}
	n.closed = true
	if n.watch != nil {
		err = n.watch.end()
	}
	close(n.changes)
	return err
}

// run passes on what counts until the system is told to stop.
func (w *watch) run(log *slog.Logger, tell func()) {
	for {
		select {
		case e, open := <-w.system.Events:
			if !open {
				return
			}
			if w.counts(e) {
				tell()
			}
		case err, open := <-w.system.Errors:
			if !open {
				return
			}
			log.Warn("the system may not have told every change of the folder, which is looked through", "error", err)
			tell()
		}
	}
}

// counts reports whether an event may be about a file of the folder. Changed rights alone change no article.
func (w *watch) counts(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	_, in := w.folders[filepath.Dir(e.Name)]
	_, itself := w.folders[e.Name]
	return in || itself || w.entries[e.Name]
}

func (n *notices) tell() {
	select {
	case n.changes <- struct{}{}:
	default: // one that was not taken yet says the same
	}
}
