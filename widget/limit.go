package widget

import (
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"frontdesk/bot/account"
)

// Limits say how many requests one network address may make in a minute, half of them at once. Zero means the
// default, a negative number no limit.
type Limits struct {
	Customer int // to the customers' API; default 600, so that an office behind one address has room
	Search   int // searches, which are among them; default 300
	Vote     int // votes on articles; default 20
	SignIn   int // attempts to sign in; default 60; guessing is slowed down further by account
	Staff    int // to the staff's API; default 1200
}

func (l Limits) withDefaults() Limits {
	set := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	set(&l.Customer, 600)
	set(&l.Search, 300)
	set(&l.Vote, 20)
	set(&l.SignIn, 60)
	set(&l.Staff, 1200)
	return l
}

// limitedError says that an address asks too often, and when to ask again.
type limitedError struct{ retryAfter time.Duration }

func (e *limitedError) Error() string { return errRateLimited.Error() }
func (e *limitedError) Unwrap() error { return errRateLimited }

// maxLimited bounds the addresses a limiter remembers.
const maxLimited = 50_000

// limiter counts requests by network address: a bucket that holds half a minute's requests and fills evenly.
type limiter struct {
	clock func() time.Time
	rate  rate.Limit
	burst int

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

func newLimiter(clock func() time.Time, perMinute int) *limiter {
	if perMinute < 0 {
		return &limiter{clock: clock, rate: rate.Inf, buckets: make(map[string]*rate.Limiter)}
	}
	return &limiter{clock: clock, rate: rate.Limit(float64(perMinute) / 60), burst: max(1, perMinute/2),
		buckets: make(map[string]*rate.Limiter)}
}

// allow counts a request and returns 0, or says how long to wait.
func (l *limiter) allow(network string) time.Duration {
	if l.rate == rate.Inf {
		return 0
	}
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[network]
	if b == nil {
		l.makeRoom(now)
		b = rate.NewLimiter(l.rate, l.burst)
		l.buckets[network] = b
	}
	if b.AllowN(now, 1) {
		return 0
	}
	missing := (1 - b.TokensAt(now)) / float64(l.rate)
	return max(time.Millisecond, time.Duration(missing*float64(time.Second)))
}

// makeRoom forgets addresses that have been quiet, which loses nothing; if all are busy, it forgets them all
// rather than grow.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.buckets) < maxLimited {
		return
	}
	for k, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, k)
		}
	}
	if len(l.buckets) >= maxLimited {
		clear(l.buckets)
	}
}

// limited refuses the requests of an address that asks too often, and counts them under the name.
func (e *edge) limited(name string, l *limiter, refusal func(wait time.Duration) error) func(http.Handler) http.Handler {
	refused := e.figures.limited.WithLabelValues(name)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if wait := l.allow(e.addresses.Network(r)); wait > 0 {
				refused.Inc()
				e.fail(w, r, refusal(wait))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func tooMany(wait time.Duration) error { return &limitedError{retryAfter: wait} }

// tooManySignIns is told like guessing at one account, because the page treats them alike.
func tooManySignIns(wait time.Duration) error { return &account.ThrottledError{RetryAfter: wait} }
