package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"frontdesk/knowledge/sqldb"
)

func open(t testing.TB) *sqldb.DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "a b?%.db"), sqldb.Options{})
}

func count(t *testing.T, db *sqldb.DB) (n int) {
	t.Helper()
	if err := db.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM kv").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPragmas(t *testing.T) {
	db := open(t)
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var read string
		if err := db.Read().QueryRow("PRAGMA " + name).Scan(&read); err != nil || read != want {
			t.Errorf("reader: %s = %q, %v; want %q", name, read, err, want)
		}
		err := db.Write(t.Context(), func(tx *sqldb.Tx) error { return tx.QueryRow("SELECT * FROM pragma_" + name).Scan(&read) })
		if err != nil || read != want {
			t.Errorf("writer: %s = %q, %v; want %q", name, read, err, want)
		}
	}
	if _, err := db.Read().Exec("INSERT INTO kv VALUES ('x', 1)"); err == nil {
		t.Error("the readers' pool accepted a write")
	}
}

// A failing write leaves nothing behind and harms nobody who shares its transaction.
func TestFailingWriteIsAlone(t *testing.T) { engines(t, failingWriteIsAlone) }

func failingWriteIsAlone(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	boom := errors.New("boom")
	var wg sync.WaitGroup
	var mu sync.Mutex
	kept, failed := 0, 0
	for i := range 400 {
		wg.Go(func() {
			err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
				if i%10 == 3 {
					return boom // before any change
				}
				if _, err := tx.Exec("INSERT INTO kv VALUES ($1, $2)", fmt.Sprint(i), i); err != nil {
					return err
				}
				switch i % 10 {
				case 5:
					return boom // after a change
				case 7:
					panic("a bug in one write")
				}
				return nil
			})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				kept++
			} else {
				failed++
			}
		})
	}
	wg.Wait()
	if kept != 280 || failed != 120 || count(t, db) != 280 {
		t.Fatalf("kept %d, failed %d, stored %d; want 280, 120, 280", kept, failed, count(t, db))
	}
}

// What a write remembers is taken back when the transaction it shares is not kept, and before it runs again.
func TestUndo(t *testing.T) { engines(t, undo) }

func undo(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	remembered := map[int]int{} // touched by the writer only, and here after the last write
	var wg sync.WaitGroup
	for i := range 300 {
		wg.Go(func() {
			db.Write(context.Background(), func(tx *sqldb.Tx) error {
				remembered[i]++
				tx.Undo(func() { remembered[i]-- })
				if _, err := tx.Exec("INSERT INTO kv VALUES ($1, $2)", fmt.Sprint(i), i); err != nil {
					return err
				}
				if i%7 == 0 {
					return errors.New("after a change")
				}
				return nil
			})
		})
	}
	wg.Wait()
	db.Close()
	for i := range 300 {
		want := 1
		if i%7 == 0 {
			want = 0
		}
		if remembered[i] != want {
			t.Fatalf("write %d is remembered %d times, want %d", i, remembered[i], want)
		}
	}
}

func TestUnique(t *testing.T) { engines(t, unique) }

func unique(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	insert := func() error {
		return db.Write(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec("INSERT INTO kv VALUES ('a', 1)")
			return err
		})
	}
	if err := insert(); err != nil {
		t.Fatal(err)
	}
	if err := insert(); !sqldb.IsUnique(err) {
		t.Fatalf("second insert: %v; want a unique violation", err)
	}
	if sqldb.IsUnique(errors.New("other")) {
		t.Fatal("any error counts as a unique violation")
	}
}

func TestCloseKeepsWhatWasAccepted(t *testing.T) { engines(t, closeKeepsWhatWasAccepted) }

func closeKeepsWhatWasAccepted(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err := db.Write(t.Context(), func(*sqldb.Tx) error { return nil })
	if !errors.Is(err, sqldb.ErrClosed) {
		t.Fatalf("write after close: %v", err)
	}
}

func TestEndedContextIsNotQueued(t *testing.T) { engines(t, endedContextIsNotQueued) }

func endedContextIsNotQueued(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Write(ctx, func(*sqldb.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Fatalf("write with an ended context: %v", err)
	}
}
