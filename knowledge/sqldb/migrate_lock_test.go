package sqldb_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// reading has somebody read the table kv in a transaction that stays open until the returned function is called, as a
// backup does.
func reading(t *testing.T, address string) (end func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	for _, s := range []string{"BEGIN", "SELECT count(*) FROM kv"} {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		if _, err := conn.Exec(context.Background(), "COMMIT"); err != nil {
			t.Error(err)
		}
	}
}

// warned calls a function for each warning.
type warned struct {
	slog.Handler
	call func(message string)
}

func (w warned) Enabled(context.Context, slog.Level) bool { return true }

func (w warned) Handle(_ context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		w.call(r.Message)
	}
	return nil
}

var column = part("CREATE TABLE kv2 (k TEXT);", "ALTER TABLE kv ADD COLUMN w BIGINT NOT NULL DEFAULT 0;")

// A migration lets the others work while somebody holds on to a table, and goes on when they let go.
func TestMigrationWaitsForTables(t *testing.T) {
	t.Parallel()
	address := pgtest.Open(t)
	other := openAt(t, address, sqldb.Options{})
	end := reading(t, address)
	told := 0
	log := slog.New(warned{slog.DiscardHandler, func(message string) {
		if !strings.Contains(message, "in use") {
			return
		}
		if told++; told > 1 {
			return
		}
		// It was in the way of everybody else only until now.
		ctx, cancel := context.WithTimeout(t.Context(), 900*time.Millisecond)
		defer cancel()
		var n int
		if err := other.Read().QueryRowContext(ctx, "SELECT count(*) FROM kv").Scan(&n); err != nil {
			t.Errorf("nobody can read while a migration waits: %v", err)
		}
		end()
	}})
	db := openAt(t, address, sqldb.Options{Log: log, Patience: time.Minute})
	if err := db.Migrate(t.Context(), "part", column); err != nil {
		t.Fatal(err)
	}
	if told == 0 {
		t.Error("the migration did not wait: the test proves nothing")
	}
	if _, err := other.Read().ExecContext(t.Context(), "SELECT w FROM kv"); err != nil {
		t.Errorf("the column is missing: %v", err)
	}
}

// A migration that cannot get its table in time says why, and leaves nothing half done.
func TestMigrationGivesUp(t *testing.T) {
	t.Parallel()
	address := pgtest.Open(t)
	openAt(t, address, sqldb.Options{})
	end := reading(t, address)
	db := openAt(t, address, sqldb.Options{Patience: time.Second})
	if err := db.Migrate(t.Context(), "part", column); !errors.Is(err, sqldb.ErrTablesInUse) {
		t.Fatalf("the migration returned %v", err)
	}
	end()
	if err := db.Migrate(t.Context(), "part", column); err != nil {
		t.Fatal(err)
	}
}
