package sqldb

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// health is what Check remembers.
type health struct {
	kept atomic.Int64 // transactions that were committed and changed something; counted by the writers

	mu     sync.Mutex
	seen   int64     // kept when Check looked last
	proved time.Time // when Check saw last that a write works
}

// How Check looks.
const (
	checkLimit = 2 * time.Second  // for an answer
	proofHolds = 10 * time.Second // so that a desk that is idle does not sync its disk for every look
)

// Check reports why reading or writing cannot be expected to work now, or nil. Unless something was written since it
// looked last, it writes; what it writes means nothing.
func (d *DB) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	if _, err := d.tableNames(ctx); err != nil {
		return fmt.Errorf("read from the database: %w", err)
	}
	d.health.mu.Lock()
	defer d.health.mu.Unlock()
	kept := d.health.kept.Load()
	if kept == d.health.seen && time.Since(d.health.proved) < proofHolds {
		return nil
	}
	if kept == d.health.seen {
		if err := d.prove(ctx); err != nil {
			d.health.proved = time.Time{}
			return fmt.Errorf("write to the database: %w", err)
		}
	}
	d.health.seen, d.health.proved = d.health.kept.Load(), time.Now()
	return nil
}

// prove writes. Unlike Write it does not wait for the outcome when the context has ended.
func (d *DB) prove(ctx context.Context) error {
	j := &job{ctx: ctx, f: touch, done: make(chan error, 1), at: time.Now(), lock: lockOf("key", "check")}
	queue, ended := d.queue, d.done
	if d.pg != nil {
		w := d.pg.writer("check")
		queue, ended = w.queue, w.done
	}
	select {
	case queue <- j:
	case <-d.stop:
		return ErrClosed
	case <-ctx.Done():
		return errors.New("other writes have been waiting for some seconds")
	}
	select {
	case err := <-j.done:
		return err
	case <-ended:
		return ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("there was no answer within %s", checkLimit)
	}
}

// touch changes nothing that anybody reads, and yet has the engine write. On PostgreSQL the row that every transaction
// leaves is enough.
func touch(tx *Tx) error {
	if tx.pg != nil {
		tx.wrote = true
		return nil
	}
	_, err := tx.Exec(`PRAGMA user_version = 1`)
	return err
}
