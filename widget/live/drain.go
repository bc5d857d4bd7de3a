package live

import (
	"context"
	"time"

	"frontdesk/widget/wire"
)

// drainRetry is after how long clients should come back to a server that restarts, in milliseconds. Those for whom there
// are limits get a slot each on top.
const drainRetry = 1000

// steps is in how many parts the connections are closed when a node leaves others behind.
const steps = 20

// Drain tells every client to come back later and waits until they are gone or ctx ends. New connections
// are refused from the first moment on.
func (h *Hub) Drain(ctx context.Context) {
	for _, c := range h.shut() {
		c.drain(drainRetry + int(h.limits.slot().Milliseconds()))
	}
	h.empty(ctx)
}

// DrainInSteps is Drain where other nodes take over: a part of the clients after the other is sent away, evenly over the
// time and in no order, so that the other nodes are not flooded. If ctx ends before, all that are left are closed at once.
func (h *Hub) DrainInSteps(ctx context.Context, over time.Duration) {
	open := h.shut()
	tick := time.NewTicker(max(over/steps, 1))
	defer tick.Stop()
	for step := range steps {
		if step > 0 && len(open) > 0 {
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
		n := (len(open) + steps - step - 1) / (steps - step)
		if ctx.Err() != nil {
			n = len(open)
		}
		for i, c := range open[:n] {
			c.drain(1 + i*drainRetry/n)
		}
		open = open[n:]
	}
	h.empty(ctx)
}

// shut has no further connections let in and returns those that are open, in no order.
func (h *Hub) shut() (open []*conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.draining = true
	for c := range h.conns {
		open = append(open, c)
	}
	return open
}

func (c *conn) drain(retry int) {
	c.bye(wire.CloseDraining, "draining", "the server restarts", retry)
}

// empty waits until every connection is gone, and closes what is left when ctx ends.
func (h *Hub) empty(ctx context.Context) {
	gone := make(chan struct{})
	go func() { h.work.Wait(); close(gone) }()
	select {
	case <-gone:
	case <-ctx.Done():
		for _, c := range h.shut() {
			c.ws.Close()
		}
		<-gone
	}
}
