package store_test

import (
	"slices"
	"testing"
	"time"

	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

func meet(t *testing.T, s *store.Store, node string, here ...store.Present) {
	t.Helper()
	if err := s.Meet(t.Context(), node, here, time.Minute); err != nil {
		t.Fatal(err)
	}
}

func met(t *testing.T, s *store.Store) store.Met {
	t.Helper()
	m, err := s.Met(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// nodes checks which nodes are there.
func nodes(t *testing.T, s *store.Store, want ...string) {
	t.Helper()
	if got, err := s.Nodes(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Fatalf("the nodes are %v, %v; want %v", got, err, want)
	}
}

// age moves everything that is known of the floor into the past.
func age(t *testing.T, db *sqldb.DB, d time.Duration) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		for _, q := range []string{`UPDATE floor_node SET until = until - $1`, `UPDATE floor_agent SET gone = gone - $1, said = said - $1`} {
			if _, err := tx.Exec(q, d.Milliseconds()); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestEveryNodeKnowsWhoIsHere(t *testing.T) { each(t, testEveryNodeKnowsWhoIsHere) }

func testEveryNodeKnowsWhoIsHere(t *testing.T, e engine) {
	a, b := e.node(t), e.node(t)
	early, late := time.UnixMilli(1_700_000_000_000).UTC(), time.UnixMilli(1_700_000_005_000).UTC()
	meet(t, a, "a", store.Present{Agent: "mia", Connections: 2, Active: early}, store.Present{Agent: "tom", Connections: 1, Active: early})
	meet(t, b, "b", store.Present{Agent: "mia", Connections: 1, Active: late})
	want := []store.Present{{Agent: "mia", Connections: 3, Active: late}, {Agent: "tom", Connections: 1, Active: early}}
	for _, s := range []*store.Store{a, b} {
		if m := met(t, s); !slices.Equal(m.Here, want) || len(m.Gone) > 0 || len(m.Away) > 0 {
			t.Fatalf("met %+v, want %+v", m, want)
		}
	}
	nodes(t, a, "a", "b")
	meet(t, a, "a") // both leave a
	m := met(t, b)
	if want := []store.Present{{Agent: "mia", Connections: 1, Active: late}}; !slices.Equal(m.Here, want) {
		t.Fatalf("met %+v, want %+v", m.Here, want)
	}
	if since, ok := m.Gone["tom"]; !ok || len(m.Gone) != 1 || since.After(m.Now) || m.Now.Sub(since) > time.Minute {
		t.Fatalf("gone are %v at %v, want tom since a moment ago", m.Gone, m.Now)
	}
}

// Who is connected to a node that says nothing any more is gone since its lease ended.
func TestSilentNodeIsGone(t *testing.T) { each(t, testSilentNodeIsGone) }

func testSilentNodeIsGone(t *testing.T, e engine) {
	s, db := e.nodeDB(t)
	meet(t, s, "a", store.Present{Agent: "mia", Connections: 1})
	age(t, db, 5*time.Minute)
	gone := func() {
		t.Helper()
		m := met(t, s)
		if d := m.Now.Sub(m.Gone["mia"]); len(m.Here) > 0 || d < 3*time.Minute || d > 5*time.Minute {
			t.Fatalf("here %v, gone %v at %v; want mia gone for about four minutes", m.Here, m.Gone, m.Now)
		}
	}
	gone()
	nodes(t, s)
	meet(t, s, "b") // takes away what a said
	nodes(t, s, "b")
	gone()
	meet(t, s, "a", store.Present{Agent: "mia", Connections: 1}) // a was only slow
	if m := met(t, s); len(m.Here) != 1 || len(m.Gone) > 0 {
		t.Fatalf("met %+v, want mia back", m)
	}
}

// A break outlasts connections and nodes, and ends with a word or when somebody comes back after an hour.
func TestBreak(t *testing.T) { each(t, testBreak) }

func testBreak(t *testing.T, e engine) {
	s, db := e.nodeDB(t)
	mia := store.Present{Agent: "mia", Connections: 1}
	away := func(want bool) {
		t.Helper()
		if _, got := met(t, s).Away["mia"]; got != want {
			t.Fatalf("away is %v, want %v", got, want)
		}
	}
	setAway := func(away bool) {
		t.Helper()
		if err := s.SetAway(t.Context(), "mia", away); err != nil {
			t.Fatal(err)
		}
	}
	meet(t, s, "a", mia)
	away(false)
	setAway(true)
	away(true)
	meet(t, s, "a") // the connection is lost
	age(t, db, 30*time.Minute)
	meet(t, s, "b", mia)
	away(true)
	setAway(false)
	away(false)
	setAway(true)
	meet(t, s, "b")
	age(t, db, 2*time.Hour)
	meet(t, s, "b", mia)
	away(false)
}

func TestShareIsLearntOnce(t *testing.T) { each(t, testShareIsLearntOnce) }

func testShareIsLearntOnce(t *testing.T, e engine) {
	a, b := e.node(t), e.node(t)
	if _, ok, err := a.Share(t.Context()); ok || err != nil {
		t.Fatalf("a share before any was learnt: %v, %v", ok, err)
	}
	for _, share := range []float64{0.25, 1.0 / 3, 0} {
		if err := a.SetShare(t.Context(), share); err != nil {
			t.Fatal(err)
		}
		if got, ok, err := b.Share(t.Context()); got != share || !ok || err != nil {
			t.Fatalf("the other node has %v, %v, %v; want %v", got, ok, err, share)
		}
	}
	for _, share := range []float64{-0.1, 1.1} {
		if err := a.SetShare(t.Context(), share); err == nil {
			t.Errorf("%v was taken for a share", share)
		}
	}
}
