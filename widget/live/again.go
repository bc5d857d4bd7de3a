package live

import (
	"context"
	"errors"
	"maps"
	"slices"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// LookAgain has everything looked at anew that is shown to anybody, because news of other nodes may have been lost. It
// returns at once.
func (h *Hub) LookAgain() {
	h.Count("looked_again", 1)
	select {
	case h.again <- struct{}{}:
	default: // the look that is due will do
	}
}

// lookAgain brings everybody what they miss whenever that is asked for, until ctx ends.
func (h *Hub) lookAgain(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.again:
		}
		h.mu.Lock()
		ids := slices.Collect(maps.Keys(h.followers))
		h.mu.Unlock()
		for _, id := range ids {
			if ctx.Err() != nil {
				return
			}
			h.lookAt(ctx, id)
		}
		h.refresh.everything()
	}
}

// lookAt brings those who follow a conversation what they miss.
func (h *Hub) lookAt(ctx context.Context, id string) {
	conv, err := h.Log.Conversation(ctx, id)
	if err != nil && !errors.Is(err, bot.ErrNotFound) {
		h.Logger.Warn("not looked at again; the next heartbeat tells", "conversation", id, "error", err)
		return
	}
	behind := false
	for _, c := range h.followersOf(id) {
		if err != nil {
			c.lost(id)
		} else {
			behind = c.behind(id, conv.Head) || behind
		}
	}
	if behind {
		h.refresh.state(id)
	}
}

// behind has the log read if the client misses something up to the head.
func (c *conn) behind(id string, head int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.find(id)
	switch {
	case f == nil || head <= f.cursor:
		return false
	case f.reading:
		f.want = max(f.want, head)
	default:
		c.read(f, head)
	}
	return true
}

// lost tells a client that a conversation does not exist any more.
func (c *conn) lost(id string) {
	c.leave(id)
	c.refuse(&wire.In{Conversation: id}, explain(bot.ErrNotFound))
}

// welcome reports whether a customer may stay: an announcement that they were blocked or erased may have been lost.
func (c *conn) welcome(ctx context.Context) bool {
	v, known, err := c.hub.Visitors.VisitorOf(ctx, c.visitor.ID)
	switch {
	case err != nil:
		return true // the next ping tells
	case !known:
		c.close(c.erasedCode(), "erased")
	case v.Blocked:
		c.close(wire.CloseBanned, "blocked")
	default:
		return true
	}
	return false
}
