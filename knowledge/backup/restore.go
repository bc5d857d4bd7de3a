package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Part of the program that keeps tables of its own.
type Part struct {
	Name    string // as in sqldb's Migrate
	Migrate func(ctx context.Context, db *sqldb.DB) error
}

// ErrOccupied is returned if there is something already where a desk should go.
var ErrOccupied = errors.New("there is a desk already, or something else; give an empty database")

// Restoration says what to restore, and how.
type Restoration struct {
	Open     func() (io.ReadCloser, error) // the file, decrypted; called once
	Summary  Summary                       // what Check found in it
	Parts    []Part                        // all of the program
	Progress Progress                      // bytes of the file, then rows; may be nil
	Discard  bool                          // the caller throws the database away after an error; it is left as it is then
}

// Restore fills an empty database with a file that was checked. The database must have been opened with the file's
// versions and as one that may be unfinished. It stays marked as unfinished, until the caller has done what is left to do
// and calls its Finish. After an error the database is empty again, unless the error says that it is not.
func Restore(ctx context.Context, db *sqldb.DB, r Restoration) (err error) {
	if err := known(r.Summary.Versions, r.Parts); err != nil {
		return err
	}
	if err := claim(ctx, db); err != nil {
		return err
	}
	defer func() {
		if err != nil && !r.Discard {
			err = errors.Join(err, Undo(ctx, db))
		}
	}()
	to := &loader{ctx: ctx, db: db}
	if to.tables, err = build(ctx, db, r.Summary.Versions, r.Parts); err != nil {
		return err
	}
	file, err := r.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	got, err := read(file, to, func(_ string, done, total int64) { r.Progress.tell("filling", done, total) })
	if err != nil {
		return err
	}
	if got.Hash != r.Summary.Hash || to.count != len(to.tables) {
		return damaged("it was changed while it was read")
	}
	if err := same(ctx, db, to.tables, got.Tables, r.Progress); err != nil {
		return err
	}
	db.Settle(ctx, to.tables)
	return nil
}

// restoring is the note in a database that is being restored.
const restoring = "restore"

// claim marks a database as one that is being restored. What an interrupted restore left in it is cleared away.
func claim(ctx context.Context, db *sqldb.DB) error {
	note, unfinished, err := db.Unfinished(ctx)
	switch {
	case err != nil:
		return err
	case unfinished && note != restoring:
		return fmt.Errorf("the database is being filled by \"frontdesk migrate\"; finish that first, or give an empty database")
	case unfinished:
		return db.Clear(ctx)
	}
	if empty, err := db.Empty(ctx); err != nil {
		return err
	} else if !empty {
		return ErrOccupied
	}
	return db.Mark(ctx, restoring)
}

// undoTime is how long emptying a database again may take after the context has ended.
const undoTime = time.Minute

// Undo empties a database that is marked as unfinished.
func Undo(ctx context.Context, db *sqldb.DB) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoTime)
	defer cancel()
	err := db.Clear(last)
	if err == nil {
		err = db.Finish(last)
	}
	if err != nil {
		return fmt.Errorf("what was written could not be taken away again, and is marked as unfinished: %w", err)
	}
	return nil
}

// known refuses tables of parts that this program does not have.
func known(versions map[string]int64, parts []Part) error {
	for name := range versions {
		if !slices.ContainsFunc(parts, func(p Part) bool { return p.Name == name }) {
			return fmt.Errorf("%w (it has tables of %q, which this version does not know)", ErrNewer, name)
		}
	}
	return nil
}

// build makes the tables, each part's at its version, and takes away what they began with.
func build(ctx context.Context, db *sqldb.DB, versions map[string]int64, parts []Part) ([]sqldb.Table, error) {
	for _, p := range parts {
		if _, ok := versions[p.Name]; !ok {
			continue
		}
		if err := p.Migrate(ctx, db); err != nil {
			return nil, err
		}
	}
	is, err := db.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for name, version := range versions {
		if is[name] != version {
			return nil, fmt.Errorf("%w (the tables of %q are version %d there; this version makes %d)", ErrNewer, name, version, is[name])
		}
	}
	tables, err := db.Tables(ctx)
	if err != nil {
		return nil, err
	}
	return tables, db.Wipe(ctx, tables)
}

// loader fills a database with what is in a file.
type loader struct {
	ctx    context.Context
	db     *sqldb.DB
	tables []sqldb.Table // that there are to fill
	count  int           // that were
}

func (*loader) begin(Header) error { return nil }

// table refuses a table that is not like the one in the database.
func (l *loader) table(t sqldb.Table) error {
	l.count++
	i := slices.IndexFunc(l.tables, func(own sqldb.Table) bool { return own.Name == t.Name })
	if i < 0 || !alike(t, l.tables[i]) {
		return damaged("the table %s does not look as it should in its version", t.Name)
	}
	return nil
}

// alike reports whether two tables have the same columns and the same key; the order of the columns does not matter.
func alike(a, b sqldb.Table) bool {
	sorted := func(t sqldb.Table) []sqldb.Column {
		return slices.SortedFunc(slices.Values(t.Columns), func(x, y sqldb.Column) int { return strings.Compare(x.Name, y.Name) })
	}
	return slices.Equal(sorted(a), sorted(b)) && slices.Equal(a.Key, b.Key)
}

func (l *loader) rows(t sqldb.Table, rows [][]any) error { return l.db.Load(l.ctx, t, rows) }
