package app

import (
	"context"
	"sync"
	"time"

	"frontdesk/bot/desk"
	"frontdesk/bot/store"
)

// roll is the store as the floor needs it: it knows the name of this node, and tells times by the store's clock from
// times by that of this node.
type roll struct {
	store *store.Store
	node  string

	mu    sync.Mutex
	known bool
	ahead time.Duration // of the store's clock before this node's
}

// Meet implements desk.Nodes.
func (r *roll) Meet(ctx context.Context, here []desk.Present, lease time.Duration) error {
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	said := make([]store.Present, len(here))
	for i, p := range here {
		said[i] = store.Present{Agent: p.Agent, Connections: p.Connections, Active: now.Add(-p.Idle)}
	}
	return r.store.Meet(ctx, r.node, said, lease)
}

// Met implements desk.Nodes.
func (r *roll) Met(ctx context.Context) (desk.Met, error) {
	met, err := r.store.Met(ctx)
	if err != nil {
		return desk.Met{}, err
	}
	r.mu.Lock()
	r.known, r.ahead = true, time.Until(met.Now)
	r.mu.Unlock()
	out := desk.Met{Gone: make(map[string]time.Duration, len(met.Gone)), Away: make(map[string]bool, len(met.Away))}
	for _, p := range met.Here {
		out.Here = append(out.Here, desk.Present{Agent: p.Agent, Connections: p.Connections, Idle: max(0, met.Now.Sub(p.Active))})
	}
	for agent, since := range met.Gone {
		out.Gone[agent] = max(0, met.Now.Sub(since))
	}
	for agent := range met.Away {
		out.Away[agent] = true
	}
	return out, nil
}

// SetAway implements desk.Nodes.
func (r *roll) SetAway(ctx context.Context, agent string, away bool) error {
	return r.store.SetAway(ctx, agent, away)
}

// now is the time by the store's clock, which is asked for if it is not known yet.
func (r *roll) now(ctx context.Context) (time.Time, error) {
	r.mu.Lock()
	known, ahead := r.known, r.ahead
	r.mu.Unlock()
	if !known {
		if _, err := r.Met(ctx); err != nil {
			return time.Time{}, err
		}
		return r.now(ctx)
	}
	return time.Now().Add(ahead), nil
}
