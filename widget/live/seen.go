package live

import (
	"context"
	"time"

	"frontdesk/bot"
)

// seenPause is how long is waited for more to be seen before it is written down. The other side learns of it at
// once.
const seenPause = 500 * time.Millisecond

// seen notes that this client has read up to an event that was passed on to it.
func (c *conn) seen(conversation string, seq int64) {
	c.mu.Lock()
	f := c.find(conversation)
	if f == nil {
		c.mu.Unlock()
		return
	}
	if seq = min(seq, f.cursor); seq <= f.seen || c.agent != nil && !c.agent.MayTake {
		c.mu.Unlock()
		return
	}
	f.seen = seq
	if f.writing == nil {
		c.late.Add(1)
		f.writing = time.AfterFunc(seenPause, func() {
			defer c.late.Done()
			c.putSeen(f)
		})
	}
	c.mu.Unlock()
	s := c.signalOf(signalSeen)
	s.Seq = seq
	c.hub.signal(conversation, s)
}

// putSeen writes down what was seen.
func (c *conn) putSeen(f *follow) {
	c.mu.Lock()
	seq := f.seen
	f.writing = nil
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), actTimeout)
	defer cancel()
	staff := ""
	if c.agent != nil {
		staff = c.agent.ID
	}
	if err := c.hub.Desk.Seen(ctx, f.id, staff, seq); err != nil {
		c.hub.Logger.Warn("what was seen was not written", "conversation", f.id, "error", err)
		return
	}
	if staff != "" {
		c.hub.refresh.looked() // the mentions
	}
}

// writeSeen writes down at once what would be written soon.
func (c *conn) writeSeen(f *follow) {
	c.mu.Lock()
	due := f.writing
	c.mu.Unlock()
	if due != nil && due.Stop() {
		c.putSeen(f)
		c.late.Done()
	}
}

// settleSeen writes down everything that was seen and waits until it is.
func (c *conn) settleSeen() {
	c.mu.Lock()
	all := append([]*follow(nil), c.follows...)
	c.mu.Unlock()
	for _, f := range all {
		c.writeSeen(f)
	}
	c.late.Wait()
}

// showSeen tells the other side how far was read. Customers hear of those who serve or served them.
func (h *Hub) showSeen(conversation string, s *signal) {
	for _, c := range h.followersOf(conversation) {
		if (c.agent != nil) == (s.From == bot.ByAgent) {
			continue
		}
		c.amend(conversation, func(f *follow) {
			if s.From == bot.ByAgent && (f.conversation == nil || s.Agent != serves(f.conversation)) {
				return
			}
			f.read = max(f.read, s.Seq)
			f.state.Read = f.read
		})
	}
}

// serves is the member of the staff who serves the customer or has served them last.
func serves(conv *bot.Conversation) string {
	if conv.Owner.Kind == bot.OwnerAgent {
		return conv.Owner.Agent
	}
	return conv.Last
}

// otherRead returns how far the other side has read; 0 if nobody knows.
func (c *conn) otherRead(ctx context.Context, conv *bot.Conversation) int64 {
	staff := ""
	if c.agent == nil {
		if staff = serves(conv); staff == "" {
			return 0
		}
	}
	seq, err := c.hub.Log.Seen(ctx, conv.ID, staff)
	if err != nil {
		c.hub.Logger.Error("how far was read is not known", "conversation", conv.ID, "error", err)
	}
	return seq
}
