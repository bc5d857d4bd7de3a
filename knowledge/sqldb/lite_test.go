package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"frontdesk/knowledge/sqldb"
)

// one is one connection that reads.
func one(t *testing.T, db *sqldb.DB) *sql.Conn {
	t.Helper()
	c, err := db.Read().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// Settings of a connection are carried out each time, although statements are remembered.
func TestSettingsAreNotRemembered(t *testing.T) {
	c := one(t, openAt(t, filepath.Join(t.TempDir(), "x.db"), sqldb.Options{}))
	for _, want := range []int{100, 200, 100, 200} {
		if _, err := c.ExecContext(t.Context(), fmt.Sprint("PRAGMA busy_timeout = ", want)); err != nil {
			t.Fatal(err)
		}
		var got int
		if err := c.QueryRowContext(t.Context(), " pragma busy_timeout").Scan(&got); err != nil || got != want {
			t.Fatalf("the setting is %d, %v; want %d", got, err, want)
		}
	}
}

// The same text may be read twice at the same time, and again when its tables have changed.
func TestRememberedStatements(t *testing.T) {
	db := openAt(t, filepath.Join(t.TempDir(), "x.db"), sqldb.Options{})
	for i := range 3 {
		if err := add(db, fmt.Sprint("k", i)); err != nil {
			t.Fatal(err)
		}
	}
	c := one(t, db)
	const text = `SELECT * FROM kv WHERE k >= $1 ORDER BY k`
	read := func(from string, then func()) (out []string) {
		rows, err := c.QueryContext(t.Context(), text, from)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			columns, err := rows.Columns()
			if err != nil {
				t.Fatal(err)
			}
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprint(*values[0].(*any), "/", len(columns)))
			then()
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return out
	}
	none := func() {}
	got := read("k0", func() {
		if inner := read("k1", none); fmt.Sprint(inner) != "[k1/2 k2/2]" {
			t.Errorf("read %v inside", inner)
		}
	})
	if fmt.Sprint(got) != "[k0/2 k1/2 k2/2]" {
		t.Errorf("read %v", got)
	}
	if err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`ALTER TABLE kv ADD COLUMN more TEXT`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i := range 200 { // more than are remembered
		var n int
		if err := c.QueryRowContext(t.Context(), fmt.Sprintf(`SELECT %d`, i)).Scan(&n); err != nil || n != i {
			t.Fatalf("%d, %v", n, err)
		}
		if i%50 == 0 {
			if got := read("k2", none); fmt.Sprint(got) != "[k2/3]" {
				t.Fatalf("read %v after the table has changed", got)
			}
		}
	}
}
