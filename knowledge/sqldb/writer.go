package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// maxGroup bounds how many writes share one transaction, so that one commit's latency stays bounded.
const maxGroup = 512

// writer owns the one connection that writes. Statements are prepared on that connection once, and most of them, also
// those that begin and end transactions, go past database/sql, which saves its bookkeeping on every write.
type writer struct {
	db    *DB
	conn  *sql.Conn
	lite  *liteSession // the same connection
	group []*job
	errs  []error

	unmeasured int // writes since the log was measured

	others  int64 // SQLite's number of what others have written
	version int64 // see Tx.Version
}

func newWriter(ctx context.Context, d *DB) (*writer, error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("start writer: %w", err)
	}
	w := &writer{db: d, conn: conn}
	err = conn.Raw(func(c any) error {
		w.lite = c.(*liteSession)
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start writer: %w", err), conn.Close())
	}
	return w, nil
}

func (w *writer) run() {
	defer close(w.db.done)
	for {
		select {
		case j := <-w.db.queue:
			w.collect(j)
			w.commit()
		case done := <-w.db.empty:
			done <- w.emptyLog()
		case <-w.db.stop:
			for {
				select {
				case j := <-w.db.queue:
					w.collect(j)
					w.commit()
				default:
					w.close()
					return
				}
			}
		}
	}
}

// collect takes what is queued at this moment, without waiting for more.
func (w *writer) collect(first *job) {
	w.group = append(w.group[:0], first)
	for len(w.group) < maxGroup {
		select {
		case j := <-w.db.queue:
			w.group = append(w.group, j)
		default:
			return
		}
	}
}

// commit runs the group in one transaction. A write that fails after it changed something cannot be
// undone alone, so then the transaction is rolled back and each write of the group gets its own. Writes
// that refuse before they change anything, which is the common refusal, cost the others nothing.
func (w *writer) commit() {
	w.errs = w.errs[:0]
	wrote := false
	err := w.transaction(func(tx *Tx) error {
		for _, j := range w.group {
			tx.wrote = false
			err := w.call(j, tx)
			if err != nil && tx.wrote {
				return errSplit
			}
			wrote = wrote || tx.wrote
			w.errs = append(w.errs, err)
		}
		return nil
	})
	switch {
	case err == nil:
		if wrote {
			w.db.health.kept.Add(1)
		}
		for i, j := range w.group {
			j.done <- w.errs[i]
		}
	case errors.Is(err, errSplit):
		for _, j := range w.group {
			j.done <- w.transaction(func(tx *Tx) error { return w.call(j, tx) })
		}
	default:
		for _, j := range w.group {
			j.done <- err
		}
	}
	w.tidy()
	clear(w.group)
}

// call runs one write, and notes if it can have changed what views of a key were made of.
func (w *writer) call(j *job, tx *Tx) error {
	err := w.db.call(j, tx)
	if tx.wrote && !j.key {
		w.version++
	}
	return err
}

var errSplit = errors.New("run every write of the group alone")

// transaction begins, runs f and commits. A failed commit is never retried: after a failed fsync nobody
// knows what the disk holds, and SQLite has rolled the transaction back.
func (w *writer) transaction(f func(tx *Tx) error) error {
	tx := &Tx{conn: w.conn, lite: w.lite, writer: w}
	if err := tx.run("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(tx); err != nil {
		w.rollback(tx)
		return err
	}
	if err := tx.run("COMMIT"); err != nil {
		if isSync(err) && w.db.fatal != nil {
			w.db.fatal(err)
		}
		w.rollback(tx)
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (w *writer) rollback(tx *Tx) {
	for _, undo := range slices.Backward(tx.undo) {
		undo()
	}
	if err := tx.run("ROLLBACK"); err != nil {
		w.db.log.Error("rollback failed", "error", err)
	}
}

// look finds out whether other connections have written since the last time.
func (w *writer) look() error {
	others, err := w.lite.dataVersion()
	if err == nil && others != w.others {
		w.others = others
		w.version++
	}
	return err
}

func (w *writer) close() {
	w.conn.Close()
}
