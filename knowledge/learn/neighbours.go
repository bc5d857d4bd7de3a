package learn

import (
	"math"

	"frontdesk/knowledge/vector"
)

// Neighbours finds how near a text is to each of a set of examples, by its n-grams and by its meaning.
type Neighbours struct {
	Lexicon  *Lexicon
	Grams    []Sparse // by example
	postings [][]posting

	dimensions int
	meanings   []int8    // by example, row after row; empty without an encoder
	scales     []float32 // by example: what its row was divided by
}

// posting says that an example has an n-gram.
type posting struct {
	example int32
	value   float32
}

// NewNeighbours indexes examples. meanings holds their vectors of length one, or is nil.
func NewNeighbours(l *Lexicon, grams []Sparse, meanings [][]float32) *Neighbours {
	n := &Neighbours{Lexicon: l, Grams: grams, postings: make([][]posting, l.Size())}
	sizes := make([]int32, l.Size())
	for _, g := range grams {
		for _, at := range g.At {
			sizes[at]++
		}
	}
	for at, size := range sizes {
		n.postings[at] = make([]posting, 0, size)
	}
	for i, g := range grams {
		for k, at := range g.At {
			n.postings[at] = append(n.postings[at], posting{int32(i), g.Value[k]})
		}
	}
	if len(meanings) > 0 {
		n.dimensions = len(meanings[0])
		n.meanings = make([]int8, len(meanings)*n.dimensions)
		n.scales = make([]float32, len(meanings))
		for i, m := range meanings {
			n.scales[i] = quantise(n.meanings[i*n.dimensions:(i+1)*n.dimensions], m)
		}
	}
	return n
}

// Len is the number of examples.
func (n *Neighbours) Len() int { return len(n.Grams) }

// HasMeanings reports whether the examples have vectors.
func (n *Neighbours) HasMeanings() bool { return len(n.meanings) > 0 }

// ByGrams sets out[i] to the cosine, 0..1, of the text's n-grams and those of example i.
func (n *Neighbours) ByGrams(x Sparse, out []float32) {
	clear(out)
	for k, at := range x.At {
		v := x.Value[k]
		for _, p := range n.postings[at] {
			out[p.example] += v * p.value
		}
	}
}

// ByMeaning sets out[i] to the cosine, −1..1, of the vector x and that of example i.
func (n *Neighbours) ByMeaning(x []float32, out []float32) {
	row := make([]int8, n.dimensions)
	scale := quantise(row, x)
	sums := make([]int32, n.Len())
	vector.DotInt8Rows(sums, n.meanings, row)
	for i, s := range sums {
		out[i] = float32(s) * scale * n.scales[i]
	}
}

// quantise writes x as whole numbers of −127..127 times the scale that it returns.
func quantise(out []int8, x []float32) (scale float32) {
	var top float32
	for _, v := range x {
		top = max(top, v, -v)
	}
	if top == 0 {
		clear(out)
		return 0
	}
	scale = top / 127
	for i, v := range x {
		out[i] = int8(math.RoundToEven(float64(v / scale)))
	}
	return scale
}
