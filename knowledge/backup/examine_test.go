package backup_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

var rules = []backup.Rule{
	{Table: "a_line", Query: `SELECT 'gap at ' || customer FROM a_line GROUP BY customer HAVING count(*) <> max(seq)`},
	{Table: "customer", Row: func(value func(string) any) string {
		if value("name") == "wrong" {
			return "wrong " + value("id").(string)
		}
		return ""
	}},
	{Table: "not there", Query: `SELECT nothing`},
}

func TestExamine(t *testing.T) {
	for _, p := range places(t) {
		t.Run(p.name, func(t *testing.T) {
			a := p.desk(t)
			load(t, a, "customer", []any{"c", nil}, []any{"d", "right"})
			load(t, a, "a_line", []any{"c", int64(1), nil, nil, nil, nil, nil}, []any{"c", int64(2), nil, nil, nil, nil, nil})
			x, err := backup.Examine(t.Context(), a, rules, nil)
			if err != nil || len(x.Faults) > 0 || x.Rows != 5 || x.Versions["test"] != 1 {
				t.Fatalf("%+v, %v", x, err)
			}
			load(t, a, "customer", []any{"e", "wrong"})
			load(t, a, "a_line", []any{"d", int64(2), nil, nil, nil, nil, nil})
			x, err = backup.Examine(t.Context(), a, rules, nil)
			if got := strings.Join(x.Faults, "|"); err != nil || got != "wrong e|gap at d" {
				t.Fatalf("%q, %v", got, err)
			}
		})
	}
}

func TestExamineOrphans(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	a := open(t, path)
	if err := parts[0].Migrate(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	fill(t, a)
	unbind(t, path, `DELETE FROM customer WHERE id = 'a'`)
	x, err := backup.Examine(t.Context(), a, nil, nil)
	if got := strings.Join(x.Faults, "|"); err != nil || got != "2 rows of a_line refer to rows of customer that are not there" {
		t.Fatalf("%q, %v", got, err)
	}
}

// A file that the disk has damaged is not taken for a desk.
func TestExamineADamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	a := open(t, path)
	if err := parts[0].Migrate(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	crowd(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for at := 2 * 4096; at+4096 < len(b); at += len(b) / 12 {
		harmed := filepath.Join(t.TempDir(), "x.db")
		page := at &^ 4095
		c := append([]byte(nil), b...)
		copy(c[page:page+64], noise(64))
		if err := os.WriteFile(harmed, c, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := sqldb.Open(t.Context(), harmed, sqldb.Options{})
		if err != nil {
			found++
			continue
		}
		x, err := backup.Examine(t.Context(), db, nil, nil)
		if err != nil || len(x.Faults) > 0 {
			found++
		} else {
			t.Errorf("a page of noise at %d is not noticed", page)
		}
		db.Close()
	}
	if found < 10 {
		t.Errorf("%d damages tried", found)
	}
}

// unbind changes a SQLite file without its references being checked, as a fault would.
func unbind(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path) // where references are not checked unless one asks for it
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
