package account

import (
	"fmt"
	"math"
	"net/netip"
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

// familiarFor is how long an address is known as one from which an account was signed in to.
const familiarFor = 30 * 24 * time.Hour

// bucket counts the failures of one key. The level drains with time.
type bucket struct {
	level   float64
	at      time.Time // when level was true
	blocked time.Time // no attempt before
}

func (b *bucket) drain(l limit, now time.Time) {
	if passed := now.Sub(b.at); passed > 0 {
		b.level = max(0, b.level-l.free*passed.Seconds()/l.window.Seconds())
		b.at = now
	}
}

// count counts a failure.
func (b *bucket) count(l limit, now time.Time) {
	b.drain(l, now)
	b.level++
	if over := b.level - l.free; over >= 0 {
		pause := time.Duration(math.Exp2(min(over, 20)) * float64(time.Second))
		b.blocked = now.Add(min(pause, l.window))
	}
}

// forgive takes one failure back.
func (b *bucket) forgive(l limit) {
	b.level = max(0, b.level-1)
	if b.level < l.free {
		b.blocked = time.Time{}
	}
}

// forgiven is when nothing is left of what was counted.
func (b *bucket) forgiven(l limit) time.Time {
	empty := b.at.Add(time.Duration(b.level / l.free * float64(l.window)))
	if b.blocked.After(empty) {
		return b.blocked
	}
	return empty
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
