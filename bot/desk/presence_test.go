package desk_test

import (
	"fmt"
	"sync"
	"testing"

	"frontdesk/bot/desk"
)

// Whoever has a live connection is here, and nobody else; only coming and going is told.
func TestPresence(t *testing.T) {
	told := 0
	p := desk.NewPresence(func() { told++ })
	first, second := p.Join("ana"), p.Join("ana")
	if !p.Here("ana") || p.Here("ben") || p.Online() != 1 || told != 1 {
		t.Fatalf("here %v, online %d, told %d times", p.Here("ana"), p.Online(), told)
	}
	first()
	first() // leaving twice counts once
	if !p.Here("ana") || told != 1 {
		t.Fatal("one of two connections was closed, and the agent counts as gone")
	}
	second()
	if p.Here("ana") || p.Online() != 0 || told != 2 {
		t.Fatalf("here %v, online %d, told %d times", p.Here("ana"), p.Online(), told)
	}
}

func TestPresenceOfMany(t *testing.T) {
	p := desk.NewPresence(func() {})
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			for range 100 {
				leave := p.Join(fmt.Sprint(i % 7))
				p.Here("3")
				leave()
			}
		})
	}
	wg.Wait()
	if p.Online() != 0 {
		t.Fatalf("%d are left behind", p.Online())
	}
}
