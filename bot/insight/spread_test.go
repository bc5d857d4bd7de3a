package insight

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The median and the like are those of the sorted list, to the second or to 0.4 %.
func TestSpreadIsTheSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s spread
		seconds := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 400), rapid.Int64Range(0, 40_000_000)), 1, 200).Draw(t, "seconds")
		for _, n := range seconds {
			s.add(time.Duration(n) * time.Second)
		}
		slices.Sort(seconds)
		for _, percent := range []int{1, 50, 90, 100} {
			want := float64(seconds[(len(seconds)*percent+99)/100-1])
			got := s.at(percent).Seconds()
			if off := math.Abs(got - want); off > 0 && (want < exact || off > want*0.004) {
				t.Fatalf("%d %% take at most %v s, want %v", percent, got, want)
			}
		}
	})
}

func TestSpreadOfTheOdd(t *testing.T) {
	var s spread
	if got := s.at(50); got != 0 {
		t.Errorf("the median of nothing is %s", got)
	}
	s.add(-time.Hour)
	s.add(999 * time.Millisecond)
	if got := s.at(100); got != 0 {
		t.Errorf("less than a second counts as %s", got)
	}
	s.add(math.MaxInt64)
	if got := s.at(100); got < 100*365*24*time.Hour || len(s.classes) != 3328 {
		t.Errorf("the longest counts as %s, in class %d", got, len(s.classes))
	}
}
