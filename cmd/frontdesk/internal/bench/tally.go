package bench

import (
	"errors"
	"maps"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// tally counts what happens. It is used by everybody at once.
type tally struct {
	connected atomic.Int64 // customers who are connected and greeted, now
	greeted   atomic.Int64 // customers who have been at least once
	greets    atomic.Int64 // connections that were greeted
	staffed   atomic.Int64 // agents who have been there at least once
	dials     atomic.Int64 // connections opened
	cuts      atomic.Int64 // connections that were broken on purpose
	broken    atomic.Int64 // connections that ended without a word of the desk
	sent      atomic.Int64 // messages, each counted once
	resent    atomic.Int64
	acked     atomic.Int64
	answers   atomic.Int64 // of the bot, each counted once, whether it was waited for or not
	persons   atomic.Int64 // times an agent has answered who was asked for
	replies   atomic.Int64 // of agents, acknowledged
	healed    atomic.Int64 // announcements that were lost and noticed by the heartbeat
	ended     atomic.Int64 // customers who were told not to come back
	late      atomic.Int64 // questions to the bot that were not answered in time

	connect, ack, answer, person Histogram

	mu     sync.Mutex
	closes map[string]int64 // by close code
	no     map[string]int64 // refusals by their code
	errors map[string]int64 // what must not happen
	faults Faults
}

func newTally() *tally {
	return &tally{closes: make(map[string]int64), no: make(map[string]int64), errors: make(map[string]int64)}
}

func (t *tally) closed(code int) { t.count(t.closes, strconv.Itoa(code)) }
func (t *tally) refused(code string) {
	t.count(t.no, code)
}
func (t *tally) failed(what string) { t.count(t.errors, what) }

func (t *tally) count(m map[string]int64, key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	m[key]++
}

// broke counts a connection that ended by itself.
func (t *tally) broke(err error) {
	if c, ok := errors.AsType[*closed](err); ok {
		t.closed(c.code)
		return
	}
	t.broken.Add(1)
}

// fault counts broken promises. f is used under the lock.
func (t *tally) fault(find func(f *Faults)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	find(&t.faults)
}

// copies of the counts by name, for a report.
func (t *tally) named() (closes, no, errs map[string]int64, faults Faults) {
	t.mu.Lock()
	defer t.mu.Unlock()
	faults = t.faults
	faults.Examples = append([]string(nil), t.faults.Examples...)
	return maps.Clone(t.closes), maps.Clone(t.no), maps.Clone(t.errors), faults
}

// total adds up the counts by name.
func total(m map[string]int64) (n int64) {
	for _, v := range m {
		n += v
	}
	return n
}

// backoff is how long to wait before coming back: longer each time, and never in step with others.
type backoff struct{ tries int }

// Bounds of a wait.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 10 * time.Second
)

// next returns the wait, at least as long as the server has asked for; chance is from 0 to 1.
func (b *backoff) next(asked time.Duration, chance float64) time.Duration {
	wait := min(lastWait, firstWait<<min(b.tries, 10))
	b.tries++
	return asked + time.Duration(float64(wait)*chance)
}
