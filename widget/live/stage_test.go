package live_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/bot"
	"frontdesk/bot/bus"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/live"
	"frontdesk/widget/session"
	"frontdesk/widget/wire"
)

// stage is a hub over a real database, bus and chat, behind a real listener. The bot echoes.
type stage struct {
	t      testing.TB
	url    string // ws://…
	hub    *live.Hub
	store  *store.Store
	room   *chat.Room
	book   *desk.Book
	floor  *desk.Floor
	host   host
	config live.Config
	lossy  atomic.Bool // drop announcements, as a partitioned bus does
	hold   atomic.Bool // the bot does not answer
	events sync.Map    // counted events
	signed atomic.Bool // staff sessions hold
	stop   func()
	rest   func() // ends the stage's own room, so that it runs no turns
}

func (s *stage) Turn(ctx context.Context, q bot.Question) bot.Decision {
	if s.hold.Load() {
		<-ctx.Done()
		panic("held")
	}
	trace := reasons
	trace.Query = q.Text
	return bot.Decision{Kind: bot.Answer, Text: "re: " + q.Text, Trace: trace}
}

// colleagues are the members of the staff who may take conversations.
type colleagues struct{}

func (colleagues) Colleagues(context.Context) (out []desk.Colleague, err error) {
	for _, id := range []string{"ana", "ben", "cleo", "sue"} {
		out = append(out, desk.Colleague{ID: id, Name: "Agent " + id})
	}
	return out, nil
}

// host vouches for its users with tokens of the form "user/token's id".
type host struct{}

func (host) vouch(site, token string, now time.Time) (bot.Vouched, error) {
	user, id, ok := strings.Cut(token, "/")
	if !ok {
		return bot.Vouched{}, errors.New("the signed token was not accepted: it is no token")
	}
	return bot.Vouched{Subject: user, Name: "User " + user, At: now, JTI: id, Expires: now.Add(time.Hour)}, nil
}

// settings puts the rules of the house into force.
func (s *stage) settings(change func(*bot.Settings)) {
	s.t.Helper()
	in, err := s.book.Get(s.t.Context(), desk.DocDesk)
	if err != nil {
		s.t.Fatal(err)
	}
	now := bot.DefaultSettings()
	change(&now)
	body, err := json.Marshal(now)
	if err != nil {
		s.t.Fatal(err)
	}
	in.Body = string(body)
	if _, err := s.book.Put(s.t.Context(), in); err != nil {
		s.t.Fatal(err)
	}
}

type lossyBus struct {
	*bus.Bus
	lossy *atomic.Bool
}

func (b lossyBus) Publish(subject string, v any) error {
	if b.lossy.Load() {
		return nil
	}
	return b.Bus.Publish(subject, v)
}

func setUp(t testing.TB, limits live.Limits, change ...func(*chat.Config)) *stage {
	s := &stage{t: t}
	s.signed.Store(true)
	log := slog.New(slog.DiscardHandler)
	db, err := sqldb.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.store, err = store.New(context.Background(), db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil); err != nil {
		t.Fatal(err)
	}
	inner, err := bus.Open(context.Background(), log, bus.Config{})
	if err != nil {
		t.Fatal(err)
	}
	b := lossyBus{inner, &s.lossy}
	if s.book, err = desk.OpenBook(context.Background(), s.store, b.Publish); err != nil {
		t.Fatal(err)
	}
	s.floor = desk.NewFloor(s.book, s.store, time.Now, func() { b.Publish(chat.SubjectDesk, nil) })
	name := func(_ context.Context, id string) string { return "Agent " + id }
	chatting := chat.Config{
		Log: s.store, Turns: s.store, Answerer: s, Announce: b.Publish,
		Plan: s.book.Plan, Prospect: s.floor.Prospect, Here: s.floor.Here, Name: name,
		Clock: time.Now, Observe: func(bot.Decision, time.Duration) {}, BotName: "Bot", Workers: 4, Deadline: time.Minute, Logger: log,
	}
	for _, f := range change {
		f(&chatting)
	}
	s.room = chat.New(chatting)
	s.config = live.Config{
		Room: s.room, Desk: desk.New(s.room, s.store, colleagues{}, s.floor, s.book, time.Now), Log: s.store, Visitors: s.store, Bus: b,
		KnownSite: func(site string) bool { return site == "shop" }, Vouch: s.host.vouch,
		CheckOrigin: func(*http.Request) bool { return true },
		Address:     func(*http.Request) string { return "address" },
		NewToken:    func() string { return rand.Text() + rand.Text() }, HashToken: session.Hash, NewID: rand.Text,
		AgentName: name, SignedIn: func(context.Context, string) bool { return s.signed.Load() },
		Clock: time.Now, Limits: limits, Logger: log, Generation: "g1",
		Count: func(e string, n int) {
			v, ok := s.events.Load(e)
			if !ok {
				v, _ = s.events.LoadOrStore(e, new(atomic.Int64))
			}
			v.(*atomic.Int64).Add(int64(n))
		},
	}
	s.hub = live.New(s.config)
	server := httptest.NewServer(routes(s.hub))
	s.url = "ws" + strings.TrimPrefix(server.URL, "http")
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	chats, rest := context.WithCancel(ctx)
	rested := make(chan struct{})
	s.rest = func() { rest(); <-rested }
	wg.Go(func() { defer close(rested); s.room.Run(chats) })
	wg.Go(func() {
		if err := s.hub.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	s.stop = sync.OnceFunc(func() {
		drain, done := context.WithTimeout(context.Background(), 5*time.Second)
		s.hub.Drain(drain)
		done()
		cancel()
		wg.Wait()
		server.Close()
		db.Close()
		inner.Close()
	})
	t.Cleanup(s.stop)
	return s
}

// count is how often an event was counted.
func (s *stage) count(event string) int64 {
	v, ok := s.events.Load(event)
	if !ok {
		return 0
	}
	return v.(*atomic.Int64).Load()
}

// routes leads to a hub.
func routes(h *live.Hub) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/customer", h.ServeCustomer)
	mux.HandleFunc("/ws/staff", func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Query().Get("agent")
		h.ServeStaff(w, r, live.Agent{ID: id, Name: "Agent " + id, Session: "s-" + id, MayTake: id != "editor", Supervisor: id == "sue"})
	})
	return mux
}

// node is a second hub on the same store and bus, as another process has one, until the stage ends. What it returns is
// a stage to connect to it.
func (s *stage) node() *stage {
	other := &stage{t: s.t, hub: live.New(s.config), store: s.store, room: s.room, book: s.book, floor: s.floor}
	server := httptest.NewServer(routes(other.hub))
	other.url = "ws" + strings.TrimPrefix(server.URL, "http")
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := other.hub.Run(ctx); err != nil {
			s.t.Error(err)
		}
	})
	s.t.Cleanup(func() {
		drain, done := context.WithTimeout(context.Background(), 5*time.Second)
		defer done()
		other.hub.Drain(drain)
		cancel()
		wg.Wait()
		server.Close()
	})
	return other
}

// client is one end of a socket.
type client struct {
	s    *stage
	ws   *websocket.Conn
	in   chan wire.Out
	code chan int   // close code, when closed
	kept []wire.Out // events frames that came while something else was awaited
	back []wire.Out // frames that came before an acknowledgement, to be received again
}

// receive returns the next frame; false if the connection was closed or nothing came for too long.
func (c *client) receive(timeout <-chan time.Time) (o wire.Out, open, inTime bool) {
	if len(c.back) > 0 {
		o, c.back = c.back[0], c.back[1:]
		return o, true, true
	}
	select {
	case o, open = <-c.in:
		return o, open, true
	case <-timeout:
		return o, true, false
	}
}

// does sends an act and waits for its acknowledgement. What came before it can be received still.
func (c *client) does(in wire.In) {
	c.s.t.Helper()
	c.send(in)
	var before []wire.Out
	timeout := time.After(patience)
	for {
		o, open, inTime := c.receive(timeout)
		switch {
		case !open:
			c.s.t.Fatalf("closed with %d instead of an acknowledgement", <-c.code)
		case !inTime:
			c.s.t.Fatalf("%s was not acknowledged", in.Type)
		case o.Type == wire.TypeAck && o.ID == in.ID:
			c.back = before
			return
		case o.Type == wire.TypeError && o.ID == in.ID:
			c.s.t.Fatalf("%s was refused with %s: %s", in.Type, o.Code, o.Message)
		}
		before = append(before, o)
	}
}

func (s *stage) dial(path string) *client {
	s.t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial(s.url+path, nil)
	if err != nil {
		s.t.Fatalf("dial: %v %v", err, resp)
	}
	c := &client{s: s, ws: ws, in: make(chan wire.Out, 10000), code: make(chan int, 1)}
	go func() {
		for {
			_, b, err := ws.ReadMessage()
			if err != nil {
				code := 1006
				if ce, ok := err.(*websocket.CloseError); ok {
					code = ce.Code
				}
				c.code <- code
				close(c.in)
				return
			}
			var o wire.Out
			if err := json.Unmarshal(b, &o); err != nil {
				s.t.Errorf("frame %s: %v", b, err)
			}
			c.in <- o
		}
	}()
	s.t.Cleanup(func() { ws.Close() })
	return c
}

func (c *client) send(in wire.In) {
	c.s.t.Helper()
	if in.V == 0 {
		in.V = wire.Version
	}
	b, _ := json.Marshal(in)
	c.raw(websocket.TextMessage, b)
}

func (c *client) raw(kind int, b []byte) {
	c.s.t.Helper()
	if err := c.ws.WriteMessage(kind, b); err != nil {
		c.s.t.Logf("write: %v", err)
	}
}

const patience = 10 * time.Second

// next returns the next frame of the type. Events that come before it are kept for later, other frames are
// dropped.
func (c *client) next(kind string) wire.Out {
	c.s.t.Helper()
	if kind == wire.TypeEvents && len(c.kept) > 0 {
		o := c.kept[0]
		c.kept = c.kept[1:]
		return o
	}
	timeout := time.After(patience)
	for {
		o, open, inTime := c.receive(timeout)
		switch {
		case !open:
			c.s.t.Fatalf("closed with %d while waiting for %s", <-c.code, kind)
		case !inTime:
			c.s.t.Fatalf("no %s came", kind)
		case o.Type == kind:
			return o
		case o.Type == wire.TypeEvents:
			c.kept = append(c.kept, o)
		case o.Type == wire.TypeError && kind != wire.TypeError:
			c.s.t.Fatalf("error %s while waiting for %s: %s", o.Code, kind, o.Message)
		}
	}
}

// state returns the next state that holds.
func (c *client) state(holds func(wire.State) bool) wire.State {
	c.s.t.Helper()
	var last wire.State
	for range 100 {
		if last = *c.next(wire.TypeState).State; holds(last) {
			return last
		}
	}
	c.s.t.Fatalf("no such state came; the last was %+v", last)
	return last
}

// desk is the overview as a client has it.
type overview struct {
	c        *client
	rows     map[string]wire.Row
	people   []wire.Person
	promises []wire.Owed
	status   string
	agents   int
}

// overview is fed by the frames that come until it holds what is asked for.
func (c *client) overview() *overview {
	return &overview{c: c, rows: make(map[string]wire.Row)}
}

func (o *overview) until(holds func() bool) {
	o.c.s.t.Helper()
	timeout := time.After(patience)
	for !holds() {
		out, open, inTime := o.c.receive(timeout)
		switch {
		case !open:
			o.c.s.t.Fatalf("closed with %d", <-o.c.code)
		case !inTime:
			o.c.s.t.Fatalf("the desk never came to that; it has %+v", o)
		case out.Type == wire.TypeDesk, out.Type == wire.TypeRows:
			o.take(out)
		case out.Type == wire.TypeEvents:
			o.c.kept = append(o.c.kept, out)
		}
	}
}

func (o *overview) take(out wire.Out) {
	d := out.Desk
	if out.Type == wire.TypeDesk {
		clear(o.rows)
	}
	for _, id := range d.Gone {
		if _, ok := o.rows[id]; !ok {
			o.c.s.t.Errorf("row %s left and was never there", id)
		}
		delete(o.rows, id)
	}
	for _, r := range d.Rows {
		if o.rows[r.ID] == r {
			o.c.s.t.Errorf("row %s was sent again though nothing changed", r.ID)
		}
		o.rows[r.ID] = r
	}
	if d.People != nil {
		o.people = d.People
	}
	if d.Promises != nil {
		o.promises = d.Promises
	}
	o.agents, o.status = d.Agents, d.Status
}

// view is the list in which a conversation is, "" if it is in none.
func (o *overview) view(id string) string { return o.rows[id].View }

// closed waits for the close code.
func (c *client) closed() int {
	c.s.t.Helper()
	select {
	case code := <-c.code:
		return code
	case <-time.After(patience):
		c.s.t.Fatal("not closed")
		return 0
	}
}

// customer opens a socket and says hello.
func (s *stage) customer(token string) (*client, wire.Out) {
	s.t.Helper()
	c := s.dial("/ws/customer")
	c.send(wire.In{Type: wire.TypeHello, Site: "shop", Token: token})
	return c, c.next(wire.TypeWelcome)
}

func (s *stage) staff(id string) *client {
	s.t.Helper()
	c := s.dial("/ws/staff?agent=" + id)
	c.next(wire.TypeWelcome)
	return c
}

var names atomic.Int64

func newConversation() string { return fmt.Sprintf("conversation-%08d", names.Add(1)) }

// until collects events of the conversation until there are n, checking their order.
func (c *client) until(log []wire.Event, n int) []wire.Event {
	c.s.t.Helper()
	for len(log) < n {
		for _, e := range c.next(wire.TypeEvents).Events {
			if e.Seq != int64(len(log)+1) {
				c.s.t.Fatalf("event %d came after %d", e.Seq, len(log))
			}
			log = append(log, e)
		}
	}
	return log
}
