package main

import (
	"frontdesk/knowledge/encoder/weights"
	"frontdesk/knowledge/vector"
)

// quantised returns the model that the encoder reads.
func (o *original) quantised() (*weights.Model, error) {
	p, err := o.plain()
	if err != nil {
		return nil, err
	}
	m := &weights.Model{Pieces: o.pieces, Scores: o.scores, Frequencies: p.frequencies, Last: p.last.quantised()}
	m.Embeddings, m.EmbeddingScales = rows(p.embeddings, weights.Width)
	for i, l := range p.layers {
		m.Layers[i] = weights.Layer{
			Before: weights.Norm{Scale: l.before.scale, Bias: l.before.bias},
			QKV:    l.qkv.quantised(),
			Output: l.output.quantised(),
			Factor: l.factor,
			Middle: weights.Norm{Scale: l.middle.scale, Bias: l.middle.bias},
			Widen:  l.widen.quantised(),
			Narrow: l.narrow.quantised(),
		}
		if l.shortcut != nil {
			m.Layers[i].Shortcut = l.shortcut.quantised()
		}
	}
	return m, nil
}

// quantised turns a matrix so that a row makes one number of the output, quantises the rows and packs them.
func (m matrix) quantised() weights.Matrix {
	turned := make([]float32, len(m.weights))
	for i := range m.in {
		for o := range m.out {
			turned[o*m.in+i] = m.weights[i*m.out+o]
		}
	}
	narrow, scales := rows(turned, m.in)
	return weights.Matrix{Rows: m.out, Columns: m.in, Panels: vector.PackPanels(narrow, m.in), Scales: scales, Bias: m.bias}
}

// rows quantises a matrix row by row.
func rows(numbers []float32, columns int) (narrow []int8, scales []float32) {
	narrow = make([]int8, len(numbers))
	for at := 0; at < len(numbers); at += columns {
		scales = append(scales, vector.ToInt8(narrow[at:at+columns], numbers[at:at+columns]))
	}
	return narrow, scales
}
