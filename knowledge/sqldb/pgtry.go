package sqldb

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
)

// verdict is what became of a try to run a group of writes in one transaction.
type verdict int

const (
	decided  verdict = iota // errs says what to tell each of them
	apart                   // one of them failed after it changed something, and took the others along; for one that was alone, errs says how
	conflict                // nothing was kept; another transaction was in the way
	away                    // nothing was kept; the server is away
	hasty                   // nothing was kept; it must be done again, with every statement at once
	unknown                 // the server went away during the commit and did not come back to tell
)

// try runs the jobs in one transaction.
func (w *pgWriter) try(jobs []*job) (verdict, error) {
	if err := w.dial(); err != nil {
		return away, err
	}
	token := rand.Text()
	if err := w.begin(jobs, token); err != nil {
		return w.noBeginning(err)
	}
	tx := &Tx{conn: w.conn, pg: w.bare, keyed: !w.whole && !w.pg.sabotage.locks, later: &later{eager: w.eager}}
	v, err := w.work(tx, jobs)
	if v == decided {
		v, err = w.commit(token)
	} else if w.closed() {
		w.forsaken()
	}
	if v != decided {
		for _, undo := range slices.Backward(tx.undo) {
			undo()
		}
		w.rollback()
	}
	if v == decided && w.wrote {
		w.db.health.kept.Add(1)
	}
	if len(jobs) == 1 && v == apart {
		w.errs = append(w.errs[:0], err)
	}
	return v, err
}

// begin begins the transaction, with the row that it leaves and with its locks.
func (w *pgWriter) begin(jobs []*job, token string) error {
	forget(w.bare.PgConn())
	_, err := w.bare.PgConn().Exec(context.Background(), beginning(w.note(token), w.whole, jobs, w.pg.sabotage)).ReadAll()
	return err
}

// noBeginning tells what to do when a transaction could not begin. Nothing has happened, so whatever it was, it is
// tried again: also when the locks took longer than a statement may.
func (w *pgWriter) noBeginning(err error) (verdict, error) {
	err = fmt.Errorf("begin: %w", err)
	if w.closed() {
		w.forsaken()
		return away, err
	}
	failed := failure(w.bare)
	lacking := isAway(failed)
	if failed != nil && failed.Code == pgNoTable { // somebody has emptied the database; the next connection makes it anew
		w.hangUp()
	}
	w.rollback()
	if lacking {
		return away, err
	}
	return conflict, err
}

// work runs the jobs. It is decided if the transaction can be committed.
func (w *pgWriter) work(tx *Tx, jobs []*job) (verdict, error) {
	w.errs, w.wrote = append(w.errs[:0], make([]error, len(jobs))...), false
	tx.later.jobs = make([]jobState, len(jobs))
	for i, j := range jobs {
		if tx.later.builds(j.lock) {
			if v, err := w.settleLater(tx, jobs); v != decided {
				return v, err
			}
		}
		if v, err := w.runOne(tx, i, j); v != decided {
			return v, err
		}
	}
	return w.settleLater(tx, jobs)
}

// runOne runs one of the jobs. It is decided if the others may go on.
func (w *pgWriter) runOne(tx *Tx, i int, j *job) (verdict, error) {
	tx.wrote, tx.later.job, tx.later.mine = false, i, 0
	tx.later.jobs[i] = jobState{lock: j.lock, from: len(tx.undo)}
	err := w.db.call(j, tx)
	tx.closeRows()
	switch {
	case w.bare.IsClosed() || w.bare.PgConn().IsBusy() || w.bare.PgConn().TxStatus() != 'T' || isConflict(failure(w.bare)) || isAway(failure(w.bare)):
		return w.failed(err)
	case tx.later.hasty:
		return hasty, err
	case err != nil && tx.Wrote():
		return apart, err
	}
	w.errs[i] = err
	w.wrote = w.wrote || tx.Wrote()
	tx.later.jobs[i].wrote, tx.later.jobs[i].to = tx.wrote, len(tx.undo)
	return decided, nil
}

// failed tells what to do when a transaction cannot go on, with the error of the write that ran.
func (w *pgWriter) failed(err error) (verdict, error) {
	failed := failure(w.bare)
	switch {
	case w.bare.IsClosed() || isAway(failed):
		return away, w.because(err, failed)
	case w.bare.PgConn().IsBusy():
		return apart, errors.Join(err, errOpenRows)
	case isConflict(failed):
		return conflict, w.because(err, failed)
	case w.bare.PgConn().TxStatus() == 'I':
		return apart, errors.Join(err, errEnded)
	}
	return apart, w.because(err, failed)
}

// errEnded is the fault of a write that commits or rolls back by itself.
var errEnded = errors.New("a write ended its transaction, which is not its own to end")

// because is the error of a write, or that of its statement if the write kept it to itself.
func (w *pgWriter) because(err error, failed *pgconn.PgError) error {
	switch {
	case err != nil:
		return err
	case failed != nil:
		return fmt.Errorf("a statement of the write failed: %w", failed)
	}
	return errors.New("the connection was lost")
}

// commit commits and finds out whether that was kept. Where nothing was changed there is nothing to keep.
func (w *pgWriter) commit(token string) (verdict, error) {
	if !w.wrote {
		if w.rollback(); w.closed() {
			w.forsaken()
		}
		return decided, nil
	}
	results, err := w.bare.PgConn().Exec(context.Background(), "COMMIT").ReadAll()
	switch {
	case err == nil && len(results) == 1 && results[0].CommandTag.String() == "COMMIT":
		w.rows = append(w.rows[:0], token)
		return decided, nil
	case err == nil:
		return apart, errors.New("commit: the server rolled back")
	case w.closed() && w.pg.sabotage.outcome:
		return away, err
	case w.closed():
		return w.ask(token, err)
	case isConflict(failure(w.bare)):
		return conflict, fmt.Errorf("commit: %w", err)
	case isAway(failure(w.bare)):
		return away, fmt.Errorf("commit: %w", err)
	}
	return apart, fmt.Errorf("commit: %w", err)
}

// rollback ends the transaction if there still is one. A connection on which that fails is given up.
func (w *pgWriter) rollback() {
	if w.closed() {
		return
	}
	c := w.bare.PgConn()
	if !c.IsBusy() && c.TxStatus() == 'I' {
		return
	}
	if _, err := c.Exec(context.Background(), "ROLLBACK").ReadAll(); err != nil || c.TxStatus() != 'I' {
		w.hangUp()
	}
}
