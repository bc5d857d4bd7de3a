package learn

import "frontdesk/knowledge/vector"

// Neighbours finds how near a text is to each of a set of examples, by its n-grams and by its meaning. It is
// never changed.
type Neighbours struct {
	Lexicon *Lexicon // whose vectors the examples are

	examples int
	first    []int     // by n-gram: its first posting; one more at the end
	postings []posting // n-gram after n-gram

	dimensions int
	meanings   []int8    // by example, row after row; empty without an encoder
	scales     []float32 // by example: what its row was divided by
}

// posting says that an example has an n-gram.
type posting struct {
	example int32
	value   float32
}

// NewNeighbours indexes examples by their vectors of the lexicon. meanings holds their vectors of length one,
// or is nil.
func NewNeighbours(l *Lexicon, grams []Sparse, meanings [][]float32) *Neighbours {
	n := &Neighbours{Lexicon: l, examples: len(grams)}
	n.post(grams)
	if len(meanings) > 0 {
		n.dimensions = len(meanings[0])
		n.meanings = make([]int8, len(meanings)*n.dimensions)
		n.scales = make([]float32, len(meanings))
		for i, m := range meanings {
			n.scales[i] = vector.ToInt8(n.meanings[i*n.dimensions:(i+1)*n.dimensions], m)
		}
	}
	return n
}

// post lists the examples by n-gram.
func (n *Neighbours) post(grams []Sparse) {
	n.first = make([]int, n.Lexicon.Size()+1)
	for _, g := range grams {
		for _, at := range g.At {
			n.first[at+1]++
		}
	}
	for at := range n.Lexicon.Size() {
		n.first[at+1] += n.first[at]
	}
	n.postings = make([]posting, n.first[n.Lexicon.Size()])
	next := append([]int(nil), n.first...)
	for i, g := range grams {
		for k, at := range g.At {
			n.postings[next[at]] = posting{int32(i), g.Value[k]}
			next[at]++
		}
	}
}

// Len is the number of examples.
func (n *Neighbours) Len() int { return n.examples }

// HasMeanings reports whether the examples have vectors.
func (n *Neighbours) HasMeanings() bool { return len(n.meanings) > 0 }

// ByGrams sets out[i] to the cosine, 0..1 but for rounding, of the vector x of the lexicon and that of example
// i. out has Len numbers.
func (n *Neighbours) ByGrams(x Sparse, out []float32) {
	clear(out)
	for k, at := range x.At {
		v := x.Value[k]
		for _, p := range n.postings[n.first[at]:n.first[at+1]] {
			out[p.example] += v * p.value
		}
	}
}

// ByMeaning sets out[i] to the cosine, −1..1, of the vector x of length one and that of example i, to about
// two digits. out has Len numbers; the examples have vectors of x's size.
func (n *Neighbours) ByMeaning(x []float32, out []float32) {
	row := make([]int8, n.dimensions)
	scale := vector.ToInt8(row, x)
	sums := make([]int32, n.examples)
	vector.DotInt8Rows(sums, n.meanings, row)
	for i, s := range sums {
		out[i] = max(-1, min(1, float32(s)*scale*n.scales[i]))
	}
}
