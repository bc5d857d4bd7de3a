package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// pgWriter owns one connection that writes. One of them makes the writes that are alone in the whole database, the
// others those that belong to keys; all writes of one key come to the same of them.
type pgWriter struct {
	db    *DB
	pg    *postgres
	whole bool // makes the writes that are alone in the database

	queue chan *job
	done  chan struct{} // closed when it has ended

	conn  *sql.Conn // nil while there is no connection
	bare  *pgx.Conn // the same as pgx knows it
	self  backend   // its other end
	lost  *backend  // the other end of a connection that was lost
	wrote bool      // the transaction has changed something
	eager bool      // the next transaction leaves no statement for later
	rows  []string  // tokens of the rows that its transactions may have left
	group []*job
	errs  []error
}

// backend is the server's end of a connection. When the connection is lost, the server may go on with its transaction,
// and keep its locks, until it notices.
type backend struct {
	pid   int64
	since string // when it began, so that it is not taken for a later one with the same number
}

func newPgWriter(d *DB, pg *postgres, whole bool) *pgWriter {
	return &pgWriter{db: d, pg: pg, whole: whole, queue: make(chan *job, 1024), done: make(chan struct{})}
}

func (w *pgWriter) run() {
	defer close(w.done)
	defer w.hangUp()
	for {
		select {
		case j := <-w.queue:
			// Let those who were answered just now queue their next writes too, or the first of them would have a transaction
			// to itself. It costs a lone write nothing.
			runtime.Gosched()
			w.settle(j)
		case <-w.db.stop:
			for {
				select {
				case j := <-w.queue:
					w.settle(j)
				default:
					return
				}
			}
		}
	}
}

// maxKeyed bounds how many writes of keys share one transaction: the locks of all transactions stand in a table of the
// server that has room for some thousands.
const maxKeyed = 64

// collect takes what is queued at this moment, without waiting for more.
func (w *pgWriter) collect() {
	most := maxGroup
	if !w.whole {
		most = maxKeyed
	}
	for len(w.group) < most {
		select {
		case j := <-w.queue:
			w.group = append(w.group, j)
		default:
			return
		}
	}
}

// settle runs a group of writes until each of them has its answer.
func (w *pgWriter) settle(first *job) {
	w.group = append(w.group[:0], first)
	if !w.together(true) {
		for _, j := range slices.Clone(w.group) {
			w.group = append(w.group[:0], j)
			w.together(false)
		}
	}
	clear(w.group[:cap(w.group)])
}

// together runs the group in one transaction, again and again until each of its writes has its answer, or reports
// false: then each of them is to get a transaction of its own. Others may join the group.
func (w *pgWriter) together(join bool) bool {
	for tries := 0; len(w.group) > 0; tries++ {
		if join {
			w.collect() // also what came while the server was away, so that it is answered in time
		}
		v, cause := w.try(w.group)
		w.eager = v == hasty
		switch v {
		case decided:
			w.answer()
		case apart:
			if len(w.group) > 1 {
				return false
			}
			w.answer()
		case conflict: // the one that was in the way is done by now, or will be soon
			if w.giveUp(cause); tries > 0 && len(w.group) > 1 {
				return false
			}
			w.pause(time.Duration(min(tries, 20)) * time.Millisecond)
		case away:
			w.hangUp()
			w.giveUp(cause)
			w.pause(min(firstPause<<min(tries, 5), lastPause))
		case unknown:
			w.hangUp()
			w.refuse(cause)
		}
	}
	return true
}

// pause waits before the next try, if there is anything to be tried.
func (w *pgWriter) pause(d time.Duration) {
	if len(w.group) > 0 {
		sleep(context.Background(), d)
	}
}

// answer tells everybody of the group what became of their write.
func (w *pgWriter) answer() {
	for i, j := range w.group {
		j.done <- w.errs[i]
	}
	w.group = w.group[:0]
}

// refuse tells everybody of the group the same.
func (w *pgWriter) refuse(err error) {
	for _, j := range w.group {
		j.done <- err
	}
	w.group = w.group[:0]
}

// giveUp answers those who have waited for as long as they are to. Nothing of their writes was kept.
func (w *pgWriter) giveUp(cause error) {
	if !errors.Is(cause, ErrUnavailable) {
		cause = fmt.Errorf("%w: %w", ErrUnavailable, cause)
	}
	kept := w.group[:0]
	for _, j := range w.group {
		if time.Since(j.at) < w.pg.patience {
			kept = append(kept, j)
			continue
		}
		j.done <- cause
	}
	w.group = kept
}
