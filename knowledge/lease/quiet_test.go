package lease_test

import (
	"testing"
	"testing/synctest"
	"time"
)

// In a file that one process has to itself, a lease is held without writing, and yet by one only, and only as long as its
// row is as it was left.
func TestHoldingWritesNothing(t *testing.T) { synctest.Test(t, testHoldingWritesNothing) }

func testHoldingWritesNothing(t *testing.T) {
	address := file(t)
	db := open(t, address)
	a, b := node(t, db, "a"), node(t, db, "b")
	atA, atB := make(chan struct{}, 1), make(chan struct{}, 1)
	end := holding(t, a, "chores", signal(atA))
	<-atA
	holding(t, b, "chores", signal(atB))
	before := written(t, address)
	time.Sleep(10 * time.Minute)
	if after := written(t, address); after != before {
		t.Errorf("%d bytes were written by a node that only holds a lease", after-before)
	}
	select {
	case <-atB:
		t.Fatal("both work")
	default:
	}
	if holders, err := b.Holders(t.Context()); err != nil || holders["chores"] != "a" {
		t.Errorf("holders are %v, %v", holders, err)
	}
	if rested, ok, err := b.Rested(t.Context(), "chores"); err != nil || !ok || rested > 0 {
		t.Errorf("it has rested for %v, %v, %v", rested, ok, err)
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	<-atB
	// What the row says is the truth: whoever changes it takes the lease away, in memory too.
	runOut(t, db, "chores")
	if holders, err := a.Holders(t.Context()); err != nil || len(holders) > 0 {
		t.Errorf("holders are %v, %v", holders, err)
	}
}
