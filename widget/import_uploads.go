package widget

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// Waiting keeps imports between the look and the decision, for all nodes: the next request of the same editor may meet
// another one. *store.Store is one.
type Waiting interface {
	BeginImport(ctx context.Context, token, who string, most int, within time.Duration) error
	KeepImport(ctx context.Context, token, digest string, batch io.Reader, stays time.Duration) error
	TakeImport(ctx context.Context, token, who string, hold time.Duration) (digest string, batch io.Reader, err error)
	ReturnImport(ctx context.Context, token string) error
	DropImport(ctx context.Context, token string) error
}

// Limits of imports that were looked at and wait to be applied, of all nodes together.
const (
	maxImports = 4
	importWait = 30 * time.Minute
	importHold = 5 * time.Minute                // for applying one; a node that died meanwhile keeps it no longer
	withinLook = withinTransfer + 5*time.Minute // for receiving, reading and examining one
)

// uploads are the imports of this node: the files while they are received and read, and where they are kept after that.
type uploads struct {
	dir      string
	waiting  Waiting
	newToken func() string
	turn     chan struct{} // holds a token while one is read: it takes up to half a gigabyte
}

// newUploads takes over a directory and removes what another process left in it.
func newUploads(dir string, waiting Waiting, newToken func() string) (*uploads, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("empty the directory of uploads: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of uploads: %w", err)
	}
	return &uploads{dir: dir, waiting: waiting, newToken: newToken, turn: make(chan struct{}, 1)}, nil
}

var (
	errNoImports  = &fault{http.StatusServiceUnavailable, "unavailable", "Articles cannot be imported on this page; use the command line."}
	errImportBusy = &fault{http.StatusTooManyRequests, "busy", "Four imports are under way or wait to be applied; wait until one of them is done, or use the command line."}
	errNoImport   = &fault{http.StatusNotFound, "not_found", "This import is not known any more; upload the file again to see what would change now."}
)

// reception is an import that is being received and read.
type reception struct {
	*uploads
	token string
	dir   string // of its own
	kept  bool
}

// begin makes room for an upload of somebody. It refuses one too many, after it has dropped the oldest that the same
// person left waiting. end is to be called when the upload was read.
func (u *uploads) begin(ctx context.Context, who string) (*reception, error) {
	up := &reception{uploads: u, token: u.newToken()}
	err := u.waiting.BeginImport(ctx, up.token, who, maxImports, withinLook)
	if errors.Is(err, store.ErrImports) {
		return nil, errImportBusy
	}
	if err != nil {
		return nil, err
	}
	if up.dir, err = os.MkdirTemp(u.dir, "upload-"); err != nil {
		return nil, errors.Join(fmt.Errorf("make a directory for an upload: %w", err), up.end(ctx))
	}
	return up, nil
}

// end removes the files of an upload, and gives its room back unless it was kept.
func (u *reception) end(ctx context.Context) error {
	var err error
	if !u.kept {
		err = u.waiting.DropImport(context.WithoutCancel(ctx), u.token) // what remains goes when its time is over
	}
	if u.dir != "" {
		_ = os.RemoveAll(u.dir) // what remains is removed at the next start
	}
	return err
}

// keep keeps a batch for who looked at its plan, and returns its token.
func (u *reception) keep(ctx context.Context, b importing.Batch, digest string) (token string, err error) {
	f, err := os.CreateTemp(u.dir, "batch-")
	if err != nil {
		return "", fmt.Errorf("keep an import: %w", err)
	}
	defer f.Close()
	if err := pack(f, b); err != nil {
		return "", fmt.Errorf("keep an import: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("keep an import: %w", err)
	}
	if err := u.waiting.KeepImport(ctx, u.token, digest, f, importWait); err != nil {
		return "", gone(err)
	}
	u.kept = true
	return u.token, nil
}

// pack writes a batch as it is kept: texts take a third of the room.
func pack(w io.Writer, b importing.Batch) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	return cmp.Or(gob.NewEncoder(z).Encode(b), z.Close())
}

// unpack reads what pack has written.
func unpack(r io.Reader) (b importing.Batch, err error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return b, fmt.Errorf("read a kept import: %w", err)
	}
	if err := gob.NewDecoder(z).Decode(&b); err != nil {
		return b, fmt.Errorf("read a kept import: %w", err)
	}
	return b, nil
}

// take hands an import out to who looked at it, once: whoever cannot apply it gives it back.
func (u *uploads) take(ctx context.Context, who, token string) (digest string, b importing.Batch, err error) {
	digest, packed, err := u.waiting.TakeImport(ctx, token, who, importHold)
	if err != nil {
		return "", b, gone(err)
	}
	if b, err = unpack(packed); err != nil {
		return "", b, errors.Join(err, u.giveBack(ctx, token))
	}
	return digest, b, nil
}

// giveBack lets an import that was taken and not applied be taken again.
func (u *uploads) giveBack(ctx context.Context, token string) error {
	return u.waiting.ReturnImport(context.WithoutCancel(ctx), token)
}

// gone says in a sentence that an import is not kept any more.
func gone(err error) error {
	if errors.Is(err, knowledge.ErrNotFound) {
		return errNoImport
	}
	return err
}
