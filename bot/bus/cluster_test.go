package bus

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// serve starts one server of a cluster with real ports on loopback.
func serve(t *testing.T, name string, routes []*url.URL, port int, change ...func(*server.Options)) *server.Server {
	t.Helper()
	o := &server.Options{
		ServerName: name, Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true, Routes: routes,
		Cluster: server.ClusterOpts{Name: "desk", Host: "127.0.0.1", Port: server.RANDOM_PORT},
	}
	for _, f := range change {
		f(o)
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(startTimeout) {
		t.Fatal("a server of the cluster does not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// cluster starts three servers with routes between them.
func cluster(t *testing.T) (servers []*server.Server) {
	t.Helper()
	var routes []*url.URL
	for i := range 3 {
		s := serve(t, fmt.Sprintf("n%d", i+1), routes, server.RANDOM_PORT)
		routes = append(routes, &url.URL{Scheme: "nats", Host: s.ClusterAddr().String()})
		servers = append(servers, s)
	}
	for _, s := range servers {
		await(t, "routes between the servers", func() bool { return s.NumRoutes() >= 2 })
	}
	return servers
}

// join connects a node, first to the server named first.
func join(t *testing.T, servers ...*server.Server) *Bus {
	t.Helper()
	var urls []string
	for _, s := range servers {
		urls = append(urls, s.ClientURL())
	}
	b, err := Open(t.Context(), slog.New(slog.DiscardHandler), Config{URLs: urls, Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not in time", what)
		}
	}
}

// ear is a listener whose hearing can be waited for.
type ear struct {
	t     *testing.T
	heard chan step
}

func listen(t *testing.T, b *Bus, subject string) ear {
	t.Helper()
	e := ear{t, make(chan step, 1000)}
	if _, err := b.Listen(subject, decode, func(_ string, v any) { e.heard <- v.(step) }); err != nil {
		t.Fatal(err)
	}
	if err := b.conn.Flush(); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e ear) want(n int) {
	e.t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case s := <-e.heard:
			if s.N < 0 {
				continue // somebody tries whether anybody hears
			}
			if s.N != n {
				e.t.Fatalf("heard %d instead of %d", s.N, n)
			}
			return
		case <-timeout:
			e.t.Fatalf("%d was not heard", n)
		}
	}
}

// reach publishes until the other side hears it, because interest spreads through a cluster in its own time,
// with numbers that nobody waits for.
func reach(t *testing.T, b *Bus, e ear) {
	t.Helper()
	await(t, "interest in the cluster", func() bool {
		_ = b.Publish("conversation.c", step{-1})
		select {
		case <-e.heard:
			return true
		case <-time.After(20 * time.Millisecond):
			return false
		}
	})
}

// Three nodes at three servers hear each other, each announcement once and in order.
func TestNodesHearEachOtherThroughACluster(t *testing.T) {
	servers := cluster(t)
	var nodes []*Bus
	var ears []ear
	for i := range servers {
		nodes = append(nodes, join(t, servers[i]))
		ears = append(ears, listen(t, nodes[i], "conversation.*"))
	}
	for i, from := range nodes {
		for j, e := range ears {
			if i != j {
				reach(t, from, e)
			}
		}
	}
	for i, from := range nodes {
		for n := range 100 {
			if err := from.Publish("conversation.c", step{1000*i + n}); err != nil {
				t.Fatal(err)
			}
		}
		for _, e := range ears {
			for n := range 100 {
				e.want(1000*i + n)
			}
		}
	}
	if err := nodes[0].Publish("conversation.c", step{9999}); err != nil {
		t.Fatal(err)
	}
	for _, e := range ears {
		e.want(9999) // and nothing twice before it
	}
}

// The server of a node is lost: the node goes to another one, is told to look, and hears and is heard again. What it
// announced while it was away is not delivered late.
func TestLosingAServer(t *testing.T) {
	servers := cluster(t)
	one, two := join(t, servers[0], servers[1]), join(t, servers[2])
	atTwo, atOne := listen(t, two, "conversation.*"), listen(t, one, "conversation.*")
	reach(t, one, atTwo)
	back := make(chan struct{}, 10)
	cancel := one.OnBack(func() { back <- struct{}{} })
	if err := one.Check(); err != nil {
		t.Fatal(err)
	}
	for _, s := range servers[:2] {
		if s.ID() == one.conn.ConnectedServerId() {
			s.Shutdown()
		}
	}
	<-back
	if err := one.Check(); err != nil {
		t.Errorf("back and not well: %v", err)
	}
	if s := one.Stats(); s.Reconnects != 1 {
		t.Errorf("stats %+v", s)
	}
	reach(t, one, atTwo)
	reach(t, two, atOne)
	cancel()
	if len(one.back) != 0 {
		t.Error("still told after having left")
	}
}

// With the whole cluster away everything goes on in this process, nothing is an error but the state, and nothing that
// was said meanwhile is delivered late.
func TestTheWholeClusterIsAway(t *testing.T) {
	s := serve(t, "n1", nil, server.RANDOM_PORT)
	port := s.Addr().(*net.TCPAddr).Port
	one, two := join(t, s), join(t, s)
	atTwo, atOne := listen(t, two, "conversation.*"), listen(t, one, "conversation.*")
	reach(t, one, atTwo)
	backs := make(chan struct{}, 10)
	for _, b := range []*Bus{one, two} {
		b.OnBack(func() { backs <- struct{}{} })
	}
	s.Shutdown()
	s.WaitForShutdown()
	await(t, "the loss is noticed", func() bool { return one.Check() == ErrAway && two.Check() == ErrAway })
	if err := one.Publish("conversation.c", step{1}); err != nil {
		t.Fatal(err)
	}
	atOne.want(1)
	if lost := one.Stats().Lost; lost != 1 {
		t.Errorf("%d announcements are counted as lost", lost)
	}
	serve(t, "n1", nil, port)
	<-backs
	<-backs
	reach(t, one, atTwo)
	if err := one.Publish("conversation.c", step{2}); err != nil {
		t.Fatal(err)
	}
	atTwo.want(2) // and not 1 before it
	if one.Close() != nil {
		t.Error("not closed")
	}
}

// A cluster that is down at start, that is no cluster, or that does not let us in: the error says what to do and has no
// password in it.
func TestARefusalSaysWhatToDo(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := l.Addr().String()
	l.Close()
	guarded := serve(t, "n1", nil, server.RANDOM_PORT, func(o *server.Options) { o.Username, o.Password = "desk", "secret" })
	at := strings.TrimPrefix(guarded.ClientURL(), "nats://")
	for address, want := range map[string][]string{
		"nats://me:geheim@" + dead: {dead, "start it or correct --bus"},
		"nats://me:geheim@" + at:   {at, "user:password"},
		"http://me:geheim@" + at:   {"nats://host:4222"},
		"me:geheim@" + at:          {"--bus"},
		"nats://me:geheim@":        {"want nats://host:4222"},
	} {
		b, err := Open(t.Context(), slog.New(slog.DiscardHandler), Config{URLs: []string{address}})
		if err == nil {
			b.Close()
			t.Errorf("%s was taken", address)
			continue
		}
		for _, w := range want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%v does not say %q", err, w)
			}
		}
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("%v tells the password", err)
		}
	}
	b, err := Open(t.Context(), slog.New(slog.DiscardHandler), Config{URLs: []string{"nats://desk:secret@" + at}})
	if err != nil {
		t.Fatal(err)
	}
	b.Close()
}

// What a node of another version announces: fields and subjects that are not known are nothing to stumble over.
func TestOtherVersions(t *testing.T) {
	s := serve(t, "n1", nil, server.RANDOM_PORT)
	b := join(t, s)
	e := listen(t, b, "conversation.*")
	other, err := nats.Connect(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for _, m := range [][2]string{{"conversation.c", `[1]`}, {"nobody.listens", `{}`}, {"conversation.c", `{"N":7,"Newer":{"x":[1]}}`}} {
		if err := other.Publish(m[0], []byte(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	e.want(7)
}

// Who hears more slowly than others speak loses hints, and is told to look.
func TestASlowListenerIsToldToLook(t *testing.T) {
	s := serve(t, "n1", nil, server.RANDOM_PORT)
	one, two := join(t, s), join(t, s)
	hold := make(chan struct{})
	if _, err := two.Listen("flood", decode, func(string, any) { <-hold }); err != nil {
		t.Fatal(err)
	}
	back := make(chan struct{}, 100)
	two.OnBack(func() {
		select {
		case back <- struct{}{}:
		default:
		}
	})
	if err := two.conn.Flush(); err != nil {
		t.Fatal(err)
	}
	for range pendingLimit + 100 {
		if err := one.Publish("flood", step{}); err != nil {
			t.Fatal(err)
		}
	}
	<-back
	if two.Stats().Lost == 0 {
		t.Error("not counted")
	}
	close(hold)
}
