package store_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// engine is a database of one of the engines, which a test has for itself.
type engine struct {
	address string
	make    func(t testing.TB) string // the address of one more database
}

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T, e engine)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqlite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, postgres(t)) })
}

func on(t testing.TB, make func(t testing.TB) string) engine { return engine{make(t), make} }

// sqlite is a database in a file.
func sqlite(t testing.TB) engine {
	return on(t, func(t testing.TB) string { return filepath.Join(t.TempDir(), "x.db") })
}

// postgres is a database of a server that the tests have started.
func postgres(t testing.TB) engine { return on(t, pgtest.Open) }

// another is one more database of the same engine.
func (e engine) another(t testing.TB) engine { return on(t, e.make) }

// db opens the database, which one more node may do at any time.
func (e engine) db(t testing.TB) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(context.Background(), e.address, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// nodeDB is the store of one more node, and its database.
func (e engine) nodeDB(t testing.TB) (*store.Store, *sqldb.DB) {
	t.Helper()
	db := e.db(t)
	s, err := store.New(context.Background(), db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, db
}

func (e engine) node(t testing.TB) *store.Store {
	t.Helper()
	s, _ := e.nodeDB(t)
	return s
}

func addVisitor(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.AddVisitor(context.Background(), bot.Visitor{ID: "v", Site: "shop"}, "h", time.Now()); err != nil {
		t.Fatal(err)
	}
}

// open is a store with one visitor.
func open(t testing.TB, e engine) (*store.Store, *sqldb.DB) {
	t.Helper()
	s, db := e.nodeDB(t)
	addVisitor(t, s)
	return s, db
}
