package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge/sqldb"
)

// faultsByDefault is how many faults the cluster suffers unless FRONTDESK_FAULTS says otherwise.
const faultsByDefault = 8

// TestCluster has a crowd use three servers of one desk, going from one to another, while servers are killed and
// frozen, a clock is set, the bus is cut and goes deaf, and the database is stopped and killed; at the end one server is
// killed and stays away. Afterwards everything that anybody was told is compared with the database: every
// acknowledgement is there once and in order, every client holds a prefix of the log and in the end all of it and the
// state, every conversation has the owner that its log says, every hand-off is in the queue that agents see, the bot
// owes nothing, and never spoke in what was an agent's. FRONTDESK_SEED repeats a run's choices.
//
// What carries each fault, and the sabotage twin that takes just this away and must be found out by the same checks:
//
//	fault                       carried by                                     twin
//	a server is killed          acknowledgements come after the commit         TestClusterTwins: an answer only after the commit
//	… and stays away            claims of turns end                            TestClusterTwins: an end of claims
//	a server is frozen          a late answer belongs to an epoch that is over TestClusterTwins: epochs
//	a clock is set              claims end by the clock of the database        TestClusterTwins: one clock for claims
//	the bus is cut, is deaf     pongs tell the heads; a look when it is back   TestClusterTwins: heads in pongs
//	the database is killed      commits that are on the disk                   TestClusterFindsSabotage
//	the database is stopped     what became of a commit is asked               TestClusterTwins: asking what became of a commit
//	connections are half-open   a silent client is dropped and comes back      TestClusterSilence: deadlines of silence
//	an agent is frozen          presence ends with the silence                 TestClusterSilence: deadlines of silence
//	a server is killed (SQLite) one transaction for a log and its head         TestKill: the verifier notices …
//	disk full, read-only, bad   no acknowledgement of what was not kept        TestDiskFails
//	power is lost               synchronous=FULL                               TestLostUnsyncedWrites
//	work of a lease, frozen     each write looks at the lease's token          knowledge/lease: its tests of taking over
func TestCluster(t *testing.T) {
	faults, seed := fromEnv(t, "FRONTDESK_FAULTS", faultsByDefault), fromEnv(t, "FRONTDESK_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("FRONTDESK_FAULTS=%d FRONTDESK_SEED=%d", faults, seed)
	chance := rand.New(rand.NewPCG(uint64(seed), 7))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute+time.Duration(faults)*30*time.Second)
	defer cancel()
	c := openCluster(t, ctx, plan{wrongClock: 2})
	began := time.Now()
	crowd := newCrowd(ctx, c.stage, seed, liveCustomers, c.urls()...)
	defer crowd.leave()
	suffered := map[string]int{}
	for i := range faults {
		sleep(ctx, time.Duration(200+chance.IntN(600))*time.Millisecond)
		f := clusterFaults[(seed+i)%len(clusterFaults)] // each kind in turn, beginning anywhere
		suffered[f.name]++
		if err := f.happens(c, ctx, chance); err != nil {
			t.Fatalf("fault %d, %s: %v", i, f.name, err)
		}
	}
	sleep(ctx, 300*time.Millisecond)
	if err := c.nodes[chance.IntN(len(c.nodes))].Kill(); err != nil {
		t.Fatal(err)
	}
	found, waiting := c.judge(ctx, crowd, 2*actor.Patience)
	t.Logf("%d faults in %v: %v; the last acts took %v", faults, time.Since(began).Round(time.Millisecond), suffered, crowd.finishing.Round(time.Millisecond))
	for _, fault := range found {
		t.Error(fault)
	}
	if !t.Failed() {
		inspect(t, c.database, func(db *sqldb.DB) { c.noticesHarms(db, &crowd.heard, waiting) })
	}
}

// clusterFault is something that happens to a desk of several machines, and is over when it returns.
type clusterFault struct {
	name    string
	happens func(c *cluster, ctx context.Context, chance *rand.Rand) error
}

var clusterFaults = []clusterFault{
	{"a server is killed", (*cluster).serverDies},
	{"the bus is cut", (*cluster).busIsCut},
	{"a clock is set", (*cluster).clockIsSet},
	{"the database is killed", func(c *cluster, ctx context.Context, chance *rand.Rand) error {
		return c.databaseFails(ctx, chance, true)
	}},
	{"the bus is deaf", func(c *cluster, ctx context.Context, chance *rand.Rand) error { return c.busFails(ctx, chance, true) }},
	{"a server is frozen", (*cluster).serverFreezes},
	{"the database is stopped", func(c *cluster, ctx context.Context, chance *rand.Rand) error {
		return c.databaseFails(ctx, chance, false)
	}},
	{"a server is killed while the bus is cut", (*cluster).serverDiesAlone},
}

func (c *cluster) serverDies(ctx context.Context, chance *rand.Rand) error {
	i := chance.IntN(len(c.nodes))
	if err := c.nodes[i].Kill(); err != nil {
		return err
	}
	sleep(ctx, time.Duration(chance.IntN(1000))*time.Millisecond)
	return c.start(ctx, i)
}

func (c *cluster) serverDiesAlone(ctx context.Context, chance *rand.Rand) error {
	i := chance.IntN(len(c.nodes))
	other := (i + 1) % len(c.nodes)
	if err := c.cut(other, false); err != nil {
		return err
	}
	if err := c.nodes[i].Kill(); err != nil {
		return err
	}
	if err := c.start(ctx, i); err != nil {
		return err
	}
	return c.join(ctx, other, false)
}

// serverFreezes stops a server, now and then for longer than a lease lasts.
func (c *cluster) serverFreezes(ctx context.Context, chance *rand.Rand) error {
	return c.freezes(ctx, chance.IntN(len(c.nodes)), time.Duration(500+chance.IntN(11500))*time.Millisecond)
}

func (c *cluster) freezes(ctx context.Context, i int, span time.Duration) error {
	if err := c.nodes[i].Freeze(); err != nil {
		return err
	}
	sleep(ctx, span)
	return c.nodes[i].Thaw()
}

// clockIsSet sets the clock of the server that has a wrong one, by up to some hours, and it stays wrong.
func (c *cluster) clockIsSet(ctx context.Context, chance *rand.Rand) error {
	span := time.Duration(chance.IntN(6*3600)) * time.Second
	if chance.IntN(2) == 0 {
		span = time.Duration(chance.IntN(20)) * time.Second // as much as clocks really differ
	}
	if chance.IntN(2) == 0 {
		span = -span
	}
	if err := c.setClock(span); err != nil {
		return err
	}
	sleep(ctx, time.Duration(500+chance.IntN(2000))*time.Millisecond)
	return nil
}

func (c *cluster) busIsCut(ctx context.Context, chance *rand.Rand) error {
	return c.busFails(ctx, chance, false)
}

func (c *cluster) busFails(ctx context.Context, chance *rand.Rand, halfOpen bool) error {
	i := chance.IntN(len(c.nodes))
	if err := c.cut(i, halfOpen); err != nil {
		return err
	}
	sleep(ctx, time.Duration(300+chance.IntN(3000))*time.Millisecond)
	return c.join(ctx, i, halfOpen)
}

func (c *cluster) databaseFails(ctx context.Context, chance *rand.Rand, immediate bool) error {
	if err := c.postgres.Stop(immediate); err != nil {
		return err
	}
	sleep(ctx, time.Duration(chance.IntN(2000))*time.Millisecond)
	return c.postgres.Start()
}

// judge has the crowd finish, waits for what is owed and for everybody to hold all there is, stops the servers, and
// returns everything that is not as it was promised, with what an agent saw waiting.
func (c *cluster) judge(ctx context.Context, crowd *crowd, patience time.Duration) (faults, waiting []string) {
	c.t.Helper()
	t, last := c.t.(*testing.T), time.Now()
	faults = crowd.finish(2 * patience)
	inspect(t, c.database, func(db *sqldb.DB) {
		owed := unanswered(t, db)
		for ; len(owed) > 0 && time.Since(last) < patience+crowd.finishing; owed = unanswered(t, db) {
			sleep(ctx, 100*time.Millisecond)
		}
		if len(owed) > 0 {
			faults = append(faults, fmt.Sprintf("not answered %v after the last fault: %v", patience, owed))
		}
		at := slices.IndexFunc(c.nodes, (*actor.Desk).Runs)
		lost := []string(nil)
		waiting, lost = crowd.settle(ctx, c.nodes[at].URL)
		faults = append(append(faults, lost...), crowd.converge(t, db, patience)...)
		crowd.part()
		for _, n := range c.nodes {
			if n.Runs() {
				if err := n.Stop(); err != nil {
					faults = append(faults, err.Error())
				}
			}
		}
		faults = append(faults, crowd.heard.note(t)...)
		faults = append(faults, verify(t, db, &crowd.heard, waiting)...)
	})
	return faults, waiting
}

// noticesHarms does one harm after the other to the database of servers that have ended, each of which the verifier
// must notice.
func (c *cluster) noticesHarms(db *sqldb.DB, h *heard, waiting []string) {
	t := c.t.(*testing.T)
	known := 0
	for name, harm := range harms(t, h) {
		if strings.HasPrefix(name, "a hand-off from nobody") || strings.HasPrefix(name, "a forgotten") || strings.HasPrefix(name, "a turn") || name == "a lost message" {
			err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
				r, err := tx.Exec(harm)
				if err != nil {
					return err
				}
				if n, err := r.RowsAffected(); err != nil || n == 0 {
					return fmt.Errorf("%s: nothing was harmed (%v)", harm, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			faults := verify(t, db, h, waiting)
			if len(faults) <= known {
				t.Errorf("the verifier does not notice %s", name)
			}
			known = len(faults)
		}
	}
}
