// Package folder keeps articles in a watched folder, such as a Git checkout: the folder is where they are changed, and
// the desk follows.
//
// # What is published
//
// Whatever [importing.Read] makes of the folder's files is published if it passes the exam: all of it at once, and if
// that is stopped, everything but the files that make the exam worse. Those are refused, with the reason in the log and
// on the article; what they say is kept as a draft, so that it can be read in the editor's room. They are tried again
// when anything changes: the files, the other articles, the exam.
//
// An article whose file is gone is withdrawn, unless the exam gets worse without it. Articles of the folder are read-only
// in the editor's room. One of the same id that was written there is taken over; its revisions stay.
//
// # Overruling the exam
//
// Nobody sits at a folder who could be asked. A file may carry the reason itself, in a line of its front matter:
//
//	overrule: "the old returns policy ended in March"
//
// It is used only when the exam stops the file's change, covers that file alone, and is written to the audit log and,
// every time, to the log. A file that is gone carries none: take the question out of the exam first.
//
// # Images and documents
//
// What lies under files/ID/name is kept with the articles that show it, as in any import. A changed file has another id
// and is another file; none is ever taken away, since older revisions show it.
//
// # What goes wrong
//
// A file that cannot be read is told with its line and keeps nobody else out; its article stays as it is. A folder that
// disappears, or holds no article any more from one moment to the next, takes nothing away: that is told once, and the
// folder is followed again when it is back.
//
// Files are read when nothing in the folder has changed for a moment, so that a checkout is seen whole. Symbolic links
// within the folder are followed, so that a volume or checkout may be swapped by a link. What the system does not tell,
// as on network drives, a look every half minute finds.
package folder

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// Source is the source of the folder's articles.
const Source = "folder"

// Articles is what the folder is compared with; *store.Store is one.
type Articles interface {
	importing.Articles
	Head(ctx context.Context) (int64, error)
	Exam(ctx context.Context) ([]knowledge.ExamQuestion, error)
}

// Watcher tells when something may have changed.
type Watcher interface {
	// Watch watches for changes of anything directly in the folders, and of the entries themselves, and of nothing
	// else any more. An error means that some changes may not be told.
	Watch(folders, entries []string) error
	// Changes receives a value some time after every change; several changes may be one value. It is closed when no
	// more will come.
	Changes() <-chan struct{}
	Close() error
}

// Config is what a folder needs.
type Config struct {
	Dir      string           // may be a symbolic link, and need not exist yet
	Articles Articles         // *store.Store
	Writer   importing.Writer // *editing.Room: asks the exam
	Clock    func() time.Time // of revisions
	Log      *slog.Logger
	Watcher  func() (Watcher, error) // nil: what the system tells
	// Inspect says which files may be kept with the articles, as in importing.Options; nil refuses them.
	Inspect func(name string, data []byte) (store.File, error)

	Quiet   time.Duration // without a change, before the files are read; 0 means 300 ms
	Longest time.Duration // that is waited for quiet; 0 means 3 s
	Look    time.Duration // between looks without having been told of a change; 0 means 30 s
}

// Folder follows one folder.
type Folder struct {
	Config
	said said // what was logged, so that it is not logged at every look

	read   string // fingerprint of the files that were read last, "" if they are to be read again
	stands string // what the refused ones were refused on: the corpus and the exam
	faulty bool   // the last look found no folder, or nothing in it
}

// New returns a folder that nobody follows yet. The directory is made absolute, so that it stays the same one.
func New(c Config) (*Folder, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder %s: %w", c.Dir, err)
	}
	c.Dir = dir
	if c.Watcher == nil {
		c.Watcher = func() (Watcher, error) { return newNotices(c.Log) }
	}
	for _, d := range []struct {
		of *time.Duration
		to time.Duration
	}{{&c.Quiet, 300 * time.Millisecond}, {&c.Longest, 3 * time.Second}, {&c.Look, 30 * time.Second}} {
		if *d.of <= 0 {
			*d.of = d.to
		}
	}
	return &Folder{Config: c, said: make(said)}, nil
}

// Run follows the folder until ctx ends. It returns an error only if changes cannot be watched at all.
func (f *Folder) Run(ctx context.Context) error {
	w, err := f.Watcher()
	if err != nil {
		return fmt.Errorf("watch the folder %s: %w", f.Dir, err)
	}
	defer w.Close()
	for quiet := true; ctx.Err() == nil; {
		again := f.look(ctx, w, quiet)
		quiet = f.settle(ctx, w.Changes(), again)
	}
	return nil
}

// settle waits for a change and then until none has come for Quiet, and reports whether it became quiet before Longest.
// Without a change it returns after Look. again says that a change is known already.
func (f *Folder) settle(ctx context.Context, changes <-chan struct{}, again bool) (quiet bool) {
	if !again {
		look := time.NewTimer(f.Look)
		defer look.Stop()
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
			return true
		case _, open := <-changes:
			if !open {
				changes = nil
			}
		}
	}
	longest, silence := time.NewTimer(f.Longest), time.NewTimer(f.Quiet)
	defer longest.Stop()
	defer silence.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-silence.C:
			return true
		case <-longest.C:
			return false
		case _, open := <-changes:
			if !open {
				changes = nil
			}
			silence.Reset(f.Quiet)
		}
	}
}
