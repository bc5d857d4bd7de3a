package sqldb_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// engines runs a test on each engine; address makes an empty database.
func engines(t *testing.T, test func(t *testing.T, address func(t *testing.T) string)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, func(t *testing.T) string { return filepath.Join(t.TempDir(), "a b?%.db") })
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, func(t *testing.T) string { return pgtest.Open(t) })
	})
}

// kv is a part of a program with one table.
var kv = fstest.MapFS{"migrations/00001_init.sql": {Data: []byte("-- +goose Up\nCREATE TABLE kv (k TEXT PRIMARY KEY, v BIGINT NOT NULL);\n")}}

// openAt opens the database at an address, with the table kv.
func openAt(t testing.TB, address string, o sqldb.Options) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for range 2 { // a second migration must find nothing to do
		if err := db.Migrate(t.Context(), "test", kv); err != nil {
			t.Fatal(err)
		}
	}
	return db
}
