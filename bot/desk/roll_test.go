package desk_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/bot/desk"
)

// rolls is what nodes have said, by the clock of a test. The store keeps the same; that both agree is tested where the
// whole server runs on it.
type rolls struct {
	clock func() time.Time
	nodes map[string]said
	last  map[string]time.Time // when somebody's last word of being here ended
	away  map[string]bool
	err   error // the store is away
}

type said struct {
	here  map[string]desk.Present
	at    time.Time
	until time.Time
}

func newRolls(clock func() time.Time) *rolls {
	return &rolls{clock: clock, nodes: make(map[string]said), last: make(map[string]time.Time), away: make(map[string]bool)}
}

// roll is what one node sees of it.
type roll struct {
	*rolls
	node string
}

// Meet implements desk.Nodes.
func (r roll) Meet(_ context.Context, here []desk.Present, lease time.Duration) error {
	if r.err != nil {
		return r.err
	}
	r.bury()
	now := r.clock()
	for agent := range r.nodes[r.node].here {
		r.last[agent] = now
	}
	s := said{here: make(map[string]desk.Present), at: now, until: now.Add(lease)}
	for _, p := range here {
		s.here[p.Agent] = p
	}
	r.nodes[r.node] = s
	return nil
}

// bury ends the word of nodes that were silent for too long.
func (r roll) bury() {
	for node, s := range r.nodes {
		if s.until.After(r.clock()) {
			continue
		}
		for agent := range s.here {
			if s.until.After(r.last[agent]) {
				r.last[agent] = s.until
			}
		}
		delete(r.nodes, node)
	}
}

// Met implements desk.Nodes.
func (r roll) Met(context.Context) (desk.Met, error) {
	if r.err != nil {
		return desk.Met{}, r.err
	}
	r.bury()
	now := r.clock()
	all := make(map[string]desk.Present)
	for _, s := range r.nodes {
		for agent, p := range s.here {
			p.Idle += now.Sub(s.at)
			if other, ok := all[agent]; ok {
				p.Connections, p.Idle = p.Connections+other.Connections, min(p.Idle, other.Idle)
			}
			all[agent] = p
		}
	}
	met := desk.Met{Here: slices.Collect(maps.Values(all)), Gone: make(map[string]time.Duration), Away: maps.Clone(r.away)}
	for agent, at := range r.last {
		if _, here := all[agent]; !here {
			met.Gone[agent] = now.Sub(at)
		}
	}
	return met, nil
}

// SetAway implements desk.Nodes.
func (r roll) SetAway(_ context.Context, agent string, away bool) error {
	if r.err != nil {
		return r.err
	}
	if r.away[agent] = away; !away {
		delete(r.away, agent)
	}
	return nil
}
