package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// bump reads the number of a key and writes the next one, as whoever decides by what they have read. Two that run
// beside each other read the same.
func bump(tx *sqldb.Tx, key string) error {
	var n int
	if err := tx.QueryRow("SELECT v FROM kv WHERE k = $1", key).Scan(&n); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE kv SET v = $2 WHERE k = $1", key, n+1)
	return err
}

// rush has two nodes write under the same keys, with a lock that several keys share, and alone in the database. It
// returns by how much each number should have risen, and by how much it did.
func rush(t *testing.T, nodes [2]*sqldb.DB) (want, got map[string]int) {
	want, got = make(map[string]int), make(map[string]int)
	keys := []string{"a", "b", "c", "shared", "all"}
	for _, k := range keys {
		if err := add(nodes[0], k); err != nil {
			t.Fatal(err)
		}
	}
	const rounds, each = 12, 8
	var all sync.WaitGroup
	write := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	for i := range each {
		db := nodes[i%2]
		for _, k := range keys[:3] {
			all.Go(func() {
				for round := range rounds {
					write(db.WriteKey(context.Background(), k, func(tx *sqldb.Tx) error {
						if err := bump(tx, k); err != nil || round%3 != 0 {
							return err
						}
						if err := tx.Lock("shared"); err != nil {
							return err
						}
						return bump(tx, "shared")
					}))
				}
			})
			want[k] += rounds
			want["shared"] += rounds / 3
		}
		all.Go(func() {
			for range rounds / 3 {
				write(db.Write(context.Background(), func(tx *sqldb.Tx) error {
					return errors.Join(bump(tx, "all"), bump(tx, "a"), bump(tx, "shared"))
				}))
			}
		})
		want["all"] += rounds / 3
		want["a"] += rounds / 3
		want["shared"] += rounds / 3
	}
	all.Wait()
	for _, k := range keys {
		got[k] = number(t, nodes[0], k) - 1
	}
	return want, got
}

// Writes of one key never run beside each other, whichever node makes them, and none beside a write of everything.
func TestExclusion(t *testing.T) {
	address := pgtest.Open(t)
	want, got := rush(t, [2]*sqldb.DB{openAt(t, address, sqldb.Options{}), openAt(t, address, sqldb.Options{})})
	for k := range want {
		if got[k] != want[k] {
			t.Errorf("the number of %s rose by %d, want %d", k, got[k], want[k])
		}
	}
}

// The twin without locks loses writes.
func TestExclusionWithoutLocks(t *testing.T) {
	address := pgtest.Open(t)
	nodes := [2]*sqldb.DB{openAt(t, address, sqldb.Options{}), openAt(t, address, sqldb.Options{})}
	sqldb.Careless(nodes[0])
	sqldb.Careless(nodes[1])
	want, got := rush(t, nodes)
	for k := range want {
		if got[k] != want[k] {
			return
		}
	}
	t.Fatal("without locks nothing is lost: the test of the locks proves nothing")
}

// Writes of different keys do not wait for each other: two that wait for each other's steps both end.
func TestKeysRunSideBySide(t *testing.T) {
	address := pgtest.Open(t)
	a, b := openAt(t, address, sqldb.Options{}), openAt(t, address, sqldb.Options{})
	inA, inB := make(chan struct{}), make(chan struct{})
	errs := make(chan error, 2)
	meet := func(db *sqldb.DB, key string, here, there chan struct{}) {
		errs <- db.WriteKey(context.Background(), key, func(tx *sqldb.Tx) error {
			close(here)
			select {
			case <-there:
				return nil
			case <-time.After(30 * time.Second):
				return errors.New("the other write does not begin")
			}
		})
	}
	go meet(a, "a", inA, inB)
	go meet(b, "b", inB, inA)
	for range 2 {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
}

// Two that take locks in opposite order are told apart by the server, and both are kept.
func TestDeadlock(t *testing.T) {
	address := pgtest.Open(t)
	nodes := []*sqldb.DB{openAt(t, address, sqldb.Options{}), openAt(t, address, sqldb.Options{})}
	first := []chan struct{}{make(chan struct{}), make(chan struct{})}
	runs := make([]int, 2)
	errs := make(chan error, 2)
	for i, db := range nodes {
		go func() {
			errs <- db.WriteKey(context.Background(), fmt.Sprint(i), func(tx *sqldb.Tx) error {
				if err := tx.Lock(fmt.Sprint("lock", i)); err != nil {
					return err
				}
				if runs[i]++; runs[i] == 1 {
					close(first[i])
					<-first[1-i]
				}
				if err := tx.Lock(fmt.Sprint("lock", 1-i)); err != nil {
					return errors.New("a write that keeps the reason to itself")
				}
				_, err := tx.Exec("INSERT INTO kv VALUES ($1, 1)", fmt.Sprint("row", i))
				return err
			})
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	if runs[0]+runs[1] != 3 || count(t, nodes[0]) != 2 {
		t.Fatalf("the writes ran %d and %d times, and left %d rows", runs[0], runs[1], count(t, nodes[0]))
	}
}

// A fence is checked in the transaction of every write that is made with its context.
func TestGuard(t *testing.T) { engines(t, guard) }

func guard(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	if err := add(db, "token"); err != nil {
		t.Fatal(err)
	}
	stale := errors.New("the lease was lost")
	ctx := sqldb.Guard(t.Context(), func(tx *sqldb.Tx) error {
		var token int
		if err := tx.QueryRow("SELECT v FROM kv WHERE k = 'token'").Scan(&token); err != nil {
			return err
		}
		if token != 1 {
			return stale
		}
		return nil
	})
	insert := func(key string) func(tx *sqldb.Tx) error {
		return func(tx *sqldb.Tx) error {
			_, err := tx.Exec("INSERT INTO kv VALUES ($1, 1)", key)
			return err
		}
	}
	if err := errors.Join(db.Write(ctx, insert("a")), db.WriteKey(ctx, "b", insert("b"))); err != nil {
		t.Fatal(err)
	}
	if err := add(db, "token"); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{db.Write(ctx, insert("c")), db.WriteKey(ctx, "d", insert("d"))} {
		if !errors.Is(err, stale) {
			t.Errorf("a write with an old token: %v", err)
		}
	}
	if n := count(t, db); n != 3 {
		t.Errorf("there are %d rows, want 3", n)
	}
}
