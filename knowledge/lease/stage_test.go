package lease_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"frontdesk/knowledge/lease"
	"frontdesk/knowledge/sqldb"
)

// open opens a database with a table that work writes to.
func open(t *testing.T, address string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), address, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	files := fstest.MapFS{"migrations/00001_init.sql": {Data: []byte("-- +goose Up\nCREATE TABLE done (node TEXT NOT NULL, what BIGINT NOT NULL);\n")}}
	if err := db.Migrate(t.Context(), "worked", files); err != nil {
		t.Fatal(err)
	}
	return db
}

// file is the address of a database in a file of the test's own.
func file(t *testing.T) string { return filepath.Join(t.TempDir(), "lease.db") }

func node(t *testing.T, db *sqldb.DB, name string) *lease.Leases {
	t.Helper()
	l, err := lease.New(t.Context(), db, name, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// write is one thing that work does.
func write(ctx context.Context, db *sqldb.DB, node string, what int) error {
	return db.WriteKey(ctx, "worked", func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO done (node, what) VALUES ($1, $2)`, node, what)
		return err
	})
}

// done counts what a node has written.
func done(t *testing.T, db *sqldb.DB, node string) (n int) {
	t.Helper()
	if err := db.Read().QueryRow(`SELECT count(*) FROM done WHERE node = $1`, node).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// runOut lets the lease run out, as it does when its holder stands still for long.
func runOut(t *testing.T, db *sqldb.DB, name string) {
	t.Helper()
	err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE lease SET until = 1 WHERE name = $1`, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// holding has a node work until the returned function is called, which waits for the end and returns what Hold did.
func holding(t *testing.T, l *lease.Leases, name string, work func(ctx context.Context) error) (end func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.Hold(ctx, name, work) }()
	var once bool
	end = func() error {
		if once {
			return nil
		}
		once = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() { _ = end() })
	return end
}

// signal works until its context ends, and says when it begins.
func signal(began chan<- struct{}) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case began <- struct{}{}:
		default:
		}
		<-ctx.Done()
		return nil
	}
}

// written is how much stands in the log of a database, to which every commit adds.
func written(t *testing.T, address string) int64 {
	t.Helper()
	info, err := os.Stat(address + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
