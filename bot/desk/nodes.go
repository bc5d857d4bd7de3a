package desk

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"
)

// Nodes is where the servers of one desk tell each other who is connected to them; it is the store, which knows the
// name of this one. What they say is in spans and not in times, for their clocks differ.
type Nodes interface {
	// Meet replaces what this node says of who is connected to it. It holds until the lease has passed.
	Meet(ctx context.Context, here []Present, lease time.Duration) error
	// Met is who is connected to any node, this one included.
	Met(ctx context.Context) (Met, error)
	// SetAway keeps what an agent said last of themselves.
	SetAway(ctx context.Context, agent string, away bool) error
}

// Present is an agent who is connected.
type Present struct {
	Agent       string        // staff id
	Connections int           // to the node that says so, or to all together
	Idle        time.Duration // since the last sign of life
}

// Met is who is connected to the nodes.
type Met struct {
	Here []Present                // each once
	Gone map[string]time.Duration // for how long those are gone who were connected before
	Away map[string]bool          // who said that they are away
}

const (
	// meetLease is how long a node's word holds: one that was killed takes its agents along after that.
	meetLease = 45 * time.Second
	// meetEvery is how often a node repeats its word when nothing has changed.
	meetEvery = 15 * time.Second
	// parting is how long the last word may take.
	parting = 2 * time.Second
)

// word is what a node says of who is connected to it.
type word struct {
	at     time.Time // zero if nothing was said yet
	here   map[string]int
	status map[string]Status
}

// Unite asks the other nodes for the first time, and has Run do so from then on. Who was called before knows this
// process only.
func (f *Floor) Unite(ctx context.Context, nodes Nodes) error {
	f.nodes, f.asked = nodes, f.clock()
	return f.look(ctx)
}

// Nudge asks Run to look at once: another node has said something.
func (f *Floor) Nudge() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Run keeps what this node knows up to date until ctx ends: who is here and elsewhere, the rules of the house, what
// customers wait. Every node does it, whichever of them has the keeper. At the end it tells the others that nobody is
// connected here any more.
func (f *Floor) Run(ctx context.Context, log *slog.Logger) error {
	tick := time.NewTicker(round)
	defer tick.Stop()
	told := make(map[string]string) // the error that was logged last, of each
	try := func(name string, do func(context.Context) error) {
		err := do(ctx)
		switch {
		case err == nil:
			delete(told, name)
		case ctx.Err() == nil && told[name] != err.Error():
			told[name] = err.Error()
			log.Error("not known, will be tried again", "what", name, "error", err)
		}
	}
	for {
		f.Sweep()
		try("who is here", f.look)
		select {
		case <-ctx.Done():
			return f.part(ctx)
		case <-time.After(breath):
		}
		select {
		case <-ctx.Done():
			return f.part(ctx)
		case <-f.wake:
		case <-tick.C:
			try("settings", f.book.Follow)
			try("waits", f.learn)
		}
	}
}

// part tells the other nodes that nobody is connected here any more. If that fails, the lease ends it.
func (f *Floor) part(ctx context.Context) error {
	if f.nodes == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), parting)
	defer cancel()
	_ = f.nodes.Meet(ctx, nil, meetLease)
	f.changed()
	return nil
}

// look tells the other nodes what has changed here, and asks what has changed there. Only one look is under way at a
// time.
func (f *Floor) look(ctx context.Context) error {
	if f.nodes == nil {
		return nil
	}
	if err := f.speak(ctx); err != nil {
		return err
	}
	said, err := f.meet(ctx)
	if err != nil {
		return err
	}
	met, err := f.nodes.Met(ctx)
	if err != nil {
		return fmt.Errorf("ask who is here: %w", err)
	}
	f.update(func() { f.hear(met) })
	if said {
		f.changed() // the others look when they hear it
	}
	return nil
}

// speak passes on who said that they are away, or back.
func (f *Floor) speak(ctx context.Context) error {
	f.mu.Lock()
	words := maps.Clone(f.words)
	f.mu.Unlock()
	for agent, away := range words {
		if err := f.nodes.SetAway(ctx, agent, away); err != nil {
			return fmt.Errorf("tell who is away: %w", err)
		}
		f.mu.Lock()
		if f.words[agent] == away {
			delete(f.words, agent)
		}
		f.mu.Unlock()
	}
	return nil
}

// meet tells the other nodes who is connected here, if that has changed or was said some time ago. said reports that it
// has changed.
func (f *Floor) meet(ctx context.Context) (said bool, err error) {
	now := f.clock()
	w := word{at: now, here: make(map[string]int), status: make(map[string]Status)}
	var here []Present
	f.mu.Lock()
	for agent, p := range f.here {
		here = append(here, Present{Agent: agent, Connections: len(p.stays), Idle: max(0, now.Sub(p.active))})
		w.here[agent], w.status[agent] = len(p.stays), f.status(agent)
	}
	f.mu.Unlock()
	said = !maps.Equal(w.here, f.told.here) || !maps.Equal(w.status, f.told.status)
	if since := now.Sub(f.told.at); !said && !f.told.at.IsZero() && since >= 0 && since < meetEvery {
		return false, nil
	}
	slices.SortFunc(here, func(a, b Present) int { return strings.Compare(a.Agent, b.Agent) })
	if err := f.nodes.Meet(ctx, here, meetLease); err != nil {
		f.told.at = time.Time{} // nobody knows whether it was kept
		return false, fmt.Errorf("tell who is here: %w", err)
	}
	f.told = w
	return said, nil
}

// hear takes over what the nodes say. The caller holds the lock.
func (f *Floor) hear(met Met) {
	now := f.clock()
	if now.Sub(f.asked) > meetLease-meetEvery {
		// This node was cut off, and so may others have been: the word of those who live may have run out meanwhile.
		// Everybody gets the whole grace period to come back.
		f.began = now
		for agent := range f.gone {
			f.gone[agent] = now
		}
	}
	f.asked = now
	clear(f.others)
	for _, p := range met.Here {
		if p.Connections > f.told.here[p.Agent] { // beside those to this node
			f.others[p.Agent] = now.Add(-p.Idle)
			delete(f.gone, p.Agent)
		}
	}
	for agent, span := range met.Gone {
		since := now.Add(-span)
		if since.Before(f.began) && !f.began.After(now) {
			since = f.began
		}
		if f.here[agent] == nil && since.After(f.gone[agent]) {
			f.gone[agent] = since
		}
	}
	clear(f.breaks)
	maps.Copy(f.breaks, met.Away)
	for agent, away := range f.words { // said here since
		if f.breaks[agent] = away; !away {
			delete(f.breaks, agent)
		}
	}
}
