package main_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge/sqldb"
)

// killsByDefault is how often the server is killed unless FRONTDESK_KILLS says otherwise.
const killsByDefault = 5

// TestKill kills the server again and again while fifty customers and three agents use it, who behave as
// the browsers' clients do: they come back and send again what was not acknowledged. Afterwards everything
// that anybody was told is compared with the database. FRONTDESK_SEED repeats a run's choices.
func TestKill(t *testing.T) {
	t.Parallel()
	kills, seed := fromEnv(t, "FRONTDESK_KILLS", killsByDefault), fromEnv(t, "FRONTDESK_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("FRONTDESK_KILLS=%d FRONTDESK_SEED=%d", kills, seed)
	chance := rand.New(rand.NewPCG(uint64(seed), 1))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute+time.Duration(kills)*20*time.Second)
	defer cancel()

	dir := t.TempDir()
	stage := actor.NewStage(binary(t), dir, append(os.Environ(), "HOME="+dir))
	defer stage.Close()
	defer func() {
		if log := stage.Desk.Log(); t.Failed() {
			t.Logf("the desk's log ends:\n%s", log[max(0, len(log)-8000):])
		}
	}()
	perform(t, ctx, stage, "frontdesk import "+shopDir(t))
	flags := []string{"--unlimited", "--log-level", "warn", "--encoder", "off"}
	perform(t, ctx, stage, "serve "+strings.Join(flags, " "))
	perform(t, ctx, stage, "indexed")

	began, starting, hastily := time.Now(), time.Duration(0), 0
	c := newCrowd(ctx, stage, seed, liveCustomers, stage.Desk.URL)
	defer c.leave()
	for i := range kills {
		// Most lives are short: a server is killed while everybody comes back to it. Some are long enough for the desk to
		// get to its clocks and sweeps.
		sleep(ctx, time.Duration(20+chance.IntN(180))*time.Millisecond)
		if i%10 == 0 {
			sleep(ctx, time.Duration(chance.IntN(1200))*time.Millisecond)
		}
		if err := stage.Desk.Kill(); err != nil {
			t.Fatal(err)
		}
		if chance.IntN(4) == 0 { // and once more while it starts
			hasty, stop := context.WithTimeout(ctx, time.Duration(1+chance.IntN(120))*time.Millisecond)
			_ = stage.Desk.Start(hasty, flags...) // it may or may not get ready in time
			stop()
			if err := stage.Desk.Kill(); err != nil && !strings.Contains(err.Error(), "not running") {
				t.Fatal(err)
			} else if err == nil {
				hastily++
			}
		}
		before := time.Now()
		if err := stage.Desk.Start(ctx, flags...); err != nil {
			t.Fatal(err)
		}
		starting += time.Since(before)
	}
	lastStart := time.Now()
	for _, fault := range c.finish(time.Minute + 20*time.Second) {
		t.Error(fault)
	}
	took := time.Since(began)
	t.Logf("%d kills, and %d more of servers that were starting, in %v (%.0f cycles a minute), of which starting took %v; the last acts took %v", kills, hastily,
		took.Round(time.Millisecond), float64(kills+hastily)/took.Minutes(), starting.Round(time.Millisecond), c.finishing.Round(time.Millisecond))

	// What the bot owes, it delivers within ten seconds.
	owed := []string{"unknown"}
	for ; len(owed) > 0 && time.Since(lastStart) < 10*time.Second+c.finishing; sleep(ctx, 50*time.Millisecond) {
		inspect(t, filepath.Join(dir, "data", "frontdesk.db"), func(db *sqldb.DB) { owed = unanswered(t, db) })
	}
	if len(owed) > 0 {
		t.Errorf("not answered ten seconds after the last start: %v", owed)
	}
	waiting, faults := c.settle(ctx, stage.Desk.URL)
	inspect(t, filepath.Join(dir, "data", "frontdesk.db"), func(db *sqldb.DB) { faults = append(faults, c.converge(t, db, actor.Patience)...) })
	for _, fault := range faults {
		t.Error(fault)
	}
	perform(t, ctx, stage, "drain")

	for _, fault := range c.heard.note(t) {
		t.Error(fault)
	}
	path := filepath.Join(dir, "data", "frontdesk.db")
	inspect(t, path, func(db *sqldb.DB) {
		for _, fault := range verify(t, db, &c.heard, waiting) {
			t.Error(fault)
		}
	})
	if t.Failed() {
		return
	}
	for name, harm := range harms(t, &c.heard) {
		t.Run("the verifier notices "+name, func(t *testing.T) { notices(t, path, harm, &c.heard, waiting) })
	}
}

// notices harms a copy of the database and makes sure that the verifier complains.
func notices(t *testing.T, path, harm string, h *heard, waiting []string) {
	harmed := filepath.Join(t.TempDir(), "frontdesk.db")
	for _, suffix := range []string{"", "-wal"} {
		copyFile(t, path+suffix, harmed+suffix)
	}
	inspect(t, harmed, func(db *sqldb.DB) {
		if faults := verify(t, db, h, waiting); len(faults) > 0 {
			t.Fatalf("the copy is wrong before it is harmed: %v", faults)
		}
		err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
			r, err := tx.Exec(harm)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n == 0 {
				return fmt.Errorf("%s: nothing was harmed (%v)", harm, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		faults := verify(t, db, h, waiting)
		if len(faults) == 0 {
			t.Fatalf("the verifier does not notice %s", harm)
		}
		t.Logf("%s: %s", harm, faults[0])
	})
}

// perform carries out a line of the actors' language.
func perform(t *testing.T, ctx context.Context, s *actor.Stage, line string) {
	t.Helper()
	words := strings.Fields(line)
	if _, err := s.Do(ctx, false, words[0], words[1:]); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
}

func shopDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("internal/demo/corpus")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func fromEnv(t *testing.T, name string, or int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return or
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatalf("%s=%q: want a number", name, v)
	}
	return n
}

// inspect opens a database, which a server may be using, and closes it again.
func inspect(t *testing.T, path string, f func(*sqldb.DB)) {
	t.Helper()
	db, err := sqldb.Open(t.Context(), path, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	f(db)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if os.IsNotExist(err) {
		return // a database that was closed well has no log beside it
	}
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
