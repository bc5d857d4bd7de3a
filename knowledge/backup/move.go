package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"frontdesk/knowledge/sqldb"
)

// Moving says how to move a desk.
type Moving struct {
	From     string // where it comes from, in words, without secrets: by it an interrupted move is known again
	Anew     bool   // begin anew, also over what another move left unfinished
	Parts    []Part // all of the program
	Progress Progress
}

// ErrChanged is returned if the desk that is moved was written to meanwhile.
var ErrChanged = errors.New("the desk was changed while it was copied")

// ErrInterrupted is wrapped by every error after which a Move can be gone on with.
var ErrInterrupted = errors.New("the copy is not finished, and goes on when the same command is run again")

// moving is the note in a database that a desk is moved to.
type moving struct {
	By      string `json:"by"`
	From    string `json:"from"`
	Differs bool   `json:"differs"` // what was copied is not what is there by now
}

const migrating = "migrate"

// Move copies the desk in one database to another, which must be empty or hold what an interrupted Move from the same
// place left, and compares both at the end. The other must have been opened with the first one's versions and as one that
// may be unfinished. What is there already of an interrupted Move is not copied again: each table is filled in the order
// of its key. Until both were found to be the same, the other is marked as unfinished; Move takes the mark away.
//
// The first database is only read. If it was written to meanwhile, the error is ErrChanged, and the next Move begins anew.
func Move(ctx context.Context, from, to *sqldb.DB, m Moving) ([]TableEnd, error) {
	versions, err := from.Versions(ctx)
	if err != nil {
		return nil, err
	}
	if err := known(versions, m.Parts); err != nil {
		return nil, err
	}
	begun, err := m.enter(ctx, to)
	if err != nil {
		return nil, err
	}
	done, err := m.fill(ctx, from, to, versions, begun)
	if err != nil && !errors.Is(err, ErrChanged) {
		err = fmt.Errorf("%w: %w", ErrInterrupted, err)
	}
	return done, err
}

// fill copies what is not there yet, and compares.
func (m Moving) fill(ctx context.Context, from, to *sqldb.DB, versions map[string]int64, begun bool) ([]TableEnd, error) {
	tables, err := m.prepare(ctx, to, versions, begun)
	if err != nil {
		return nil, err
	}
	source, err := from.Tables(ctx)
	if err != nil {
		return nil, err
	}
	if err := match(source, tables); err != nil {
		return nil, err
	}
	if err := m.copyAll(ctx, from, to, source); err != nil {
		return nil, err
	}
	done, err := m.compare(ctx, from, to, source)
	if _, ok := errors.AsType[*DifferenceError](err); ok {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrChanged, err), m.mark(ctx, to, true))
	}
	if err != nil {
		return nil, err
	}
	to.Settle(ctx, source)
	return done, to.Finish(ctx)
}

// enter makes sure that a database may be filled, and marks it. begun says whether there is something to go on from.
func (m Moving) enter(ctx context.Context, to *sqldb.DB) (begun bool, err error) {
	note, unfinished, err := to.Unfinished(ctx)
	if err != nil {
		return false, err
	}
	if !unfinished {
		if empty, err := to.Empty(ctx); err != nil {
			return false, err
		} else if !empty {
			return false, ErrOccupied
		}
		return false, m.mark(ctx, to, false)
	}
	var was moving
	if json.Unmarshal([]byte(note), &was) != nil {
		was = moving{By: note}
	}
	switch {
	case m.Anew || was.By == migrating && was.From == m.From && was.Differs:
		return false, errors.Join(to.Clear(ctx), m.mark(ctx, to, false))
	case was.By != migrating:
		return false, fmt.Errorf("the database is being filled by \"frontdesk restore\"; finish that first, give an empty database, or --anew to empty this one")
	case was.From != m.From:
		return false, fmt.Errorf("the database is being filled from %s; give that to go on, or --anew to empty it and begin anew", was.From)
	}
	return true, nil
}

func (m Moving) mark(ctx context.Context, to *sqldb.DB, differs bool) error {
	note, err := json.Marshal(moving{By: migrating, From: m.From, Differs: differs})
	if err != nil {
		return fmt.Errorf("note what is moved: %w", err)
	}
	return to.Mark(ctx, string(note))
}

// prepare makes the tables, or takes those that an interrupted Move left.
func (m Moving) prepare(ctx context.Context, to *sqldb.DB, versions map[string]int64, begun bool) ([]sqldb.Table, error) {
	if !begun {
		return build(ctx, to, versions, m.Parts)
	}
	is, err := to.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for name, version := range versions {
		if is[name] != version { // it was interrupted while the tables were made, or the desk was migrated since
			if err := to.Clear(ctx); err != nil {
				return nil, err
			}
			return build(ctx, to, versions, m.Parts)
		}
	}
	return to.Tables(ctx)
}

// match refuses a desk whose tables are not those of its version.
func match(source, target []sqldb.Table) error {
	have := make(map[string]sqldb.Table)
	for _, t := range target {
		have[t.Name] = t
	}
	for _, t := range source {
		if own, ok := have[t.Name]; !ok || !alike(t, own) {
			return fmt.Errorf("the table %s is not as frontdesk makes it; take it away, or use the version of frontdesk that made it", t.Name)
		}
	}
	return nil
}

// copyAll copies what is not there yet.
func (m Moving) copyAll(ctx context.Context, from, to *sqldb.DB, tables []sqldb.Table) error {
	return from.Snapshot(ctx, func(q sqldb.Querier) error {
		var done, total int64
		for _, t := range tables {
			n, err := t.Count(ctx, q)
			if err != nil {
				return err
			}
			total += n
		}
		for _, t := range tables {
			there, after, err := resume(ctx, to, t)
			if err != nil {
				return err
			}
			done += there
			err = copyTable(ctx, from.Engine(), q, to, t, after, func(n int) {
				done += int64(n)
				m.Progress.tell("copying", done, total)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// resume says how many rows of a table are there, and the key of the last. One without a key is copied anew.
func resume(ctx context.Context, to *sqldb.DB, t sqldb.Table) (there int64, after []any, err error) {
	if len(t.Key) == 0 {
		return 0, nil, to.Wipe(ctx, []sqldb.Table{t})
	}
	if after, err = t.Last(ctx, to.Engine(), to.Read()); err != nil || after == nil {
		return 0, nil, err
	}
	there, err = t.Count(ctx, to.Read())
	return there, after, err
}

// rowCost is what a row takes in memory besides its texts, in bytes, roughly.
const rowCost = 64

// copyTable copies the rows behind a key, some at a time.
func copyTable(ctx context.Context, e sqldb.Engine, q sqldb.Querier, to *sqldb.DB, t sqldb.Table, after []any, progress func(rows int)) error {
	var rows [][]any
	size := 0
	flush := func() error {
		if err := to.Load(ctx, t, rows); err != nil {
			return err
		}
		progress(len(rows))
		rows, size = nil, 0
		return nil
	}
	err := t.Each(ctx, e, q, after, func(row []any) error {
		rows, size = append(rows, row), size+sizeOf(row)
		if size < chunk {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// sizeOf is about how many bytes a row takes in memory.
func sizeOf(row []any) int {
	n := rowCost
	for _, v := range row {
		switch v := v.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
		n += rowCost / 4
	}
	return n
}

// compare reads both databases anew, at the same time.
func (m Moving) compare(ctx context.Context, from, to *sqldb.DB, tables []sqldb.Table) ([]TableEnd, error) {
	total := int64(0)
	for _, t := range tables {
		n, err := t.Count(ctx, from.Read())
		if err != nil {
			return nil, err
		}
		total += n
	}
	var a, b []TableEnd
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		a, err = sums(ctx, from, tables, func(rows int64) { m.Progress.tell("comparing", rows, total) })
		return err
	})
	both.Go(func() (err error) {
		b, err = sums(ctx, to, tables, func(int64) {})
		return err
	})
	if err := both.Wait(); err != nil {
		return nil, err
	}
	return b, differ(a, b)
}
