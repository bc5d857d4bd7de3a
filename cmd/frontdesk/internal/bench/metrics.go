package bench

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Memory is what the desk's processes need, as their /metrics say; all zero if they may not be read.
type Memory struct {
	Before        float64 `json:"before_bytes"`    // resident, before the customers came
	Connected     float64 `json:"connected_bytes"` // when all had come
	Most          float64 `json:"most_bytes"`
	Connections   float64 `json:"connections"` // that came between the two
	PerConnection float64 `json:"per_connection_bytes"`
	CPU           float64 `json:"cpu_seconds"` // used from the first question until nothing was owed any more
	Turns         float64 `json:"turns"`       // that the bot made meanwhile, by the desk's own count
}

// figures are what is read of /metrics, added up over the nodes.
type figures struct{ resident, connections, cpu, turns float64 }

// scrape reads the nodes' metrics; ok is false unless all of them can be read.
func (w *crowd) scrape(ctx context.Context) (f figures, ok bool) {
	for _, node := range w.URLs {
		n, ok := scrapeNode(ctx, node)
		if !ok {
			return figures{}, false
		}
		f.resident += n.resident
		f.connections += n.connections
		f.cpu += n.cpu
		f.turns += n.turns
	}
	return f, true
}

func scrapeNode(ctx context.Context, node string) (f figures, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, node+"/metrics", nil)
	if err != nil {
		return f, false
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return f, false
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return f, false
	}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			continue
		}
		switch name {
		case "process_resident_memory_bytes":
			f.resident, ok = v, true
		case "frontdesk_connections":
			f.connections = v
		case "process_cpu_seconds_total":
			f.cpu = v
		case "frontdesk_turn_seconds_count":
			f.turns = v
		}
	}
	return f, ok && lines.Err() == nil
}

// gauge follows the desk's memory during a run.
type gauge struct {
	mu     sync.Mutex
	memory Memory
	first  figures
	talked figures // when the talking began
	known  bool
}

func (g *gauge) before(f figures, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.first, g.known = f, ok
	g.memory.Before, g.memory.Most = f.resident, f.resident
}

func (g *gauge) connected(f figures, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.talked = f
	if g.known = g.known && ok; !g.known {
		return
	}
	m := &g.memory
	m.Connected, m.Connections, m.Most = f.resident, f.connections-g.first.connections, max(m.Most, f.resident)
	if m.Connections > 0 {
		m.PerConnection = max(0, (m.Connected-m.Before)/m.Connections)
	}
}

func (g *gauge) look(f figures, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known && ok {
		g.memory.Most = max(g.memory.Most, f.resident)
		g.memory.CPU = max(0, f.cpu-g.talked.cpu)
		g.memory.Turns = max(0, f.turns-g.talked.turns)
	}
}

// result is what is known; nil if the metrics could not be read.
func (g *gauge) result() *Memory {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.known {
		return nil
	}
	m := g.memory
	return &m
}
