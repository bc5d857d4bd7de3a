package index

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// Lots are drawn by what something is and not by its place in a list: when an article comes or goes, hardly any other
// draws another lot than before, so that what is learnt of the rest stays what it was.

// lot is drawn for something under a name of the draw.
func lot(draw string, of ...string) uint64 {
	h := fnv.New64a()
	for _, s := range append(of, draw) {
		_, _ = h.Write([]byte(s))
		_, _ = h.Write([]byte{0})
	}
	return rand.NewPCG(h.Sum64(), seed).Uint64() // sums of similar texts are similar
}

// inLotOrder lists the numbers 0 to n−1 in the order of their lots.
func inLotOrder(n int, lot func(i int) uint64) []int {
	lots, out := make([]uint64, n), make([]int, n)
	for i := range n {
		lots[i], out[i] = lot(i), i
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(lots[a], lots[b]), cmp.Compare(a, b)) })
	return out
}

// deal divides the numbers 0 to n−1 into parts of about the same size by their lots.
func deal(n, parts int, lot func(i int) uint64) []int {
	out := make([]int, n)
	for place, i := range inLotOrder(n, lot) {
		out[i] = place * parts / n
	}
	return out
}

// classLot and exampleLot are the lots of an article and of one of its examples.
func (l *lesson) classLot(draw string) func(class int) uint64 {
	return func(class int) uint64 { return lot(draw, l.ids[class]) }
}

func (l *lesson) exampleLot(draw string) func(example int) uint64 {
	return func(example int) uint64 { return lot(draw, l.ids[l.owner[example]], l.texts[example]) }
}
