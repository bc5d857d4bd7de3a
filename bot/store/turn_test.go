package store_test

import (
	"testing"
	"time"
)

// A failed turn is due again when the store's clock says so, whatever that of the node says, and any node may take it.
func TestFailedTurnWaits(t *testing.T) { each(t, testFailedTurnWaits) }

func testFailedTurnWaits(t *testing.T, e engine) {
	s, _ := open(t, e)
	const c = "conversation-0001"
	fail := func(wait time.Duration, want int) {
		t.Helper()
		failed, err := s.FailTurn(t.Context(), c, func(failed int) time.Duration {
			if failed != want {
				t.Errorf("the wait is asked for after %d tries, want %d", failed, want)
			}
			return wait
		})
		if err != nil || failed != want {
			t.Fatalf("%d tries have failed, %v; want %d", failed, err, want)
		}
	}
	fail(time.Hour, 0)
	if _, err := say(s, c, "m1", "hello"); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, s, "a", 10); len(got) != 1 {
		t.Fatalf("claimed %v", got)
	}
	fail(-time.Minute, 1) // at once
	if got := claim(t, s, "b", 10); len(got) != 1 {
		t.Fatalf("a turn that is due again is not claimed by another node: %v", got)
	}
	fail(time.Hour, 2)
	if got := claim(t, s, "a", 10); len(got) != 0 {
		t.Fatalf("a turn that is to wait is claimed: %v", got)
	}
	due, err := s.DueTurns(t.Context(), time.Now().Add(2*time.Hour), 10)
	if err != nil || len(due) != 1 || due[0].Attempts != 2 {
		t.Fatalf("the turns are %v, %v", due, err)
	}
}
