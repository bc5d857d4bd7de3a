package losttest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/losttest"
)

// numbers is a table into which numbers go, one after the other.
var numbers = fstest.MapFS{"migrations/00001_init.sql": {Data: []byte("-- +goose Up\nCREATE TABLE n (n BIGINT PRIMARY KEY, filling TEXT NOT NULL);\n")}}

func open(t testing.TB, dir string, o sqldb.Options) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), filepath.Join(dir, "x.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context(), "numbers", numbers); err != nil {
		t.Fatal(err)
	}
	return db
}

// filling gives a row some size.
var filling = strings.Repeat("filling ", 50)

func add(ctx context.Context, db *sqldb.DB, n int64) error {
	return db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO n VALUES ($1, $2)`, n, filling)
		return err
	})
}

// losePower keeps numbers, loses power now and then, and returns what is wrong with what was left.
func losePower(t *testing.T, synchronous string, losses int) (wrong []string) {
	dir := t.TempDir()
	disk := losttest.Watch(t, dir)
	db := open(t, dir, sqldb.Options{Synchronous: synchronous})
	ctx, cancel := context.WithCancel(t.Context())
	var told atomic.Int64
	var rest sync.Mutex // held while a picture is examined
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := int64(1); ctx.Err() == nil; n++ {
			rest.Lock() // and wait as long as a picture is examined
			going := ctx.Err() == nil
			rest.Unlock()
			if !going {
				return
			}
			if err := add(ctx, db, n); err == nil {
				told.Store(n)
			} else if ctx.Err() == nil {
				t.Errorf("keep %d: %v", n, err)
				return
			}
		}
	}()
	chance := rand.New(rand.NewPCG(3, 4))
	for i := range losses {
		time.Sleep(time.Duration(1+chance.IntN(20)) * time.Millisecond)
		upTo, left := told.Load(), losttest.Picture(nil)
		if chance.IntN(2) == 0 { // while a write may be going on
			left = disk.Lose(chance)
			rest.Lock()
		} else { // while the log is moved into the database
			rest.Lock()
			moved := make(chan error, 1)
			go func() { moved <- checkpoint(dir, synchronous) }()
			time.Sleep(time.Duration(chance.IntN(3000)) * time.Microsecond)
			left = disk.Lose(chance)
			if err := <-moved; err != nil {
				t.Errorf("checkpoint: %v", err)
			}
		}
		if fault := examine(t, left, upTo); fault != "" {
			wrong = append(wrong, fmt.Sprintf("power loss %d: %s", i, fault))
		}
		rest.Unlock()
	}
	cancel()
	<-done
	if told.Load() < int64(losses) || disk.Syncs() == 0 {
		t.Fatalf("%d writes and %d syncs: nothing was tried", told.Load(), disk.Syncs())
	}
	return wrong
}

// checkpoint moves what stands in the log into the database, which otherwise happens every 32 MB.
func checkpoint(dir, synchronous string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "x.db")+"?_pragma=busy_timeout(10000)&_pragma=synchronous("+synchronous+")")
	if err != nil {
		return err
	}
	_, err = db.Exec(`PRAGMA wal_checkpoint(RESTART)`)
	return errors.Join(err, db.Close())
}

// examine starts a database on what a power loss left, which must hold every number that was told.
func examine(t *testing.T, left losttest.Picture, upTo int64) string {
	t.Helper()
	dir := t.TempDir()
	if err := left.Boot(dir); err != nil {
		t.Fatal(err)
	}
	db, err := sqldb.Open(t.Context(), filepath.Join(dir, "x.db"), sqldb.Options{})
	if err != nil {
		return err.Error()
	}
	defer db.Close()
	var whole string
	if err := db.Read().QueryRow(`PRAGMA integrity_check`).Scan(&whole); err != nil || whole != "ok" {
		return fmt.Sprintf("the database is broken: %s %v", whole, err)
	}
	var n, newest int64
	if err := db.Read().QueryRow(`SELECT count(*), coalesce(max(n), 0) FROM n`).Scan(&n, &newest); err != nil {
		return err.Error()
	}
	if n != newest || newest < upTo {
		return fmt.Sprintf("%d numbers up to %d are left of the %d that were told", n, newest, upTo)
	}
	return ""
}

// losses is how often each run loses power.
const losses = 15

// Promise P1 at the level of the database: what was told survives every power loss with synchronous=FULL, is lost with
// NORMAL, and with OFF the database itself does not survive.
func TestPowerLoss(t *testing.T) {
	t.Run("FULL", func(t *testing.T) {
		for _, fault := range losePower(t, "FULL", losses) {
			t.Error(fault)
		}
	})
	t.Run("NORMAL is noticed", func(t *testing.T) {
		wrong := losePower(t, "NORMAL", losses)
		if len(wrong) == 0 {
			t.Fatal("nothing was lost: the simulation does not work")
		}
		t.Logf("%d of %d, such as %s", len(wrong), losses, wrong[0])
		for _, fault := range wrong {
			if strings.Contains(fault, "broken") {
				t.Errorf("NORMAL loses the newest writes and no more than that: %s", fault)
			}
		}
	})
	t.Run("OFF is noticed", func(t *testing.T) {
		if wrong := losePower(t, "OFF", losses); len(wrong) == 0 {
			t.Fatal("nothing was lost: the simulation does not work")
		}
	})
}
