package actor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

// Patience is how long an actor waits for anything.
const Patience = 20 * time.Second

// Refused is an answer of the server that says no.
type Refused struct {
	Code    string
	Message string
	Retry   time.Duration // after which to try again; 0 if not said
}

func (r *Refused) Error() string { return r.Code + ": " + r.Message }

// Closed tells how a connection ended.
type Closed struct {
	Code   int // 1006 if it broke
	Reason string
}

func (c *Closed) Error() string { return fmt.Sprintf("closed with %d %s", c.Code, c.Reason) }

// client is one end of a socket that can be opened again, and everything that came over it.
type client struct {
	name string

	mu      sync.Mutex
	news    chan struct{} // closed and replaced whenever something came
	ws      *websocket.Conn
	end     *Closed             // how the newest connection ended; nil while it is open
	welcome *wire.Out           // of the newest connection
	desk    *wire.Desk          // newest
	pongs   int                 //
	heads   map[string]int64    // of the newest pong
	answers map[string]wire.Out // acks and errors by the id of what they answer
	loose   []wire.Out          // errors without an id, and byes
	logs    map[string]*Log     // by conversation
	drafts  []wire.Draft        // what the bot was about to say, as it was shown
	frames  []string            // everything that came over the newest connection
	faults  []string            // broken promises of the server
	heals   bool                // see Heals
	via     string              // see Via
}

func newClient(name string) *client {
	return &client{name: name, news: make(chan struct{}), answers: make(map[string]wire.Out), logs: make(map[string]*Log), end: &Closed{}}
}

// Heals has the client ask again for what a pong says that it is missing, as browsers do: where there are several
// servers, news of the others may be lost on the way. On one machine nothing may be missing, and the actors insist on it.
func (c *client) Heals() { c.heals = true }

// open dials. Whatever came over an earlier connection stays, but for its last words.
func (c *client) open(ctx context.Context, url string, h http.Header) error {
	c.close()
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	ws, resp, err := c.dialer().DialContext(ctx, "ws"+strings.TrimPrefix(url, "http"), h)
	if err != nil {
		if resp != nil {
			if r := refusal(resp); r != nil {
				return r
			}
		}
		return fmt.Errorf("%s opens a socket: %w", c.name, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws, c.end, c.welcome, c.desk, c.loose, c.frames = ws, nil, nil, nil, nil, nil
	go c.read(ws)
	return nil
}

// read takes frames until the connection ends.
func (c *client) read(ws *websocket.Conn) {
	for {
		_, b, err := ws.ReadMessage()
		c.mu.Lock()
		if c.ws != ws {
			c.mu.Unlock()
			return
		}
		if err == nil {
			c.take(b)
		} else {
			c.end = &Closed{Code: 1006, Reason: err.Error()}
			if ce, ok := errors.AsType[*websocket.CloseError](err); ok {
				c.end = &Closed{Code: ce.Code, Reason: ce.Text}
			}
		}
		close(c.news)
		c.news = make(chan struct{})
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// take keeps what a frame says. The caller holds the lock.
func (c *client) take(b []byte) {
	c.frames = append(c.frames, string(b))
	var o wire.Out
	if err := json.Unmarshal(b, &o); err != nil {
		c.faults = append(c.faults, fmt.Sprintf("frame %s: %v", b, err))
		return
	}
	switch o.Type {
	case wire.TypeWelcome:
		c.welcome = &o
	case wire.TypeDesk:
		c.desk = o.Desk
	case wire.TypeRows:
		c.merge(o.Desk)
	case wire.TypePong:
		c.pongs++
		c.heads = o.Heads
	case wire.TypeAck:
		c.answers[o.ID] = o
	case wire.TypeError, wire.TypeBye:
		if o.ID != "" {
			c.answers[o.ID] = o
		} else {
			c.loose = append(c.loose, o)
		}
	case wire.TypeDraft:
		c.drafts = append(c.drafts, *o.Draft)
	case wire.TypeState:
		c.log(o.Conversation).State = o.State
	case wire.TypeEvents:
		if fault := c.log(o.Conversation).add(o.Events); fault != "" {
			c.faults = append(c.faults, o.Conversation+": "+fault)
		}
	}
}

// merge takes up what has changed on the desk.
func (c *client) merge(d *wire.Desk) {
	if c.desk == nil {
		c.faults = append(c.faults, "rows came before the desk")
		return
	}
	next := *d
	next.Rows = nil
	for _, r := range c.desk.Rows {
		changed := slices.ContainsFunc(d.Rows, func(n wire.Row) bool { return n.ID == r.ID })
		if !changed && !slices.Contains(d.Gone, r.ID) {
			next.Rows = append(next.Rows, r)
		}
	}
	next.Rows = append(next.Rows, d.Rows...)
	if next.People == nil {
		next.People = c.desk.People
	}
	c.desk = &next
}

func (c *client) log(conversation string) *Log {
	l := c.logs[conversation]
	if l == nil {
		l = new(Log)
		c.logs[conversation] = l
	}
	return l
}

// send writes one frame.
func (c *client) send(in wire.In) error {
	in.V = wire.Version
	b, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return c.write(websocket.TextMessage, b)
}

func (c *client) write(kind int, b []byte) error {
	c.mu.Lock()
	ws := c.ws
	c.mu.Unlock()
	if ws == nil {
		return fmt.Errorf("%s has no connection", c.name)
	}
	_ = ws.SetWriteDeadline(time.Now().Add(Patience))
	return ws.WriteMessage(kind, b)
}

// request sends a frame with an id and returns the number in its acknowledgement.
func (c *client) request(ctx context.Context, in wire.In) (int64, error) {
	c.mu.Lock()
	delete(c.answers, in.ID)
	c.mu.Unlock()
	if err := c.send(in); err != nil {
		return 0, err
	}
	var o wire.Out
	err := c.await(ctx, "the answer to "+in.Type, func() (ok bool) { o, ok = c.answers[in.ID]; return ok })
	if err != nil {
		return 0, err
	}
	if o.Type == wire.TypeError {
		return 0, refusedBy(o)
	}
	return o.Seq, nil
}

func refusedBy(o wire.Out) *Refused {
	return &Refused{Code: o.Code, Message: o.Message, Retry: time.Duration(o.RetryAfter) * time.Millisecond}
}

// settle makes sure that everything the server had to say until now has come: a ping is answered after it,
// and the heads in the answer say up to where events must have come.
func (c *client) settle(ctx context.Context) error {
	c.mu.Lock()
	before := c.pongs
	c.mu.Unlock()
	if err := c.send(wire.In{Type: wire.TypePing}); err != nil {
		return err
	}
	if c.heals {
		if err := c.heal(ctx, before); err != nil {
			return err
		}
	}
	return c.await(ctx, "everything up to the heads", func() bool {
		if c.pongs == before {
			return false
		}
		for id, head := range c.heads {
			if int64(len(c.log(id).Events)) < head {
				return false
			}
		}
		return true
	})
}

// heal asks for what the next pong says that is missing.
func (c *client) heal(ctx context.Context, before int) error {
	if err := c.await(ctx, "a pong", func() bool { return c.pongs > before }); err != nil {
		return err
	}
	var missing []wire.In
	c.mu.Lock()
	for id, head := range c.heads {
		if held := int64(len(c.log(id).Events)); held < head {
			missing = append(missing, wire.In{Type: wire.TypeResume, Conversation: id, After: held})
		}
	}
	c.mu.Unlock()
	for _, resume := range missing {
		if err := c.send(resume); err != nil {
			return err
		}
	}
	return nil
}

// await waits until cond holds; it is called with the lock held whenever something came.
func (c *client) await(ctx context.Context, what string, cond func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for {
		c.mu.Lock()
		ok, end, news := cond(), c.end, c.news
		c.mu.Unlock()
		switch {
		case ok:
			return nil
		case end != nil:
			return fmt.Errorf("%s waits for %s: %w%s", c.name, what, end, c.last())
		}
		select {
		case <-news:
		case <-ctx.Done():
			return fmt.Errorf("%s waits for %s: %w%s", c.name, what, ctx.Err(), c.last())
		}
	}
}

// awaitClose waits for the connection's end.
func (c *client) awaitClose(ctx context.Context) (*Closed, error) {
	var end *Closed
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for {
		c.mu.Lock()
		end = c.end
		news := c.news
		c.mu.Unlock()
		if end != nil {
			return end, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return nil, fmt.Errorf("%s waits to be closed: %w%s", c.name, ctx.Err(), c.last())
		}
	}
}

// shownFrames is how many of the last frames a failure shows.
const shownFrames = 12

// last shows the last frames.
func (c *client) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.frames[max(0, len(c.frames)-shownFrames):]
	var b strings.Builder
	fmt.Fprintf(&b, "\nlast frames that %s got:", c.name)
	for _, s := range f {
		if len(s) > 600 {
			s = s[:600] + "…"
		}
		b.WriteString("\n\t" + s)
	}
	return b.String()
}

// broken returns what the server did against its promises.
func (c *client) broken() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.faults)
}

// close drops the connection without a word, as a closed laptop does.
func (c *client) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ws == nil {
		return
	}
	c.ws.Close()
	c.ws = nil
	if c.end == nil {
		c.end = &Closed{Code: 1006, Reason: "left"}
	}
}
