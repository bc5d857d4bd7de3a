package store

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"

	"frontdesk/knowledge/sqldb"
)

// word is what this process has said last of who is connected to it. Where it has the database to itself, as on SQLite,
// a word that says nothing new is not written, so that a desk in which nothing happens leaves its disk alone: it holds
// here, and nobody else asks.
type word struct {
	mu      sync.Mutex
	said    saidWord
	written time.Time // by the store's clock
}

// saidWord is a word as it stands. The node is "" if there is none.
type saidWord struct {
	node  string
	here  map[string]Present
	until time.Time // zero: as it is written
}

// wordsLast is how long a word may go without being written while somebody is connected. After a process was
// killed, what is written tells since when they are gone; it must be much less than breakLasts.
const wordsLast = 15 * time.Minute

// repeat takes over a word that need not be written, and reports whether it did.
func (w *word) repeat(ctx context.Context, s *Store, node string, here []Present, lease time.Duration) (bool, error) {
	if s.db.Engine() != sqldb.SQLite {
		return false, nil
	}
	now, err := s.now(ctx)
	if err != nil {
		return false, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	next := byAgent(here)
	same := w.said.node == node || w.said.node == "" && len(here) == 0
	same = same && maps.EqualFunc(next, w.said.here, func(a, b Present) bool { return a.Connections == b.Connections })
	if !same || len(here) > 0 && now.Sub(w.written) >= wordsLast {
		return false, nil
	}
	var rows, others int
	err = s.db.Read().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM floor_here), (SELECT count(*) FROM floor_node WHERE node <> $1)`, node).Scan(&rows, &others)
	if err != nil {
		return false, fmt.Errorf("look who else is there: %w", err)
	}
	if rows != len(here) || others > 0 {
		return false, nil
	}
	w.said = saidWord{node, next, now.Add(lease)}
	return true, nil
}

// wrote notes a word that was written.
func (w *word) wrote(node string, here []Present, at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said, w.written = saidWord{node: node, here: byAgent(here)}, at
}

// forget is for when nobody knows what is written.
func (w *word) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = saidWord{}
}

// now is the word if it holds beyond what is written.
func (w *word) now(now time.Time) saidWord {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.said.until.After(now) {
		return saidWord{}
	}
	return w.said
}

// holds reports whether the word of a node holds beyond what is written.
func (w *word) holds(node string, now time.Time) bool { return w.now(now).node == node }

// active is the last sign of life of somebody, in milliseconds.
func (s saidWord) active(agent string, written int64) int64 {
	if p, ok := s.here[agent]; ok {
		return millis(p.Active)
	}
	return written
}

func byAgent(here []Present) map[string]Present {
	out := make(map[string]Present, len(here))
	for _, p := range here {
		out[p.Agent] = p
	}
	return out
}
