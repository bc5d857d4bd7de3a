package live

import (
	"sync"
	"time"

	"frontdesk/widget/wire"
)

// Bounds of what is read for customers who come: a hello and a resume read the store several times, and thousands at once
// would all be read for, slowly, until none of them waits any more.
const (
	turns        = 32               // customers who are read for at the same time
	turnPatience = 20 * time.Second // after which who waits is sent away, before anything was read
)

// turnstile lets a few through at a time, in the order in which they come. The zero turnstile is ready.
type turnstile struct {
	mu      sync.Mutex
	inside  int
	waiting []chan struct{} // each is closed when it is its turn
}

// enter waits for a turn, which leave ends; it reports whether there was one in time.
func (t *turnstile) enter() bool {
	t.mu.Lock()
	if t.inside < turns {
		t.inside++
		t.mu.Unlock()
		return true
	}
	mine := make(chan struct{})
	t.waiting = append(t.waiting, mine)
	t.mu.Unlock()
	over := time.NewTimer(turnPatience)
	defer over.Stop()
	select {
	case <-mine:
		return true
	case <-over.C:
		return !t.gaveUp(mine)
	}
}

// gaveUp takes back a place in the row; it is false if it has become a turn meanwhile.
func (t *turnstile) gaveUp(mine chan struct{}) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, c := range t.waiting {
		if c == mine {
			t.waiting = append(t.waiting[:i], t.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// leave gives the turn to who has waited longest.
func (t *turnstile) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.inside--
		return
	}
	close(t.waiting[0])
	t.waiting = t.waiting[1:]
}

// greet runs what reads for a customer who comes, when it is their turn; its time begins then. Who does not get one is
// told to come back. Staff do not wait. It reports whether to go on.
func (c *conn) greet(f func() bool) bool {
	if c.agent != nil {
		return f()
	}
	c.hub.greeted.Add(1)
	defer c.hub.greeted.Add(-1)
	if !c.hub.turnstile.enter() {
		c.hub.Count("limit_accepts", 1)
		c.bye(wire.CloseOverload, wire.CodeRateLimited, "many come at once", int(retryLater.Milliseconds()))
		return false
	}
	defer c.hub.turnstile.leave()
	return f()
}
