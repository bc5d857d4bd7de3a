package live

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

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
	heard   time.Time    // when the read deadline was set last
	lasting *lasting     // see spell; nil if there is none
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
	tab    string      // tells the connections of one agent apart
	stay   *desk.Stay  // nil unless the agent may take conversations
	asking atomic.Bool // whether the session holds
	shown  shown       // guarded by board.mu
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
		if slot, ok := h.limits.accept(h.greeted.Load()); !ok {
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
	c.endSpell()
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
