package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// What a write does wrong is its own error: nothing of it is kept, and what shares its transaction is.
func TestMisuse(t *testing.T) {
	db := openAt(t, pgtest.Open(t), sqldb.Options{StatementTimeout: 500 * time.Millisecond, Patience: 5 * time.Second})
	first := func(tx *sqldb.Tx) error {
		_, err := tx.Exec("INSERT INTO kv VALUES ('bad', 1)")
		return err
	}
	for name, c := range map[string]struct {
		f    func(tx *sqldb.Tx) error
		want string // in its error
	}{
		"a failure that it ignores":       {func(tx *sqldb.Tx) error { first(tx); first(tx); return nil }, "duplicate key"},
		"no statement":                    {func(tx *sqldb.Tx) error { first(tx); tx.Exec("SLECT"); return nil }, "syntax error"},
		"a value that does not fit":       {func(tx *sqldb.Tx) error { _, err := tx.Exec("INSERT INTO kv VALUES ($1, $2)", "bad", "x"); return err }, "invalid input syntax"},
		"a statement that takes too long": {func(tx *sqldb.Tx) error { first(tx); _, err := tx.Exec("SELECT pg_sleep(60)"); return err }, "timeout"},
		"a row that it does not scan":     {func(tx *sqldb.Tx) error { first(tx); tx.QueryRow("SELECT generate_series(1, 9)"); return nil }, "closed the rows"},
		"a panic":                         {func(tx *sqldb.Tx) error { first(tx); panic("a bug") }, "a bug"},
		"a panic with rows open":          {func(tx *sqldb.Tx) error { tx.Query("SELECT generate_series(1, 9)"); panic("a bug") }, "a bug"},
		"its own error after rows":        {func(tx *sqldb.Tx) error { first(tx); tx.Query("SELECT 1"); return errors.New("mine") }, "mine"},
		"an end that it makes itself":     {func(tx *sqldb.Tx) error { _, err := tx.Exec("ROLLBACK"); return err }, "ended its transaction"},
		"an end of its connection, always": {func(tx *sqldb.Tx) error {
			first(tx)
			_, err := tx.Exec("SELECT pg_terminate_backend(pg_backend_pid())")
			return err
		}, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, key := range []bool{false, true} {
				bad := func() error { return db.Write(t.Context(), c.f) }
				if key {
					bad = func() error { return db.WriteKey(t.Context(), "bad", c.f) }
				}
				var all sync.WaitGroup
				good := fmt.Sprint(name, key)
				for i := range 20 {
					all.Go(func() {
						if i == 7 {
							if err := bad(); err == nil || !strings.Contains(err.Error(), c.want) {
								t.Errorf("%v, want %q in it", err, c.want)
							}
							return
						}
						if err := add(db, good); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if n, left := number(t, db, good), number(t, db, "bad"); n != 19 || left != 0 {
					t.Errorf("%d of 19 other writes are there, and %d of the bad one", n, left)
				}
			}
		})
	}
}

// A write whose caller has gone away before it runs is not made.
func TestGoneBeforeItRuns(t *testing.T) { engines(t, goneBeforeItRuns) }

func goneBeforeItRuns(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	begun, goOn := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		db.WriteKey(context.Background(), "a", func(*sqldb.Tx) error { close(begun); <-goOn; return nil })
	})
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		gone <- db.WriteKey(ctx, "a", func(tx *sqldb.Tx) error { t.Error("it ran"); return nil })
	}()
	cancel()
	close(goOn)
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the write says %v", err)
	}
	all.Wait()
}

// Closing waits for what was queued.
func TestCloseWaits(t *testing.T) { engines(t, closeWaits) }

func closeWaits(t *testing.T, address func(*testing.T) string) {
	where := address(t)
	db := openAt(t, where, sqldb.Options{})
	begun, goOn := make(chan struct{}), make(chan struct{})
	errs := make(chan error, 40)
	go func() {
		errs <- db.WriteKey(context.Background(), "k", func(*sqldb.Tx) error { close(begun); <-goOn; return nil })
	}()
	<-begun
	for range 39 {
		go func() { errs <- add(db, "k") }()
	}
	closed := make(chan error)
	go func() { closed <- db.Close() }()
	close(goOn)
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	kept := 0
	for range 40 {
		switch err := <-errs; {
		case err == nil:
			kept++
		case !errors.Is(err, sqldb.ErrClosed):
			t.Error(err)
		}
	}
	if again := openAt(t, where, sqldb.Options{}); number(t, again, "k") != kept-1 {
		t.Errorf("%d writes were acknowledged, the number is %d", kept-1, number(t, again, "k"))
	}
}

// A process has no more connections than it may.
func TestConnections(t *testing.T) {
	address := pgtest.Open(t)
	db := openAt(t, address, sqldb.Options{Connections: 5})
	var all sync.WaitGroup
	most := 0
	var mu sync.Mutex
	for i := range 60 {
		all.Go(func() {
			if i%2 == 0 {
				if err := add(db, fmt.Sprint(i)); err != nil {
					t.Error(err)
				}
				return
			}
			var n int
			if err := db.Read().QueryRow("SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01) WHERE application_name = 'frontdesk' AND datname = current_database()").Scan(&n); err != nil {
				t.Error(err)
			}
			mu.Lock()
			most = max(most, n)
			mu.Unlock()
		})
	}
	all.Wait()
	if most < 3 || most > 5 {
		t.Errorf("there were up to %d connections, want 3 to 5", most)
	}
	if _, err := db.Read().Exec("INSERT INTO kv VALUES ('x', 1)"); err == nil {
		t.Error("the readers' pool accepted a write")
	}
}

// The store's clock is the same wherever it is asked for.
func TestNow(t *testing.T) { engines(t, now) }

func now(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	var at time.Time
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) (err error) { at, err = tx.Now(); return err }); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(at); d < -time.Minute || d > time.Minute {
		t.Errorf("the store's clock is %s away", d)
	}
}

// The check sees that writes work and that they do not.
func TestCheck(t *testing.T) { engines(t, check) }

func check(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	for range 3 {
		if err := db.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := add(db, "a"); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	if err := db.Check(t.Context()); err == nil {
		t.Error("a closed database is well")
	}
}
