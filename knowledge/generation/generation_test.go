package generation_test

import (
	"path/filepath"
	"sync"
	"testing"

	"frontdesk/knowledge/generation"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

func TestSQLite(t *testing.T)   { suite(t, filepath.Join(t.TempDir(), "x.db")) }
func TestPostgres(t *testing.T) { suite(t, pgtest.Open(t)) }

// A generation is the same for all, stays, and does not go into copies.
func suite(t *testing.T, address string) {
	open := func() *sqldb.DB {
		db, err := sqldb.Open(t.Context(), address, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	read := func(db *sqldb.DB) string {
		name, err := generation.Read(t.Context(), db)
		if err != nil || len(name) < 20 {
			t.Fatalf("the generation is %q, %v", name, err)
		}
		return name
	}
	db := open()
	first := read(db)
	names := make([]string, 8)
	var all sync.WaitGroup
	for i := range names {
		all.Go(func() { names[i], _ = generation.Read(t.Context(), db) })
	}
	all.Wait()
	for _, n := range append(names, read(open())) {
		if n != first {
			t.Errorf("another reads %q, not %q", n, first)
		}
	}
	tables, err := db.Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if table.Name == "generation" {
			t.Error("the generation is copied with what the desk keeps")
		}
	}
}
