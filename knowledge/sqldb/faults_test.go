package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// add makes one the number of a key higher, so that a write that was made twice, or not at all, shows.
func add(db *sqldb.DB, key string) error {
	return db.WriteKey(context.Background(), key, func(tx *sqldb.Tx) error {
		_, err := tx.Exec("INSERT INTO kv VALUES ($1, 1) ON CONFLICT (k) DO UPDATE SET v = kv.v + 1", key)
		return err
	})
}

func number(t testing.TB, db *sqldb.DB, key string) (n int) {
	t.Helper()
	if err := db.Read().QueryRowContext(t.Context(), "SELECT coalesce(max(v), 0) FROM kv WHERE k = $1", key).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A commit whose answer is lost is neither made twice nor reported wrongly.
func TestLostCommit(t *testing.T) {
	for _, how := range []cut{cutBefore, cutAfter, cutAtOnce, halfOpen} {
		t.Run(string(how), func(t *testing.T) {
			p, address := startProxy(t, pgtest.Open(t))
			db := openAt(t, address, sqldb.Options{StatementTimeout: time.Second})
			for i := range 3 {
				p.cutNext(1, "COMMIT\x00", how)
				if err := add(db, "a"); err != nil {
					t.Fatal(err)
				}
				if n := number(t, db, "a"); n != i+1 {
					t.Fatalf("after %d writes the number is %d", i+1, n)
				}
				if how == halfOpen {
					break // each takes seconds
				}
			}
		})
	}
}

// The twin that does not ask what became of a commit counts twice.
func TestGuessedCommit(t *testing.T) {
	p, address := startProxy(t, pgtest.Open(t))
	db := openAt(t, address, sqldb.Options{})
	sqldb.Guess(db)
	p.cutNext(1, "COMMIT\x00", cutAfter)
	if err := add(db, "a"); err != nil {
		t.Fatal(err)
	}
	if n := number(t, db, "a"); n != 2 {
		t.Fatalf("the number is %d: the test does not notice a commit that is made twice", n)
	}
}

// What is written stays right while connections are cut, wherever they are.
func TestCutUnderLoad(t *testing.T) {
	p, address := startProxy(t, pgtest.Open(t))
	db := openAt(t, address, sqldb.Options{})
	l := startLoad(t, db)
	for _, where := range []string{"BEGIN", "INSERT", "COMMIT\x00", "SELECT"} {
		for _, how := range []cut{cutBefore, cutAfter, cutAtOnce} {
			before := l.kept.Load()
			p.cutNext(3, where, how)
			l.await(before + 40)
			p.cutAll()
		}
	}
	l.check(0)
}

// What is written stays right while the server is stopped, at once or in good order, and started again.
func TestServerRestarts(t *testing.T) {
	server := pgtest.New(t)
	db := openAt(t, server.Open(t), sqldb.Options{Patience: time.Minute})
	l := startLoad(t, db)
	for i := range 4 {
		l.await(l.kept.Load() + 100)
		if err := server.Stop(i%2 == 0); err != nil {
			t.Fatal(err)
		}
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
	}
	l.await(l.kept.Load() + 100)
	l.check(0)
}

// load writes under many keys, and now and then alone in the database, until it is checked.
type load struct {
	t      *testing.T
	db     *sqldb.DB
	kept   atomic.Int64
	stop   chan struct{}
	all    sync.WaitGroup
	counts [8]atomic.Int64 // of what was acknowledged, by key
	failed atomic.Int64
}

func startLoad(t *testing.T, db *sqldb.DB) *load {
	l := &load{t: t, db: db, stop: make(chan struct{})}
	for i := range 16 {
		l.all.Go(func() {
			key := i % len(l.counts)
			for {
				select {
				case <-l.stop:
					return
				default:
				}
				if err := add(db, fmt.Sprint("k", key)); err != nil {
					l.failed.Add(1)
					t.Log(err)
					return
				}
				l.counts[key].Add(1)
				l.kept.Add(1)
			}
		})
	}
	return l
}

// await waits until so many were acknowledged.
func (l *load) await(n int64) {
	l.t.Helper()
	for until := time.Now().Add(time.Minute); l.kept.Load() < n; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			l.t.Fatalf("%d writes were acknowledged, and then no more", l.kept.Load())
		}
	}
}

// check ends the load and compares what was acknowledged with what there is.
func (l *load) check(failed int64) {
	l.t.Helper()
	close(l.stop)
	l.all.Wait()
	for i := range l.counts {
		if got, want := int64(number(l.t, l.db, fmt.Sprint("k", i))), l.counts[i].Load(); got != want {
			l.t.Errorf("key %d: %d writes were acknowledged, the number is %d", i, want, got)
		}
	}
	if l.failed.Load() != failed {
		l.t.Errorf("%d writes failed, want %d", l.failed.Load(), failed)
	}
}

// A server that stays away is waited for as long as patience lasts; reads and writes go on when it is back.
func TestPatience(t *testing.T) {
	server := pgtest.New(t)
	db := openAt(t, server.Open(t), sqldb.Options{Patience: 300 * time.Millisecond})
	if err := add(db, "a"); err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(true); err != nil {
		t.Fatal(err)
	}
	if err := add(db, "a"); !errors.Is(err, sqldb.ErrUnavailable) || errors.Is(err, sqldb.ErrUnknown) {
		t.Errorf("a write without a server: %v", err)
	}
	var n int
	if err := db.Read().QueryRow("SELECT count(*) FROM kv").Scan(&n); !errors.Is(err, sqldb.ErrUnavailable) {
		t.Errorf("a read without a server: %v", err)
	}
	if err := db.Check(t.Context()); !errors.Is(err, sqldb.ErrUnavailable) {
		t.Errorf("the check says %v", err)
	}
	if _, err := sqldb.Open(t.Context(), server.URL("desk1"), sqldb.Options{Patience: time.Millisecond}); !errors.Is(err, sqldb.ErrUnavailable) {
		t.Errorf("open without a server: %v", err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	if err := add(db, "a"); err != nil || number(t, db, "a") != 2 {
		t.Errorf("a write when the server is back: %v", err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A commit of which nobody can say what became of it is told as that.
func TestUnknownOutcome(t *testing.T) {
	server := pgtest.New(t)
	p, address := startProxy(t, server.Open(t))
	db := openAt(t, address, sqldb.Options{Patience: 200 * time.Millisecond})
	p.cutNext(1, "COMMIT\x00", cutAfter)
	undone := false
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		tx.Undo(func() { undone = true })
		p.l.Close() // nobody comes through any more
		_, err := tx.Exec("INSERT INTO kv VALUES ('a', 1)")
		return err
	})
	if !errors.Is(err, sqldb.ErrUnknown) || !errors.Is(err, sqldb.ErrUnavailable) || !undone {
		t.Fatalf("%v, undone: %v", err, undone)
	}
}
