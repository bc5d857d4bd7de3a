package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

const lease = time.Minute

// lapse ends all leases of turns, as if their time had passed.
func lapse(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE turn SET until = 1 WHERE until > 0`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// claim claims what is due and returns the conversations.
func claim(t *testing.T, s *store.Store, node string, limit int) (out []string) {
	t.Helper()
	turns, err := s.ClaimTurns(context.Background(), node, lease, limit)
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range turns {
		out = append(out, turn.Conversation)
	}
	return out
}

func TestClaimedTurnIsLeftAlone(t *testing.T) { each(t, testClaimedTurnIsLeftAlone) }

func testClaimedTurnIsLeftAlone(t *testing.T, e engine) {
	s, db := open(t, e)
	const c = "conversation-0001"
	if ok, err := s.ClaimTurn(t.Context(), "a", c, lease); ok || err != nil {
		t.Fatalf("claimed a turn that does not exist: %v, %v", ok, err)
	}
	if _, err := say(s, c, "m1", "hello"); err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		node string
		want bool
	}{{"a", true}, {"a", true}, {"b", false}} {
		if ok, err := s.ClaimTurn(t.Context(), step.node, c, lease); ok != step.want || err != nil {
			t.Fatalf("step %d: %s got %v, %v; want %v", i, step.node, ok, err, step.want)
		}
	}
	if got := claim(t, s, "b", 10); len(got) > 0 {
		t.Fatalf("%v was claimed although it is held", got)
	}
	if got := claim(t, s, "a", 10); len(got) != 1 {
		t.Fatalf("the node that holds the turn gets %v, want its own", got)
	}
	if _, err := say(s, c, "m2", "anybody?"); err != nil { // the claim outlives further words
		t.Fatal(err)
	}
	if got := claim(t, s, "b", 10); len(got) > 0 {
		t.Fatalf("%v was claimed although it is held", got)
	}
	lapse(t, db)
	if got := claim(t, s, "b", 10); len(got) != 1 {
		t.Fatalf("the lease has ended and the turn is not claimed: %v", got)
	}
	if err := s.FreeTurns(t.Context(), "a"); err != nil { // not a's any more
		t.Fatal(err)
	}
	if ok, _ := s.ClaimTurn(t.Context(), "a", c, lease); ok {
		t.Fatal("a let go of what b holds")
	}
	if err := s.FreeTurns(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if ok, _ := s.ClaimTurn(t.Context(), "a", c, lease); !ok {
		t.Fatal("b let go and a does not get the turn")
	}
}

// A turn that failed is anybody's again, once it is due; one that was not tried yet is due whatever its writer's clock said.
func TestClaimTurnsWhenDue(t *testing.T) { each(t, testClaimTurnsWhenDue) }

func testClaimTurnsWhenDue(t *testing.T, e engine) {
	s, db := open(t, e)
	const c = "conversation-0001"
	if _, err := say(s, c, "m1", "hello"); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE turn SET due = due + 86400000`) // a clock that goes a day ahead
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, s, "a", 10); len(got) != 1 {
		t.Fatalf("a new turn is not due: %v", got)
	}
	if err := s.PostponeTurn(t.Context(), c, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, s, "b", 10); len(got) > 0 {
		t.Fatalf("%v was claimed before it is due", got)
	}
	if err := s.PostponeTurn(t.Context(), c, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	turns, err := s.ClaimTurns(t.Context(), "b", lease, 10)
	if err != nil || len(turns) != 1 || turns[0].Attempts != 2 {
		t.Fatalf("claimed %v, %v; want the turn with its two failed tries", turns, err)
	}
}

// Many workers of several nodes claim at the same time: every turn goes to exactly one.
func TestEachTurnIsClaimedOnce(t *testing.T) { each(t, testEachTurnIsClaimedOnce) }

func testEachTurnIsClaimedOnce(t *testing.T, e engine) {
	const nodes, turns = 3, 60
	var stores []*store.Store
	for range nodes {
		stores = append(stores, e.node(t))
	}
	addVisitor(t, stores[0])
	for i := range turns {
		if _, err := say(stores[i%nodes], fmt.Sprintf("conversation-%04d", i), "m", "hello"); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	got := make(map[string]map[int]bool)
	for n, s := range stores {
		wg.Go(func() {
			for limit := 7; ; limit += 7 {
				claimed, err := s.ClaimTurns(context.Background(), fmt.Sprint("node", n), lease, limit)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, c := range claimed {
					if got[c.Conversation] == nil {
						got[c.Conversation] = make(map[int]bool)
					}
					got[c.Conversation][n] = true
				}
				all := len(got) == turns
				mu.Unlock()
				if all {
					return
				}
			}
		})
	}
	wg.Wait()
	for c, by := range got {
		if len(by) != 1 {
			t.Errorf("%s was claimed by the nodes %v", c, by)
		}
	}
}
