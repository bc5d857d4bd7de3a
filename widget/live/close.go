package live

import (
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

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
