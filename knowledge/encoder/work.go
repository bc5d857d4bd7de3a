package encoder

import (
	"slices"

	"frontdesk/knowledge/encoder/pieces"
	"frontdesk/knowledge/encoder/weights"
	"frontdesk/knowledge/vector"
)

// atOnce is how many tokens are multiplied at once, unless one sentence alone is longer. More would not use the
// processor better, and what is in use would no longer fit its cache.
const atOnce = 64

// sentence is one of the sentences being encoded.
type sentence struct {
	end    int       // of its tokens
	vector []float32 // its result
}

// work is the memory that sentences are encoded in, to be used again. Lists of one row for each token have room for as
// many tokens as there ever were at once.
type work struct {
	scratch   pieces.Scratch
	tokens    []int32
	sentences []sentence

	state   []float32 // what the layers pass on
	rounded []int16   // the input of a product as integers
	steps   []float32 // of each token: what one of these integers stands for
	sums    []int32   // the product
	inner   []int16   // the input of the second product of a pair
	qkv     []float32 // queries, keys and values
	context []float32 // the values, weighted by attention

	keys   []float32              // of one head, one after another
	shares []float32              // how much attention each token gets
	row    [weights.Inner]float32 // one token's numbers in between
}

// reserve makes room for a number of tokens.
func (w *work) reserve(tokens int) {
	w.state = resize(w.state, tokens*weights.Hidden)
	w.rounded = resize(w.rounded, tokens*weights.Hidden)
	w.steps = resize(w.steps, tokens)
	w.sums = resize(w.sums, tokens*weights.Inner)
	w.inner = resize(w.inner, tokens*weights.Inner)
	w.qkv = resize(w.qkv, tokens*3*weights.Hidden)
	w.context = resize(w.context, tokens*weights.Hidden)
	w.keys = resize(w.keys, tokens*weights.Hidden/weights.Heads)
	w.shares = resize(w.shares, tokens)
}

// resize returns a list of n elements of any value, in the memory of the old one if that does.
func resize[T any](list []T, n int) []T {
	return slices.Grow(list[:0], n)[:n]
}

// round sets out to x in steps and returns the size of a step. The steps are the smallest that a product of rows of this
// length can take without overflowing.
func round(out []int16, x []float32) (step float32) {
	most := vector.MaxAbs(x)
	limit := float32(vector.MaxFactor(len(x)))
	if most < 1e-30 { // nothing, or so little that limit/most could be infinite
		clear(out)
		return 0
	}
	vector.Quantise(out, x, limit/most)
	return most / limit
}

// multiply sets sums to the product of a matrix with the rows of integers.
func (w *work) multiply(m *weights.Matrix, rows []int16) {
	w.sums = w.sums[:len(rows)/m.Columns*m.Rows]
	vector.MulPanels(w.sums, m.Panels, rows, m.Columns)
}

// product sets out to one token's row of the product, as numbers.
func (w *work) product(out []float32, m *weights.Matrix, token int) {
	vector.Rescale(out, w.sums[token*m.Rows:(token+1)*m.Rows], w.steps[token], m.Scales, m.Bias)
}
