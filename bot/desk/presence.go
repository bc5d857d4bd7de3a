package desk

import "sync"

// Presence knows which agents are here: those with at least one live connection, and nobody else.
type Presence struct {
	mu      sync.Mutex
	here    map[string]int // staff id → live connections
	changed func()
}

// NewPresence returns an empty presence; changed is called whenever somebody comes or goes.
func NewPresence(changed func()) *Presence {
	return &Presence{here: make(map[string]int), changed: changed}
}

// Join counts a live connection of the agent until leave is called, once.
func (p *Presence) Join(agent string) (leave func()) {
	p.add(agent, 1)
	var once sync.Once
	return func() { once.Do(func() { p.add(agent, -1) }) }
}

func (p *Presence) add(agent string, n int) {
	p.mu.Lock()
	before := len(p.here)
	if p.here[agent] += n; p.here[agent] == 0 {
		delete(p.here, agent)
	}
	after := len(p.here)
	p.mu.Unlock()
	if before != after {
		p.changed()
	}
}

// Here reports whether the agent is here.
func (p *Presence) Here(agent string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.here[agent] > 0
}

// Online counts the agents who are here.
func (p *Presence) Online() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.here)
}
