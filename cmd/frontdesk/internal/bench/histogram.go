package bench

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// Histogram counts durations in buckets that are at most 1/64 wide of what they hold, so that a percentile is exact
// to 1.6 %. Everything is counted, nothing is sampled. It may be used by many goroutines at once; the zero value is
// empty.
type Histogram struct {
	counts [buckets]atomic.Uint64 // of microseconds
	most   atomic.Int64           // µs
}

// A bucket is told by the highest bit of the microseconds and the six bits below it.
const (
	fineBits = 6
	fine     = 1 << fineBits
	buckets  = (40 - fineBits) * fine // up to 2^39 µs, six days
)

// bucketOf is the number of the bucket that holds a number of microseconds.
func bucketOf(us uint64) int {
	shift := max(0, bits.Len64(us)-fineBits-1)
	return min(buckets-1, shift*fine+int(us>>shift))
}

// top is the largest number of microseconds that the bucket holds.
func top(bucket int) uint64 {
	if bucket < 2*fine {
		return uint64(bucket)
	}
	shift := bucket/fine - 1
	return uint64(bucket-shift*fine+1)<<shift - 1
}

// Add counts one duration; a negative one counts as none.
func (h *Histogram) Add(d time.Duration) {
	us := max(0, d.Microseconds())
	h.counts[bucketOf(uint64(us))].Add(1)
	for {
		most := h.most.Load()
		if us <= most || h.most.CompareAndSwap(most, us) {
			return
		}
	}
}

// Times are the percentiles of a histogram, in milliseconds.
type Times struct {
	Count uint64  `json:"count"`
	P50   float64 `json:"p50_ms"`
	P90   float64 `json:"p90_ms"`
	P99   float64 `json:"p99_ms"`
	P999  float64 `json:"p99_9_ms"`
	Max   float64 `json:"max_ms"`
}

// Times returns the percentiles of what was counted so far.
func (h *Histogram) Times() Times {
	var counts [buckets]uint64
	var t Times
	for i := range counts {
		counts[i] = h.counts[i].Load()
		t.Count += counts[i]
	}
	most := uint64(h.most.Load())
	at := func(permille uint64) float64 {
		rank := (t.Count*permille + 999) / 1000 // the smallest duration that so many are not above
		var seen uint64
		for i, n := range counts {
			if seen += n; n > 0 && seen >= rank {
				return float64(min(top(i), most)) / 1000
			}
		}
		return 0
	}
	t.P50, t.P90, t.P99, t.P999, t.Max = at(500), at(900), at(990), at(999), float64(most)/1000
	return t
}
