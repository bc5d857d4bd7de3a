package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"frontdesk/knowledge/sqldb"
)

var errTaken = errors.New("taken")

func added(rows int64) error {
	if rows != 1 {
		return errTaken
	}
	return nil
}

const addKey = `INSERT INTO kv (k, v) VALUES ($1, $2) ON CONFLICT DO NOTHING`

// beside makes writes at the same time, so that they share transactions, and returns their errors.
func beside(db *sqldb.DB, n int, key func(i int) string, f func(i int, tx *sqldb.Tx) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			errs[i] = db.WriteKey(context.Background(), key(i), func(tx *sqldb.Tx) error { return f(i, tx) })
		})
	}
	all.Wait()
	return errs
}

func own(i int) string { return fmt.Sprint("key ", i) }

// begunWith counts rows whose key begins in a way.
func begunWith(t *testing.T, db *sqldb.DB, begin string) (n int) {
	t.Helper()
	if err := db.Read().QueryRow(`SELECT count(*) FROM kv WHERE k LIKE $1`, begin+"%").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A statement that is left for later refuses its own write and no other, and what the write remembers is taken back.
func TestLaterRefusesItsWrite(t *testing.T) { engines(t, testLaterRefusesItsWrite) }

func testLaterRefusesItsWrite(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	const n = 64
	for i := 0; i < n; i += 4 {
		if err := add(db, fmt.Sprint("l", i)); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	remembered := make(map[int]int)
	note := func(i, d int) {
		mu.Lock()
		defer mu.Unlock()
		remembered[i] += d
	}
	errs := beside(db, n, own, func(i int, tx *sqldb.Tx) error {
		if err := tx.Later(added, addKey, fmt.Sprint("l", i), i); err != nil {
			return err
		}
		note(i, 1)
		tx.Undo(func() { note(i, -1) })
		return nil
	})
	for i, err := range errs {
		if i%4 == 0 && (!errors.Is(err, errTaken) || remembered[i] != 0) || i%4 != 0 && (err != nil || remembered[i] != 1) {
			t.Errorf("write %d: %v, remembered %d times", i, err, remembered[i])
		}
	}
	if got := begunWith(t, db, "l"); got != n {
		t.Errorf("%d rows, want %d", got, n)
	}
}

// A write that has changed more than its refused statement is done again from the beginning and leaves nothing.
func TestLaterRefusesTheWhole(t *testing.T) { engines(t, testLaterRefusesTheWhole) }

func testLaterRefusesTheWhole(t *testing.T, address func(*testing.T) string) {
	for name, more := range map[string]func(tx *sqldb.Tx, key string) error{
		"one more later": func(tx *sqldb.Tx, key string) error { return tx.Later(added, addKey, key, 1) },
		"one at once": func(tx *sqldb.Tx, key string) error {
			_, err := tx.Exec(addKey, key, 1)
			return err
		},
		"a look in between": func(tx *sqldb.Tx, key string) error {
			var n int
			if err := tx.QueryRow(`SELECT count(*) FROM kv WHERE k = 'taken'`).Scan(&n); err != nil {
				return err
			}
			return tx.Later(added, addKey, key, n)
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openAt(t, address(t), sqldb.Options{})
			if err := add(db, "taken"); err != nil {
				t.Fatal(err)
			}
			const n = 48
			errs := beside(db, n, own, func(i int, tx *sqldb.Tx) error {
				first := fmt.Sprint("first", i)
				if i%6 == 0 {
					first = "taken"
				}
				if err := tx.Later(added, addKey, first, i); err != nil {
					return err
				}
				return more(tx, fmt.Sprint("more", i))
			})
			for i, err := range errs {
				if i%6 == 0 && !errors.Is(err, errTaken) || i%6 != 0 && err != nil {
					t.Errorf("write %d: %v", i, err)
				}
			}
			if first, more := begunWith(t, db, "first"), begunWith(t, db, "more"); first != n*5/6 || more != n*5/6 {
				t.Errorf("%d and %d rows are kept, want %d of each", first, more, n*5/6)
			}
		})
	}
}

// Writes of one key follow one another, also when one builds on what another has left for later and is then refused.
func TestLaterOfOneKey(t *testing.T) { engines(t, testLaterOfOneKey) }

func testLaterOfOneKey(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	// Every write adds the number after the last one that is remembered. Some numbers are taken, which memory does not know.
	const n = 40
	for i := 5; i < 100; i += 5 {
		if err := add(db, fmt.Sprint("log", i)); err != nil {
			t.Fatal(err)
		}
	}
	var head int
	acked := make([]int, n)
	errs := beside(db, n, func(int) string { return "log" }, func(i int, tx *sqldb.Tx) error {
		before := head
		for {
			next := head + 1
			err := tx.Later(added, addKey, fmt.Sprint("log", next), 1000+i)
			if errors.Is(err, errTaken) && !tx.Wrote() {
				head = next
				continue
			}
			if err != nil {
				return err
			}
			acked[i] = next
			tx.Undo(func() { head = before })
			head = next
			return nil
		}
	})
	for i, err := range errs {
		if err != nil {
			t.Fatalf("write %d: %v", i, err)
		}
		var by int
		if err := db.Read().QueryRow(`SELECT v FROM kv WHERE k = $1`, fmt.Sprint("log", acked[i])).Scan(&by); err != nil || by != 1000+i {
			t.Errorf("write %d was told %d, which is %d's: %v", i, acked[i], by-1000, err)
		}
	}
}

// A statement that the server refuses fails its own write only.
func TestLaterThatFails(t *testing.T) { engines(t, testLaterThatFails) }

func testLaterThatFails(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	if err := add(db, "taken"); err != nil {
		t.Fatal(err)
	}
	errs := beside(db, 32, own, func(i int, tx *sqldb.Tx) error {
		key := fmt.Sprint("key", i)
		if i%8 == 0 {
			key = "taken"
		}
		return tx.Later(added, `INSERT INTO kv (k, v) VALUES ($1, $2)`, key, i)
	})
	for i, err := range errs {
		if i%8 == 0 && !sqldb.IsUnique(err) || i%8 != 0 && err != nil {
			t.Errorf("write %d: %v", i, err)
		}
	}
}
