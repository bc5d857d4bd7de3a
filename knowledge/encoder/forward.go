package encoder

import (
	"math"

	"frontdesk/knowledge/encoder/weights"
	"frontdesk/knowledge/vector"
)

// forward computes the vectors of the sentences at hand and leaves none.
func (l *Lite) forward(w *work) {
	if len(w.sentences) > 0 {
		w.reserve(max(len(w.tokens), len(w.sentences)))
		l.embed(w)
		for i := range l.model.Layers {
			w.attention(&l.model.Layers[i])
			w.feed(&l.model.Layers[i])
		}
		l.finish(w)
	}
	w.tokens, w.sentences = w.tokens[:0], w.sentences[:0]
}

// embed sets the state to twice the tokens' embeddings and the signal of their places.
func (l *Lite) embed(w *work) {
	start := 0
	for _, s := range w.sentences {
		for t := start; t < s.end; t++ {
			token, place := int(w.tokens[t]), (t-start)*weights.Width
			vector.FromInt8(w.state[t*weights.Width:(t+1)*weights.Width],
				l.model.Embeddings[token*weights.Width:(token+1)*weights.Width], 2*l.model.EmbeddingScales[token])
			vector.Axpy(w.state[t*weights.Width:(t+1)*weights.Width], 1, l.timing[place:place+weights.Width])
		}
		start = s.end
	}
}

// attention lets every token look at all of its sentence and adds what it sees to the state, which has the width of
// the layer's input before and Hidden after.
func (w *work) attention(l *weights.Layer) {
	width := l.QKV.Columns
	for t := range w.tokens {
		normalise(w.row[:width], w.state[t*width:(t+1)*width], l.Before)
		w.steps[t] = round(w.rounded[t*width:(t+1)*width], w.row[:width])
	}
	w.multiply(&l.QKV, w.rounded[:len(w.tokens)*width])
	for t := range w.tokens {
		w.product(w.qkv[t*3*width:(t+1)*3*width], &l.QKV, t)
	}
	start := 0
	for _, s := range w.sentences {
		w.attend(start, s.end, width, l.Factor)
		start = s.end
	}
	if l.Shortcut.Rows > 0 {
		w.shorten(&l.Shortcut)
	}
	for t := range w.tokens {
		w.steps[t] = round(w.rounded[t*width:(t+1)*width], w.context[t*width:(t+1)*width])
	}
	w.multiply(&l.Output, w.rounded[:len(w.tokens)*width])
	w.addProduct(&l.Output)
}

// shorten replaces the state by its product with the matrix that brings it to another width.
func (w *work) shorten(m *weights.Matrix) {
	for t := range w.tokens {
		w.steps[t] = round(w.rounded[t*m.Columns:(t+1)*m.Columns], w.state[t*m.Columns:(t+1)*m.Columns])
	}
	w.multiply(m, w.rounded[:len(w.tokens)*m.Columns])
	for t := range w.tokens {
		w.product(w.state[t*m.Rows:(t+1)*m.Rows], m, t)
	}
}

// addProduct adds the product to the state.
func (w *work) addProduct(m *weights.Matrix) {
	row := w.row[:m.Rows]
	for t := range w.tokens {
		w.product(row, m, t)
		vector.Axpy(w.state[t*m.Rows:(t+1)*m.Rows], 1, row)
	}
}

// attend sets the context of the tokens from start to end: for each head the values of all, weighted by how well
// their keys fit the token's query.
func (w *work) attend(start, end, width int, factor float32) {
	part := width / weights.Heads
	shares, keys := w.shares[:end-start], w.keys[:(end-start)*part]
	for head := 0; head < width; head += part {
		for t := start; t < end; t++ {
			copy(keys[(t-start)*part:], w.qkv[t*3*width+width+head:][:part])
		}
		for t := start; t < end; t++ {
			vector.DotRows(shares, keys, w.qkv[t*3*width+head:][:part])
			softmax(shares, factor)
			context := w.context[t*width+head:][:part]
			clear(context)
			for other, share := range shares {
				vector.Axpy(context, share, w.qkv[(start+other)*3*width+2*width+head:][:part])
			}
		}
	}
}

// feed sends every token for itself through two products, with what is negative cut off between them, and adds the result
// to the state.
func (w *work) feed(l *weights.Layer) {
	for t := range w.tokens {
		row := w.row[:weights.Hidden]
		normalise(row, w.state[t*weights.Hidden:(t+1)*weights.Hidden], l.Middle)
		w.steps[t] = round(w.rounded[t*weights.Hidden:(t+1)*weights.Hidden], row)
	}
	w.multiply(&l.Widen, w.rounded[:len(w.tokens)*weights.Hidden])
	for t := range w.tokens {
		w.product(w.row[:], &l.Widen, t)
		vector.ClampNegative(w.row[:])
		w.steps[t] = round(w.inner[t*weights.Inner:(t+1)*weights.Inner], w.row[:])
	}
	w.multiply(&l.Narrow, w.inner[:len(w.tokens)*weights.Inner])
	w.addProduct(&l.Narrow)
}

// finish sets the sentences' vectors: the mean of the tokens, one product more, its hyperbolic tangent, brought to the
// length one.
func (l *Lite) finish(w *work) {
	start := 0
	for i, s := range w.sentences {
		mean := w.row[:weights.Hidden]
		clear(mean)
		for t := start; t < s.end; t++ {
			vector.Axpy(mean, 1/float32(s.end-start), w.state[t*weights.Hidden:(t+1)*weights.Hidden])
		}
		w.steps[i] = round(w.rounded[i*weights.Hidden:(i+1)*weights.Hidden], mean)
		start = s.end
	}
	w.multiply(&l.model.Last, w.rounded[:len(w.sentences)*weights.Hidden])
	for i, s := range w.sentences {
		w.product(s.vector, &l.model.Last, i)
		tanh(s.vector)
		length := float32(math.Sqrt(float64(vector.Dot(s.vector, s.vector))))
		for j := range s.vector {
			s.vector[j] /= length
		}
	}
}
