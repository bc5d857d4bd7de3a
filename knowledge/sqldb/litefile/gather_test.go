package litefile_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/losttest"
)

var rows = fstest.MapFS{"migrations/00001_init.sql": {Data: []byte("-- +goose Up\nCREATE TABLE r (n BIGINT PRIMARY KEY, filling TEXT NOT NULL);\n")}}

// filling is nearly a page.
var filling = strings.Repeat("filling ", 480)

func open(t *testing.T, dir string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), filepath.Join(dir, "x.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context(), "rows", rows); err != nil {
		t.Fatal(err)
	}
	return db
}

func insert(tx *sqldb.Tx, from, to int) error {
	for n := from; n < to; n++ {
		if _, err := tx.Exec(`INSERT INTO r VALUES ($1, $2)`, n, fmt.Sprint(n, filling)); err != nil {
			return err
		}
	}
	return nil
}

// The pages of a transaction reach the file in few writes.
func TestFewWrites(t *testing.T) {
	dir := t.TempDir()
	disk := losttest.Watch(t, dir)
	db := open(t, dir)
	const pages = 300
	before := disk.Writes("x.db-wal")
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) error { return insert(tx, 0, pages) }); err != nil {
		t.Fatal(err)
	}
	if made := disk.Writes("x.db-wal") - before; made == 0 || made > pages/10 {
		t.Errorf("%d pages went into the log with %d writes", pages, made)
	}
}

// A transaction that is larger than what is kept in memory is written in its middle already. It reads what it has written,
// others do not see it before its end, and of one that is undone nothing is left.
func TestLargeTransactions(t *testing.T) {
	dir := t.TempDir()
	disk := losttest.Watch(t, dir)
	db := open(t, dir)
	const many = 5000 // pages: more than the writer keeps in memory
	whole := func(q interface {
		Scan(...any) error
	}) (n, length int64) {
		t.Helper()
		if err := q.Scan(&n, &length); err != nil {
			t.Fatal(err)
		}
		return n, length
	}
	const sum = `SELECT count(*), coalesce(sum(length(filling) - length(n)), 0) FROM r`
	undone := errors.New("undone")
	for i, end := range []error{undone, nil, undone, nil} {
		kept := int64(i / 2 * many)
		before := disk.Writes("x.db-wal")
		err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
			if err := insert(tx, int(kept), int(kept)+many); err != nil {
				return err
			}
			if disk.Writes("x.db-wal") == before {
				t.Error("all of it was kept in memory: the test proves nothing")
			}
			if n, length := whole(tx.QueryRow(sum)); n != kept+many || length != n*int64(len(filling)) {
				t.Errorf("inside there are %d rows of %d bytes", n, length)
			}
			if n, length := whole(db.Read().QueryRow(sum)); n != kept || length != n*int64(len(filling)) {
				t.Errorf("outside there are %d rows of %d bytes before the end; there were %d", n, length, kept)
			}
			return end
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
		if end == nil {
			kept += many
		}
		if n, length := whole(db.Read().QueryRow(sum)); n != kept || length != n*int64(len(filling)) {
			t.Errorf("afterwards there are %d rows of %d bytes, want %d", n, length, kept)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	var found string
	if err := again.Read().QueryRow(`PRAGMA integrity_check`).Scan(&found); err != nil || found != "ok" {
		t.Errorf("the database is broken: %s %v", found, err)
	}
	if n, _ := whole(again.Read().QueryRow(sum)); n != 2*many {
		t.Errorf("after another start there are %d rows, want %d", n, 2*many)
	}
}
