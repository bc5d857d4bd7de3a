package lease

import "sync"

// terms are how long leases hold in a database that one process has to itself, as on SQLite: there, renewing one is not
// written, so that a desk in which nothing happens leaves its disk alone. The row stays the truth: what is remembered
// counts only while the row is as it was written last. A process that was killed takes its leases back by their rows, as
// everywhere, and fences look at the token in the row. A nil *terms remembers nothing.
type terms struct {
	mu sync.Mutex
	of map[string]term
}

// term is how long one lease holds; times are milliseconds by the store's clock.
type term struct {
	token   int64
	written int64 // the end in the row
	end     int64
}

func newTerms() any { return &terms{of: make(map[string]term)} }

// wrote notes that the row of a lease was written with this token and end.
func (t *terms) wrote(name string, token, end int64) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of[name] = term{token, end, end}
}

// end tells when a lease ends whose row has this token and end.
func (t *terms) end(name string, token, written int64) int64 {
	if t == nil {
		return written
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.of[name]; known.token == token && known.written == written {
		return known.end
	}
	return written
}

// prolong puts off the end of a lease whose row has this token and end, and reports whether that need not be written.
func (t *terms) prolong(name string, token, written, end int64) bool {
	if t == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.of[name]
	if known.token != token || known.written != written {
		return false
	}
	known.end = end
	t.of[name] = known
	return true
}
