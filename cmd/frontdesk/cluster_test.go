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
// frozen, the bus is cut and goes deaf, and the database is stopped and started. Afterwards everything that anybody was
// told is compared with the database: every acknowledgement is there once and in order, every client holds a prefix of
// the log and in the end all of it, every conversation has the owner that its log says, every hand-off is in the queue
// that agents see, and the bot owes nothing. FRONTDESK_SEED repeats a run's choices.
func TestCluster(t *testing.T) {
	faults, seed := fromEnv(t, "FRONTDESK_FAULTS", faultsByDefault), fromEnv(t, "FRONTDESK_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("FRONTDESK_FAULTS=%d FRONTDESK_SEED=%d", faults, seed)
	chance := rand.New(rand.NewPCG(uint64(seed), 7))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute+time.Duration(faults)*30*time.Second)
	defer cancel()
	c := openCluster(t, ctx)
	began := time.Now()
	crowd := newCrowd(ctx, c.stage, seed, c.urls()...)
	suffered := map[string]int{}
	for i := range faults {
		sleep(ctx, time.Duration(200+chance.IntN(600))*time.Millisecond)
		f := clusterFaults[(seed+i)%len(clusterFaults)] // each kind in turn, beginning anywhere
		suffered[f.name]++
		if err := f.happens(ctx, c, chance); err != nil {
			t.Fatalf("fault %d, %s: %v", i, f.name, err)
		}
	}
	last := time.Now()
	crowd.finish(t)
	t.Logf("%d faults in %v: %v; the last acts took %v", faults, time.Since(began).Round(time.Millisecond), suffered, crowd.finishing.Round(time.Millisecond))
	waiting := c.settled(ctx, crowd, last)
	crowd.heard.note(t)
	inspect(t, c.database, func(db *sqldb.DB) {
		for _, fault := range verify(t, db, &crowd.heard, waiting) {
			t.Error(fault)
		}
		if !t.Failed() {
			c.noticesHarms(db, &crowd.heard, waiting)
		}
	})
}

// clusterFault is something that happens to a desk of several machines, and is over when it returns.
type clusterFault struct {
	name    string
	happens func(ctx context.Context, c *cluster, chance *rand.Rand) error
}

var clusterFaults = []clusterFault{
	{"a server is killed", func(ctx context.Context, c *cluster, chance *rand.Rand) error {
		i := chance.IntN(len(c.nodes))
		if err := c.nodes[i].Kill(); err != nil {
			return err
		}
		sleep(ctx, time.Duration(chance.IntN(1000))*time.Millisecond)
		return c.start(ctx, i)
	}},
	{"the bus is cut", func(ctx context.Context, c *cluster, chance *rand.Rand) error { return c.busFails(ctx, chance, false) }},
	{"the database is killed", func(ctx context.Context, c *cluster, chance *rand.Rand) error {
		return c.databaseFails(ctx, chance, true)
	}},
	{"the bus is deaf", func(ctx context.Context, c *cluster, chance *rand.Rand) error { return c.busFails(ctx, chance, true) }},
	{"a server is frozen", func(ctx context.Context, c *cluster, chance *rand.Rand) error {
		i := chance.IntN(len(c.nodes))
		if err := c.nodes[i].Freeze(); err != nil {
			return err
		}
		sleep(ctx, time.Duration(500+chance.IntN(11500))*time.Millisecond) // now and then longer than a lease lasts
		return c.nodes[i].Thaw()
	}},
	{"the database is stopped", func(ctx context.Context, c *cluster, chance *rand.Rand) error {
		return c.databaseFails(ctx, chance, false)
	}},
	{"a server is killed while the bus is cut", func(ctx context.Context, c *cluster, chance *rand.Rand) error {
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
	}},
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

// settled waits until the bot owes nothing and everybody holds all there is, and returns what an agent sees waiting.
func (c *cluster) settled(ctx context.Context, crowd *crowd, since time.Time) []string {
	c.t.Helper()
	t := c.t.(*testing.T)
	owed := []string{"unknown"}
	for ; len(owed) > 0 && time.Since(since) < 2*actor.Patience+crowd.finishing; sleep(ctx, 100*time.Millisecond) {
		inspect(t, c.database, func(db *sqldb.DB) { owed = unanswered(t, db) })
	}
	if len(owed) > 0 {
		t.Errorf("not answered %v after the last fault: %v", 2*actor.Patience, owed)
	}
	return crowd.settle(t)
}

// noticesHarms does one harm after the other to the database, each of which the verifier must notice.
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

// The sabotage twin of TestCluster: a database that says "kept" before it has written (synchronous_commit=off, which is
// what --synchronous=OFF asks for) and is then killed under load must lose something, and be found out.
func TestClusterFindsSabotage(t *testing.T) {
	seed := fromEnv(t, "FRONTDESK_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("FRONTDESK_SEED=%d", seed)
	chance := rand.New(rand.NewPCG(uint64(seed), 8))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	c := openCluster(t, ctx, "--synchronous", "OFF")
	among, leave := context.WithCancel(ctx)
	crowd := newCrowd(among, c.stage, seed, c.urls()...)
	for range 6 {
		sleep(ctx, time.Duration(300+chance.IntN(500))*time.Millisecond)
		if err := c.databaseFails(ctx, chance, true); err != nil {
			t.Fatal(err)
		}
	}
	crowd.ending.Store(true)
	sleep(ctx, time.Second)
	leave() // who finds that the log is shorter than what they hold would wait for long
	crowd.done.Wait()
	inspect(t, c.database, func(db *sqldb.DB) {
		lost := slices.DeleteFunc(verify(t, db, &crowd.heard, nil), func(fault string) bool {
			return !strings.Contains(fault, "was acknowledged")
		})
		if len(lost) == 0 {
			t.Error("nothing was lost: the test of the cluster proves nothing")
		} else {
			t.Logf("%d acknowledgements were lost, such as %s", len(lost), lost[0])
		}
	})
}
