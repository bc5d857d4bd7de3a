package main

import (
	"encoding/json"
	"fmt"
	"math"

	"frontdesk/knowledge/encoder/pieces"
	"frontdesk/knowledge/encoder/weights"
)

// sentences are what the encoder's tests compare.
var sentences = []string{
	"How can I change the delivery address of my order?",
	"My card was charged twice",
	"Do you ship to Norway, and what does it cost?",
	"The app crashes as soon as I open the camera. I have already installed it again and restarted the phone: what else can I do?",
}

// reference is the file of vectors.
type reference struct {
	Sentences []string    `json:"sentences"`
	Vectors   [][]float64 `json:"vectors"`
}

// reference encodes the sentences with the original numbers, as plainly as it can be written.
func (o *original) reference() ([]byte, error) {
	p, err := o.plain()
	if err != nil {
		return nil, err
	}
	tokeniser, err := pieces.New(o.pieces, o.scores)
	if err != nil {
		return nil, err
	}
	r := reference{Sentences: sentences}
	for _, sentence := range sentences {
		var scratch pieces.Scratch
		vector := p.encode(tokeniser.Append(nil, sentence, weights.Tokens, &scratch))
		for i, v := range vector {
			vector[i] = math.Round(v*1e6) / 1e6
		}
		r.Vectors = append(r.Vectors, vector)
	}
	file, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write the vectors: %w", err)
	}
	return append(file, '\n'), nil
}

// encode returns the vector of a text.
func (p *plain) encode(tokens []int32) []float64 {
	x := make([][]float64, len(tokens))
	for position, token := range tokens {
		for _, f := range p.frequencies {
			x[position] = append(x[position], math.Sin(float64(position)*float64(f)))
		}
		for _, f := range p.frequencies {
			x[position] = append(x[position], math.Cos(float64(position)*float64(f)))
		}
		for i := range x[position] {
			x[position][i] += 2 * float64(p.embeddings[int(token)*weights.Width+i])
		}
	}
	for _, l := range p.layers {
		x = l.apply(x)
	}
	mean := make([]float64, weights.Hidden)
	for _, v := range x {
		add(mean, v, 1/float64(len(x)))
	}
	result := p.last.apply(mean)
	length := 0.0
	for i, v := range result {
		result[i] = math.Tanh(v)
		length += result[i] * result[i]
	}
	for i := range result {
		result[i] /= math.Sqrt(length)
	}
	return result
}

// apply sends tokens through a layer.
func (l *layer) apply(x [][]float64) [][]float64 {
	qkv := make([][]float64, len(x))
	for i, v := range x {
		qkv[i] = l.qkv.apply(l.before.apply(v))
	}
	out := make([][]float64, len(x))
	for i, weighted := range l.attend(qkv) {
		out[i] = l.output.apply(weighted)
		if l.shortcut == nil {
			add(out[i], x[i], 1)
		} else {
			add(out[i], l.shortcut.apply(x[i]), 1)
		}
		wide := l.widen.apply(l.middle.apply(out[i]))
		for j := range wide {
			wide[j] = max(wide[j], 0)
		}
		add(out[i], l.narrow.apply(wide), 1)
	}
	return out
}

// attend returns for each token the values of all, weighted by how well their keys fit its query.
func (l *layer) attend(qkv [][]float64) [][]float64 {
	width := len(qkv[0]) / 3
	part := width / weights.Heads
	out := make([][]float64, len(qkv))
	for i := range qkv {
		out[i] = make([]float64, width)
		for head := 0; head < width; head += part {
			shares, sum := make([]float64, len(qkv)), 0.0
			for j := range qkv {
				score := 0.0
				for k := head; k < head+part; k++ {
					score += qkv[i][k] * qkv[j][width+k]
				}
				shares[j] = math.Exp(score * float64(l.factor))
				sum += shares[j]
			}
			for j := range qkv {
				add(out[i][head:head+part], qkv[j][2*width+head:2*width+head+part], shares[j]/sum)
			}
		}
	}
	return out
}

// apply multiplies a vector with a matrix.
func (m matrix) apply(x []float64) []float64 {
	out := make([]float64, m.out)
	for o := range out {
		out[o] = float64(m.bias[o])
		for i, v := range x {
			out[o] += v * float64(m.weights[i*m.out+o])
		}
	}
	return out
}

// apply brings a vector to mean 0 and variance 1, then to the scale that was learnt.
func (n norm) apply(x []float64) []float64 {
	mean, variance := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x))
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = (v-mean)/math.Sqrt(variance+1e-6)*float64(n.scale[i]) + float64(n.bias[i])
	}
	return out
}

// add adds scale·x to y.
func add(y, x []float64, scale float64) {
	for i, v := range x {
		y[i] += scale * v
	}
}
