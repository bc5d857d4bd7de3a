package lease_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/knowledge/lease"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// A lease does not change hands between the look of a guarded write and its commit, although PostgreSQL runs both side
// by side: else the late write would come after the first write of the new holder.
func TestNoTakeoverWithinAWrite(t *testing.T) {
	address := pgtest.Open(t)
	mine, theirs := open(t, address), open(t, address)
	at := make(chan context.Context, 2)
	holding(t, node(t, mine, "a"), "chores", stay(at))
	ctx := <-at
	looked, proceed, wrote := make(chan struct{}, 1), make(chan struct{}), make(chan error, 1)
	go func() {
		wrote <- mine.WriteKey(ctx, "worked", func(tx *sqldb.Tx) error {
			select {
			case looked <- struct{}{}: // the guard has looked
			default:
			}
			<-proceed
			_, err := tx.Exec(`INSERT INTO done (node, what) VALUES ('a', 1)`)
			return err
		})
	}()
	<-looked
	taken := make(chan int, 1)
	go func() {
		seen := -1
		err := theirs.WriteKey(context.Background(), "lease/chores", func(tx *sqldb.Tx) error {
			if _, err := tx.Exec(`UPDATE lease SET node = 'b', token = token + 1 WHERE name = 'chores'`); err != nil {
				return err
			}
			return tx.QueryRow(`SELECT count(*) FROM done`).Scan(&seen)
		})
		if err != nil {
			t.Error(err)
		}
		taken <- seen
	}()
	if !waits(t, theirs, taken) {
		t.Error("the lease changed hands while a guarded write was under way")
	}
	close(proceed)
	if err := <-wrote; err != nil {
		t.Errorf("a write that looked in time is refused: %v", err)
	}
	if seen := <-taken; seen != 1 {
		t.Errorf("the new holder saw %d writes of the old one, which had 1", seen)
	}
	if err := write(context.WithoutCancel(ctx), mine, "a", 2); !errors.Is(err, lease.ErrLost) {
		t.Errorf("a write after the lease changed hands: %v", err)
	}
}

// waits reports whether somebody waits for a lock, and false as soon as the lease was taken.
func waits(t *testing.T, db *sqldb.DB, taken chan int) bool {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		select {
		case seen := <-taken:
			taken <- seen
			return false
		default:
		}
		var n int
		if err := db.Read().QueryRow(`SELECT count(*) FROM pg_locks WHERE NOT granted`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return true
		}
	}
	t.Fatal("nobody waits, and nothing was taken")
	return false
}
