package live

import (
	"sync"
	"time"
)

// leavePatience is for how long a customer may be gone until nobody words an answer for them any more: a page that is
// loaded anew is back by then.
const leavePatience = 5 * time.Second

// leavers are the conversations whose customers have no connection any more, since when.
type leavers struct {
	mu    sync.Mutex
	since map[string]time.Time
}

// gone notes that the last connection of a conversation's customer has ended.
func (l *leavers) gone(conversation string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.since == nil {
		l.since = make(map[string]time.Time)
	}
	l.since[conversation] = now
}

// back notes that the customer is there.
func (l *leavers) back(conversation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.since, conversation)
}

// left returns the conversations whose customers have not come back in time, and forgets them.
func (l *leavers) left(now time.Time) (out []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, since := range l.since {
		if now.Sub(since) >= leavePatience {
			delete(l.since, id)
			out = append(out, id)
		}
	}
	return out
}
