package bench

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestBuckets(t *testing.T) {
	last := -1
	for us := uint64(0); us < 1<<20; us++ {
		b := bucketOf(us)
		if b != last && b != last+1 {
			t.Fatalf("%d µs is in bucket %d, %d µs in bucket %d", us-1, last, us, b)
		}
		last = b
		if high := top(b); us > high || high > us+us/fine {
			t.Fatalf("%d µs is in bucket %d, which ends at %d", us, b, high)
		}
	}
	if b := bucketOf(1 << 60); b != buckets-1 {
		t.Errorf("years are in bucket %d of %d", b, buckets)
	}
}

// The percentiles are those of the sorted durations, to the width of a bucket.
func TestTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "n")
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		var h Histogram
		all := make([]int64, n)
		for i := range all {
			all[i] = chance.Int64N(1 << chance.IntN(30))
			h.Add(time.Duration(all[i]) * time.Microsecond)
		}
		slices.Sort(all)
		got := h.Times()
		for permille, ms := range map[int]float64{500: got.P50, 900: got.P90, 990: got.P99, 999: got.P999, 1000: got.Max} {
			want := float64(all[(n*permille+999)/1000-1]) / 1000
			if ms < want || ms > want*(1+1.0/fine)+0.001 {
				t.Fatalf("%d of 1000 are within %v ms, want %v", permille, ms, want)
			}
		}
		if got.Count != uint64(n) {
			t.Fatalf("%d were counted of %d", got.Count, n)
		}
	})
}

func TestTimesOfNothing(t *testing.T) {
	var h Histogram
	if got := h.Times(); got != (Times{}) {
		t.Errorf("nothing was counted, and it says %+v", got)
	}
	h.Add(-time.Second)
	if got := h.Times(); got != (Times{Count: 1}) {
		t.Errorf("a clock that went back counts as none, and it says %+v", got)
	}
}

func TestManyCountAtOnce(t *testing.T) {
	var h Histogram
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 1000 {
				h.Add(time.Duration(i) * time.Millisecond)
			}
		})
	}
	wg.Wait()
	if got := h.Times(); got.Count != 8000 || got.Max != 7 {
		t.Errorf("8000 up to 7 ms were counted, and it says %+v", got)
	}
}
