package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// isURL reports whether a place is the address of a database, and not a directory.
func isURL(place string) bool { return strings.Contains(place, "://") }

// absolute makes a directory's name one that holds everywhere; addresses are returned as they are.
func absolute(place string) (string, error) {
	if isURL(place) {
		return place, nil
	}
	path, err := filepath.Abs(place)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", place, err)
	}
	return path, nil
}

// addressOf is what the database at a place is opened by.
func addressOf(place string) string {
	if isURL(place) {
		return place
	}
	return filepath.Join(place, app.DatabaseFile)
}

// told is a place without its password, to be shown.
func told(place string) string {
	if !isURL(place) {
		return place
	}
	u, err := url.Parse(place)
	if err != nil {
		return "a database"
	}
	u.RawQuery = "" // a password may stand there, too
	return u.Redacted()
}

// place is where a desk is, as --data and --store say.
func (d deskAt) place() string {
	if d.Store != "" {
		return d.Store
	}
	return d.Data
}

// thereIsDesk says what to do if there is no database in a directory.
func thereIsDesk(place string) error {
	if isURL(place) {
		return nil
	}
	if _, err := os.Stat(addressOf(place)); err != nil {
		return fmt.Errorf("there is no desk in %s; give the directory of one", place)
	}
	return nil
}

// openAt opens the database at a place, runs f and closes it.
func openAt(ctx context.Context, place string, o sqldb.Options, f func(*sqldb.DB) error) error {
	db, err := sqldb.Open(ctx, addressOf(place), o)
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

// empty is a directory, or a database, that a desk is to be put into.
type empty struct {
	place   string
	made    bool // the directory did not exist
	had     bool // there was a database in it, such as one that is unfinished
	release func() error
}

// takeEmpty makes sure that a desk may be put there, and keeps servers away from it until leave is called. A database that
// is there already may be unfinished, which whoever fills it finds out.
func takeEmpty(place string, lock func(dir string) (func() error, error)) (_ *empty, err error) {
	e := &empty{place: place, release: func() error { return nil }}
	if isURL(place) {
		return e, nil
	}
	_, err = os.Stat(place)
	e.made = errors.Is(err, os.ErrNotExist)
	if err := os.MkdirAll(place, 0o700); err != nil {
		return nil, fmt.Errorf("create the data directory: %w; give another", err)
	}
	other := ""
	if e.had, other, err = lookInto(place); err != nil {
		return nil, err
	}
	if e.release, err = lock(place); err != nil {
		return nil, err
	}
	switch {
	case e.had && other != "":
		err = fmt.Errorf("%s: %w", place, backup.ErrOccupied)
	case other != "":
		err = fmt.Errorf("%s is not empty (it holds %s); give an empty directory, or one that does not exist yet", place, other)
	}
	if err != nil {
		return nil, errors.Join(err, e.release())
	}
	return e, nil
}

// lookInto says whether there is a database in a directory, and names something else that is there, "" if nothing is.
func lookInto(dir string) (database bool, other string, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return false, "", fmt.Errorf("look into the data directory: %w", err)
	}
	for _, f := range files {
		switch name := f.Name(); {
		case name == app.DatabaseFile:
			database = true
		case strings.HasPrefix(name, app.DatabaseFile+"-"), name == app.LockName:
		default:
			other = name
		}
	}
	return database, other, nil
}

// fresh reports whether the place is a directory without a database, of which nothing is left if nothing is put there.
func (e *empty) fresh() bool { return !isURL(e.place) && !e.had }

// leave gives the place back; kept says whether something was put there, and else what was made is taken away.
func (e *empty) leave(kept bool) error {
	var err error
	if e.fresh() && !kept {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if rerr := os.Remove(addressOf(e.place) + suffix); !errors.Is(rerr, os.ErrNotExist) {
				err = errors.Join(err, rerr)
			}
		}
		if e.made {
			defer func() {
				_ = os.Remove(filepath.Join(e.place, app.LockName)) // the directory stays then, empty but for the lock
				_ = os.Remove(e.place)
			}()
		}
	}
	return errors.Join(err, e.release())
}

// upToDate brings the tables of all parts to the version of this program.
func upToDate(ctx context.Context, db *sqldb.DB, parts []backup.Part) error {
	for _, p := range parts {
		if err := p.Migrate(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

// maxKeyFile is the longest file with keys or a passphrase, in bytes.
const maxKeyFile = 64 << 10

// passphrase reads a passphrase: the first line of a file.
func passphrase(name string) (string, error) {
	text, err := readText(name, "the passphrase", maxKeyFile)
	if err != nil {
		return "", err
	}
	first, rest, _ := strings.Cut(text, "\n")
	first = strings.TrimSuffix(first, "\r")
	if first == "" || strings.TrimSpace(rest) != "" {
		return "", fmt.Errorf("%s: want one line with the passphrase", name)
	}
	return first, nil
}

// counter counts the bytes that are written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// megabytes writes a size for people.
func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// stages shows one bar after the other.
type stages struct {
	doing string
	bar   *progress
	size  int64 // of the file that is read, in bytes
}

func newStages(size int64) *stages { return &stages{size: size} }

// show is told what is being done; see backup.Progress.
func (s *stages) show(doing string, done, total int64) {
	if doing != s.doing {
		s.end()
		s.doing, s.bar = doing, newProgress(os.Stderr, doing)
	}
	if total == 0 && (doing == "checking" || doing == "filling") {
		done, total = min(done, s.size)>>10, s.size>>10 // kilobytes
	}
	s.bar.show(int(done), int(total))
}

func (s *stages) end() {
	if s.bar != nil {
		s.bar.end()
	}
	s.doing, s.bar = "", nil
}
