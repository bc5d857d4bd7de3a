package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// Agent is the staff member behind a staff socket.
type Agent struct {
	ID         string
	Name       string
	Roles      []string
	Session    string // hash of the session, to close the socket when the session ends
	MayTake    bool   // may take conversations and write in them
	Supervisor bool   // sees the conversations of all teams, and may assign them and take them over
}

// conn is one open socket.
type conn struct {
	hub     *Hub
	ws      *websocket.Conn
	address string
	agent   *Agent      // nil for a customer
	visitor bot.Visitor // set by hello; others ask holder
	origin  origin      // set by hello
	reader  reader
	greeted bool
	version atomic.Int32 // of the protocol, see spoken
	flood   bucket
	out     outbox

	release func() // of the address's connection
	post    *post  // nil for a customer

	mu      sync.Mutex
	who     string // id of the visitor
	follows []*follow
	late    sync.WaitGroup // what was seen and is about to be written
}

// post is what a staff connection has beyond a customer's.
type post struct {
	tab   string     // tells the connections of one agent apart
	stay  *desk.Stay // nil unless the agent may take conversations
	shown shown      // guarded by board.mu
}

// Bounds of what a client may do.
const (
	hardFrame    = 4 * wire.MaxFrame // beyond this not even an error is said
	helloTimeout = 10 * time.Second
	silentAfter  = 2*wire.HeartbeatMillis*time.Millisecond + wire.PongMillis*time.Millisecond
	actTimeout   = 15 * time.Second
	maxFollows   = 20
)

// ServeCustomer accepts a customer's socket.
func (h *Hub) ServeCustomer(w http.ResponseWriter, r *http.Request) {
	h.serve(w, r, nil)
}

// ServeStaff accepts the socket of a staff member whom the caller has authenticated.
func (h *Hub) ServeStaff(w http.ResponseWriter, r *http.Request, a Agent) {
	h.serve(w, r, &a)
}

func (h *Hub) serve(w http.ResponseWriter, r *http.Request, a *Agent) {
	address := h.Address(r)
	release, refusal, retry := h.room(address, a)
	if refusal != "" {
		h.refuse(w, refusal, retry)
		return
	}
	ws, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		release()
		return // the upgrader has answered
	}
	if tcp, ok := ws.NetConn().(interface{ SetWriteBuffer(int) error }); ok {
		_ = tcp.SetWriteBuffer(sendBuffer) // where it cannot be set, the system's own bound holds
	}
	c := &conn{hub: h, ws: ws, address: address, agent: a, flood: newBucket(h.Limits.Frames), release: release}
	if a != nil {
		c.reader.staff, c.post = true, &post{tab: h.NewID()}
	}
	if !h.add(c) {
		release()
		_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(wire.CloseDraining, "draining"), time.Now().Add(time.Second))
		ws.Close()
		return
	}
	if a == nil {
		if slot, ok := h.limits.accept(); !ok {
			go c.turnAway(slot)
			return
		}
	}
	// A goroutine of its own, so that the request's goroutine and its grown stack are freed.
	go c.run()
}

// run reads frames until the connection ends. Its stack is what an idle connection costs most: what waits
// for the next frame is kept shallow, and what handles one is apart.
func (c *conn) run() {
	c.begin()
	for c.next() {
	}
	c.end()
}

func (c *conn) begin() {
	c.ws.SetReadLimit(hardFrame)
	pause := helloTimeout
	if c.agent != nil {
		if c.agent.MayTake {
			c.post.stay = c.hub.Desk.Floor.Join(c.agent.ID)
		}
		c.greeted, pause = true, silentAfter
		c.welcomeStaff()
	}
	_ = c.ws.SetReadDeadline(time.Now().Add(pause))
}

func (c *conn) end() {
	c.lastWords()
	c.ws.Close()
	c.forget()
	c.hub.remove(c)
	c.settleSeen()
	c.lookAway()
	if c.post != nil && c.post.stay != nil {
		c.post.stay.Leave()
	}
	c.hub.work.Done()
	c.release()
}

// next waits for a frame and handles it; it reports whether to go on.
func (c *conn) next() bool {
	kind, r, err := c.ws.NextReader()
	if err != nil {
		c.readFailed(err)
		return false
	}
	return c.received(kind, r)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

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
	if !c.flood.take(c.hub.Clock()) {
		c.hub.Count("limit_frames", 1)
		c.bye(wire.CloseFlood, wire.CodeRateLimited, "too many frames", floodRetry)
		return false
	}
	if fault := faulty(kind, b); fault != "" {
		return c.stop(wire.CloseProtocol, fault)
	}
	var in wire.In
	if err := json.Unmarshal(b, &in); err != nil {
		return c.stop(wire.CloseProtocol, "the frame is not a JSON object of this protocol")
	}
	if in.V < wire.MinVersion || in.V > wire.Version {
		return c.stop(wire.CloseVersion, "this protocol version is not spoken here; reload the page")
	}
	c.speaks(in.V)
	ctx, cancel := context.WithTimeout(context.Background(), actTimeout)
	defer cancel()
	goOn := c.handle(ctx, &in)
	if goOn && c.greeted {
		_ = c.ws.SetReadDeadline(time.Now().Add(silentAfter))
	}
	return goOn
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

// readFailed ends the connection; a silent client is told that it may come back.
func (c *conn) readFailed(err error) {
	if timeout, ok := err.(interface{ Timeout() bool }); ok && timeout.Timeout() {
		c.sendClose(wire.CloseSilent, "no sign of life")
	}
}

// stop says what was wrong and closes for good. It always reports false.
func (c *conn) stop(code int, message string) bool {
	c.hub.Count("error", 1)
	c.send(wire.Out{Type: wire.TypeError, Code: wire.CodeInvalid, Message: message})
	c.close(code, message)
	return false
}

// lastWords waits until the client has answered the closing handshake, so that it gets to read why it was
// closed.
func (c *conn) lastWords() {
	_ = c.ws.SetReadDeadline(time.Now().Add(closeTimeout))
	for {
		if _, _, err := c.ws.NextReader(); err != nil {
			return
		}
	}
}

// handle carries out one frame.
func (c *conn) handle(ctx context.Context, in *wire.In) bool {
	switch in.Type {
	case wire.TypeHello:
		return c.hello(ctx, in)
	case wire.TypePing:
		return c.pong(ctx, in.Active)
	}
	if !c.greeted {
		return c.stop(wire.CloseProtocol, "the first frame must be hello")
	}
	switch in.Type {
	case wire.TypeResume:
		c.resume(ctx, in)
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

// act carries out a frame that changes something and acknowledges it once it is kept.
func (c *conn) act(ctx context.Context, in *wire.In) {
	if retry, limit := c.hub.limits.act(c.key(), in.Type); limit != "" {
		c.hub.Count(limit, 1)
		c.refuse(in, fault{Code: wire.CodeRateLimited, Message: "That was too fast. Please wait a moment.", Retry: retry})
		return
	}
	var seq int64
	var err error
	if c.agent == nil {
		seq, err = c.customerAct(ctx, in)
	} else {
		seq, err = c.staffAct(ctx, in)
	}
	if err != nil {
		f := explain(err)
		if f.Code == wire.CodeInternal || f.Code == wire.CodeUnavailable {
			c.hub.Logger.Error("act failed", "type", in.Type, "conversation", in.Conversation, "error", err)
		}
		c.refuse(in, f)
		return
	}
	c.send(wire.Out{Type: wire.TypeAck, ID: in.ID, Conversation: in.Conversation, Seq: seq})
}

func (c *conn) key() string {
	if c.agent != nil {
		return "a:" + c.agent.ID
	}
	return "v:" + c.visitor.ID
}

// refuse says why a frame was not carried out; the connection stays.
func (c *conn) refuse(in *wire.In, f fault) {
	c.hub.Count("error", 1)
	c.send(wire.Out{
		Type: wire.TypeError, ID: in.ID, Conversation: in.Conversation, Code: f.Code, Message: f.Message,
		RetryAfter: int(f.Retry.Milliseconds()), Warning: f.Warning, Into: f.Into,
	})
}

// pong answers a ping with the heads of all followed conversations. A staff session that ended elsewhere
// is noticed here at the latest; it reports whether to go on. A ping renews the agent's lease and what they look at;
// active says that somebody did something since the last one.
func (c *conn) pong(ctx context.Context, active bool) bool {
	if c.agent != nil && !c.hub.SignedIn(ctx, c.agent.Session) {
		c.close(wire.CloseSignedOut, "signed out")
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
	var heads map[string]int64
	for _, id := range ids {
		conv, err := c.hub.Log.Conversation(ctx, id)
		if errors.Is(err, bot.ErrNotFound) {
			c.lost(id)
		}
		if err != nil {
			continue // an answer late is better than none; the next pong tells
		}
		if heads == nil {
			heads = make(map[string]int64, len(ids))
		}
		heads[id] = conv.Head
	}
	c.send(wire.Out{Type: wire.TypePong, Heads: heads})
	return true
}

// is notes who the visitor is.
func (c *conn) is(v bot.Visitor) {
	c.visitor = v
	c.mu.Lock()
	defer c.mu.Unlock()
	c.who = v.ID
}

// holder is the id of the visitor, "" before hello.
func (c *conn) holder() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.who
}

// sign is a sign of life of an agent.
func (c *conn) sign(active bool) {
	if c.post != nil && c.post.stay != nil {
		c.post.stay.Touch(active)
	}
}

// followed returns the conversations that the client follows.
func (c *conn) followed() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids := make([]string, len(c.follows))
	for i, f := range c.follows {
		ids[i] = f.id
	}
	return ids
}
