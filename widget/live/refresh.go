package live

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// deskPause is the least time between two refreshes of the agents' lists; what happens meanwhile is
// shown together. After a quiet time a refresh is immediate.
const deskPause = 100 * time.Millisecond

// deskShare is how much of the time is spent at most on reading the lists, one part in so many, so that agents who look at
// a full queue do not slow down what they look at; but deskLate is the longest that they wait for news.
const (
	deskShare = 20
	deskLate  = 2 * time.Second
)

// tryAgain is after what time a state is read again that could not be read.
const tryAgain = time.Second

// lookAgain is how often everything is shown anew: times pass, houses open, and an announcement may have been lost.
const lookAgain = 20 * time.Second

// expireEvery is how often it is found out who has ceased to look or to write.
const expireEvery = 2 * time.Second

// leaveEvery is how often it is found out who has left for good.
const leaveEvery = 500 * time.Millisecond

// refresher collects what has to be shown anew: states that are not in any log.
type refresher struct {
	mu   sync.Mutex
	due  due
	wake chan struct{} // buffered by one

	places places
}

// due is what has to be shown anew.
type due struct {
	changed map[string]bool // states of these conversations
	queue   bool            // places in the queue
	all     bool            // states of all conversations
	lists   bool            // the agents' lists, which have to be read anew
	looks   bool            // the agents' lists as they were read, with who is looking
}

func newRefresher() refresher {
	return refresher{due: due{changed: make(map[string]bool)}, wake: make(chan struct{}, 1), places: newPlaces()}
}

func (r *refresher) mark(f func(d *due)) {
	r.mu.Lock()
	f(&r.due)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *refresher) state(id string) { r.mark(func(d *due) { d.changed[id], d.lists = true, true }) }
func (r *refresher) moved(id string) {
	r.places.moved()
	r.mark(func(d *due) { d.changed[id], d.queue, d.lists = true, true, true })
}
func (r *refresher) desk()   { r.mark(func(d *due) { d.lists = true }) }
func (r *refresher) looked() { r.mark(func(d *due) { d.looks = true }) }
func (r *refresher) everything() {
	r.places.moved()
	r.mark(func(d *due) { d.lists, d.all = true, true })
}

// take returns what was marked and forgets it.
func (r *refresher) take() due {
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.due
	r.due = due{changed: make(map[string]bool)}
	return d
}

// keepFresh shows states and lists anew whenever they were marked, until ctx ends.
func (h *Hub) keepFresh(ctx context.Context) {
	again, expire, leave := time.NewTicker(lookAgain), time.NewTicker(expireEvery), time.NewTicker(leaveEvery)
	defer again.Stop()
	defer expire.Stop()
	defer leave.Stop()
	var pause <-chan time.Time // since the last look at the lists
	var lists, looks bool
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			h.refresh.everything()
			continue
		case <-expire.C:
			for _, id := range h.looks.expire(h.Clock()) {
				h.showLooks(id, h.Clock())
			}
			continue
		case <-leave.C:
			h.callLeavers()
			continue
		case <-pause:
			pause = nil
		case <-h.refresh.wake:
			d := h.refresh.take()
			if len(d.changed) > 0 || d.queue || d.all {
				h.showStates(ctx, d)
			}
			lists, looks = lists || d.lists, looks || d.looks
		}
		if pause == nil && (lists || looks) {
			began := time.Now()
			whole := h.showDesk(ctx, h.staffed(), lists)
			lists, looks = false, !whole
			pause = time.After(min(max(deskPause, deskShare*time.Since(began)), deskLate))
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
func (h *Hub) showStates(ctx context.Context, d due) {
	h.mu.Lock()
	followers := maps.Clone(h.followers)
	h.mu.Unlock()
	m := h.moment(ctx)
	if !d.queue && !d.all {
		maps.DeleteFunc(followers, func(id string, _ []*conn) bool { return !d.changed[id] })
	}
	for id, cs := range followers {
		var conv *bot.Conversation
		if d.changed[id] {
			read, err := h.Log.Conversation(ctx, id)
			if err != nil {
				h.Logger.Error("state not read", "conversation", id, "error", err)
				if !errors.Is(err, bot.ErrNotFound) { // else nobody would look again before it changes
					time.AfterFunc(tryAgain, func() { h.refresh.state(id) })
				}
				continue
			}
			conv = &read
		}
		for _, c := range cs {
			if !c.showState(id, conv, m, d.all) {
				c.leave(id)
				c.refuse(&wire.In{Conversation: id}, explain(bot.ErrNotFound))
			}
		}
	}
}

// sendState tells the state of one conversation, which is read unless conv is what is true.
func (c *conn) sendState(ctx context.Context, id string, conv *bot.Conversation) {
	if conv == nil {
		now, err := c.hub.Log.Conversation(ctx, id)
		if err != nil {
			c.unavailable("state not read", err) // without one the client would show nothing of it
			return
		}
		conv = &now
	}
	read := c.otherRead(ctx, conv)
	m := c.hub.moment(ctx)
	var f *follow
	newest := c.lockKnowing(m, func() *bot.Conversation {
		if f = c.find(id); f == nil {
			return nil
		}
		if f.conversation != nil && f.conversation.Head > conv.Head { // it changed while it was read
			return f.conversation
		}
		return conv
	})
	defer c.mu.Unlock()
	if newest == nil {
		return
	}
	f.conversation, f.read = newest, max(f.read, read)
	f.state = c.state(f.conversation, f, m)
	s := f.state
	c.send(wire.Out{Type: wire.TypeState, Conversation: id, State: &s})
}

// showState tells a new state. Without a conversation, that which was read last is looked at again: for those in the
// queue, whose place may have changed, or for everybody. It is false if the client may not read the conversation
// any more.
func (c *conn) showState(id string, conv *bot.Conversation, m *moment, all bool) (readable bool) {
	var f *follow
	conv = c.lockKnowing(m, func() *bot.Conversation {
		if f = c.find(id); f == nil {
			return nil
		}
		if conv == nil {
			if held := f.conversation; held != nil && (all || held.Owner.Kind == bot.OwnerQueue) {
				return held
			}
			return nil
		}
		if f.conversation != nil && conv.Head < f.conversation.Head {
			return nil
		}
		return conv
	})
	defer c.mu.Unlock()
	if conv == nil {
		return true
	}
	if !c.sees(conv, m.plan) {
		return false
	}
	f.conversation = conv
	if f.state.Status == "" {
		return true // the first state is on its way and will be made of this
	}
	s := c.state(conv, f, m)
	same := s
	same.Head = f.state.Head // which events tell too
	if same == f.state {
		f.state = s
		return true
	}
	f.state = s
	c.send(wire.Out{Type: wire.TypeState, Conversation: id, State: &s})
	return true
}
