// Package weights is the file that the Universal Sentence Encoder Lite is kept in, and what it holds: the numbers of
// the model in the layout that [frontdesk/knowledge/vector] multiplies.
//
// # The file
//
// The bytes "FDWEIGHT", the version and a CRC-32C of all that follows (both 32 bits, as all numbers little-endian), then
// the fields of [Model] in the order of its fields method: lists begin with their length in 32 bits.
//
// The large lists are not copied when the file is read; they are the file. A file that is part of the program therefore
// costs no heap.
package weights

import (
	"errors"
	"fmt"

	"frontdesk/knowledge/vector"
)

// The shape of the model.
const (
	Heads  = 4   // attention heads of a layer
	Width  = 256 // numbers of a token's embedding, the input of the first layer
	Hidden = 512 // numbers of a token between and after the layers, and of the result
	Inner  = 1536
	Tokens = 128 // tokens of a text that are read at most
)

// Matrix is a matrix of weights with its bias. Weight [r][c] is Scales[r] times the packed number.
type Matrix struct {
	Rows, Columns int
	Panels        []int8    // see vector.PackPanels
	Scales        []float32 // of each row
	Bias          []float32 // of each row
}

// Norm is what a layer norm multiplies with and adds.
type Norm struct {
	Scale, Bias []float32
}

// Layer is one layer of the transformer.
type Layer struct {
	Before   Norm    // in front of the attention
	QKV      Matrix  // queries, keys and values side by side, a third of the rows each
	Output   Matrix  // from the weighted values to the layer's width
	Factor   float32 // of the scores of attention
	Shortcut Matrix  // from the input to the layer's width; no rows if the input is added as it is
	Middle   Norm    // in front of Widen
	Widen    Matrix  // to Inner, before what is negative is cut off
	Narrow   Matrix  // back to Hidden
}

// Model is the whole encoder.
type Model struct {
	Pieces          []string  // the vocabulary; a token is an index of it
	Scores          []float64 // logarithm of each piece's probability; 0 for the special ones in front
	Embeddings      []int8    // Width numbers for each piece
	EmbeddingScales []float32 // of each piece
	Frequencies     []float32 // of the timing signal, half of Width
	Layers          [2]Layer
	Last            Matrix // from the mean of the tokens to the result, before the tangent
}

// fields visits every field in the order of the file, for writing and for reading.
func (m *Model) fields(v visitor) {
	v.strings(&m.Pieces)
	v.doubles(&m.Scores)
	v.ints(&m.Embeddings)
	v.floats(&m.EmbeddingScales)
	v.floats(&m.Frequencies)
	for i := range m.Layers {
		l := &m.Layers[i]
		l.Before.fields(v)
		l.QKV.fields(v)
		l.Output.fields(v)
		v.float(&l.Factor)
		l.Shortcut.fields(v)
		l.Middle.fields(v)
		l.Widen.fields(v)
		l.Narrow.fields(v)
	}
	m.Last.fields(v)
}

func (n *Norm) fields(v visitor) {
	v.floats(&n.Scale)
	v.floats(&n.Bias)
}

func (m *Matrix) fields(v visitor) {
	v.size(&m.Rows)
	v.size(&m.Columns)
	v.ints(&m.Panels)
	v.floats(&m.Scales)
	v.floats(&m.Bias)
}

// check tells what does not fit together, so that nobody who computes with a model has to look.
func (m *Model) check() error {
	n := len(m.Pieces)
	if len(m.Scores) != n || len(m.Embeddings) != n*Width || len(m.EmbeddingScales) != n || len(m.Frequencies) != Width/2 {
		return errors.New("the vocabulary and its embeddings do not fit")
	}
	width := Width
	for i := range m.Layers {
		if err := m.Layers[i].check(width); err != nil {
			return fmt.Errorf("layer %d: %w", i, err)
		}
		width = Hidden
	}
	return m.Last.check("last", Hidden, Hidden)
}

// check tells what does not fit in a layer whose input has the width given.
func (l *Layer) check(width int) error {
	if len(l.Before.Scale) != width || len(l.Before.Bias) != width || len(l.Middle.Scale) != Hidden || len(l.Middle.Bias) != Hidden {
		return errors.New("the norms do not fit")
	}
	if (l.Shortcut.Rows == 0) != (width == Hidden) {
		return errors.New("a shortcut where none belongs, or none where it does")
	}
	shortcut := 0
	if width != Hidden {
		shortcut = Hidden
	}
	return errors.Join(
		l.QKV.check("queries, keys and values", 3*width, width),
		l.Output.check("output", Hidden, width),
		l.Shortcut.check("shortcut", shortcut, width),
		l.Widen.check("widen", Inner, Hidden),
		l.Narrow.check("narrow", Hidden, Inner),
	)
}

func (m *Matrix) check(name string, rows, columns int) error {
	if rows == 0 {
		columns = 0
	}
	fits := m.Rows == rows && m.Columns == columns && rows%vector.PanelRows == 0 && columns%2 == 0 &&
		len(m.Panels) == rows*columns && len(m.Scales) == rows && len(m.Bias) == rows
	if !fits {
		return fmt.Errorf("the matrix %q does not fit: %d×%d, want %d×%d", name, m.Rows, m.Columns, rows, columns)
	}
	return nil
}
