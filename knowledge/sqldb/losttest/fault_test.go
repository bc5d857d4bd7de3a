package losttest_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/losttest"
)

// held returns the numbers in the database.
func held(t *testing.T, db *sqldb.DB) (all []int64) {
	t.Helper()
	rows, err := db.Read().Query(`SELECT n FROM n ORDER BY n`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// A disk that is full, read-only or faulty, at any moment of a write: the write is refused and nothing of it is there,
// reading goes on, and when the disk is well again writing goes on, with nothing lost and the database whole.
func TestFaults(t *testing.T) {
	for name, fault := range map[string]losttest.Fault{"full": losttest.Full, "read-only": losttest.ReadOnly, "faulty": losttest.Faulty} {
		for after := range 8 {
			t.Run(fmt.Sprintf("%s after %d writes", name, after), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				disk := losttest.Watch(t, dir)
				db := open(t, dir, sqldb.Options{Fatal: func(err error) { t.Errorf("the process would stop: %v", err) }})
				var told []int64
				next := int64(0)
				try := func(times int) (refused int) {
					for range times {
						next++
						if err := add(t.Context(), db, next); err != nil {
							refused++
						} else {
							told = append(told, next)
						}
					}
					return refused
				}
				if try(10) != 0 {
					t.Fatal("a healthy disk refuses a write")
				}
				disk.Break(fault, after)
				if refused := try(10); refused < 10-after || disk.Struck() == 0 {
					t.Errorf("%d writes of 10 were refused, and the disk failed %d times", refused, disk.Struck())
				}
				if fault != losttest.Faulty { // which may be unable to read
					if got := held(t, db); !slices.Equal(got, told) {
						t.Errorf("while the disk is %s there is %v; told was %v", name, got, told)
					}
				}
				if upTo := disk.Lose(rand.New(rand.NewPCG(1, uint64(after)))); len(upTo) == 0 {
					t.Error("a power loss leaves nothing")
				}
				disk.Heal()
				if refused := try(10); refused != 0 {
					t.Errorf("%d writes were refused after the disk was well again", refused)
				}
				if got := held(t, db); !slices.Equal(got, told) {
					t.Errorf("there is %v; told was %v", got, told)
				}
				if err := db.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
				again := open(t, dir, sqldb.Options{})
				if got := held(t, again); !slices.Equal(got, told) {
					t.Errorf("after another start there is %v; told was %v", got, told)
				}
				var whole string
				if err := again.Read().QueryRow(`PRAGMA integrity_check`).Scan(&whole); err != nil || whole != "ok" {
					t.Errorf("the database is broken: %s %v", whole, err)
				}
			})
		}
	}
}

// A sync that fails stops the process: nobody knows what the disk holds, and the kernel forgets after it reported once.
// That holds for the sync of a commit, and for those of a checkpoint, which moves the log into the database and would
// otherwise begin the log anew.
func TestFailedSync(t *testing.T) {
	for name, file := range map[string]string{"of a commit": "x.db-wal", "of a checkpoint": "x.db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			disk := losttest.Watch(t, dir)
			var stopped atomic.Int32
			db := open(t, dir, sqldb.Options{Fatal: func(err error) {
				if err == nil {
					t.Error("the process would stop without a reason")
				}
				stopped.Add(1)
			}})
			told := int64(0)
			for ; told < 10; told++ {
				if err := add(t.Context(), db, told+1); err != nil {
					t.Fatal(err)
				}
			}
			disk.Break(losttest.Unsynced, 0, file)
			var failed error
			for range 200 {
				failed = db.Write(t.Context(), func(tx *sqldb.Tx) error {
					for i := int64(1); i <= 100; i++ {
						if _, err := tx.Exec(`INSERT INTO n VALUES ($1, $2)`, told+i, strings.Repeat(filling, 10)); err != nil {
							return err
						}
					}
					return nil
				})
				if failed != nil || stopped.Load() > 0 {
					break
				}
				told += 100
			}
			if disk.Struck() == 0 {
				t.Fatalf("no sync failed: nothing was tried; the last write ended with %v", failed)
			}
			if stopped.Load() == 0 {
				t.Fatalf("a sync failed and the process would go on; the last write ended with %v", failed)
			}
			chance := rand.New(rand.NewPCG(5, 6))
			for range 4 {
				if fault := examine(t, disk.Lose(chance), told); fault != "" {
					t.Error(fault)
				}
			}
			if errors.Is(failed, sqldb.ErrClosed) {
				t.Error("the write was told that the database is closed")
			}
		})
	}
}
