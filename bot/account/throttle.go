package account

import (
	"fmt"
	"math"
	"net/netip"
	"sync"
	"time"
)

// ThrottledError says that sign-in was tried too often, and when to try again.
type ThrottledError struct {
	RetryAfter time.Duration
}

func (e *ThrottledError) Error() string {
	return fmt.Sprintf("too many attempts to sign in; try again in %d seconds", e.Seconds())
}

// Is makes errors.Is(err, ErrThrottled) hold.
func (e *ThrottledError) Is(target error) bool { return target == ErrThrottled }

// Seconds is RetryAfter in whole seconds, at least one.
func (e *ThrottledError) Seconds() int { return max(1, int(math.Ceil(e.RetryAfter.Seconds()))) }

// limit says how many failures are free within a window. A failure is forgotten after window ÷ free; each
// one beyond the free ones doubles the pause, from one second to the window's length.
type limit struct {
	free   float64
	window time.Duration
}

// The limits of failed attempts. The pair of account and address is the narrow one, so that whoever guesses
// from one address locks out that address and not the account's owner at another. An address as a whole has
// more, for an office behind one address and against one password tried on many accounts. An account as a
// whole has a wide limit against guessing from many addresses; addresses from which the account was
// signed in to before are exempt from it.
var (
	pairLimit    = limit{free: 10, window: 15 * time.Minute}
	addressLimit = limit{free: 60, window: 15 * time.Minute}
	accountLimit = limit{free: 200, window: 15 * time.Minute}
)

const (
	maxBuckets  = 100_000             // buckets kept; one takes about 100 bytes
	maxFamiliar = 20_000              // pairs of account and address that signed in before
	familiarFor = 30 * 24 * time.Hour //
)

// bucket counts the failures of one key. The level drains with time.
type bucket struct {
	level float64
	at    time.Time // when level was true
	until time.Time // no attempt before
}

func (b *bucket) drain(l limit, now time.Time) {
	if passed := now.Sub(b.at); passed > 0 {
		b.level = max(0, b.level-l.free*passed.Seconds()/l.window.Seconds())
		b.at = now
	}
}

// throttle slows down guessing. It lives in memory: a restart forgives, which is worth less to an attacker
// than a table written at every guess.
type throttle struct {
	mu       sync.Mutex
	buckets  map[string]*bucket
	familiar map[string]time.Time // pair → last success
}

func newThrottle() *throttle {
	return &throttle{buckets: make(map[string]*bucket), familiar: make(map[string]time.Time)}
}

// attempt is one try that was let through. It counts as a failure until success is called, so that tries in
// parallel are counted before their outcome is known.
type attempt struct {
	t    *throttle
	keys []throttleKey
	pair string
}

type throttleKey struct {
	key   string
	limit limit
}

// begin lets an attempt through or returns a *ThrottledError. Refused attempts are not counted.
func (t *throttle) begin(emailKey, address string, now time.Time) (*attempt, error) {
	network := networkOf(address)
	pair := "p " + network + " " + emailKey
	keys := []throttleKey{{pair, pairLimit}, {"a " + network, addressLimit}}
	t.mu.Lock()
	defer t.mu.Unlock()
	if last, ok := t.familiar[pair]; !ok || now.Sub(last) > familiarFor {
		keys = append(keys, throttleKey{"e " + emailKey, accountLimit})
	}
	var wait time.Duration
	for _, k := range keys {
		if b := t.buckets[k.key]; b != nil {
			wait = max(wait, b.until.Sub(now))
		}
	}
	if wait > 0 {
		return nil, &ThrottledError{RetryAfter: wait}
	}
	for _, k := range keys {
		t.count(k, now)
	}
	return &attempt{t: t, keys: keys, pair: pair}, nil
}

func (t *throttle) count(k throttleKey, now time.Time) {
	b := t.buckets[k.key]
	if b == nil {
		t.makeRoom(now)
		b = &bucket{at: now}
		t.buckets[k.key] = b
	}
	b.drain(k.limit, now)
	b.level++
	if over := b.level - k.limit.free; over >= 0 {
		pause := time.Duration(math.Exp2(min(over, 20)) * float64(time.Second))
		b.until = now.Add(min(pause, k.limit.window))
	}
}

// success forgives: the pair wholly, the address and the account only this attempt, so that an attacker
// with an account of their own cannot wash an address clean.
func (a *attempt) success(now time.Time) {
	a.t.mu.Lock()
	defer a.t.mu.Unlock()
	for _, k := range a.keys {
		b := a.t.buckets[k.key]
		if b == nil {
			continue
		}
		if k.key == a.pair {
			delete(a.t.buckets, k.key)
			continue
		}
		b.level = max(0, b.level-1)
		if b.level < k.limit.free {
			b.until = time.Time{}
		}
	}
	if len(a.t.familiar) >= maxFamiliar {
		a.t.forget(now)
	}
	a.t.familiar[a.pair] = now
}

// makeRoom drops buckets that have drained when there are too many. If none has, everything is dropped but
// what is blocked at the moment.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.buckets) < maxBuckets {
		return
	}
	for k, b := range t.buckets {
		if now.Sub(b.at) > pairLimit.window && !now.Before(b.until) {
			delete(t.buckets, k)
		}
	}
	if len(t.buckets) < maxBuckets {
		return
	}
	for k, b := range t.buckets {
		if !now.Before(b.until) {
			delete(t.buckets, k)
		}
	}
}

// forget drops the familiar pairs that are old, or the older half if all are young.
func (t *throttle) forget(now time.Time) {
	for age := familiarFor; len(t.familiar) >= maxFamiliar/2 && age > time.Minute; age /= 2 {
		for k, last := range t.familiar {
			if now.Sub(last) > age {
				delete(t.familiar, k)
			}
		}
	}
	if len(t.familiar) >= maxFamiliar {
		clear(t.familiar)
	}
}

// networkOf is what counts as one address: an IPv4 address, or the /64 network that one IPv6 host commands.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64)
		return p.String()
	}
	return a.String()
}
