package main_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge/sqldb"
)

const (
	silentCustomers = 5 // of each of the two servers
	// silence is after how long a server has dropped who gives no sign of life: two heartbeats of 25 s and the 10 s that an
	// answer may take, then the closing handshake, to which nobody answers. The rest is for a slow machine.
	silence = 75 * time.Second
	// grace is how long the desk waits for agents who were lost, in this test.
	grace = 2 * time.Second
)

// TestClusterSilence has connections go half-open: nothing ends them, and nothing comes through. Five customers of a
// server are cut off in this way while an agent at another server answers them, and another agent, with a hand-off open,
// stands still as a process does. The server must drop all of them by itself and keep nothing of them; the hand-off must
// be in the queue again; the customers come back to another server and hold everything; and the agent, who thinks that
// no time has passed, must not be able to write in what is not theirs any more.
//
// One of the three servers is the sabotage twin: it has no deadlines of silence. The same happens to it, at the same
// time, and the same looks must find it out.
func TestClusterSilence(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	const well, twin = 0, 2
	c := openCluster(t, ctx, plan{without: withoutDeadlines, weak: []int{twin}})
	c.gives(ctx, fmt.Sprintf(`{"teams":[{"id":"support","title":"Support"}],"grace":%d,"away":300,"silent":900,"expire":259200,"mail_after":300}`, int(grace/time.Second)))
	third, err := c.stage.Agent(ctx, "carol")
	if err != nil {
		t.Fatal(err)
	}
	if err := third.Connect(ctx, c.nodes[1].URL); err != nil {
		t.Fatal(err)
	}
	at := map[int]*silent{well: c.silent(ctx, well, "alice"), twin: c.silent(ctx, twin, "bob")}
	for _, s := range at {
		s.cut()
		s.agent.freeze()
		for i, who := range s.customers {
			if err := third.AcceptAs(ctx, who.Conversation, fmt.Sprintf("accept%d-%d", s.node, i)); err != nil {
				t.Fatal(err)
			}
			for n := range 3 {
				if _, err := third.Reply(ctx, fmt.Sprintf("Are you there? %d", n)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for start := time.Now(); time.Since(start) < silence+grace; sleep(ctx, pinging) {
		if err := third.Settle(ctx); err != nil { // a sign of life
			t.Fatal(err)
		}
		if len(c.leftover(ctx, at[well], third)) == 0 {
			t.Logf("nothing is left after %v", time.Since(start).Round(time.Second))
			break
		}
	}
	for _, left := range c.leftover(ctx, at[well], third) {
		t.Error(left)
	}
	if found := c.leftover(ctx, at[twin], third); len(found) < 2 {
		t.Errorf("a server without deadlines is not found out: %q", found)
	} else {
		t.Logf("the twin: %q", found)
	}
	if said := at[well].agent.thaws("late"); said != "refused not_owner" && said != "refused stale" {
		t.Errorf("an agent who stood still writes in what is not theirs: %s", said)
	}
	c.comeBack(ctx, at[well], "late")
}

// silent is a server whose customers and agent fall silent.
type silent struct {
	node      int
	proxy     *toxiproxy.Proxy
	customers []*actor.Customer
	agent     *agentProcess
	handOff   *actor.Customer // whom the agent has taken
	cut       func()
}

// gives sets the rules of the house.
func (c *cluster) gives(ctx context.Context, rules string) {
	c.t.Helper()
	name := filepath.Join(c.stage.Dir, "rules.json")
	if err := os.WriteFile(name, []byte(rules), 0o644); err != nil {
		c.t.Fatal(err)
	}
	perform(c.t.(*testing.T), ctx, c.stage, "frontdesk settings set desk "+name)
}

// silent brings customers and an agent to a server, the customers through a proxy.
func (c *cluster) silent(ctx context.Context, node int, agent string) *silent {
	c.t.Helper()
	t := c.t.(*testing.T)
	s := &silent{node: node}
	url := c.nodes[node].URL
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard))
	s.proxy = toxiproxy.NewProxy(api, fmt.Sprintf("customers%d", node), "127.0.0.1:0", strings.TrimPrefix(url, "http://"))
	if err := s.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.proxy.Stop)
	s.cut = func() {
		for _, stream := range []string{"upstream", "downstream"} {
			if _, err := s.proxy.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(deafness, stream))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range silentCustomers {
		who := actor.NewCustomer(fmt.Sprintf("customer%d-%d", node, i), "main")
		who.Heals()
		who.Via(s.proxy.Listen)
		s.asks(ctx, t, who, url)
		s.customers = append(s.customers, who)
	}
	s.handOff = actor.NewCustomer(fmt.Sprintf("waiting%d", node), "main")
	s.asks(ctx, t, s.handOff, c.nodes[1].URL)
	s.handOff.Leave()
	said, err := c.stage.Do(ctx, false, "link", []string{agent})
	if err != nil {
		t.Fatal(err)
	}
	s.agent = startAgent(t, orders{Name: agent, URL: url, Link: said.Out, Conversation: s.handOff.Conversation})
	return s
}

// asks has somebody come and ask for a person.
func (s *silent) asks(ctx context.Context, t *testing.T, who *actor.Customer, url string) {
	t.Helper()
	if err := who.Connect(ctx, url); err != nil {
		t.Fatal(err)
	}
	if _, err := who.Say(ctx, "I want to talk to a human"); err != nil {
		t.Fatal(err)
	}
	if err := who.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

// leftover says what a server still holds of those who fell silent, and whether the hand-off of the agent who did is
// anywhere but in the queue, in the database and for an agent at another server.
func (c *cluster) leftover(ctx context.Context, s *silent, other *actor.Agent) (found []string) {
	c.t.Helper()
	for _, gauge := range []string{"frontdesk_connections", "frontdesk_queued_bytes"} {
		if n := reads(ctx, c.t, c.nodes[s.node].URL, gauge); n != 0 {
			found = append(found, fmt.Sprintf("the server still has %s %v", gauge, n))
		}
	}
	inspect(c.t.(*testing.T), c.database, func(db *sqldb.DB) {
		logs := readLogs(c.t.(*testing.T), db, func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) })
		owner, _ := ownerAfter(logs[s.handOff.Conversation])
		if seen := slices.Contains(other.Waiting(), s.handOff.Conversation); owner != "queue" || !seen {
			found = append(found, fmt.Sprintf("the hand-off is with the %s, and whether the other agent sees it waiting: %v", owner, seen))
		}
	})
	return found
}

// comeBack has the customers come to another server, and looks whether they hold everything, and nobody holds what was
// refused.
func (c *cluster) comeBack(ctx context.Context, s *silent, refused string) {
	c.t.Helper()
	t := c.t.(*testing.T)
	crowd := &crowd{ctx: ctx, last: s.customers}
	for _, who := range s.customers {
		held := len(who.Holds())
		who.Via("")
		if err := who.Connect(ctx, c.nodes[1].URL); err != nil {
			t.Error(err)
			continue
		}
		if err := who.Settle(ctx); err != nil {
			t.Error(err)
		}
		if got := len(who.Holds()); got < held+3 {
			t.Errorf("%s held %d events and holds %d: nothing was missed meanwhile", who.Conversation, held, got)
		}
	}
	inspect(t, c.database, func(db *sqldb.DB) {
		fault := func(format string, args ...any) { t.Errorf(format, args...) }
		logs := readLogs(t, db, fault)
		for _, who := range s.customers {
			checkHeld(who.Conversation, who.Holds(), logs[who.Conversation], false, fault)
		}
		for _, broken := range crowd.converge(t, db, actor.Patience) {
			t.Error(broken)
		}
		if slices.ContainsFunc(logs[s.handOff.Conversation], func(e stored) bool { return e.id == refused }) {
			t.Error("what was refused is in the log")
		}
	})
}

// reads returns a figure of a server.
func reads(ctx context.Context, t testing.TB, url, name string) float64 {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("%s/metrics does not tell %s", url, name)
	return 0
}
