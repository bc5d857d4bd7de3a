package audit_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// engines runs a test on each engine with an empty log.
func engines(t *testing.T, test func(t *testing.T, db *sqldb.DB)) {
	for name, address := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "x.db") },
		"postgres": func(t *testing.T) string { return pgtest.Open(t) },
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t, address(t))) })
	}
}

func open(t *testing.T, address string) *sqldb.DB {
	db, err := sqldb.Open(t.Context(), address, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := audit.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

func write(t *testing.T, db *sqldb.DB, n int) {
	t.Helper()
	for i := range n {
		err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
			return audit.Append(tx, audit.Entry{At: time.UnixMilli(int64(1000 + i)), Who: "ana", What: "article.publish", Object: fmt.Sprint("a", i)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTampering(t *testing.T) {
	for name, tamper := range map[string]string{
		"changed":        `UPDATE audit SET who = 'ben' WHERE seq = 3`,
		"moved in time":  `UPDATE audit SET at = at + 1 WHERE seq = 3`,
		"left out":       `DELETE FROM audit WHERE seq = 3`,
		"first left out": `DELETE FROM audit WHERE seq = 1`,
		"swapped":        `UPDATE audit SET object = CASE seq WHEN 3 THEN 'a3' ELSE 'a2' END WHERE seq IN (3, 4)`,
		"cut off":        `DELETE FROM audit WHERE seq > 4`,
	} {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, db *sqldb.DB) {
				write(t, db, 6)
				n, last, err := audit.Verify(t.Context(), db, "")
				if err != nil || n != 6 {
					t.Fatalf("%d entries, %v", n, err)
				}
				if err := db.Write(t.Context(), func(tx *sqldb.Tx) error { _, err := tx.Exec(tamper); return err }); err != nil {
					t.Fatal(err)
				}
				if _, _, err := audit.Verify(t.Context(), db, last); !isBroken(err) {
					t.Fatalf("it is not noticed: %v", err)
				}
			})
		})
	}
}

func isBroken(err error) bool {
	_, ok := errors.AsType[*audit.BrokenError](err)
	return ok
}

func TestRolledBackIsNotThere(t *testing.T) { engines(t, rolledBackIsNotThere) }

func rolledBackIsNotThere(t *testing.T, db *sqldb.DB) {
	write(t, db, 2)
	failed := errors.New("the act failed")
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		return errors.Join(audit.Append(tx, audit.Entry{At: time.UnixMilli(1), Who: "ana", What: "x"}), failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	write(t, db, 1)
	if n, _, err := audit.Verify(t.Context(), db, ""); n != 3 || err != nil {
		t.Fatalf("%d entries, %v", n, err)
	}
}

func TestList(t *testing.T) { engines(t, list) }

func list(t *testing.T, db *sqldb.DB) {
	write(t, db, 5)
	all, err := audit.List(t.Context(), db, audit.Filter{Before: 5, Limit: 2})
	if err != nil || len(all) != 2 || all[0].Seq != 4 || all[1].Object != "a2" {
		t.Fatalf("%+v, %v", all, err)
	}
	if one, err := audit.List(t.Context(), db, audit.Filter{Object: "a1"}); err != nil || len(one) != 1 {
		t.Fatalf("%+v, %v", one, err)
	}
}

func TestWho(t *testing.T) {
	if who := audit.Who(context.Background()); who != audit.System {
		t.Fatal(who)
	}
	if who := audit.Who(audit.By(context.Background(), "ana")); who != "ana" {
		t.Fatal(who)
	}
}

// Many append at once, in writes of keys of their own and on two nodes: the chain is one.
func TestRacingAppends(t *testing.T) {
	address := pgtest.Open(t)
	nodes := []*sqldb.DB{open(t, address), open(t, address)}
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			err := nodes[i%2].WriteKey(t.Context(), fmt.Sprint("key", i), func(tx *sqldb.Tx) error {
				return audit.Append(tx, audit.Entry{At: time.UnixMilli(1), Who: "ana", What: "x", Object: fmt.Sprint(i)})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n, _, err := audit.Verify(t.Context(), nodes[0], ""); n != 60 || err != nil {
		t.Fatalf("%d entries, %v", n, err)
	}
}
