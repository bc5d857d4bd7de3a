package live

import (
	"encoding/binary"
	"errors"
	"os"
	"sync"
	"time"
)

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
