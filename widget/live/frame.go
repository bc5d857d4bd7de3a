package live

import (
	"bytes"
	"context"
	"io"
	"runtime/debug"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

// next waits for a frame and handles it; it reports whether to go on.
func (c *conn) next() bool {
	kind, r, err := c.ws.NextReader()
	if err != nil {
		c.readFailed(err)
		return false
	}
	return c.received(kind, r)
}

var (
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	frames  = sync.Pool{New: func() any { return new(wire.In) }}
)

// received reads a frame to its end and handles it. A fault in its handling ends this connection only.
func (c *conn) received(kind int, r io.Reader) (goOn bool) {
	defer func() {
		if p := recover(); p != nil {
			c.hub.Logger.Error("a frame was not handled", "panic", p, "stack", string(debug.Stack()))
			c.abort(wire.CloseOverload, "internal")
			goOn = false
		}
	}()
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if _, err := buf.ReadFrom(r); err != nil {
		c.readFailed(err)
		return false
	}
	return c.frame(kind, buf.Bytes())
}

// frame checks and handles one frame; it reports whether to go on.
func (c *conn) frame(kind int, b []byte) bool {
	c.hub.Count("frame", 1)
	if c.flood.rate != (Rate{}) && !c.flood.take(c.hub.Clock()) {
		c.hub.Count("limit_frames", 1)
		c.bye(wire.CloseFlood, wire.CodeRateLimited, "too many frames", floodRetry)
		return false
	}
	if fault := faulty(kind, b); fault != "" {
		return c.stop(wire.CloseProtocol, fault)
	}
	in := frames.Get().(*wire.In)
	defer frames.Put(in)
	*in = wire.In{}
	if err := in.Parse(b); err != nil {
		return c.stop(wire.CloseProtocol, "the frame is not a JSON object of this protocol")
	}
	if in.V < wire.MinVersion || in.V > wire.Version {
		return c.stop(wire.CloseVersion, "this protocol version is not spoken here; reload the page")
	}
	c.speaks(in.V)
	now := time.Now()
	goOn := c.handle(c.spell(now), in)
	if goOn && c.greeted && now.Sub(c.heard) > deadlineSlack {
		c.heard = now
		_ = c.ws.SetReadDeadline(now.Add(silentAfter + deadlineSlack))
	}
	return goOn
}

// deadlineSlack is how much later than asked for a deadline may fall, so that who sends much does not set it each time.
const deadlineSlack = time.Second

// lasting is a context that the frames of a second share.
type lasting struct {
	ctx    context.Context
	cancel context.CancelFunc
	made   time.Time
}

// spell is a context for what a frame asks for. It lasts for actTimeout at least, and is made for all the frames of a
// second together; a ping ends it.
func (c *conn) spell(now time.Time) context.Context {
	if c.lasting == nil || now.Sub(c.lasting.made) > deadlineSlack {
		c.endSpell()
		ctx, cancel := context.WithTimeout(context.Background(), actTimeout+deadlineSlack)
		c.lasting = &lasting{ctx, cancel, now}
	}
	return c.lasting.ctx
}

// endSpell frees what spell has made.
func (c *conn) endSpell() {
	if c.lasting != nil {
		c.lasting.cancel()
		c.lasting = nil
	}
}

// floodRetry is after how long a flooding client may come back, in milliseconds.
const floodRetry = 10000

// faulty says what is wrong with a frame as a whole, or "".
func faulty(kind int, b []byte) string {
	switch {
	case kind != websocket.TextMessage:
		return "frames are text messages"
	case len(b) > wire.MaxFrame:
		return "a frame has at most 16384 bytes"
	case !utf8.Valid(b):
		return "the frame is not valid UTF-8"
	}
	return ""
}

// handle carries out one frame.
func (c *conn) handle(ctx context.Context, in *wire.In) bool {
	switch in.Type {
	case wire.TypeHello:
		return c.greet(func() bool { return c.hello(c.spell(time.Now()), in) })
	case wire.TypePing:
		return c.pong(in.Active)
	}
	if !c.greeted {
		return c.stop(wire.CloseProtocol, "the first frame must be hello")
	}
	switch in.Type {
	case wire.TypeResume:
		return c.greet(func() bool { c.resume(c.spell(time.Now()), in); return true })
	case wire.TypeLeave:
		c.leave(in.Conversation)
	case wire.TypeTyping:
		c.types(in)
	case wire.TypeStop:
		c.stops(in.Conversation)
	case wire.TypeSeen:
		c.seen(in.Conversation, in.Seq)
	default:
		c.together(func() { c.act(ctx, in) })
	}
	return true
}
