package sqldb_test

import (
	"errors"
	"path/filepath"
	"testing"

	"frontdesk/knowledge/sqldb"
)

// The version of a database is the same as long as only this process has written, and only under keys. Views that were
// made under a key are trusted for as long.
func TestVersion(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	open := func() *sqldb.DB {
		db, err := sqldb.Open(t.Context(), path, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	db, other := open(), open()
	run := func(f func(tx *sqldb.Tx) error, write func(func(tx *sqldb.Tx) error) error) {
		t.Helper()
		if err := write(f); err != nil {
			t.Fatal(err)
		}
	}
	keyed := func(f func(tx *sqldb.Tx) error) error { return db.WriteKey(t.Context(), "a", f) }
	alone := func(f func(tx *sqldb.Tx) error) error { return db.Write(t.Context(), f) }
	elsewhere := func(f func(tx *sqldb.Tx) error) error { return other.WriteKey(t.Context(), "b", f) }
	version := func() (v int64) {
		t.Helper()
		run(func(tx *sqldb.Tx) error { v = tx.Version(); return nil }, keyed)
		if v == 0 {
			t.Fatal("the version is not known")
		}
		return v
	}
	insert := func(tx *sqldb.Tx) error { _, err := tx.Exec(`INSERT INTO n (x) VALUES (1)`); return err }
	run(func(tx *sqldb.Tx) error { _, err := tx.Exec(`CREATE TABLE n (x BIGINT)`); return err }, alone)

	began := version()
	for name, does := range map[string]func(){
		"nothing":          func() {},
		"a write by key":   func() { run(insert, keyed) },
		"a read":           func() { db.Read().QueryRow(`SELECT count(*) FROM n`).Scan(new(int)) },
		"an empty write":   func() { run(func(*sqldb.Tx) error { return nil }, alone) },
		"a failed write":   func() { db.WriteKey(t.Context(), "a", func(*sqldb.Tx) error { return errors.New("no") }) },
		"a read on others": func() { other.Read().QueryRow(`SELECT count(*) FROM n`).Scan(new(int)) },
	} {
		does()
		if v := version(); v != began {
			t.Errorf("after %s the version is %d, before it was %d", name, v, began)
		}
	}
	for name, write := range map[string]func(func(tx *sqldb.Tx) error) error{"a write of all": alone, "a write by another process": elsewhere} {
		before := version()
		run(insert, write)
		if v := version(); v == before {
			t.Errorf("after %s the version is still %d", name, v)
		}
	}
	// One that is asked in the same transaction sees it too.
	run(func(tx *sqldb.Tx) error {
		before := tx.Version()
		if err := insert(tx); err != nil {
			return err
		}
		if v := tx.Version(); v != before {
			t.Errorf("a write changed its own version from %d to %d", before, v)
		}
		return nil
	}, alone)
}
