package sqldb

import (
	"context"
	"errors"
	"fmt"
)

// SQLite writes to a log first, and moves what is in it to the file later: a checkpoint. It would do so by itself at the
// end of some commit, but then it keeps to itself what went wrong, also a sync that failed. So the writer does it,
// between two transactions.
const (
	// maxLog is how many pages the log may have before they are moved: 32 MB. A checkpoint costs syncs in the writer's
	// path; this was measured to be half again as fast as SQLite's own 4 MB, at the price of that much disk.
	maxLog = 8000
	// checkEvery is how many writes are made before the log is measured again.
	checkEvery = 128
)

// tidy moves the log to the file if it has grown enough.
func (w *writer) tidy() {
	if w.unmeasured += len(w.group); w.unmeasured < checkEvery {
		return
	}
	w.unmeasured = 0
	_, pages, err := w.checkpoint("NOOP")
	if err == nil && pages >= maxLog {
		_, _, err = w.checkpoint("PASSIVE")
	}
	if err != nil {
		w.db.log.Warn("the log of the database could not be moved to its file; this is tried again", "error", err)
	}
}

// checkpoint runs one in the way given. It returns whether somebody was in the way, and how many pages the log has.
func (w *writer) checkpoint(how string) (busy bool, pages int, err error) {
	var moved int
	err = w.conn.QueryRowContext(context.Background(), `PRAGMA wal_checkpoint(`+how+`)`).Scan(&busy, &pages, &moved)
	if isSync(err) && w.db.fatal != nil {
		w.db.fatal(err)
	}
	return busy, pages, err
}

// errReaders says that a checkpoint could not be completed.
var errReaders = errors.New("somebody reads what is to be moved")

// Checkpoint moves everything that SQLite has in its log to the file and empties the log, so that nothing that was
// deleted stays there. It fails if somebody reads for too long meanwhile; then it may be tried again later. On PostgreSQL
// it does nothing: what a server keeps in its log is for its administrator to say.
func (d *DB) Checkpoint(ctx context.Context) error {
	if d.pg != nil {
		return nil
	}
	done := make(chan error, 1)
	select {
	case d.empty <- done:
		if err := <-done; err != nil {
			return fmt.Errorf("empty the log of the database: %w", err)
		}
		return nil
	case <-d.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// emptyLog moves the whole log, and waits for readers for a moment only, since everybody's writes wait.
func (w *writer) emptyLog() error {
	if _, err := w.conn.ExecContext(context.Background(), `PRAGMA busy_timeout = 250`); err != nil {
		return err
	}
	defer w.conn.ExecContext(context.Background(), `PRAGMA busy_timeout = `+busyTimeout)
	busy, _, err := w.checkpoint("TRUNCATE")
	if err == nil && busy {
		err = errReaders
	}
	return err
}
