package desk

import (
	"maps"
	"sync"
	"time"
)

// Status says whether an agent is there for customers.
type Status string

// The states of an agent.
const (
	Online  Status = "online"
	Away    Status = "away"    // connected, but they said so or gave no sign of life for a while
	Offline Status = "offline" // no live connection
)

// Floor knows who is here: agents with a live connection whose lease holds. Nobody is here by a flag alone.
//
// By itself it knows the connections to this process. With [Floor.Unite] it also tells the other nodes of them, and
// knows who is connected there.
type Floor struct {
	book    *Book
	waits   Waits
	clock   func() time.Time
	changed func() // called after somebody came, went, or changed their status

	mu     sync.Mutex
	here   map[string]*presence // by staff id
	others map[string]time.Time // the last sign of life of those who are connected to other nodes
	shown  map[string]Status    // what was announced last, of those who are connected
	gone   map[string]time.Time // since when those who were here are not
	breaks map[string]bool      // who said that they are away, and has not said otherwise
	began  time.Time            // who was here before had no chance to come back yet: the process began, or was cut off
	median map[string]expected  // by team

	nodes Nodes           // nil: there are no others
	wake  chan struct{}   // asks Run to look at once
	words map[string]bool // who said that they are away or back, which the other nodes have not been told yet
	told  word            // what this node said last; used by one look at a time
	asked time.Time       // when the other nodes were heard last; used by one look at a time
}

// presence is an agent's live connections to this process.
type presence struct {
	stays  map[*Stay]struct{}
	active time.Time // the last sign of life
}

// NewFloor returns an empty floor; changed is called, without a lock held, whenever somebody comes, goes, or
// changes their status.
func NewFloor(book *Book, waits Waits, clock func() time.Time, changed func()) *Floor {
	return &Floor{
		book: book, waits: waits, clock: clock, changed: changed,
		here: make(map[string]*presence), others: make(map[string]time.Time), shown: make(map[string]Status),
		gone: make(map[string]time.Time), breaks: make(map[string]bool), began: clock(), median: make(map[string]expected),
		wake: make(chan struct{}, 1), words: make(map[string]bool),
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
	if len(p.stays) > 0 {
		return
	}
	delete(f.here, s.agent)
	if _, elsewhere := f.others[s.agent]; !elsewhere {
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
			f.words[agent] = away
			if f.breaks[agent] = away; !away {
				delete(f.breaks, agent)
			}
		}
	})
}

// update changes who is here and tells if it made a difference to anybody's status.
func (f *Floor) update(change func()) {
	f.mu.Lock()
	change()
	different := f.show()
	f.mu.Unlock()
	if different {
		f.Nudge()
		f.changed()
	}
}

// show notes everybody's status and reports whether one is another than before. The caller holds the lock.
func (f *Floor) show() (different bool) {
	now := make(map[string]Status, len(f.shown))
	for agent := range f.here {
		now[agent] = f.status(agent)
	}
	for agent := range f.others {
		now[agent] = f.status(agent)
	}
	different = !maps.Equal(now, f.shown)
	f.shown = now
	return different
}

// status is an agent's status. The caller holds the lock.
func (f *Floor) status(agent string) Status {
	active, connected := f.others[agent]
	if p := f.here[agent]; p != nil {
		connected = true
		if p.active.After(active) {
			active = p.active
		}
	}
	switch {
	case !connected:
		return Offline
	case f.breaks[agent], f.clock().Sub(active) >= time.Duration(f.book.Plan().Away)*time.Second:
		return Away
	}
	return Online
}

// Status returns an agent's status.
func (f *Floor) Status(agent string) Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status(agent)
}

// Here reports whether the agent is online.
func (f *Floor) Here(agent string) bool { return f.Status(agent) == Online }

// Online counts the agents who are online.
func (f *Floor) Online() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for agent := range f.shown {
		if f.status(agent) == Online {
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
	if _, elsewhere := f.others[agent]; elsewhere || f.here[agent] != nil {
		return false
	}
	since, known := f.gone[agent]
	if !known {
		since = f.began
	}
	return f.clock().Sub(since) >= time.Duration(f.book.Plan().Grace)*time.Second
}
