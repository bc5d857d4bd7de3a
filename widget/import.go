package widget

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/account"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// Imports is what articles are brought in and written out with.
type Imports struct {
	Articles Shelf             // *store.Store
	Writer   importing.Writer  // *editing.Room
	Fetch    importing.Fetcher // gets the pages of a list of addresses; nil refuses such lists
	// Inspect says which files may be kept with the articles, as in importing.Options; nil refuses them.
	Inspect func(name string, data []byte) (store.File, error)
	Dir     string // directory of its own for files while they are read, emptied at the start; "" switches imports off
}

// Shelf is the articles as an import compares them and an export reads them, with the imports that wait; *store.Store is
// one.
type Shelf interface {
	importing.Articles
	importing.Corpus
	Waiting
}

// Limits of an import over the web. The command line has larger ones.
const (
	maxUpload      = 64 << 20  // bytes
	maxUnpacked    = 128 << 20 // bytes
	withinTransfer = 15 * time.Minute
)

var errLargeUpload = &fault{http.StatusRequestEntityTooLarge, codeTooLarge, "The file has more than 64 MiB; import it in parts, or with the command line."}

// lookAtImport answers POST /api/editor/import?name=FILE, whose body is the file, with what an import would change. It
// changes nothing.
func (e *edge) lookAtImport(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	if e.uploads == nil {
		return errNoImports
	}
	name, err := uploadName(r.URL.Query().Get("name"))
	if err != nil {
		return err
	}
	up, err := e.uploads.begin(r.Context(), who.ID)
	if err != nil {
		return err
	}
	defer func() {
		if err := up.end(r.Context()); err != nil {
			e.log.Warn("an upload was not removed; it goes when its time is over", "error", err)
		}
	}()
	file := filepath.Join(up.dir, name)
	if err := receive(w, r, file); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), withinSlow)
	defer cancel()
	v, err := e.look(ctx, up, file)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		return &fault{http.StatusServiceUnavailable, "unavailable", "This takes longer than a minute; import it in parts, or with the command line."}
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, v)
}

// uploadName returns the name of an uploaded file with nothing in it that a file system or a log would misunderstand.
// Its ending tells what is in it.
func uploadName(said string) (string, error) {
	said = said[strings.LastIndexAny(said, `/\`)+1:]
	if said == "" || !utf8.ValidString(said) {
		return "", badQuery("The name of the file is missing; its ending tells what is in it.")
	}
	name := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" .-_()+,", c) {
			return c
		}
		return '_'
	}, said)
	name = strings.TrimLeft(name, ". ")
	for len(name) > 120 { // the ending stays
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	if name == "" {
		name = "_"
	}
	return name, nil
}

// receive writes a request's body to a file.
func receive(w http.ResponseWriter, r *http.Request, file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keep an upload: %w", err)
	}
	n, err := io.Copy(f, http.MaxBytesReader(w, r.Body, maxUpload))
	if cerr := f.Close(); err == nil && cerr != nil {
		return fmt.Errorf("keep an upload: %w", cerr)
	}
	_, onDisk := errors.AsType[*fs.PathError](err)
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case large:
		return errLargeUpload
	case onDisk:
		return fmt.Errorf("keep an upload: %w", err)
	case err != nil:
		return badJSON("The upload broke off; try again.")
	case n == 0:
		return invalid("The file is empty.")
	}
	return nil
}

// look reads an upload, compares it and keeps it to be applied.
func (e *edge) look(ctx context.Context, up *reception, file string) (importView, error) {
	select {
	case e.uploads.turn <- struct{}{}:
		defer func() { <-e.uploads.turn }()
	case <-ctx.Done():
		return importView{}, ctx.Err()
	}
	batch, err := importing.Read(ctx, file, importing.Options{Fetch: e.Imports.Fetch, Inspect: e.Imports.Inspect, Limits: importing.Limits{Unpacked: maxUnpacked}})
	if err != nil {
		return importView{}, unreadable(err)
	}
	plan, err := importing.MakePlan(ctx, e.Imports.Articles, batch)
	if err != nil {
		return importView{}, err
	}
	v := viewImport(batch, plan)
	if v.Counts["errors"] > 0 {
		return v, nil // there is nothing to be applied, and nothing to be examined
	}
	if v.Comparison, err = e.importExam(ctx, plan); err != nil {
		return importView{}, err
	}
	if plan.Count[importing.Gone] > 0 {
		all := plan
		all.WithdrawGone = true
		if v.ComparisonGone, err = e.importExam(ctx, all); err != nil {
			return importView{}, err
		}
	}
	v.Token, err = up.keep(ctx, batch, plan.Digest())
	return v, err
}

// importExam returns what an import would do to the exam, nil if no questions are kept or nothing would change.
func (e *edge) importExam(ctx context.Context, p importing.Plan) (*comparison, error) {
	proposal := p.Proposal()
	if proposal.Empty() {
		return nil, nil
	}
	c, err := e.Stage.Sit(ctx, proposal)
	if err != nil || c.Asked == 0 {
		return nil, err
	}
	v, err := e.viewComparison(ctx, c)
	return &v, err
}

// unreadable turns the error of a file that cannot be read at all into a sentence, unless it is our disk that fails.
func unreadable(err error) error {
	u, ok := errors.AsType[*importing.Unreadable](err)
	if _, disk := errors.AsType[*fs.PathError](err); disk || !ok {
		return err
	}
	return invalid(sentence(u.Reason.Error()))
}
