package live

import (
	"sync"
	"time"
)

// Rate is a bucket of Burst tokens that fills at PerSecond. The zero Rate limits nothing.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Limits bound what clients may do. An office behind one address must not be locked out, so what is
// counted by address is generous and what is counted by visitor is tight.
type Limits struct {
	Frames      Rate // frames of one connection
	Acts        Rate // messages and other acts of one visitor, over all connections
	StaffActs   Rate // the same for one staff member
	People      Rate // requests for a person by one visitor
	NewVisitors Rate // visitors without a token from one address
	PerAddress  int  // connections open at the same time from one address, 0 is no limit
	Accepts     Rate // customers' connections that are let in by this node; the others are told when to come back
	Total       int  // connections open at the same time on this node, 0 is no limit; staff are let in beyond it
	Queued      int  // bytes that wait for all readers together, 0 is no limit; beyond it the slow ones go
}

// DefaultLimits are those of a server that strangers can reach.
var DefaultLimits = Limits{
	Frames:      Rate{PerSecond: 20, Burst: 100},
	Acts:        Rate{PerSecond: 1, Burst: 15},
	StaffActs:   Rate{PerSecond: 10, Burst: 100},
	People:      Rate{PerSecond: 0.1, Burst: 5},
	NewVisitors: Rate{PerSecond: 2, Burst: 120},
	PerAddress:  1000,
	Accepts:     Rate{PerSecond: 400, Burst: 800},
	Total:       20_000,
	Queued:      64 << 20,
}

// bucket is a token bucket. It is used by one goroutine at a time.
type bucket struct {
	rate   Rate
	tokens float64
	last   time.Time
}

func newBucket(r Rate) bucket { return bucket{rate: r, tokens: float64(r.Burst)} }

// take uses up one token if there is one.
func (b *bucket) take(now time.Time) bool {
	if b.rate == (Rate{}) {
		return true
	}
	if !b.last.IsZero() {
		b.tokens = min(float64(b.rate.Burst), b.tokens+max(0, now.Sub(b.last).Seconds())*b.rate.PerSecond)
	}
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// wait is how long until the next token.
func (b *bucket) wait() time.Duration {
	if b.rate.PerSecond <= 0 {
		return time.Minute
	}
	return time.Duration((1 - b.tokens) / b.rate.PerSecond * float64(time.Second))
}

// subject is whose bucket of what it is.
type subject struct {
	of   byte // see below
	name string
}

const (
	ofVisitor = 'v' // acts of the visitor of this id
	ofAgent   = 'a' // acts of the member of the staff of this id
	ofPeople  = 'p' // requests for a person by the visitor of this id
	ofAddress = 'n' // new visitors from this address
)

// limiters keep the buckets that outlive a connection.
type limiters struct {
	limits Limits
	clock  func() time.Time

	mu      sync.Mutex
	buckets map[subject]*bucket
	open    map[string]int // address → open connections
	swept   time.Time
	accepts bucket
	slots   time.Time // until when those who come at once were asked to come back
}

// sweepEvery is how often full buckets are forgotten.
const sweepEvery = time.Minute

func newLimiters(l Limits, clock func() time.Time) *limiters {
	return &limiters{limits: l, clock: clock, buckets: make(map[subject]*bucket), open: make(map[string]int), swept: clock(), accepts: newBucket(l.Accepts)}
}

// connect counts a connection from the address until release is called.
func (l *limiters) connect(address string) (release func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limits.PerAddress > 0 && l.open[address] >= l.limits.PerAddress {
		return nil, false
	}
	l.open[address]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.open[address]--; l.open[address] <= 0 {
			delete(l.open, address)
		}
	}, true
}

// act asks for leave to carry out a frame of the type. If it is not given, limit is the event that says why, and retry
// tells when it will be.
func (l *limiters) act(who subject, frame string) (retry time.Duration, limit string) {
	rate, limit := l.limits.Acts, "limit_acts"
	if who.of == ofAgent {
		rate, limit = l.limits.StaffActs, "limit_staff_acts"
	}
	if retry, ok := l.take(who, rate); !ok {
		return retry, limit
	}
	if frame == "person" {
		if retry, ok := l.take(subject{ofPeople, who.name}, l.limits.People); !ok {
			return retry, "limit_people"
		}
	}
	return 0, ""
}

func (l *limiters) newVisitor(address string) (retry time.Duration, ok bool) {
	return l.take(subject{ofAddress, address}, l.limits.NewVisitors)
}

func (l *limiters) take(key subject, rate Rate) (retry time.Duration, ok bool) {
	if rate == (Rate{}) {
		return 0, true
	}
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) > sweepEvery {
		l.sweep(now)
	}
	b := l.buckets[key]
	if b == nil {
		n := newBucket(rate)
		b = &n
		l.buckets[key] = b
	}
	if !b.take(now) {
		return b.wait(), false
	}
	return 0, true
}

// sweep forgets the buckets that are full again, which says nothing about their holders.
func (l *limiters) sweep(now time.Time) {
	l.swept = now
	for key, b := range l.buckets {
		if b.tokens+now.Sub(b.last).Seconds()*b.rate.PerSecond >= float64(b.rate.Burst) {
			delete(l.buckets, key)
		}
	}
}
