package live

import (
	"net/http"
	"strconv"
	"time"

	"frontdesk/widget/wire"
)

// sendBuffer bounds what the system keeps for one connection that does not read, in bytes. Left to itself it grows to
// megabytes for each of them.
const sendBuffer = 64 << 10

// maxSlot bounds after how long a customer who was turned away is asked to come back.
const maxSlot = 30 * time.Second

// room says why there is no room for another connection from the address, and after how many seconds there may be; ""
// if there is room, and then release has to be called. Agents are let in also when the house is full.
func (h *Hub) room(address string, a *Agent) (release func(), refusal string, retry int) {
	if a == nil && h.Limits.Total > 0 && h.Open() >= h.Limits.Total {
		h.Count("limit_total", 1)
		return nil, "Too many connections", 15
	}
	release, ok := h.limits.connect(address)
	if !ok {
		h.Count("limit_address", 1)
		return nil, "Too many connections", 5
	}
	return release, "", 0
}

// refuse answers a request for a socket for which there is no room.
func (h *Hub) refuse(w http.ResponseWriter, message string, retry int) {
	h.Count("refused", 1)
	status := http.StatusServiceUnavailable
	if retry < 10 {
		status = http.StatusTooManyRequests
	}
	w.Header().Set("Retry-After", strconv.Itoa(retry))
	http.Error(w, message, status)
}

// turnAway tells a customer who came with too many others when to come back, each at a time of their own. Browsers do
// not let a page read the answer to a refused upgrade, so this is said over the socket; it costs no look into the store.
func (c *conn) turnAway(slot time.Duration) {
	c.hub.Count("limit_accepts", 1)
	_ = c.ws.SetReadDeadline(time.Now().Add(closeTimeout))
	c.ws.SetReadLimit(hardFrame)
	c.bye(wire.CloseOverload, wire.CodeRateLimited, "many come at once", int(slot.Milliseconds()))
	c.end()
}

// maxGreeted is how many hellos and resumes may be answered at the same time before nobody else is let in. A node that
// keeps up with Limits.Accepts has a few dozen; one that does not would make all of them wait for longer than clients do.
const maxGreeted = 200

// accept asks for leave to let a customer in while so many are being greeted; slot is after how long they should come
// back, if not now.
func (l *limiters) accept(greeted int64) (slot time.Duration, ok bool) {
	if l.limits.Accepts == (Rate{}) {
		return 0, true
	}
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if greeted < maxGreeted && l.accepts.take(now) {
		return 0, true
	}
	return l.slotLocked(now), false
}

// slot is a time of its own after which one of many should come back: as far apart from the others as they are let in.
func (l *limiters) slot() time.Duration {
	if l.limits.Accepts.PerSecond <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.slotLocked(l.clock())
}

func (l *limiters) slotLocked(now time.Time) time.Duration {
	if l.slots.Before(now) || l.slots.Sub(now) > maxSlot { // beyond that they double up
		l.slots = now
	}
	l.slots = l.slots.Add(time.Duration(float64(time.Second) / l.limits.Accepts.PerSecond))
	return l.slots.Sub(now)
}
