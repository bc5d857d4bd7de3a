package llm

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Pauses between tries.
const (
	firstPause   = 250 * time.Millisecond
	longestOwn   = 8 * time.Second  // the longest of our own choice
	longestPause = 30 * time.Second // the longest that a server may ask for; a longer one is not waited for
)

// pause returns how long to wait before try number n+1, n counted from 0: the doubled pause, of which a random half is
// taken off so that many clients do not return at the same moment, or the one that the server asked for, if
// that is longer. random returns numbers from 0 to below 1.
func pause(n int, after time.Duration, random func() float64) time.Duration {
	own := longestOwn
	if n < 5 {
		own = min(firstPause<<n, longestOwn)
	}
	own = own/2 + time.Duration(random()*float64(own/2))
	if after > 0 {
		// Never before the time named, and a little apart from everybody who was told the same.
		return after + own/8
	}
	return own
}

// retryAfter reads how long a server asks to be left alone: Retry-After in seconds or as a date (RFC 9110,
// section 10.2.3), or retry-after-ms, which some servers add because a second is long to them. It is 0 if
// nothing that can be understood is asked for, and never negative.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if d, ok := span(h.Get("Retry-After-Ms"), time.Millisecond); ok {
		return d
	}
	v := strings.TrimSpace(h.Get("Retry-After"))
	if d, ok := span(v, time.Second); ok {
		return d
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

// span reads a number of units. More than a day is a day: nobody waits that long, and it cannot overflow.
func span(s string, unit time.Duration) (time.Duration, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(f) || f < 0 {
		return 0, false
	}
	return time.Duration(min(f*float64(unit), float64(24*time.Hour))), true
}

// sleep waits, or returns the context's error as soon as that has ended.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
