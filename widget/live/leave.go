package live

import (
	"sync"
	"time"
)

// leavePatience is for how long a customer may be gone until nobody words an answer for them any more: a page that is
// loaded anew is back by then. Before, at askLeft, the other nodes are asked whether the customer is there.
const (
	leavePatience = 5 * time.Second
	askLeft       = leavePatience - time.Second
)

// leavers are the conversations whose customers have no connection to this node any more.
type leavers struct {
	mu sync.Mutex
	of map[string]leaver
}

type leaver struct {
	since time.Time
	asked bool // the other nodes were asked
}

// gone notes that the last connection of a conversation's customer has ended.
func (l *leavers) gone(conversation string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = make(map[string]leaver)
	}
	l.of[conversation] = leaver{since: now}
}

// back notes that the customer is there, on whatever node.
func (l *leavers) back(conversation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.of, conversation)
}

// left returns the conversations whose customers have not come back in time, and forgets them; and those about whom the
// other nodes have to be asked.
func (l *leavers) left(now time.Time) (left, ask []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, of := range l.of {
		switch away := now.Sub(of.since); {
		case away >= leavePatience:
			delete(l.of, id)
			left = append(left, id)
		case away >= askLeft && !of.asked:
			l.of[id] = leaver{of.since, true}
			ask = append(ask, id)
		}
	}
	return left, ask
}

// callLeavers finds out who has left, and asks about those who are about to.
func (h *Hub) callLeavers() {
	left, ask := h.leaving.left(h.Clock())
	for _, id := range left {
		h.Room.Left(id)
	}
	for _, id := range ask {
		h.signal(id, &signal{Kind: signalWhere})
	}
}

// answersWhere tells the node that asks for a conversation's customer if they are here.
func (h *Hub) answersWhere(conversation string) {
	for _, c := range h.followersOf(conversation) {
		if c.agent == nil {
			h.signal(conversation, &signal{Kind: signalHere})
			return
		}
	}
}
