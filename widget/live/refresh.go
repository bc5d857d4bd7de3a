package live

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// deskPause is the least time between two refreshes of the agents' lists; what happens meanwhile is
// shown together.
const deskPause = 100 * time.Millisecond

// subjectTyping is followed by the conversation's id; the value is who is typing. It is never logged.
const subjectTyping = "typing."

// refresher collects what has to be shown anew: states that are not in any log.
type refresher struct {
	mu       sync.Mutex
	changed  map[string]bool // conversations whose owner or status changed
	lists    bool            // the agents' lists
	presence bool            // who is here
	wake     chan struct{}   // buffered by one
}

func newRefresher() refresher {
	return refresher{changed: make(map[string]bool), wake: make(chan struct{}, 1)}
}

func (r *refresher) mark(f func()) {
	r.mu.Lock()
	f()
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *refresher) moved(id string) { r.mark(func() { r.changed[id], r.lists = true, true }) }
func (r *refresher) desk()           { r.mark(func() { r.lists = true }) }
func (r *refresher) everything()     { r.mark(func() { r.lists, r.presence = true, true }) }

// take returns what was marked and forgets it.
func (r *refresher) take() (changed map[string]bool, lists, presence bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed, lists, presence = r.changed, r.lists, r.presence
	r.changed, r.lists, r.presence = make(map[string]bool), false, false
	return changed, lists, presence
}

// keepFresh shows states and lists anew whenever they were marked, until ctx ends.
func (h *Hub) keepFresh(ctx context.Context) {
	var listsDue <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-listsDue:
			listsDue = nil
			h.showDesk(ctx, h.staffed())
			continue
		case <-h.refresh.wake:
		}
		changed, lists, presence := h.refresh.take()
		if len(changed) > 0 || presence {
			h.showStates(ctx, changed, presence)
		}
		if lists && listsDue == nil {
			listsDue = time.After(deskPause)
		}
	}
}

// staffed returns the open sockets of staff.
func (h *Hub) staffed() []*conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.staff))
}

// showStates tells the followers of the changed conversations their new state, and those who wait in the
// queue their new place.
func (h *Hub) showStates(ctx context.Context, changed map[string]bool, presence bool) {
	places, err := h.Desk.Places(ctx)
	if err != nil {
		h.Logger.Error("queue not read", "error", err)
		return
	}
	h.mu.Lock()
	followers := make(map[string][]*conn, len(h.followers))
	for id, cs := range h.followers {
		followers[id] = cs
	}
	h.mu.Unlock()
	for id, cs := range followers {
		var conv bot.Conversation
		if changed[id] {
			if conv, err = h.Log.Conversation(ctx, id); err != nil {
				h.Logger.Error("state not read", "conversation", id, "error", err)
				continue
			}
		}
		for _, c := range cs {
			switch {
			case changed[id]:
				c.showState(conv, places, false)
			case presence || places[id] > 0:
				c.showPlace(id, places[id], len(places))
			}
		}
	}
}

// sendState tells the state of one conversation.
func (c *conn) sendState(ctx context.Context, id string) {
	conv, err := c.hub.Log.Conversation(ctx, id)
	if err != nil {
		c.hub.Logger.Error("state not read", "conversation", id, "error", err)
		return
	}
	places := map[string]int{}
	if conv.Owner.Kind == bot.OwnerQueue {
		if places, err = c.hub.Desk.Places(ctx); err != nil {
			c.hub.Logger.Error("queue not read", "error", err)
			return
		}
	}
	c.showState(conv, places, true)
}

// showState tells a state; one that was told already only if again is set.
func (c *conn) showState(conv bot.Conversation, places map[string]int, again bool) {
	s := c.state(conv, places[conv.ID], len(places))
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.find(conv.ID)
	if f == nil || s.Epoch < f.state.Epoch || s == f.state && !again {
		return
	}
	f.state = s
	c.send(wire.Out{Type: wire.TypeState, Conversation: conv.ID, State: &s})
}

// showPlace tells a new queue place, or that somebody is here now or nobody any more.
func (c *conn) showPlace(id string, place, waiting int) {
	staffed := c.hub.Desk.Presence.Online() > 0
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.find(id)
	if f == nil || f.state.Status == "" {
		return
	}
	s := f.state
	s.Staffed = staffed
	if s.Owner == string(bot.OwnerQueue) {
		s.Place, s.Waiting = place, waiting
	}
	if s == f.state {
		return
	}
	f.state = s
	c.send(wire.Out{Type: wire.TypeState, Conversation: id, State: &s})
}

// tellTyping spreads that this side is writing.
func (c *conn) tellTyping(id string) {
	c.mu.Lock()
	f := c.find(id)
	c.mu.Unlock()
	if f == nil {
		return
	}
	who := string(bot.ByCustomer)
	if c.agent != nil {
		who = string(bot.ByAgent)
	}
	if err := c.hub.Bus.Publish(subjectTyping+id, who); err != nil {
		c.hub.Logger.Debug("typing not announced", "error", err)
	}
}

// typing shows the other side that somebody is writing.
func (h *Hub) typing(id, who string) {
	h.mu.Lock()
	followers := append([]*conn(nil), h.followers[id]...)
	h.mu.Unlock()
	for _, c := range followers {
		if (c.agent != nil) == (who == string(bot.ByAgent)) {
			continue
		}
		c.mu.Lock()
		if f := c.find(id); f != nil && f.state.Status != "" {
			s := f.state
			s.Typing = who
			c.send(wire.Out{Type: wire.TypeState, Conversation: id, State: &s})
		}
		c.mu.Unlock()
	}
}
