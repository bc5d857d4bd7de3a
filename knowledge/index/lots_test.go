package index

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLotsStayWhenOthersComeAndGo deals some articles out, then without one of them: the parts are of about the same
// size, and no more articles than there are parts change theirs.
func TestLotsStayWhenOthersComeAndGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, parts := rapid.IntRange(1, 300).Draw(t, "n"), rapid.IntRange(1, 12).Draw(t, "parts")
		gone := rapid.IntRange(0, n-1).Draw(t, "gone")
		of := func(names []string) map[string]int {
			out := make(map[string]int)
			for i, part := range deal(len(names), parts, func(i int) uint64 { return lot("part", names[i]) }) {
				out[names[i]] = part
			}
			return out
		}
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("article-%d", i))
		}
		all, fewer := of(names), of(slices.Delete(slices.Clone(names), gone, gone+1))
		sizes, moved := make([]int, parts), 0
		for name, part := range all {
			if part < 0 || part >= parts {
				t.Fatalf("%s is in part %d of %d", name, part, parts)
			}
			sizes[part]++
			if other, stays := fewer[name]; stays && other != part {
				moved++
			}
		}
		if slices.Max(sizes)-slices.Min(sizes) > 1 {
			t.Errorf("the parts have the sizes %v", sizes)
		}
		if moved > parts {
			t.Errorf("%d articles are in another part when one of %d is gone", moved, n)
		}
	})
}

// TestLotsAreRandom makes sure that articles of similar names do not stay together.
func TestLotsAreRandom(t *testing.T) {
	const n, parts = 5000, 5
	part := deal(n, parts, func(i int) uint64 { return lot("part", fmt.Sprint("a", i)) })
	together := 0
	for i := 1; i < n; i++ {
		if part[i] == part[i-1] {
			together++
		}
	}
	if share := float64(together) / n; share < .15 || share > .25 {
		t.Errorf("%.2f of neighbours are in one part of five", share)
	}
}
