package lease_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/knowledge/lease"
	"frontdesk/knowledge/sqldb"
)

// stay works until its context ends; began gets the context of each beginning.
func stay(began chan<- context.Context) func(context.Context) error {
	return func(ctx context.Context) error {
		began <- ctx
		<-ctx.Done()
		return nil
	}
}

func TestOneNodeWorks(t *testing.T) { eachEngine(t, testOneNodeWorks) }

func testOneNodeWorks(t *testing.T, db *sqldb.DB) {
	a, b := node(t, db, "a"), node(t, db, "b")
	atA, atB := make(chan context.Context, 1), make(chan context.Context, 1)
	endA := holding(t, a, "chores", stay(atA))
	ctx := <-atA
	endB := holding(t, b, "chores", stay(atB))
	other := make(chan context.Context, 1)
	holding(t, b, "other", stay(other))
	<-other
	holders, err := a.Holders(t.Context())
	if want := map[string]string{"chores": "a", "other": "b"}; err != nil || !maps.Equal(holders, want) {
		t.Fatalf("holders are %v, %v", holders, err)
	}
	if held := a.Held(); !slices.Equal(held, []string{"chores"}) {
		t.Errorf("a says that it holds %v", held)
	}
	if err := write(ctx, db, "a", 1); err != nil {
		t.Errorf("the holder may not write: %v", err)
	}
	select {
	case <-atB:
		t.Fatal("both work")
	default:
	}
	if err := endA(); err != nil {
		t.Fatal(err)
	}
	<-atB // as soon as it looks again, for the lease was given back
	if held := a.Held(); len(held) > 0 {
		t.Errorf("a still holds %v", held)
	}
	if err := endB(); err != nil {
		t.Fatal(err)
	}
}

// A node that stood still while another took over must not get anything written that it was about to write.
func TestLateWriteIsRefused(t *testing.T) { eachEngine(t, testLateWriteIsRefused) }

func testLateWriteIsRefused(t *testing.T, db *sqldb.DB) {
	// The twin is the same without the guard: the late write gets through, so it is the guard that holds.
	for _, guarded := range []bool{true, false} {
		name := map[bool]string{true: "guarded", false: "twin"}[guarded]
		slow, quick := node(t, db, "slow "+name), node(t, db, "quick "+name)
		began, proceed, wrote := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		holding(t, slow, name, func(ctx context.Context) error {
			select {
			case began <- struct{}{}:
			case <-ctx.Done():
				return nil // it has the lease a second time, when the test ends
			}
			<-proceed // the process is stopped here; nothing tells it that its lease has gone
			if !guarded {
				ctx = context.Background()
			} else {
				ctx = withoutEnd(ctx)
			}
			wrote <- write(ctx, db, name, 1)
			return nil
		})
		<-began
		runOut(t, db, name)
		atQuick := make(chan context.Context, 1)
		holding(t, quick, name, stay(atQuick))
		if err := write(<-atQuick, db, "quick "+name, 1); err != nil {
			t.Fatalf("the new holder may not write: %v", err)
		}
		close(proceed)
		err := <-wrote
		switch n := done(t, db, name); {
		case guarded && (!errors.Is(err, lease.ErrLost) || n != 0):
			t.Errorf("a write after the lease was lost: %v, and %d are kept", err, n)
		case !guarded && (err != nil || n != 1):
			t.Errorf("the twin without a guard is refused as well: %v; so the test proves nothing", err)
		}
	}
}

// withoutEnd is a context that does not end, with everything else of ctx: the worst that work can do.
func withoutEnd(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// The refused write ends the work at once, without waiting for the next renewal.
func TestLossEndsTheWork(t *testing.T) { eachEngine(t, testLossEndsTheWork) }

func testLossEndsTheWork(t *testing.T, db *sqldb.DB) {
	a := node(t, db, "a")
	at := make(chan context.Context, 2)
	holding(t, a, "chores", stay(at))
	ctx := <-at
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE lease SET node = 'b', token = token + 1 WHERE name = 'chores'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := write(ctx, db, "a", 1); !errors.Is(err, lease.ErrLost) && !errors.Is(err, context.Canceled) {
		t.Errorf("the write is refused with %v", err)
	}
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, lease.ErrLost) {
		t.Errorf("the work ended for %v", cause)
	}
	if n := done(t, db, "a"); n != 0 {
		t.Errorf("%d writes are kept", n)
	}
	runOut(t, db, "chores")
	again := <-at // it has it again, with a new token
	if err := write(again, db, "a", 2); err != nil {
		t.Errorf("the work goes on, and may not write: %v", err)
	}
}

// A node that was killed finds its lease under its own name and need not wait; its writes of before are refused.
func TestRestart(t *testing.T) { eachEngine(t, testRestart) }

func testRestart(t *testing.T, db *sqldb.DB) {
	at := make(chan context.Context, 1)
	holding(t, node(t, db, "a"), "chores", stay(at))
	before := withoutEnd(<-at)
	holding(t, node(t, db, "a"), "chores", stay(at)) // the process of before was killed: it gave nothing back
	after := <-at
	if err := write(after, db, "after", 1); err != nil {
		t.Errorf("the new process may not write: %v", err)
	}
	if err := write(before, db, "before", 1); !errors.Is(err, lease.ErrLost) {
		t.Errorf("the old process may write: %v", err)
	}
}

// Work that ends by itself is done, and its lease is free for others at once.
func TestWorkEnds(t *testing.T) {
	db := open(t, file(t))
	a := node(t, db, "a")
	broken := errors.New("broken")
	if err := a.Hold(t.Context(), "chores", func(context.Context) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("Hold returned %v", err)
	}
	if err := node(t, db, "b").Hold(t.Context(), "chores", func(context.Context) error { return nil }); err != nil {
		t.Errorf("Hold returned %v", err)
	}
	holders, err := a.Holders(t.Context())
	if err != nil || len(holders) > 0 {
		t.Errorf("holders are %v, %v", holders, err)
	}
}

// A database that is away for longer than the lease holds ends the work, for nobody knows who has it meanwhile.
func TestStoreAway(t *testing.T) {
	synctest.Test(t, testStoreAway)
}

func testStoreAway(t *testing.T) {
	address := file(t)
	db := open(t, address)
	at := make(chan context.Context, 1)
	began := time.Now()
	end := holding(t, node(t, db, "a"), "chores", stay(at))
	ctx := <-at
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	if took := time.Since(began); took != 10*time.Second {
		t.Errorf("the work ended after %v", took)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestNodeNeedsAName(t *testing.T) {
	if _, err := lease.New(t.Context(), open(t, file(t)), "", nil); err == nil {
		t.Error("leases without a name of the node")
	}
}
