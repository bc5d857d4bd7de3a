package sqldb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Later runs a statement whose outcome the write does not need to go on. check gets the number of rows that the statement
// has changed, and its error refuses the write. On SQLite the statement runs at once, and Later returns that error. On
// PostgreSQL it may be sent only with the next statement that is waited for, or when the writes that share the
// transaction have run: then many of them need one round trip, and a write that was refused by its check runs again, this
// time with every statement at once.
//
// So what a write remembers elsewhere when it has returned may have to be taken back with Undo, and only writes of the
// same key may build on it. A statement that has changed nothing counts as no change, as with Insert.
func (t *Tx) Later(check func(rows int64) error, query string, args ...any) error {
	if t.later == nil || t.later.eager {
		n, err := t.Insert(query, args...)
		if err != nil {
			return err
		}
		return check(n)
	}
	t.later.leave(statement{job: t.later.job, query: query, args: args, check: check})
	return nil
}

// later is what the writes of one transaction on PostgreSQL have left to be sent.
type later struct {
	eager   bool // nothing is left for later
	job     int  // the write that runs
	mine    int  // how many statements it has left
	waiting []statement
	jobs    []jobState
	failed  []refusal
	hasty   bool // a write went on although its own check had failed
}

// statement is one that is to be sent.
type statement struct {
	job   int
	query string
	args  []any
	check func(rows int64) error
}

// jobState is what one write has done so far.
type jobState struct {
	lock     int64
	left     int  // statements that it has left
	waits    bool // some of them were not sent yet
	wrote    bool // it has changed something by statements that were not left
	from, to int  // its part of the transaction's undo
}

// refusal is the error of a check.
type refusal struct {
	job  int
	rows int64 // that its statement has changed all the same
	err  error
}

func (l *later) leave(s statement) {
	l.waiting = append(l.waiting, s)
	l.mine++
	l.jobs[s.job].left++
	l.jobs[s.job].waits = true
}

// builds reports whether a write may build on what was left and not sent yet.
func (l *later) builds(lock int64) bool {
	return slices.ContainsFunc(l.jobs, func(s jobState) bool { return s.waits && s.lock == lock })
}

// send sends what was left, in one message, and checks what became of it. The error is that of a statement.
func (t *Tx) send() error {
	l := t.later
	if l == nil || len(l.waiting) == 0 {
		return nil
	}
	var batch pgx.Batch
	for _, s := range l.waiting {
		batch.Queue(s.query, s.args...)
	}
	results := t.pg.SendBatch(context.Background(), &batch)
	for _, s := range l.waiting {
		tag, err := results.Exec()
		if err != nil {
			return errors.Join(fmt.Errorf("a statement of the write failed: %w", err), results.Close())
		}
		if err := s.check(tag.RowsAffected()); err != nil {
			l.failed = append(l.failed, refusal{s.job, tag.RowsAffected(), err})
		}
	}
	clear(l.waiting)
	l.waiting = l.waiting[:0]
	for i := range l.jobs {
		l.jobs[i].waits = false
	}
	return results.Close()
}

// first sends what was left before a statement that is waited for. Should it turn out then that the write that runs has
// gone on in vain, all of it is done again.
func (t *Tx) first() {
	if t.later == nil || len(t.later.waiting) == 0 {
		return
	}
	if err := t.send(); err != nil {
		return // the transaction has failed, and so does the statement that follows
	}
	mine := func(r refusal) bool { return r.job == t.later.job }
	t.later.hasty = t.later.hasty || slices.ContainsFunc(t.later.failed, mine)
}

// settleLater sends what was left. A write that was refused by its check and has changed nothing runs again, alone; if it
// has changed something, all must.
func (w *pgWriter) settleLater(tx *Tx, jobs []*job) (verdict, error) {
	if err := tx.send(); err != nil {
		return w.failed(err)
	}
	l := tx.later
	for _, r := range l.failed {
		if s := l.jobs[r.job]; l.hasty || s.wrote || s.left > 1 || r.rows > 0 {
			return hasty, r.err
		}
	}
	failed := l.failed
	l.failed = nil
	for _, r := range failed {
		s := l.jobs[r.job]
		for i := s.to - 1; i >= s.from; i-- {
			tx.undo[i]()
			tx.undo[i] = func() {}
		}
		eager := l.eager
		l.eager = true
		v, err := w.runOne(tx, r.job, jobs[r.job])
		l.eager = eager
		if v != decided {
			return v, err
		}
	}
	return decided, nil
}
