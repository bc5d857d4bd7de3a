package live

import (
	"context"
	"errors"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// pongPatience is how long the store may take for all that a pong looks up. The client waits wire.PongMillis for the
// pong: a store that is away must not send away those who need nothing of it now.
const pongPatience = 2 * time.Second

// pong answers a ping with the heads of all followed conversations, as far as they can be read in time. A staff session
// that ended elsewhere, or a visitor who may not be here any more, is noticed here at the latest; it reports whether to
// go on. A ping renews the agent's lease and what they look at; active says that somebody did something since the last
// one.
func (c *conn) pong(active bool) bool {
	c.endSpell() // who only pings keeps none
	ctx, cancel := context.WithTimeout(context.Background(), pongPatience)
	defer cancel()
	if c.agent != nil && !c.signedIn(ctx) {
		return false
	}
	if c.agent == nil && c.greeted && !c.welcome(ctx) {
		return false
	}
	c.sign(active)
	ids := c.followed()
	for _, id := range ids {
		c.looksAt(id, "")
	}
	c.send(wire.Out{Type: wire.TypePong, Heads: c.heads(ctx, ids)})
	return true
}

// heads are the numbers of the newest events of conversations. One that cannot be read is left out; the next pong tells.
func (c *conn) heads(ctx context.Context, ids []string) (heads map[string]int64) {
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		conv, err := c.hub.Log.Conversation(ctx, id)
		if errors.Is(err, bot.ErrNotFound) {
			c.lost(id)
		}
		if err != nil {
			continue
		}
		if heads == nil {
			heads = make(map[string]int64, len(ids))
		}
		heads[id] = conv.Head
	}
	return heads
}

// signedIn reports whether an agent may stay. Renewing a session may wait for the store for longer than ctx lasts: then
// the agent stays for now, and goes as soon as the store says that the session has ended. Until it has said anything it
// is not asked again.
func (c *conn) signedIn(ctx context.Context) bool {
	if !c.post.asking.CompareAndSwap(false, true) {
		return true
	}
	asked := make(chan bool, 1)
	c.late.Go(func() {
		defer c.post.asking.Store(false)
		signed := c.hub.SignedIn(ctx, c.agent.Session)
		if !signed {
			c.close(wire.CloseSignedOut, "signed out")
		}
		asked <- signed
	})
	select {
	case signed := <-asked:
		return signed
	case <-ctx.Done():
		return true
	}
}

// sign is a sign of life of an agent.
func (c *conn) sign(active bool) {
	if c.post != nil && c.post.stay != nil {
		c.post.stay.Touch(active)
	}
}
