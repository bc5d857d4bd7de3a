package insight

import (
	"math/bits"
	"time"
)

// spread counts durations in classes, so that any number of them needs little memory. Up to 256 seconds a class is a
// second; beyond, each doubling of the time is cut into 128 classes, so that what is read off is wrong by at most
// 0.4 %. The zero value has none.
type spread struct {
	classes []uint32 // how many fell into each; as long as the longest duration needs, at most 3328
	n       int
}

const (
	stepBits = 7             // 128 classes to a doubling
	exact    = 2 << stepBits // seconds that have a class of their own
	longest  = 1<<32 - 1     // s; what takes more than a century counts as a century
)

// add counts a duration, rounded down to seconds; what is negative, because a clock was set, counts as nothing.
func (s *spread) add(d time.Duration) {
	c := classOf(uint64(min(max(d, 0)/time.Second, longest)))
	if c >= len(s.classes) {
		s.classes = append(s.classes, make([]uint32, c+1-len(s.classes))...)
	}
	s.classes[c]++
	s.n++
}

// at returns the duration that so many percent do not exceed (nearest rank); 0 if there are none.
func (s *spread) at(percent int) time.Duration {
	rank := (s.n*percent + 99) / 100
	for c, n := range s.classes {
		if rank -= int(n); rank <= 0 && n > 0 {
			return time.Duration(middle(c)) * time.Second
		}
	}
	return 0
}

// classOf is the class of so many seconds.
func classOf(seconds uint64) int {
	if seconds < exact {
		return int(seconds)
	}
	doublings := bits.Len64(seconds) - stepBits - 1 // the leading bit and stepBits after it stay
	return doublings<<stepBits + int(seconds>>doublings)
}

// middle is the number of seconds in the middle of a class.
func middle(class int) uint64 {
	if class < exact {
		return uint64(class)
	}
	doublings := class>>stepBits - 1
	from := uint64(class-doublings<<stepBits) << doublings
	return from + 1<<doublings/2
}
