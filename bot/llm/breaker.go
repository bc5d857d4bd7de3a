package llm

import (
	"sync"
	"time"
)

// When a server is taken to be dead, and for how long.
const (
	failuresToOpen = 5
	firstRest      = 15 * time.Second
	longestRest    = 5 * time.Minute
)

// breaker counts failures in a row. After a few it opens: nobody passes. When its rest is over, one probe is
// let through; if that fails the rest doubles, if it succeeds everybody passes again.
type breaker struct {
	now func() time.Time

	mu       sync.Mutex
	failures int
	rest     time.Duration // 0 while closed
	since    time.Time     // when it opened
	until    time.Time     // when a probe may be made
	probing  bool
	why      string // the last failure, in our words
}

// admission is what a caller may do.
type admission int

const (
	pass   admission = iota // send
	refuse                  // do without
	probe                   // do without, and see to it that one probe is made and its outcome told
)

// admit decides about a caller. At most one is told to probe until the probe's outcome is known.
func (b *breaker) admit() (admission, string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.rest == 0:
		return pass, ""
	case b.probing || b.now().Before(b.until):
		return refuse, b.why
	default:
		b.probing = true
		return probe, b.why
	}
}

// passed notes a success, and reports whether it closed the breaker.
func (b *breaker) passed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	closed := b.rest > 0
	b.failures, b.rest, b.why = 0, 0, ""
	return closed
}

// failed notes a failure, for which the server may have asked for a time without requests, and reports
// whether it opened the breaker. Requests that were under way when it opened change nothing.
func (b *breaker) failed(why string, after time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rest > 0 {
		return false
	}
	b.failures++
	b.why = why
	if b.failures < failuresToOpen && after <= longestPause {
		return false
	}
	b.since = b.now()
	b.open(firstRest, after)
	return true
}

// probed notes the outcome of a probe that did not succeed; an empty reason means that it had none.
func (b *breaker) probed(why string, after time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	if b.rest == 0 || why == "" {
		return
	}
	b.why = why
	b.open(2*b.rest, after)
}

func (b *breaker) open(rest, after time.Duration) {
	b.rest = min(rest, longestRest)
	// A server may ask for a day. It gets a probe before: that costs neither side anything.
	b.until = b.now().Add(max(b.rest, min(after, longestRest)))
}

// state returns since when the breaker is open and why; the time is zero while it is closed.
func (b *breaker) state() (since time.Time, why string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rest == 0 {
		return time.Time{}, ""
	}
	return b.since, b.why
}
