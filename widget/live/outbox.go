package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/widget/wire"
)

// Bounds of what waits for one reader.
const (
	maxQueued    = 512 << 10        // bytes
	fairQueue    = 16 << 10         // bytes that are nobody's fault when all readers together are slow
	writeTimeout = 10 * time.Second // for one frame; bounds the age of what is queued
	closeTimeout = 2 * time.Second  // for the closing handshake
)

// outbox is what one connection has still to be sent. Whoever finds it without a writer becomes the one
// who starts it; the writer ends when the queue is empty. Nothing here is ever closed by another
// goroutine than the one that uses it.
type outbox struct {
	mu      sync.Mutex
	queue   [][]byte
	drafts  []draft       // go out after the queue; one of a conversation at the most
	bytes   int           // queued and being written
	space   chan struct{} // told when some was written; made when somebody waits
	writing bool
	held    bool // an act is going on whose frames leave together
	closing bool // nothing more is accepted; the close frame goes out after the queue
	code    int
	reason  string
}

// draft is a frame that nobody misses if it is never sent.
type draft struct {
	conversation string
	frame        []byte
}

// send queues a frame for the client.
func (c *conn) send(o wire.Out) {
	if o.V = c.spoken(); o.Type == wire.TypeWelcome {
		o.V = wire.Version // tells the client what is spoken here
	}
	c.push(o.Append(nil))
}

func (c *conn) push(b []byte) {
	c.out.mu.Lock()
	if c.out.closing {
		c.out.mu.Unlock()
		return
	}
	if limit := c.over(len(b)); limit != "" {
		c.out.mu.Unlock()
		c.hub.Count(limit, 1)
		c.hub.Count("slow", 1)
		c.abort(wire.CloseSlow, "too slow")
		return
	}
	c.out.queue = append(c.out.queue, b)
	c.waits(len(b))
	c.startWriter()
}

// over says which bound n further bytes would break, "" for none. It is called with the lock held.
func (c *conn) over(n int) string {
	switch all := c.hub.Limits.Queued; {
	case c.out.bytes+n > maxQueued:
		return "limit_queue"
	case all > 0 && c.out.bytes > fairQueue && c.hub.queued.Load() > int64(all):
		return "limit_queues"
	}
	return ""
}

// waits counts bytes that wait for the client from now on; they are negative if they do not any more. It is called with
// the lock held.
func (c *conn) waits(n int) {
	c.out.bytes += n
	c.hub.queued.Add(int64(n))
}

// forget drops what will not be sent any more.
func (c *conn) forget() {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	c.out.closing = true
	c.forgetLocked()
}

func (c *conn) forgetLocked() {
	for _, f := range c.out.take() {
		c.waits(-len(f))
	}
}

// pushDraft has a draft sent when everything else was, in place of an older one of the conversation. To who reads
// slowly it is not sent.
func (c *conn) pushDraft(conversation string, b []byte) {
	c.out.mu.Lock()
	c.discard(conversation)
	if c.out.closing || c.out.bytes+len(b) > maxQueued/4 {
		c.out.mu.Unlock()
		return
	}
	c.out.drafts = append(c.out.drafts, draft{conversation, b})
	c.waits(len(b))
	c.startWriter()
}

// dropDraft takes back a draft that was not sent yet.
func (c *conn) dropDraft(conversation string) {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	c.discard(conversation)
}

// discard is called with the lock held.
func (c *conn) discard(conversation string) {
	for i, d := range c.out.drafts {
		if d.conversation == conversation {
			c.waits(-len(d.frame))
			c.out.drafts = slices.Delete(c.out.drafts, i, i+1)
			return
		}
	}
}

// take empties the outbox. It is called with the lock held.
func (o *outbox) take() (frames [][]byte) {
	frames, o.queue = o.queue, nil
	for _, d := range o.drafts {
		frames = append(frames, d.frame)
	}
	o.drafts = nil
	return frames
}

// queued is how many bytes wait for the client.
func (c *conn) queued() int {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	return c.out.bytes
}

// waitForSpace returns when little waits to be written, so that what is read from the log for this client
// does not pile up faster than it reads; false if it is not worth waiting any longer.
func (c *conn) waitForSpace(ctx context.Context) bool {
	for {
		c.out.mu.Lock()
		if c.out.closing {
			c.out.mu.Unlock()
			return false
		}
		if c.out.bytes <= maxQueued/4 {
			c.out.mu.Unlock()
			return true
		}
		if c.out.space == nil {
			c.out.space = make(chan struct{})
		}
		space := c.out.space
		c.out.mu.Unlock()
		select {
		case <-space:
		case <-ctx.Done():
			return false
		}
	}
}
