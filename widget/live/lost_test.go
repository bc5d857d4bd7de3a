package live_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/live"
	"frontdesk/widget/session"
	"frontdesk/widget/wire"
)

// island is the bus of a node whose announcements never reach another one.
type island struct {
	mu   sync.Mutex
	ears []islander
}

type islander struct {
	subject string
	f       func(string, any)
}

func (b *island) Publish(subject string, v any) error {
	b.mu.Lock()
	ears := b.ears
	b.mu.Unlock()
	for _, e := range ears {
		if prefix, all := strings.CutSuffix(e.subject, "*"); subject == e.subject || all && strings.HasPrefix(subject, prefix) {
			e.f(subject, v)
		}
	}
	return nil
}

func (b *island) Listen(subject string, _ func([]byte) (any, error), f func(string, any)) (func(), error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ears = append(b.ears[:len(b.ears):len(b.ears)], islander{subject, f})
	return func() {}, nil
}

// pipes is a network within the process, of which the waiting counts as waiting under synctest.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.IPAddr{} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-p.done:
		return nil, io.ErrClosedPipe
	}
}

// lonely is two nodes on one store that hear nothing of each other, in virtual time.
type lonely struct {
	t       *testing.T
	store   *store.Store
	hubs    []*live.Hub
	rooms   []*chat.Room
	nets    []*pipes
	mu      sync.Mutex
	ended   map[string]bool // staff sessions
	counted map[string]int
	away    *away
}

func apart(t *testing.T, limits live.Limits) *lonely {
	s := &lonely{t: t, ended: make(map[string]bool), counted: make(map[string]int), away: new(away)}
	log := slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(context.Background())
	db, err := sqldb.Open(ctx, filepath.Join(t.TempDir(), "x.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.store, err = store.New(ctx, db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil); err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	for range 2 {
		b := new(island)
		book, err := desk.OpenBook(ctx, s.store, b.Publish)
		if err != nil {
			t.Fatal(err)
		}
		floor := desk.NewFloor(book, s.store, time.Now, func() {})
		name := func(_ context.Context, id string) string { return "Agent " + id }
		room := chat.New(chat.Config{
			Log: s.store, Turns: s.store, Announce: b.Publish, Plan: book.Plan, Prospect: floor.Prospect, Here: floor.Here, Name: name,
			Clock: time.Now, Logger: log,
		})
		hub := live.New(live.Config{
			Room: room, Desk: desk.New(room, s.store, colleagues{}, floor, book, time.Now), Log: s.away.of(s.store), Visitors: s.away.of(s.store), Bus: b,
			KnownSite: func(string) bool { return true }, Vouch: host{}.vouch, CheckOrigin: func(*http.Request) bool { return true },
			Address:  func(*http.Request) string { return "address" },
			NewToken: func() string { return rand.Text() + rand.Text() }, HashToken: session.Hash, NewID: rand.Text, AgentName: name,
			SignedIn: func(_ context.Context, session string) bool {
				s.away.wait(context.Background()) // as a write that was queued waits for its outcome
				s.mu.Lock()
				defer s.mu.Unlock()
				return !s.ended[session]
			},
			Clock: time.Now, Logger: log, Limits: limits,
			Count: func(event string, n int) { s.mu.Lock(); defer s.mu.Unlock(); s.counted[event] += n },
		})
		network := newPipes()
		server := &http.Server{Handler: routes(hub)}
		work.Go(func() { server.Serve(network) })
		work.Go(func() { hub.Run(ctx) })
		s.hubs, s.rooms, s.nets = append(s.hubs, hub), append(s.rooms, room), append(s.nets, network)
		t.Cleanup(func() { server.Close() })
	}
	t.Cleanup(func() {
		for _, h := range s.hubs {
			drain, done := context.WithTimeout(context.Background(), 5*time.Second)
			h.Drain(drain)
			done()
		}
		cancel()
		for _, n := range s.nets {
			n.Close()
		}
		work.Wait()
		db.Close()
	})
	return s
}

// beat is a client that does what the wire's manual says: it pings, and resumes where a pong names a newer head.
type beat struct {
	ws    *websocket.Conn
	write sync.Mutex
	deaf  bool // the sabotage: heads in pongs are not looked at

	mu       sync.Mutex
	log      []wire.Event
	owner    string // of the newest state
	code     int
	bye      wire.Out
	welcomed bool
	pinged   time.Time
	pongs    []time.Duration // how long each took
}

func (s *lonely) connect(node int, path string, deaf bool) *beat {
	s.t.Helper()
	d := websocket.Dialer{NetDialContext: s.nets[node].dial}
	ws, _, err := d.Dial("ws://desk"+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &beat{ws: ws, deaf: deaf}
	var work sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	work.Go(func() { defer cancel(); c.read() })
	work.Go(func() {
		for tick := time.NewTicker(wire.HeartbeatMillis * time.Millisecond); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
				c.mu.Lock()
				c.pinged = time.Now()
				c.mu.Unlock()
				c.send(wire.In{Type: wire.TypePing})
			}
		}
	})
	s.t.Cleanup(func() { ws.Close(); work.Wait() })
	return c
}

func (c *beat) send(in wire.In) {
	in.V = wire.Version
	c.write.Lock()
	defer c.write.Unlock()
	_ = c.ws.WriteJSON(in)
}

func (c *beat) read() {
	for {
		_, b, err := c.ws.ReadMessage()
		if err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			if ce, ok := err.(*websocket.CloseError); ok {
				c.code = ce.Code
			}
			return
		}
		var o wire.Out
		if err := json.Unmarshal(b, &o); err != nil {
			panic(err)
		}
		c.take(o)
	}
}

func (c *beat) take(o wire.Out) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch o.Type {
	case wire.TypeEvents:
		for _, e := range o.Events {
			if e.Seq == int64(len(c.log)+1) {
				c.log = append(c.log, e)
			}
		}
	case wire.TypeState:
		c.owner = o.State.Owner
	case wire.TypeWelcome:
		c.welcomed = true
	case wire.TypeBye:
		c.bye = o
	case wire.TypePong:
		c.pongs = append(c.pongs, time.Since(c.pinged))
		for id, head := range o.Heads {
			if after := int64(len(c.log)); head > after && !c.deaf {
				go c.send(wire.In{Type: wire.TypeResume, Conversation: id, After: after})
			}
		}
	}
}

// within reports whether something holds by then, in virtual time, and when.
func within(d time.Duration, holds func() bool) bool {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if synctest.Wait(); holds() {
			return true
		}
	}
	return false
}

// oneBeat is a heartbeat and what it takes to be answered.
const oneBeat = wire.HeartbeatMillis*time.Millisecond + time.Second

func (c *beat) has(n int) func() bool {
	return func() bool { c.mu.Lock(); defer c.mu.Unlock(); return len(c.log) == n }
}

func (c *beat) closedWith(code int) func() bool {
	return func() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.code == code }
}

// begin makes a visitor with a conversation of one message, and returns an act of theirs.
func (s *lonely) begin() (act func(id string) chat.Act) {
	s.t.Helper()
	v := bot.Visitor{ID: "v", Site: "shop"}
	if err := s.store.AddVisitor(s.t.Context(), v, session.Hash("token"), time.Now()); err != nil {
		s.t.Fatal(err)
	}
	act = func(id string) chat.Act {
		return chat.Act{Visitor: v, Conversation: "conversation-apart", ID: id}
	}
	if _, err := s.rooms[0].Say(s.t.Context(), act("m1"), "one", ""); err != nil {
		s.t.Fatal(err)
	}
	return act
}

func (s *lonely) customer(node int, deaf bool) *beat {
	c := s.connect(node, "/ws/customer", deaf)
	c.send(wire.In{Type: wire.TypeHello, Site: "shop", Token: "token"})
	c.send(wire.In{Type: wire.TypeResume, Conversation: "conversation-apart"})
	if !within(time.Second, c.has(1)) {
		s.t.Fatal("no first message")
	}
	return c
}

// Nothing that one node announces reaches the other. Whoever is connected there knows within a heartbeat all the same.
func TestLostAnnouncementsAreFoundWithinAHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := apart(t, live.Limits{})
		act := s.begin()
		far, sabotaged := s.customer(1, false), s.customer(1, true)
		ana := s.connect(1, "/ws/staff?agent=ana", false)
		ana.send(wire.In{Type: wire.TypeResume, Conversation: "conversation-apart"})
		time.Sleep(7 * time.Second) // so that nobody is in step
		if _, err := s.rooms[0].Say(t.Context(), act("m2"), "two", ""); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for who, c := range map[string]*beat{"customer": far, "agent": ana} {
			if !within(oneBeat, c.has(2)) {
				t.Errorf("the %s has not got what was lost", who)
			}
		}
		if took := time.Since(began); took < time.Second {
			t.Errorf("known after %s: nothing was lost, the proof proves nothing", took)
		}
		if within(10*oneBeat, sabotaged.has(2)) {
			t.Error("a client that does not look at heads has it too: the proof proves nothing")
		}
	})
}

// A node does not hear that a conversation moved, and then of a message in it: its clients get both, and whose the
// conversation is now. They would not ask for that, since they hold all there is.
func TestLostMoveIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := apart(t, live.Limits{})
		act := s.begin()
		far := s.customer(1, true)
		if _, err := s.rooms[0].AskForPerson(t.Context(), act("p1")); err != nil {
			t.Fatal(err)
		}
		if within(time.Second, far.has(2)) {
			t.Fatal("nothing was lost: the proof proves nothing")
		}
		if _, err := s.rooms[1].Say(t.Context(), act("m2"), "two", ""); err != nil {
			t.Fatal(err)
		}
		if !within(time.Second, far.has(3)) {
			t.Error("the gap is not filled")
		}
		moved := func() bool { far.mu.Lock(); defer far.mu.Unlock(); return far.owner == string(bot.OwnerQueue) }
		if !within(2*oneBeat, moved) {
			t.Errorf("the customer sees the conversation with the %s", far.owner)
		}
	})
}

// So are the end of a session, and that somebody was blocked.
func TestLostEndsAreFoundWithinAHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := apart(t, live.Limits{})
		s.begin()
		far := s.customer(1, false)
		ana := s.connect(1, "/ws/staff?agent=ana", false)
		time.Sleep(7 * time.Second)
		s.mu.Lock()
		s.ended["s-ana"] = true
		s.mu.Unlock()
		s.hubs[0].SignOut("ana", "s-ana")
		if !within(oneBeat, ana.closedWith(wire.CloseSignedOut)) {
			t.Error("the session goes on")
		}
		time.Sleep(7 * time.Second)
		if err := s.store.SetBlocked(t.Context(), "v", true); err != nil {
			t.Fatal(err)
		}
		s.hubs[0].Banish("v")
		if !within(oneBeat, far.closedWith(wire.CloseBanned)) {
			t.Error("who was blocked stays")
		}
	})
}
