package main_test

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/rs/zerolog"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge/sqldb/pgtest"
)

// clusterNodes is how many servers a desk of several machines has here, and how many the bus has.
const clusterNodes = 3

// cluster is a desk of several real processes over one real PostgreSQL and a NATS cluster with real ports. Each node
// reaches the bus through a proxy of its own, which can be cut.
type cluster struct {
	t        testing.TB
	stage    *actor.Stage // its desk is the first node
	nodes    []*actor.Desk
	postgres *pgtest.Server
	database string
	proxies  []*toxiproxy.Proxy
	clock    string   // file that says by how many seconds the wrong clock is ahead
	flags    []string // of every node, but for its name and its bus
}

// plan is what is out of the ordinary in a cluster.
type plan struct {
	flags      []string
	wrongClock int    // number of the node whose clock can be set; 0 for none
	without    string // protection that is taken away
	weak       []int  // nodes that do not have it; none for all
}

// openCluster starts everything and imports the shop's articles.
func openCluster(t *testing.T, ctx context.Context, p plan) *cluster {
	t.Helper()
	if os.Getenv("FRONTDESK_CLUSTER") == "later" {
		t.Skip("FRONTDESK_CLUSTER=later says that a later step does")
	}
	c := &cluster{t: t, postgres: pgtest.New(t), flags: append([]string{"--unlimited", "--log-level", "warn", "--encoder", "off"}, p.flags...)}
	c.database = c.postgres.Open(t)
	dir := t.TempDir()
	c.clock = filepath.Join(dir, "clock")
	env := append(os.Environ(), "HOME="+dir, "FRONTDESK_STORE="+c.database)
	c.stage = actor.NewStage(binary(t), dir, env)
	c.nodes = []*actor.Desk{c.stage.Desk}
	for i := 1; i < clusterNodes; i++ {
		c.nodes = append(c.nodes, &actor.Desk{Binary: binary(t), Data: filepath.Join(dir, fmt.Sprintf("data%d", i)), Env: env})
	}
	for i, n := range c.nodes {
		if p.wrongClock > 0 && i == p.wrongClock {
			n.Binary, n.Env = alteredBinary(t), append(slices.Clone(n.Env), "FRONTDESK_TEST_CLOCK="+c.clock)
		}
		if p.without != "" && (len(p.weak) == 0 || slices.Contains(p.weak, i)) {
			n.Binary, n.Env = alteredBinary(t), append(slices.Clone(n.Env), "FRONTDESK_TEST_WITHOUT="+p.without)
		}
	}
	t.Cleanup(func() {
		for _, n := range c.nodes {
			if log := n.Log(); t.Failed() && log != "" {
				t.Logf("the log of a node ends:\n%s", log[max(0, len(log)-4000):])
			}
			n.Close()
		}
		c.stage.Close()
	})
	c.connect(busServers(t))
	perform(t, ctx, c.stage, "frontdesk import "+shopDir(t))
	for i := range c.nodes {
		if err := c.start(ctx, i); err != nil {
			t.Fatal(err)
		}
	}
	perform(t, ctx, c.stage, "indexed")
	return c
}

// connect puts a proxy between every node and a server of the bus.
func (c *cluster) connect(servers []*server.Server) {
	c.t.Helper()
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard))
	for i, s := range servers {
		p := toxiproxy.NewProxy(api, fmt.Sprintf("bus%d", i), "127.0.0.1:0", s.Addr().String())
		if err := p.Start(); err != nil {
			c.t.Fatal(err)
		}
		c.t.Cleanup(p.Stop)
		c.proxies = append(c.proxies, p)
	}
}

func (c *cluster) start(ctx context.Context, i int) error {
	return c.nodes[i].Start(ctx, append([]string{"--node", fmt.Sprintf("node%d", i), "--bus", "nats://" + c.proxies[i].Listen}, c.flags...)...)
}

// urls are the addresses of the nodes.
func (c *cluster) urls() (all []string) {
	for _, n := range c.nodes {
		all = append(all, n.URL)
	}
	return all
}

// setClock sets the wrong clock to so much ahead of the machine's.
func (c *cluster) setClock(ahead time.Duration) error {
	next := c.clock + ".next" // read whole or not at all
	if err := os.WriteFile(next, fmt.Append(nil, int64(ahead/time.Second)), 0o644); err != nil {
		return err
	}
	return os.Rename(next, c.clock)
}

// deafness keeps everything from coming through one direction of a connection, and does not end it.
const deafness = `{"name":"deaf-%s","type":"timeout","stream":"%[1]s","attributes":{"timeout":0}}`

// cut takes the bus away from a node: at once and with a word, or, half-open, without: the connection stands and
// nothing comes through it.
func (c *cluster) cut(i int, halfOpen bool) error {
	if !halfOpen {
		return c.proxies[i].Update(&toxiproxy.Proxy{Listen: c.proxies[i].Listen, Upstream: c.proxies[i].Upstream, Enabled: false})
	}
	for _, stream := range []string{"upstream", "downstream"} {
		if _, err := c.proxies[i].Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(deafness, stream))); err != nil {
			return err
		}
	}
	return nil
}

// join gives a node its bus back.
func (c *cluster) join(ctx context.Context, i int, halfOpen bool) error {
	if !halfOpen {
		return c.proxies[i].Update(&toxiproxy.Proxy{Listen: c.proxies[i].Listen, Upstream: c.proxies[i].Upstream, Enabled: true})
	}
	c.proxies[i].Toxics.ResetToxics(ctx)
	return nil
}

// busServers starts a NATS cluster with ports on loopback and waits until every server knows the others.
func busServers(t testing.TB) (servers []*server.Server) {
	t.Helper()
	var routes []*url.URL
	for i := range clusterNodes {
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprintf("bus%d", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, Routes: routes,
			Cluster: server.ClusterOpts{Name: "desk", Host: "127.0.0.1", Port: server.RANDOM_PORT, NoAdvertise: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		go s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		if !s.ReadyForConnections(actor.Patience) {
			t.Fatal("a server of the bus does not start")
		}
		routes = append(routes, &url.URL{Scheme: "nats", Host: s.ClusterAddr().String()})
		servers = append(servers, s)
	}
	for _, s := range servers {
		for start := time.Now(); s.NumRoutes() < clusterNodes-1; time.Sleep(5 * time.Millisecond) {
			if time.Since(start) > actor.Patience {
				t.Fatal("the servers of the bus do not find each other")
			}
		}
	}
	return servers
}
