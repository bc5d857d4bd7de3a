package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// each runs a test on every engine; database makes one that is empty and returns where it can be opened.
func each(t *testing.T, test func(t *testing.T, database func(testing.TB) string)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, func(t testing.TB) string { return filepath.Join(t.TempDir(), "x.db") })
	})
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.Open) })
}

// nodes are several stores over one database, each with what it remembers, and a visitor.
func nodes(t *testing.T, address string, n int) (stores []*Store) {
	t.Helper()
	for range n {
		db, err := sqldb.Open(context.Background(), address, sqldb.Options{Synchronous: "OFF"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		s, err := New(context.Background(), db, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		stores = append(stores, s)
	}
	if err := stores[0].AddVisitor(context.Background(), bot.Visitor{ID: "v", Site: "shop"}, "h", time.Now()); err != nil {
		t.Fatal(err)
	}
	return stores
}
