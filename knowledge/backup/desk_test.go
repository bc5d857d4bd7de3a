package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// all has a column of each kind, a reference, and a table without a key.
const all = `-- +goose Up
CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE a_line (
	customer TEXT NOT NULL REFERENCES customer (id),
	seq      BIGINT NOT NULL,
	body     TEXT,
	number   BIGINT,
	share    DOUBLE PRECISION,
	yes      BOOLEAN,
	data     BLOB,
	PRIMARY KEY (customer, seq)
);
CREATE TABLE measured (kind TEXT NOT NULL, took BIGINT);
CREATE TABLE seeded (id BIGINT PRIMARY KEY);
INSERT INTO seeded (id) VALUES (7);
`

// parts are those of the program of the tests.
var parts = []backup.Part{{Name: "test", Migrate: func(ctx context.Context, db *sqldb.DB) error {
	return db.Migrate(ctx, "test", fstest.MapFS{"migrations/00001_all.sql": {Data: []byte(all)}})
}}}

// place makes databases of one engine.
type place struct {
	name  string
	fresh func(t testing.TB) string // address of a new one
}

var (
	sqlite   = place{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "x.db") }}
	postgres = place{"postgres", pgtest.Open}
)

// places are those of all engines; a test that asks for one that the machine does not have is skipped.
func places(testing.TB) []place { return []place{sqlite, postgres} }

// open opens a database, which may be unfinished.
func open(t testing.TB, address string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), address, sqldb.Options{Unfinished: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// empty opens a new database.
func (p place) empty(t testing.TB) *sqldb.DB { return open(t, p.fresh(t)) }

// desk opens a new database with the tables of the tests.
func (p place) desk(t testing.TB) *sqldb.DB {
	t.Helper()
	db := p.empty(t)
	if err := parts[0].Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

// tables returns the tables of a database by name.
func tables(t testing.TB, db *sqldb.DB) map[string]sqldb.Table {
	t.Helper()
	list, err := db.Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]sqldb.Table)
	for _, one := range list {
		out[one.Name] = one
	}
	return out
}

// load adds rows.
func load(t testing.TB, db *sqldb.DB, table string, rows ...[]any) {
	t.Helper()
	if err := db.Load(context.Background(), tables(t, db)[table], rows); err != nil {
		t.Fatal(err)
	}
}

// fill puts something of everything into a desk.
func fill(t testing.TB, db *sqldb.DB) {
	t.Helper()
	load(t, db, "customer", []any{"", nil}, []any{"Änne", "x"}, []any{"a", "\"q\"'"}, []any{"Z", "z"})
	load(t, db, "a_line",
		[]any{"a", int64(2), "", int64(math.MinInt64), math.Inf(1), true, []byte{}},
		[]any{"a", int64(-1), "line\nbreak", int64(math.MaxInt64), math.Copysign(0, -1), false, []byte{0, 255, 1}},
		[]any{"Änne", int64(1), nil, nil, nil, nil, nil},
		[]any{"Z", int64(10), "日本語", int64(0), 0.1, true, []byte("x")},
	)
	load(t, db, "measured", []any{"b", int64(2)}, []any{"a", int64(3)}, []any{"b", int64(1)}, []any{"b", int64(2)}, []any{"c", nil})
}

// options of the backups of the tests.
var options = backup.Options{Program: "test", Clock: func() time.Time { return time.UnixMilli(1700000000000) }}

// opens opens a file.
func opens(file []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }
}

// written returns the file that a backup of the database is.
func written(t testing.TB, db *sqldb.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := backup.Write(context.Background(), db, &b, options)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// restore fills a database with a file.
func restore(ctx context.Context, db *sqldb.DB, file []byte) error {
	s, err := backup.Check(bytes.NewReader(file), nil)
	if err != nil {
		return err
	}
	return backup.Restore(ctx, db, backup.Restoration{Open: opens(file), Summary: s, Parts: parts})
}

// fingerprint reads a desk, which must be whole.
func fingerprint(t testing.TB, db *sqldb.DB) string {
	t.Helper()
	x, err := backup.Examine(context.Background(), db, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Faults) > 0 {
		t.Fatalf("faults: %q", x.Faults)
	}
	return fmt.Sprint(backup.Fingerprint(x.Tables), x.Rows)
}
