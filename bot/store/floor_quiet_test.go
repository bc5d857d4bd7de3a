package store_test

import (
	"context"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot/store"
)

// A desk in a file in which nothing happens writes nothing, with staff connected and without; what it says of them holds
// all the same.
func TestIdleDeskWritesNothing(t *testing.T) {
	for name, here := range map[string][]store.Present{"empty": nil, "staffed": {{Agent: "mia", Connections: 2}}} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { testIdleDeskWritesNothing(t, here) }) })
	}
}

func testIdleDeskWritesNothing(t *testing.T, here []store.Present) {
	e := sqlite(t)
	s, _ := e.nodeDB(t)
	log := func() int64 {
		info, err := os.Stat(e.address + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := log()
	meet(t, s, "a", here...)
	if len(here) == 0 && log() != before {
		t.Error("to begin with nobody connected is written")
	}
	before = log()
	for range 40 { // ten minutes
		time.Sleep(15 * time.Second)
		for i := range here {
			here[i].Active = time.Now().UTC()
		}
		meet(t, s, "a", here...)
	}
	if after := log(); after != before {
		t.Errorf("%d bytes are written in ten minutes", after-before)
	}
	nodes(t, s, "a")
	m := met(t, s)
	if len(m.Here) != len(here) || len(m.Gone) > 0 {
		t.Fatalf("met %+v", m)
	}
	if len(here) == 0 {
		return
	}
	if !m.Here[0].Active.Equal(here[0].Active.Truncate(time.Millisecond)) {
		t.Errorf("the last sign of life was at %v, want %v", m.Here[0].Active, here[0].Active)
	}
	meet(t, s, "a") // all leave
	if log() == before {
		t.Error("that somebody has left is not written")
	}
	if m := met(t, s); len(m.Here) > 0 || m.Now.Sub(m.Gone["mia"]) > time.Second {
		t.Errorf("met %+v, want mia gone just now", m)
	}
	time.Sleep(2 * time.Minute)
	nodes(t, s) // the word has run out
}

// Somebody on a break is on it still when what is said of them has not been written for long.
func TestLongWordKeepsTheBreak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := sqlite(t).nodeDB(t)
		mia := store.Present{Agent: "mia", Connections: 1}
		meet(t, s, "a", mia)
		if err := s.SetAway(context.Background(), "mia", true); err != nil {
			t.Fatal(err)
		}
		for range 8 * 60 {
			time.Sleep(15 * time.Second)
			meet(t, s, "a", mia)
		}
		mia.Connections = 2
		meet(t, s, "a", mia)
		if m := met(t, s); len(m.Here) != 1 || m.Away["mia"].IsZero() {
			t.Errorf("met %+v, want mia here and away", m)
		}
	})
}

// Two nodes over one file see each other all the same.
func TestWordOfOneOfTwoIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := sqlite(t)
		a, b := e.node(t), e.node(t)
		mia := store.Present{Agent: "mia", Connections: 1}
		for range 20 {
			meet(t, a, "a", mia)
			meet(t, b, "b")
			time.Sleep(15 * time.Second)
		}
		nodes(t, a, "a", "b")
		if m := met(t, b); len(m.Here) != 1 {
			t.Errorf("the other node met %+v", m)
		}
	})
}
