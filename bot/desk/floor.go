package desk

import (
	"context"
	"sync"
	"time"

	"frontdesk/bot"
)

// Status says whether an agent is there for customers.
type Status string

// The states of an agent.
const (
	Online  Status = "online"
	Away    Status = "away"    // connected, but they said so or gave no sign of life for a while
	Offline Status = "offline" // no live connection
)

// Waits are what the floor knows of earlier waits.
type Waits interface {
	// Waited returns how long the last customers of a team waited, newest first, up to limit.
	Waited(ctx context.Context, team string, limit int) ([]time.Duration, error)
	// Loads counts the conversations that need each agent at the moment.
	Loads(ctx context.Context, active time.Time) (map[string]int, error)
}

// Floor knows who is here: agents with a live connection whose lease holds. Nobody is here by a flag alone.
type Floor struct {
	book    *Book
	waits   Waits
	clock   func() time.Time
	changed func() // called after somebody came, went, or changed their status

	mu     sync.Mutex
	here   map[string]*presence // by staff id
	gone   map[string]time.Time // since when those who were here are not
	breaks map[string]bool      // who said that they are away, and has not said otherwise
	began  time.Time            // who was here before the process began had no chance to come back yet
	median map[string]expected  // by team
}

// presence is an agent's live connections.
type presence struct {
	stays  map[*Stay]struct{}
	active time.Time // the last sign of life
	shown  Status    // what was announced last
}

// expected is what the last customers of a team waited.
type expected struct {
	wait    time.Duration
	samples int
}

// NewFloor returns an empty floor; changed is called, without a lock held, whenever somebody comes, goes, or
// changes their status.
func NewFloor(book *Book, waits Waits, clock func() time.Time, changed func()) *Floor {
	return &Floor{
		book: book, waits: waits, clock: clock, changed: changed,
		here: make(map[string]*presence), gone: make(map[string]time.Time), breaks: make(map[string]bool), began: clock(), median: make(map[string]expected),
	}
}

// lease is how long a connection counts without a sign; clients ping every 25 s.
const lease = time.Minute

// Stay is one live connection of an agent.
type Stay struct {
	floor *Floor
	agent string
	until time.Time // of the lease
	left  bool
}

// Join counts a live connection of the agent until Leave is called or its lease runs out.
func (f *Floor) Join(agent string) *Stay {
	now := f.clock()
	s := &Stay{floor: f, agent: agent, until: now.Add(lease)}
	f.update(func() {
		p := f.enter(agent, now)
		p.stays[s] = struct{}{}
		p.active = now
	})
	return s
}

// breakLasts is how long after the last connection it still counts that somebody said they are away: a lost
// connection does not end a break, and the next day does.
const breakLasts = time.Hour

// enter returns the presence of an agent, which it makes if there is none. The caller holds the lock.
func (f *Floor) enter(agent string, now time.Time) *presence {
	p := f.here[agent]
	if p == nil {
		p = &presence{stays: make(map[*Stay]struct{}), active: now}
		f.here[agent] = p
		if since, ok := f.gone[agent]; ok && now.Sub(since) > breakLasts {
			delete(f.breaks, agent)
		}
		delete(f.gone, agent)
	}
	return p
}

// Touch renews the lease; active says that the person did something since the last time.
func (s *Stay) Touch(active bool) {
	f, now := s.floor, s.floor.clock()
	f.update(func() {
		if s.left {
			return
		}
		p := f.enter(s.agent, now) // also if the lease ran out meanwhile, and the connection lives after all
		s.until = now.Add(lease)
		p.stays[s] = struct{}{}
		if active {
			p.active = now
		}
	})
}

// Leave ends the connection. It may be called more than once.
func (s *Stay) Leave() {
	s.floor.update(func() {
		s.left = true
		s.floor.drop(s)
	})
}

func (f *Floor) drop(s *Stay) {
	p := f.here[s.agent]
	if p == nil {
		return
	}
	delete(p.stays, s)
	if len(p.stays) == 0 {
		delete(f.here, s.agent)
		f.gone[s.agent] = f.clock()
	}
}

// Sweep ends the leases that ran out and notices who has become away. The keeper calls it every second or so.
func (f *Floor) Sweep() {
	now := f.clock()
	f.update(func() {
		for _, p := range f.here {
			for s := range p.stays {
				if now.After(s.until) {
					f.drop(s)
				}
			}
		}
	})
}

// SetAway notes what the agent says about themselves.
func (f *Floor) SetAway(agent string, away bool) {
	f.update(func() {
		if p := f.here[agent]; p != nil {
			p.active = f.clock()
			if f.breaks[agent] = away; !away {
				delete(f.breaks, agent)
			}
		}
	})
}

// update changes who is here and tells if it made a difference to anybody's status.
func (f *Floor) update(change func()) {
	f.mu.Lock()
	before := len(f.here)
	change()
	different := before != len(f.here)
	for agent, p := range f.here {
		if s := f.status(agent, p); s != p.shown {
			p.shown, different = s, true
		}
	}
	f.mu.Unlock()
	if different {
		f.changed()
	}
}

func (f *Floor) status(agent string, p *presence) Status {
	switch {
	case p == nil:
		return Offline
	case f.breaks[agent], f.clock().Sub(p.active) >= time.Duration(f.book.Plan().Away)*time.Second:
		return Away
	}
	return Online
}

// Status returns an agent's status.
func (f *Floor) Status(agent string) Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status(agent, f.here[agent])
}

// Here reports whether the agent is online.
func (f *Floor) Here(agent string) bool { return f.Status(agent) == Online }

// Online counts the agents who are online.
func (f *Floor) Online() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for agent, p := range f.here {
		if f.status(agent, p) == Online {
			n++
		}
	}
	return n
}

// Lost reports whether an agent has been without any connection for longer than the grace period. After a start
// everybody gets the whole period to come back.
func (f *Floor) Lost(agent string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.here[agent] != nil {
		return false
	}
	since, known := f.gone[agent]
	if !known {
		since = f.began
	}
	return f.clock().Sub(since) >= time.Duration(f.book.Plan().Grace)*time.Second
}

// Prospect tells what a customer may expect of a team at the moment.
func (f *Floor) Prospect(team string) bot.Prospect {
	plan, now := f.book.Plan(), f.clock()
	t := plan.Team(team)
	out := bot.Prospect{Open: plan.Calendar(t.ID).Open(now)}
	if !out.Open {
		if opens, ok := plan.Calendar(t.ID).Opens(now); ok {
			out.Opens = opens
		}
	}
	f.mu.Lock()
	for agent, p := range f.here {
		if _, member := t.Member(agent); member && f.status(agent, p) == Online {
			out.Staffed = true
			break
		}
	}
	e := f.median[t.ID]
	f.mu.Unlock()
	out.Wait, out.Samples = e.wait, e.samples
	return out
}

// samples is how many of the last waits make the expected one.
const samples = 20

// learn reads anew what the last customers of every team waited. A team that cannot be read keeps what is known.
func (f *Floor) learn(ctx context.Context) error {
	for _, t := range f.book.Plan().Teams {
		last, err := f.waits.Waited(ctx, t.ID, samples)
		if err != nil {
			return err
		}
		e := expected{samples: len(last), wait: median(last)}
		f.mu.Lock()
		f.median[t.ID] = e
		f.mu.Unlock()
	}
	return nil
}
