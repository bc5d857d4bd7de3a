package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxGroup bounds how many writes share one transaction, so that one commit's latency stays bounded.
const maxGroup = 512

// job is one queued write.
type job struct {
	ctx  context.Context
	f    func(tx *Tx) error
	done chan error // buffered by one; the writer never waits for a caller
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
	select {
	case <-d.stop:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	case d.queue <- j:
	}
	select {
	case err := <-j.done:
		return err
	case <-d.done:
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
// runs beside a Write. On SQLite there is one writer, and WriteKey is Write.
func (d *DB) WriteKey(ctx context.Context, key string, f func(tx *Tx) error) error {
	return d.Write(ctx, f)
}

// guardKey finds a guard in a context.
type guardKey struct{}

// Guard returns a context with which every write runs check first, in its own transaction, and is refused with its
// error. It is how the fence of a lease holds.
func Guard(ctx context.Context, check func(tx *Tx) error) context.Context {
	return context.WithValue(ctx, guardKey{}, check)
}

// writer owns the one connection that writes. Statements are prepared on that connection once, and
// transactions are begun and ended with statements of their own, which saves database/sql's bookkeeping
// on every write.
type writer struct {
	db    *DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	group []*job
	errs  []error
}

func newWriter(ctx context.Context, d *DB) (*writer, error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("start writer: %w", err)
	}
	return &writer{db: d, conn: conn, stmts: make(map[string]*sql.Stmt)}, nil
}

func (w *writer) run() {
	defer close(w.db.done)
	for {
		select {
		case j := <-w.db.queue:
			w.collect(j)
			w.commit()
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
	err := w.transaction(func(tx *Tx) error {
		for _, j := range w.group {
			tx.wrote = false
			err := w.call(j, tx)
			if err != nil && tx.wrote {
				return errSplit
			}
			w.errs = append(w.errs, err)
		}
		return nil
	})
	switch {
	case err == nil:
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
	clear(w.group)
}

var errSplit = errors.New("run every write of the group alone")

// call runs one write. A panic in it must not take the writer and everybody's writes down with it.
func (w *writer) call(j *job, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			tx.wrote = true
			err = fmt.Errorf("write panicked: %v", p)
			w.db.log.Error("a write panicked", "panic", p)
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

// transaction begins, runs f and commits. A failed commit is never retried: after a failed fsync nobody
// knows what the disk holds, and SQLite has rolled the transaction back.
func (w *writer) transaction(f func(tx *Tx) error) error {
	tx := &Tx{w: w}
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

func (w *writer) close() {
	for _, s := range w.stmts {
		s.Close()
	}
	w.conn.Close()
}

// Tx is the writer's transaction as one write sees it. It must not be kept after the write returned.
type Tx struct {
	w     *writer
	wrote bool
	undo  []func()
}

// Undo has f called if the transaction is not committed, also when another write that shares it is to
// blame. It is for what a write remembers in memory; f runs before any further write.
func (t *Tx) Undo(f func()) { t.undo = append(t.undo, f) }

// Lock keeps everybody out of what several keys share, under the name given, until the transaction ends. SQLite has one
// writer, and nothing to lock.
func (t *Tx) Lock(string) error { return nil }

// Now is the time by the store's clock, in milliseconds, which is the same for every node.
func (t *Tx) Now() (time.Time, error) {
	var ms int64
	if err := t.QueryRow(`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)`).Scan(&ms); err != nil {
		return time.Time{}, fmt.Errorf("read the store's clock: %w", err)
	}
	return time.UnixMilli(ms), nil
}

func (t *Tx) run(statement string) error {
	s, err := t.stmt(statement)
	if err != nil {
		return err
	}
	_, err = s.Exec()
	return err
}

// Exec runs a statement that changes something.
func (t *Tx) Exec(query string, args ...any) (sql.Result, error) {
	t.wrote = true
	s, err := t.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.Exec(args...)
}

// Insert runs an INSERT that may do nothing and tells how many rows it added. One that added none counts as
// no change, so that refusing afterwards is cheap.
func (t *Tx) Insert(query string, args ...any) (int64, error) {
	wrote := t.wrote
	r, err := t.Exec(query, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		t.wrote = wrote
	}
	return n, err
}

// Wrote reports whether this write has changed something so far.
func (t *Tx) Wrote() bool { return t.wrote }

// Query runs a statement that returns rows. The caller closes them before the next statement.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	t.wrote = t.wrote || changes(query)
	s, err := t.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.Query(args...)
}

// QueryRow runs a statement that returns at most one row.
func (t *Tx) QueryRow(query string, args ...any) *sql.Row {
	t.wrote = t.wrote || changes(query)
	s, err := t.stmt(query)
	if err != nil {
		return t.w.conn.QueryRowContext(context.Background(), query, args...) // reports the same error through Scan
	}
	return s.QueryRow(args...)
}

// stmt returns the prepared statement for the text. The set of texts in the program is finite, so the
// cache needs no bound; a text with a variable number of parameters must not come here.
func (t *Tx) stmt(query string) (*sql.Stmt, error) {
	if s, ok := t.w.stmts[query]; ok {
		return s, nil
	}
	s, err := t.w.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	t.w.stmts[query] = s
	return s, nil
}

// changes reports whether a statement that returns rows may change something.
func changes(query string) bool {
	for i := 0; i < len(query); i++ {
		switch query[i] {
		case ' ', '\n', '\t', '\r':
			continue
		case 'S', 's':
			return false // SELECT
		}
		return true
	}
	return true
}
