package desk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

// cluster is several nodes of one desk.
type cluster struct {
	*stage
	rolls  *rolls
	floors []*desk.Floor
}

// newCluster opens as many nodes, each of which has looked once.
func newCluster(t testing.TB, nodes int, people ...string) *cluster {
	t.Helper()
	s := newStage(t, bot.DefaultSettings(), people...)
	h := &cluster{stage: s, rolls: newRolls(s.watch.Now)}
	for range nodes {
		h.start()
	}
	return h
}

// start adds a node.
func (h *cluster) start() *desk.Floor {
	h.t.Helper()
	f := desk.NewFloor(h.book, h.store, h.watch.Now, func() {})
	node := fmt.Sprintf("node-%d", len(h.floors))
	h.must(f.Unite(context.Background(), roll{h.rolls, node}))
	h.floors = append(h.floors, f)
	return f
}

// look has every node look, twice: what the last has said, the first has not heard before.
func (h *cluster) look() {
	for range 2 {
		for _, f := range h.floors {
			_ = f.Look(context.Background())
		}
	}
}

// lives lets time pass while the nodes look and the connections are pinged.
func (h *cluster) lives(d time.Duration, stays ...*desk.Stay) {
	for end := h.watch.Now().Add(d); h.watch.Now().Before(end); {
		h.watch.set(h.watch.Now().Add(min(time.Second, end.Sub(h.watch.Now()))))
		for _, s := range stays {
			s.Touch(false)
		}
		h.look()
	}
}

// all fails the test unless every node that looks gives the agent the status.
func (h *cluster) all(agent string, want desk.Status) {
	h.t.Helper()
	for i, f := range h.floors {
		if got := f.Status(agent); got != want {
			h.t.Errorf("%s: on node %d, %s is %s, want %s", h.watch.Now().Format(time.TimeOnly), i, agent, got, want)
		}
	}
}

func TestAnyNodeKnowsWhoIsHere(t *testing.T) {
	h := newCluster(t, 2, "ana")
	stay := h.floors[0].Join("ana")
	h.look()
	h.all("ana", desk.Online)
	for i, f := range h.floors {
		if f.Online() != 1 || !f.Prospect("").Staffed {
			t.Errorf("node %d counts %d agents, staffed: %v", i, f.Online(), f.Prospect("").Staffed)
		}
	}
	h.lives(4*time.Minute, stay)
	h.all("ana", desk.Online)
	h.lives(time.Minute, stay)
	h.all("ana", desk.Away) // no sign of life for five minutes, wherever one looks
	stay.Touch(true)
	h.look()
	h.all("ana", desk.Online)
	stay.Leave()
	if h.floors[0].Status("ana") != desk.Offline {
		t.Error("the node itself takes its own old word for another's")
	}
	h.look()
	h.all("ana", desk.Offline)
	h.lives(58 * time.Second)
	for i, f := range h.floors {
		if f.Lost("ana") {
			t.Errorf("node %d: lost within the grace period", i)
		}
	}
	h.lives(2 * time.Second)
	for i, f := range h.floors {
		if !f.Lost("ana") {
			t.Errorf("node %d: not lost after the grace period", i)
		}
	}
}

// Whoever left just now and is still in the word of their own node is not taken to be elsewhere, nor to be gone for long.
func TestLeavingBetweenTwoLooks(t *testing.T) {
	h := newCluster(t, 1, "ana")
	h.lives(10 * time.Minute) // so that the start gives no grace any more
	stay := h.floors[0].Join("ana")
	h.look()
	h.rolls.err = errors.New("the store is away")
	stay.Leave()
	h.look()
	h.all("ana", desk.Offline)
	h.rolls.err = nil
	met, err := roll{h.rolls, "node-0"}.Met(context.Background())
	if err != nil || len(met.Here) != 1 {
		t.Fatalf("the word of the node is not the old one: %v, %v", met, err)
	}
	if h.floors[0].Lost("ana") {
		t.Error("lost at once")
	}
}

func TestMovingToAnotherNode(t *testing.T) {
	h := newCluster(t, 2, "ana")
	one := h.floors[0].Join("ana")
	h.lives(10*time.Minute, one)
	one.Leave()
	h.look()
	two := h.floors[1].Join("ana")
	h.lives(10*time.Minute, two)
	for i, f := range h.floors {
		if f.Lost("ana") || f.Status("ana") == desk.Offline {
			t.Errorf("node %d takes ana to be %s, lost: %v", i, f.Status("ana"), f.Lost("ana"))
		}
	}
}

// What somebody said last about themselves holds, on whichever node they said it, and survives a restart of all.
func TestBreaksAreOfTheAgent(t *testing.T) {
	h := newCluster(t, 2, "ana")
	h.floors[0].Join("ana")
	two := h.floors[1].Join("ana")
	h.look()
	h.floors[0].SetAway("ana", true)
	h.look()
	h.all("ana", desk.Away)
	two.Touch(true)
	h.look()
	h.all("ana", desk.Away)
	h.floors[1].SetAway("ana", false)
	h.look()
	h.all("ana", desk.Online)
	h.floors[1].SetAway("ana", true)
	h.look()

	h.floors = nil // every process ends
	h.watch.set(h.watch.Now().Add(5 * time.Minute))
	h.start().Join("ana")
	h.start()
	h.look()
	h.all("ana", desk.Away)
}

// A node that was killed takes its agents along: first when its word has run out, then after the grace period.
func TestKilledNode(t *testing.T) {
	h := newCluster(t, 2, "ana")
	h.lives(10 * time.Minute)
	h.floors[0].Join("ana")
	h.look()
	dead := h.floors[0]
	h.floors = h.floors[1:]
	h.lives(44 * time.Second)
	h.all("ana", desk.Online)
	h.lives(2 * time.Second)
	h.all("ana", desk.Offline)
	h.lives(57 * time.Second)
	if h.floors[0].Lost("ana") {
		t.Error("lost within the grace period")
	}
	h.lives(3 * time.Second)
	if !h.floors[0].Lost("ana") {
		t.Error("never lost")
	}
	_ = dead
}

// While the store is away, nodes cannot repeat their word. When it is back, nobody is taken to be lost for that.
func TestStoreAwayForLong(t *testing.T) {
	h := newCluster(t, 2, "ana")
	stay := h.floors[0].Join("ana")
	h.lives(10*time.Minute, stay)
	h.rolls.err = errors.New("the store is away")
	h.lives(30*time.Minute, stay)
	h.rolls.err = nil
	other := h.floors[1]
	_ = other.Look(context.Background()) // before the node has said anything
	if other.Lost("ana") {
		t.Error("lost, although she was connected all the time")
	}
	h.lives(10*time.Minute, stay)
	if other.Lost("ana") || other.Status("ana") == desk.Offline {
		t.Error("gone, although she is connected")
	}
}

// The keeper of one node leaves conversations to an agent who is connected to another. The twin does not know of other
// nodes, and takes them away.
func TestKeeperOnAnotherNode(t *testing.T) {
	for _, united := range []bool{true, false} {
		s := newStage(t, bot.DefaultSettings(), "ana")
		shared := newRolls(s.watch.Now)
		other := s.open()
		t.Cleanup(func() { other.db.Close() })
		if united {
			s.must(s.floor.Unite(t.Context(), roll{shared, "a"}))
			s.must(other.floor.Unite(t.Context(), roll{shared, "b"}))
		}
		s.joins("ana")
		s.asks(c1)
		s.claims("ana", c1)
		for end := s.watch.Now().Add(5 * time.Minute); s.watch.Now().Before(end); {
			s.watch.set(s.watch.Now().Add(time.Second))
			for _, stay := range s.stays["ana"] {
				stay.Touch(true)
			}
			s.must(s.floor.Look(t.Context()))
			s.must(other.floor.Look(t.Context()))
			other.keeper.Look(t.Context())
		}
		switch owner := s.now(c1).Owner.Agent; {
		case united && owner != "ana":
			t.Error("the conversation was taken from an agent who is connected to another node")
		case !united && owner == "ana":
			t.Error("the twin keeps it as well; so the test proves nothing")
		}
	}
}

// Whatever comes, goes and is said on three nodes: when all have looked, all know the same, and it is so.
func TestNodesAgree(t *testing.T) {
	h := newCluster(t, 0, "ana", "ben")
	rapid.Check(t, func(r *rapid.T) {
		h.rolls, h.floors = newRolls(h.watch.Now), nil
		h.start()
		h.start()
		h.start()
		type stay struct {
			*desk.Stay
			agent string
		}
		var stays []stay
		away := make(map[string]bool)
		here := func(agent string) (n int) {
			for _, s := range stays {
				if s.agent == agent {
					n++
				}
			}
			return n
		}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			f := h.floors[rapid.IntRange(0, 2).Draw(r, "node")]
			agent := rapid.SampledFrom([]string{"ana", "ben"}).Draw(r, "agent")
			switch rapid.IntRange(0, 4).Draw(r, "step") {
			case 0, 1:
				stays = append(stays, stay{f.Join(agent), agent})
			case 2:
				if len(stays) > 0 {
					i := rapid.IntRange(0, len(stays)-1).Draw(r, "stay")
					stays[i].Leave()
					stays = append(stays[:i:i], stays[i+1:]...)
				}
			case 3:
				_ = f.Look(context.Background())
			case 4:
				h.look() // a word counts where the agent is connected, and after what was said before
				word := rapid.Bool().Draw(r, "away")
				before := here(agent)
				f.SetAway(agent, word)
				_ = f.Look(context.Background())
				if before > 0 {
					away[agent] = h.rolls.away[agent]
				}
			}
			h.watch.set(h.watch.Now().Add(time.Second))
		}
		h.look()
		for _, agent := range []string{"ana", "ben"} {
			want := desk.Online
			switch {
			case here(agent) == 0:
				want = desk.Offline
			case away[agent]:
				want = desk.Away
			}
			for i, f := range h.floors {
				if got := f.Status(agent); got != want {
					r.Fatalf("node %d: %s is %s, want %s", i, agent, got, want)
				}
			}
		}
	})
}

// interrupted is a roll during whose answer something happens.
type interrupted struct {
	roll
	during func()
}

// Met implements desk.Nodes.
func (r interrupted) Met(ctx context.Context) (desk.Met, error) {
	met, err := r.roll.Met(ctx)
	r.during()
	return met, err
}

// What an agent says while the other nodes are asked is newer than their answer.
func TestWordDuringTheAnswer(t *testing.T) {
	h := newCluster(t, 0, "ana")
	f := desk.NewFloor(h.book, h.store, h.watch.Now, func() {})
	away := true
	h.must(f.Unite(t.Context(), interrupted{roll{h.rolls, "node"}, func() { f.SetAway("ana", away) }}))
	f.Join("ana")
	for range 3 {
		h.must(f.Look(t.Context()))
		if want := map[bool]desk.Status{true: desk.Away, false: desk.Online}[away]; f.Status("ana") != want {
			t.Errorf("ana is %s, and has just said %s", f.Status("ana"), want)
		}
		away = !away
	}
}
