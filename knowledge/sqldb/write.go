package sqldb

import (
	"context"
	"fmt"
	"time"
)

// job is one queued write.
type job struct {
	ctx  context.Context
	f    func(tx *Tx) error
	done chan error // buffered by one; the writer never waits for a caller
	key  bool       // it touches only what belongs to a key

	// On PostgreSQL only:
	at   time.Time // when it was queued
	lock int64     // number of its key's lock
}

// Write runs f in the writer's transaction and returns after its commit was synced to the disk. If f
// returns an error, nothing of it is kept and Write returns that error; writes that shared the
// transaction are not affected.
//
// f may run more than once: it must only use tx, set its results anew on every run, and take back what it
// remembers elsewhere with Tx.Undo. Once f has been
// queued, Write waits for the outcome even if ctx ends, because the caller must know whether it was kept.
func (d *DB) Write(ctx context.Context, f func(tx *Tx) error) error {
	j := &job{ctx: ctx, f: f, done: make(chan error, 1)}
	if d.pg != nil {
		j.at = time.Now()
		return d.submit(j, d.pg.whole.queue, d.pg.whole.done)
	}
	return d.submit(j, d.queue, d.done)
}

// submit queues a job and waits for its outcome. ended is closed when the writer of the queue has ended.
func (d *DB) submit(j *job, queue chan<- *job, ended <-chan struct{}) error {
	select {
	case <-d.stop:
		return ErrClosed
	case <-j.ctx.Done():
		return j.ctx.Err()
	case queue <- j:
	}
	select {
	case err := <-j.done:
		return err
	case <-ended:
		// The writer has ended; it answered everything it took from the queue.
		select {
		case err := <-j.done:
			return err
		default:
			return ErrClosed
		}
	}
}

// WriteKey is [DB.Write] for a write that touches only what belongs to a key, such as "conversation/abc". Writes of
// different keys may run side by side where the engine can do that; those of one key never do, on any node, and none
// runs beside a Write. On SQLite there is one writer for all.
func (d *DB) WriteKey(ctx context.Context, key string, f func(tx *Tx) error) error {
	j := &job{ctx: ctx, f: f, done: make(chan error, 1), key: true}
	if d.pg == nil {
		return d.submit(j, d.queue, d.done)
	}
	j.at, j.lock = time.Now(), lockOf("key", key)
	w := d.pg.writer(key)
	return d.submit(j, w.queue, w.done)
}

// guardKey finds a guard in a context.
type guardKey struct{}

// Guard returns a context with which every write runs check first, in its own transaction, and is refused with its
// error. It is how the fence of a lease holds.
func Guard(ctx context.Context, check func(tx *Tx) error) context.Context {
	return context.WithValue(ctx, guardKey{}, check)
}

// call runs one write. A panic in it must not take the writer and everybody's writes down with it.
func (d *DB) call(j *job, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			tx.wrote = true
			err = fmt.Errorf("write panicked: %v", p)
			d.log.Error("a write panicked", "panic", p)
		}
	}()
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if check, ok := j.ctx.Value(guardKey{}).(func(tx *Tx) error); ok {
		if err := check(tx); err != nil {
			return err
		}
	}
	return j.f(tx)
}
