package live

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

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
	b, err := json.Marshal(o)
	if err != nil {
		c.hub.Logger.Error("frame not encoded", "type", o.Type, "error", err)
		return
	}
	c.push(b)
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

// startWriter is called with the lock held and releases it.
func (c *conn) startWriter() {
	start := !c.out.writing && !c.out.held
	if start {
		c.out.writing = true
	}
	c.out.mu.Unlock()
	if start {
		go c.write()
	}
}

// together runs f and sends the frames that it causes for this client at its end, in one system call and
// without another goroutine: usually the event of an act and its acknowledgement.
func (c *conn) together(f func()) {
	c.out.mu.Lock()
	c.out.held = true
	c.out.mu.Unlock()
	f()
	c.out.mu.Lock()
	c.out.held = false
	start := !c.out.writing && (len(c.out.queue)+len(c.out.drafts) > 0 || c.out.closing)
	if start {
		c.out.writing = true
	}
	c.out.mu.Unlock()
	if start {
		c.write()
	}
}

// write sends what is queued and ends. What it finds at once leaves in one system call: the library writes
// message by message, so the frames are put together here. Each is whole, and a Write is not interrupted by
// another, so the library's own close and pong frames cannot come in between.
func (c *conn) write() {
	for {
		c.out.mu.Lock()
		batch := c.out.take()
		if len(batch) == 0 {
			c.out.writing = false
			closing, code, reason := c.out.closing, c.out.code, c.out.reason
			c.out.mu.Unlock()
			if closing {
				c.sendClose(code, reason)
			}
			return
		}
		c.out.mu.Unlock()
		err := c.writeFrames(batch)
		c.out.mu.Lock()
		for _, f := range batch {
			c.waits(-len(f))
		}
		if err != nil {
			c.out.closing, c.out.writing = true, false
			c.forgetLocked()
		}
		if c.out.space != nil {
			close(c.out.space)
			c.out.space = nil
		}
		c.out.mu.Unlock()
		if err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				c.hub.Count("limit_age", 1)
				c.hub.Count("slow", 1)
			}
			c.ws.Close() // the reader finds out and ends the connection
			return
		}
	}
}

var batches = sync.Pool{New: func() any { return new([]byte) }}

func (c *conn) writeFrames(frames [][]byte) error {
	buf := batches.Get().(*[]byte)
	defer batches.Put(buf)
	b := (*buf)[:0]
	for _, f := range frames {
		b = append(appendHeader(b, len(f)), f...)
	}
	if cap(b) <= maxPooled {
		*buf = b
	}
	conn := c.ws.NetConn()
	if err := conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	_, err := conn.Write(b)
	return err
}

// maxPooled bounds the buffers that are kept, in bytes.
const maxPooled = 64 << 10

// appendHeader appends the header of an unmasked, final text frame of n bytes (RFC 6455, section 5.2).
func appendHeader(b []byte, n int) []byte {
	const finalText = 0x81
	switch {
	case n < 126:
		return append(b, finalText, byte(n))
	case n <= 0xffff:
		return append(b, finalText, 126, byte(n>>8), byte(n))
	}
	return binary.BigEndian.AppendUint64(append(b, finalText, 127), uint64(n))
}

// close sends what is queued and then closes with the code.
func (c *conn) close(code int, reason string) {
	c.out.mu.Lock()
	if c.out.closing {
		c.out.mu.Unlock()
		return
	}
	c.out.closing, c.out.code, c.out.reason = true, code, reason
	c.startWriter()
}

// abort closes with the code at once; what is queued is dropped.
func (c *conn) abort(code int, reason string) {
	c.out.mu.Lock()
	if c.out.closing {
		c.out.mu.Unlock()
		return
	}
	c.out.closing, c.out.code, c.out.reason = true, code, reason
	c.forgetLocked()
	c.out.mu.Unlock()
	go func() {
		c.sendClose(code, reason)
		c.ws.Close()
	}()
}

// sendClose starts the closing handshake; the reader ends when the client answers or the time is over.
func (c *conn) sendClose(code int, reason string) {
	deadline := time.Now().Add(closeTimeout)
	if err := c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), deadline); err != nil {
		c.ws.Close()
		return
	}
	_ = c.ws.SetReadDeadline(deadline)
}

// bye tells the client why and when to come back, then closes.
func (c *conn) bye(code int, name, reason string, retryAfter int) {
	c.send(wire.Out{Type: wire.TypeBye, Code: name, RetryAfter: retryAfter})
	c.close(code, reason)
}
