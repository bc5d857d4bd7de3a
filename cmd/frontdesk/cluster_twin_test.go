package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Size of a sabotage twin. It is smaller than the run that it belongs to: the less it takes to be found out, the better.
const (
	twinCustomers = 30
	twinPatience  = 10 * time.Second // for what is owed; longer than claims of a bot that has to answer within a second
	twinTries     = 3                // a fault has to fall into the moment that the protection is for
)

// clusterTwin is a desk without one protection, the faults that this protects from, and what the checks must then find.
type clusterTwin struct {
	without string
	plan    plan
	rounds  int // of the fault; up to four times as many if nothing is to be seen by then
	happens func(c *cluster, ctx context.Context, chance *rand.Rand) error
	finds   string // in one of the complaints
	chancy  bool   // the fault has to come in the right moment
}

// promptly has claims end within seconds, so that it need not be waited for long that they do not.
var promptly = []string{"--turn-deadline", "1s"}

var clusterTwins = []clusterTwin{
	// The first server is whole, or nobody could sign in: they would be told so before they are.
	{without: withoutCommit, plan: plan{weak: []int{1, 2}}, rounds: 4, happens: (*cluster).serverDies, finds: "was acknowledged", chancy: true},
	{without: withoutOutcome, rounds: 6, finds: "was acknowledged", chancy: true, happens: func(c *cluster, ctx context.Context, chance *rand.Rand) error {
		return c.databaseFails(ctx, chance, true)
	}},
	{without: withoutHeads, rounds: 1, happens: (*cluster).busIsCutInTheEnd, finds: "has not converged"},
	{without: withoutEnd, plan: plan{flags: promptly}, rounds: 1, happens: (*cluster).serversStayAway, finds: "not answered"},
	{without: withoutOneClock, plan: plan{wrongClock: 2, flags: promptly}, rounds: 1, happens: (*cluster).wrongServerStaysAway, finds: "not answered"},
	{without: withoutEpoch, rounds: 3, happens: (*cluster).serverFreezes, finds: "the bot speaks", chancy: true},
}

// TestClusterTwins has desks without one protection suffer the faults that this protects from; the checks of TestCluster
// must find it out. The same program with everything in place passes TestCluster.
func TestClusterTwins(t *testing.T) {
	seed := fromEnv(t, "FRONTDESK_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("FRONTDESK_SEED=%d", seed)
	for i, twin := range clusterTwins {
		t.Run("without "+twin.without, func(t *testing.T) {
			t.Parallel() // they wait most of the time
			twin.plan.without = twin.without
			for try := range twinTries {
				faults := twin.suffers(t, rand.New(rand.NewPCG(uint64(seed), uint64(20+i+100*try))), seed+try)
				if at := slices.IndexFunc(faults, func(f string) bool { return strings.Contains(f, twin.finds) }); at >= 0 {
					t.Logf("try %d: %d complaints, such as %s", try+1, len(faults), faults[at])
					return
				}
				t.Logf("try %d: found was %q", try+1, faults)
			}
			t.Errorf("nothing is found such as %q: the test of the cluster proves nothing about it", twin.finds)
		})
	}
}

// suffers has such a desk suffer its faults, and returns what the checks complain of.
func (twin clusterTwin) suffers(t *testing.T, chance *rand.Rand, seed int) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := openCluster(t, ctx, twin.plan)
	crowd := newCrowd(ctx, c.stage, seed, twinCustomers, c.urls()...)
	defer crowd.leave()
	for n := 0; n < twin.rounds || n < 4*twin.rounds && twin.chancy && !c.shows(ctx, &crowd.heard, twin.finds); n++ {
		sleep(ctx, time.Duration(300+chance.IntN(500))*time.Millisecond)
		if err := twin.happens(c, ctx, chance); err != nil {
			t.Fatal(err)
		}
	}
	faults, _ := c.judge(ctx, crowd, twinPatience)
	return faults
}

// shows looks whether the database holds something else than what was acknowledged, or words of the bot where it had to
// be silent, as the verifier says it.
func (c *cluster) shows(ctx context.Context, h *heard, finds string) (found bool) {
	t := c.t.(*testing.T)
	h.mu.Lock()
	acks := slices.Clone(h.acks)
	h.mu.Unlock()
	sleep(ctx, time.Second) // for commits that are on their way
	fault := func(format string, args ...any) {
		found = found || strings.Contains(fmt.Sprintf(format, args...), finds)
	}
	inspect(t, c.database, func(db *sqldb.DB) {
		logs := readLogs(t, db, fault)
		for _, s := range acks {
			checkAck(s, logs[s.conversation], fault)
		}
		for id, log := range logs {
			checkManners(id, log, fault)
		}
	})
	return found
}

// busIsCutInTheEnd cuts all servers from one another, until after everybody has begun with what they do last: nothing
// follows that would tell them what they have missed.
func (c *cluster) busIsCutInTheEnd(ctx context.Context, chance *rand.Rand) error {
	for i := range c.nodes {
		if err := c.cut(i, false); err != nil {
			return err
		}
	}
	sleep(ctx, time.Duration(1000+chance.IntN(1000))*time.Millisecond)
	time.AfterFunc(3*time.Second, func() {
		for i := range c.nodes {
			if err := c.join(ctx, i, false); err != nil {
				c.t.Error(err)
			}
		}
	})
	return nil
}

// serversStayAway kills all servers but one, and they do not come back.
func (c *cluster) serversStayAway(ctx context.Context, chance *rand.Rand) error {
	for _, n := range c.nodes[1:] {
		if err := n.Kill(); err != nil {
			return err
		}
		sleep(ctx, 300*time.Millisecond)
	}
	return nil
}

// wrongServerStaysAway sets a clock ahead, and when that server has worked for a while it is killed and does not come
// back.
func (c *cluster) wrongServerStaysAway(ctx context.Context, chance *rand.Rand) error {
	if err := c.setClock(time.Duration(1+chance.IntN(5)) * time.Hour); err != nil {
		return err
	}
	sleep(ctx, 2*time.Second)
	return c.nodes[2].Kill()
}

// The sabotage twin of TestCluster: a database that says "kept" before it has written (synchronous_commit=off, which is
// what --synchronous=OFF asks for) and is then killed under load must lose something, and be found out.
func TestClusterFindsSabotage(t *testing.T) {
	seed := fromEnv(t, "FRONTDESK_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("FRONTDESK_SEED=%d", seed)
	chance := rand.New(rand.NewPCG(uint64(seed), 8))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	c := openCluster(t, ctx, plan{flags: []string{"--synchronous", "OFF"}})
	among, leave := context.WithCancel(ctx)
	crowd := newCrowd(among, c.stage, seed, liveCustomers, c.urls()...)
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
