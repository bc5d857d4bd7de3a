package widget

import (
	"encoding/gob"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"frontdesk/knowledge/importing"
)

// Limits of imports that were looked at and wait to be applied.
const (
	maxImports = 4
	importWait = 30 * time.Minute
)

// keptImport is an import that was looked at.
type keptImport struct {
	token  string
	who    string // id of the member of the staff who may apply it
	until  time.Time
	digest string // of the plan that was shown
	file   string // that holds the batch
}

// uploads keeps imports between the look and the decision: as files, since a large one takes hundreds of megabytes.
type uploads struct {
	dir      string
	clock    func() time.Time
	newToken func() string
	turn     chan struct{} // holds a token while one is read: it takes up to half a gigabyte

	mu   sync.Mutex
	kept []keptImport // oldest first
	now  int          // uploads that are being received or read
}

// newUploads takes over a directory and removes what another process left in it.
func newUploads(dir string, clock func() time.Time, newToken func() string) (*uploads, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("empty the directory of uploads: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of uploads: %w", err)
	}
	return &uploads{dir: dir, clock: clock, newToken: newToken, turn: make(chan struct{}, 1)}, nil
}

var (
	errNoImports  = &fault{http.StatusServiceUnavailable, "unavailable", "Articles cannot be imported on this page; use the command line."}
	errImportBusy = &fault{http.StatusTooManyRequests, "busy", "Four imports are under way or wait to be applied; wait until one of them is done, or use the command line."}
	errNoImport   = &fault{http.StatusNotFound, "not_found", "This import is not known any more; upload the file again to see what would change now."}
)

// begin makes a folder for an upload of somebody. It refuses one too many, after it has dropped the oldest that the same
// person left waiting. end is to be called when the upload was read, and removes the folder.
func (u *uploads) begin(who string) (dir string, end func(), err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.expire()
	if len(u.kept)+u.now >= maxImports {
		mine := slices.IndexFunc(u.kept, func(k keptImport) bool { return k.who == who })
		if mine < 0 {
			return "", nil, errImportBusy
		}
		u.drop(mine)
	}
	if dir, err = os.MkdirTemp(u.dir, "upload-"); err != nil {
		return "", nil, fmt.Errorf("make a directory for an upload: %w", err)
	}
	u.now++
	return dir, func() {
		_ = os.RemoveAll(dir) // what remains is removed at the next start
		u.mu.Lock()
		u.now--
		u.mu.Unlock()
	}, nil
}

// keep keeps a batch for who looked at its plan, and returns its token.
func (u *uploads) keep(who string, b importing.Batch, digest string) (token string, err error) {
	f, err := os.CreateTemp(u.dir, "batch-")
	if err != nil {
		return "", fmt.Errorf("keep an import: %w", err)
	}
	if err := errors.Join(gob.NewEncoder(f).Encode(b), f.Close()); err != nil {
		return "", fmt.Errorf("keep an import: %w", errors.Join(err, os.Remove(f.Name())))
	}
	k := keptImport{token: u.newToken(), who: who, until: u.clock().Add(importWait), digest: digest, file: f.Name()}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.kept = append(u.kept, k)
	time.AfterFunc(importWait, func() { // so that it does not lie there until the next import
		u.mu.Lock()
		defer u.mu.Unlock()
		u.expire()
	})
	return k.token, nil
}

// take hands an import out to who looked at it, once: whoever cannot apply it gives it back.
func (u *uploads) take(who, token string) (k keptImport, b importing.Batch, err error) {
	u.mu.Lock()
	u.expire()
	at := slices.IndexFunc(u.kept, func(k keptImport) bool { return k.token == token && k.who == who })
	if at < 0 {
		u.mu.Unlock()
		return k, b, errNoImport
	}
	k = u.kept[at]
	u.kept = slices.Delete(u.kept, at, at+1)
	u.mu.Unlock()
	if b, err = k.read(); err != nil {
		u.done(k) // it would not be read at the next try either
	}
	return k, b, err
}

// read returns what was looked at.
func (k keptImport) read() (b importing.Batch, err error) {
	f, err := os.Open(k.file)
	if err != nil {
		return b, fmt.Errorf("read a kept import: %w", err)
	}
	defer f.Close()
	if err := gob.NewDecoder(f).Decode(&b); err != nil {
		return b, fmt.Errorf("read a kept import: %w", err)
	}
	return b, nil
}

// giveBack keeps an import that was taken and not applied.
func (u *uploads) giveBack(k keptImport) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.kept = append(u.kept, k)
	u.expire()
}

// done removes an import that was applied, or is of no use.
func (u *uploads) done(k keptImport) { _ = os.Remove(k.file) } // what remains is removed at the next start

// expire drops what nobody applied in time. u.mu is held.
func (u *uploads) expire() {
	now := u.clock()
	for i := len(u.kept) - 1; i >= 0; i-- {
		if !now.Before(u.kept[i].until) {
			u.drop(i)
		}
	}
}

func (u *uploads) drop(i int) {
	u.done(u.kept[i])
	u.kept = slices.Delete(u.kept, i, i+1)
}
