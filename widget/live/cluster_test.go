package live_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"frontdesk/bot"
	"frontdesk/bot/bus"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/privacy"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// cluster is three NATS servers on loopback with routes between them. Clients are not told of the other servers, so
// that a node whose server stops is cut off.
type cluster struct {
	t       *testing.T
	servers []*server.Server
	routes  []*url.URL
}

func startCluster(t *testing.T) *cluster {
	c := &cluster{t: t}
	for range 3 {
		c.servers = append(c.servers, c.serve(len(c.servers), server.RANDOM_PORT))
		c.routes = append(c.routes, &url.URL{Scheme: "nats", Host: c.servers[len(c.servers)-1].ClusterAddr().String()})
	}
	c.linked()
	return c
}

func (c *cluster) serve(i, port int) *server.Server {
	c.t.Helper()
	s, err := server.NewServer(&server.Options{
		ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true, Routes: c.routes,
		Cluster: server.ClusterOpts{Name: "desk", Host: "127.0.0.1", Port: server.RANDOM_PORT, NoAdvertise: true},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		c.t.Fatal("a server of the cluster does not start")
	}
	c.t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// linked waits until every server has a route to every other.
func (c *cluster) linked() {
	c.t.Helper()
	for _, s := range c.servers {
		await(c.t, "routes", func() bool { return s.NumRoutes() >= len(c.servers)-1 })
	}
}

// cut takes a server away; the returned function brings it back.
func (c *cluster) cut(i int) (heal func()) {
	port := c.servers[i].Addr().(*net.TCPAddr).Port
	c.servers[i].Shutdown()
	c.servers[i].WaitForShutdown()
	return func() {
		c.servers[i] = c.serve(i, port)
		c.linked()
	}
}

func await(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not in time", what)
		}
	}
}

// joined is a node with a bus connection, a room and a hub of its own, as another process is.
type joined struct {
	*stage
	bus    *bus.Bus
	worded *slowly
}

// join starts a node on the stage's store, at one server of the cluster.
func (s *stage) join(t *testing.T, c *cluster, i int) *joined {
	t.Helper()
	answerer := new(slowly)
	log := slog.New(slog.DiscardHandler)
	b, err := bus.Open(t.Context(), log, bus.Config{URLs: []string{c.servers[i].ClientURL()}, Name: fmt.Sprint("node-", i)})
	if err != nil {
		t.Fatal(err)
	}
	book, err := desk.OpenBook(t.Context(), s.store, b.Publish)
	if err != nil {
		t.Fatal(err)
	}
	floor := desk.NewFloor(book, s.store, time.Now, func() {})
	room := chat.New(chat.Config{
		Log: s.store, Turns: s.store, Answerer: answerer, Announce: b.Publish,
		Plan: book.Plan, Prospect: floor.Prospect, Here: floor.Here, Name: s.config.AgentName,
		Clock: time.Now, Observe: func(bot.Decision, time.Duration) {}, BotName: "Bot", Workers: 4, Deadline: time.Minute, Logger: log,
		Drafts: true, Node: fmt.Sprint("node-", i), Claims: s.store, Listen: b.Listen,
	})
	config := s.config
	config.Room, config.Bus, config.Desk = room, b, desk.New(room, s.store, colleagues{}, floor, book, time.Now)
	other := &stage{t: t, hub: live.New(config), store: s.store, room: room, book: book, floor: floor, config: config}
	b.OnBack(other.hub.LookAgain)
	server := httptest.NewServer(routes(other.hub))
	other.url = "ws" + strings.TrimPrefix(server.URL, "http")
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { room.Run(ctx) })
	wg.Go(func() {
		if err := other.hub.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		drain, done := context.WithTimeout(context.Background(), 5*time.Second)
		defer done()
		other.hub.Drain(drain)
		cancel()
		wg.Wait()
		server.Close()
		b.Close()
	})
	return &joined{other, b, answerer}
}

// slowly is an answerer with a model that never comes to an end.
type slowly struct{ asked atomic.Int64 }

func (a *slowly) Turn(ctx context.Context, q bot.Question) bot.Decision {
	if q.Along != nil {
		q.Along(bot.Partial{Text: "So far."})
		a.asked.Add(1)
		<-ctx.Done()
	}
	return bot.Decision{Kind: bot.Answer, Text: "written: " + q.Text}
}

// three joins three nodes on one store and waits until they hear each other.
func three(t *testing.T) (s *stage, c *cluster, nodes []*joined) {
	s = setUp(t, live.Limits{})
	s.rest()
	c = startCluster(t)
	for i := range 3 {
		nodes = append(nodes, s.join(t, c, i))
	}
	var mu sync.Mutex
	heard := make(map[string]bool)
	for i, n := range nodes {
		if _, err := n.bus.Listen("test", func(b []byte) (any, error) { return string(b), nil }, func(_ string, v any) {
			mu.Lock()
			defer mu.Unlock()
			heard[fmt.Sprint(i, v)] = true
		}); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "the nodes hear each other", func() bool {
		for i, n := range nodes {
			n.bus.Publish("test", i)
		}
		mu.Lock()
		defer mu.Unlock()
		return len(heard) == 9
	})
	return s, c, nodes
}

// One customer with a tab at each of two nodes, and an agent at the third: whatever happens at one is seen at all.
func TestThreeNodesAreOneDesk(t *testing.T) {
	s, _, nodes := three(t)
	one, welcome := nodes[0].customer("")
	id := newConversation()
	one.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello"})
	two, _ := nodes[1].customer(welcome.Token)
	for _, c := range []*client{one, two} {
		c.follows(id)
	}
	// What node 0 words is read along at node 1, and stopped there.
	await(t, "an attempt runs", func() bool { return nodes[0].worded.asked.Load() == 1 })
	two.send(wire.In{Type: wire.TypeStop, Conversation: id})
	for _, c := range []*client{one, two} {
		if e := c.until(nil, 2); e[1].Text != "written: hello" {
			t.Fatalf("said %+v", e[1])
		}
	}
	// An agent takes it at node 2, and everybody sees it.
	ana := nodes[2].staff("ana")
	one.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	for _, c := range []*client{one, two} {
		c.state(func(st wire.State) bool { return st.Agent == "Agent ana" })
	}
	// A session ends at node 0.
	nodes[0].hub.SignOut("ana", "another session")
	nodes[0].hub.SignOut("ana", "s-ana")
	if code := ana.closed(); code != wire.CloseSignedOut {
		t.Fatalf("closed with %d", code)
	}
	// Erased at node 2: customers who speak the version before are sent away in words that they know.
	old := nodes[1].dial("/ws/customer")
	old.send(wire.In{V: wire.MinVersion, Type: wire.TypeHello, Site: "shop", Token: welcome.Token})
	old.next(wire.TypeWelcome)
	visitor, _, err := s.store.VisitorByToken(t.Context(), s.config.HashToken(welcome.Token), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := nodes[2].bus.Publish(privacy.SubjectErased, &privacy.Erased{Visitor: visitor.ID, Conversations: []string{id}}); err != nil {
		t.Fatal(err)
	}
	for c, want := range map[*client]int{one: wire.CloseErased, two: wire.CloseErased, old: wire.CloseTokenStale} {
		if code := c.closed(); code != want {
			t.Errorf("closed with %d instead of %d", code, want)
		}
	}
}

// A node that is cut off serves its own; when the bus is back, it looks for what it has not heard, without a heartbeat.
func TestANodeLooksAgainWhenTheBusIsBack(t *testing.T) {
	_, c, nodes := three(t)
	one, welcome := nodes[0].customer("")
	id := newConversation()
	one.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	two, _ := nodes[1].customer(welcome.Token)
	two.follows(id)
	heal := c.cut(1)
	await(t, "the loss is noticed", func() bool { return nodes[1].bus.Check() != nil })
	one.does(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "one"})
	two.does(wire.In{Type: wire.TypeSend, ID: "m2", Conversation: id, Text: "two"}) // what is missing is read with it
	log := two.until(nil, 3)
	one.does(wire.In{Type: wire.TypeSend, ID: "m3", Conversation: id, Text: "three"})
	two.deaf(200 * time.Millisecond)
	heal()
	if log = two.until(log, 4); log[3].Text != "three" {
		t.Fatalf("heard %+v", log)
	}
}

// The customer has a tab at another node: nobody says that they have left. Once that is closed too, somebody does.
func TestLeavingOneNodeIsNotLeaving(t *testing.T) {
	_, _, nodes := three(t)
	one, welcome := nodes[0].customer("")
	id := newConversation()
	one.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello"})
	one.follows(id)
	two, _ := nodes[1].customer(welcome.Token)
	two.follows(id)
	one.ws.Close()
	time.Sleep(6 * time.Second) // longer than anybody is waited for; real clocks of three nodes
	events, err := nodes[0].store.Events(t.Context(), id, 0, 10)
	if err != nil || len(events) != 1 {
		t.Fatalf("the wording has ended although the customer is there: %v, %v", events, err)
	}
	two.ws.Close()
	await(t, "the wording ends when the customer has left", func() bool {
		events, err := nodes[0].store.Events(t.Context(), id, 0, 10)
		return err == nil && len(events) == 2 && events[1].Body.Text == "written: hello"
	})
}

// deaf fails if an event comes within the time.
func (c *client) deaf(within time.Duration) {
	c.s.t.Helper()
	for timeout := time.After(within); ; {
		switch o, _, inTime := c.receive(timeout); {
		case !inTime:
			return
		case o.Type == wire.TypeEvents:
			c.s.t.Fatalf("heard %+v through a bus that is cut", o)
		}
	}
}
