package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"frontdesk/bot/account"
	"frontdesk/bot/desk"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/sqldb/pgtest"
	"frontdesk/widget"
	"frontdesk/widget/wire"
)

// patienceWith is how long a test waits for what has to happen.
const patienceWith = 30 * time.Second

// served is a server that runs until the test ends or stop is called, which waits for its end.
type served struct {
	*App
	stop func() error
}

// serve starts a server.
func serve(t *testing.T, c Config) *served {
	t.Helper()
	a, err := New(t.Context(), c, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- errors.Join(a.Run(ctx), a.Close()) }()
	s := &served{App: a}
	stopped := false
	s.stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	await(t, "the server to be ready", func() bool { return s.readyz(t).Status == "ready" })
	return s
}

// standing is what /readyz says.
type standing struct {
	Status  string
	Failing []string
	widget.Standing
}

func (s *served) readyz(t *testing.T) (out standing) {
	t.Helper()
	resp, err := http.Get(s.URL + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// await waits until something is so.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patienceWith); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// signsIn has an agent sign in at a server and open the console there.
func (s *served) signsIn(t *testing.T, name string) (*actor.Agent, account.Staff) {
	t.Helper()
	who, err := s.Accounts.Create(t.Context(), name+"@example.org", strings.ToUpper(name[:1])+name[1:], []account.Role{account.Agent})
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.Accounts.IssueLink(t.Context(), who.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	a := actor.NewAgent(name)
	if err := errors.Join(a.SignIn(t.Context(), s.URL, s.URL+"/sign-in#link="+token), a.Connect(t.Context(), s.URL)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Leave)
	return a, who
}

// visits has a customer come to a server.
func (s *served) visits(t *testing.T, name string) *actor.Customer {
	t.Helper()
	c := actor.NewCustomer(name, "main")
	if err := c.Connect(t.Context(), s.URL); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Leave)
	return c
}

// says has a customer say something and returns what the bot reacts with.
func says(t *testing.T, c *actor.Customer, text string) (decision string) {
	t.Helper()
	if _, err := c.Say(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	e, err := c.NextOfBot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return e.Decision
}

// replies has an agent say something in the conversation on the screen, and waits until the customer reads it.
func replies(t *testing.T, a *actor.Agent, c *actor.Customer, text string) {
	t.Helper()
	id := c.Conversation
	_, err := a.Do(t.Context(), wire.In{
		Type: wire.TypeSend, ID: rand.Text(), Conversation: id, Text: text, Epoch: a.Epoch(id), After: int64(len(a.Holds(id))),
	})
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the reply of the agent", func() bool {
		events := c.Holds()
		return len(events) > 0 && events[len(events)-1].Text == text
	})
}

// asked, answered, handed off: the whole server on PostgreSQL.
func TestWholeServerOnPostgres(t *testing.T) {
	s := serve(t, shopOn(t, pgtest.Open(t)))
	wholeStory(t, s, s)
	want := []string{leaseGaps, leaseKeeper, leasePublishing, leaseQuotes, leaseRetention, leaseShare}
	await(t, "the only server to do everything", func() bool { return slices.Equal(s.readyz(t).Leases, want) })
	at := s.readyz(t)
	if at.Store != "postgres" || at.Node == "" || at.Bus != "none" || at.Index.Have != at.Index.Head || at.Index.Head == 0 {
		t.Errorf("/readyz says %+v", at)
	}
}

// wholeStory has a customer at one server ask, be answered, handed off and helped by an agent at another.
func wholeStory(t *testing.T, customers, agents *served) {
	t.Helper()
	ana, _ := agents.signsIn(t, "ana")
	kim := customers.visits(t, "kim")
	if got := says(t, kim, "I opened the box, can I still send it back?"); got != "answer" {
		t.Fatalf("the bot answers with %q", got)
	}
	if got := says(t, kim, "I want to talk to a person"); got != "handoff" {
		t.Fatalf("the bot reacts with %q", got)
	}
	await(t, "the conversation in the queue", func() bool { return slices.Contains(ana.Waiting(), kim.Conversation) })
	if err := ana.Accept(t.Context(), kim.Conversation); err != nil {
		t.Fatal(err)
	}
	replies(t, ana, kim, "What can I do for you?")
	if _, err := kim.Say(t.Context(), "My boots are wet."); err != nil {
		t.Fatal(err)
	}
	await(t, "the customer's words at the agent", func() bool {
		return slices.ContainsFunc(ana.Holds(kim.Conversation), func(e wire.Event) bool { return e.Text == "My boots are wet." })
	})
	for _, broken := range [][]string{ana.Broken(), kim.Broken()} {
		if len(broken) > 0 {
			t.Errorf("promises were broken: %v", broken)
		}
	}
}

// buses starts two servers of one NATS cluster with real ports on loopback.
func buses(t *testing.T) (urls []string) {
	t.Helper()
	var routes []*url.URL
	for i := range 2 {
		n, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprintf("bus-%d", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, Routes: routes,
			Cluster: server.ClusterOpts{Name: "desk", Host: "127.0.0.1", Port: server.RANDOM_PORT},
		})
		if err != nil {
			t.Fatal(err)
		}
		go n.Start()
		if !n.ReadyForConnections(patienceWith) {
			t.Fatal("a bus does not start")
		}
		t.Cleanup(func() { n.Shutdown(); n.WaitForShutdown() })
		routes = append(routes, &url.URL{Scheme: "nats", Host: n.ClusterAddr().String()})
		urls = append(urls, n.ClientURL())
	}
	return urls
}

// pair starts two servers on one database, each with a data directory of its own and connected to another bus.
func pair(t *testing.T) (one, two *served) {
	t.Helper()
	c := shopOn(t, pgtest.Open(t))
	bus := buses(t)
	c.Bus, c.Node, c.Drain = bus[:1], "one", 2*time.Second
	one = serve(t, c)
	c.Data, c.Bus, c.Node = filepath.Join(t.TempDir(), "data"), bus[1:], "two"
	return one, serve(t, c)
}

func TestTwoServersOnOneDatabase(t *testing.T) {
	one, two := pair(t)
	wholeStory(t, one, two)

	ana, err := two.Accounts.ByEmail(t.Context(), "ana@example.org")
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the first server to know of the agent at the second", func() bool { return one.floor.Status(ana.ID) == desk.Online })
	if p := one.floor.Prospect(""); !p.Staffed {
		t.Error("customers at the first server are told that nobody is here")
	}

	// Everything is done by one of them.
	want := []string{leaseGaps, leaseKeeper, leasePublishing, leaseQuotes, leaseRetention, leaseShare}
	var a, b standing
	await(t, "each thing to be done by one of them", func() bool {
		a, b = one.readyz(t), two.readyz(t)
		all := append(slices.Clone(a.Leases), b.Leases...)
		slices.Sort(all)
		return slices.Equal(all, want)
	})
	if a.Node != "one" || b.Node != "two" || a.Bus != "connected" || b.Bus != "connected" {
		t.Errorf("the servers say %+v and %+v", a, b)
	}

	// What is published at one is found at the other, and the share learnt at one holds at the other.
	article, err := one.room.Create(t.Context(), "", knowledge.Content{Title: "Moon lamps", Body: "A moon lamp shines for nine hours."}, "anna")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := one.room.Publish(t.Context(), editing.Step{ID: article.ID, Revision: 1, Author: "anna"}); err != nil {
		t.Fatal(err)
	}
	head, err := one.Corpus.Articles.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the article in the index of the second server", func() bool { return two.Corpus.Index.Version() >= head })
	if err := one.conversations.SetShare(t.Context(), 0.55); err != nil {
		t.Fatal(err)
	}
	one.announce(subjectShare)
	await(t, "the share at both servers", func() bool {
		return one.Corpus.traffic.current() == 0.55 && two.Corpus.traffic.current() == 0.55
	})

	// When the first stops, the second has everything, and its customer comes back there.
	if err := one.stop(); err != nil {
		t.Fatal(err)
	}
	await(t, "the second server to do everything", func() bool { return slices.Equal(two.leases.Held(), want) })
}
