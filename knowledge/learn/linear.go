package learn

import (
	"math"
	"math/rand/v2"

	"frontdesk/knowledge/vector"
)

// Linear is a classifier whose score for a class is linear in the features: W[feature][class].
type Linear struct {
	Classes int
	Weights []float32 // feature f's row is Weights[f*Classes : (f+1)*Classes]
	Bias    []float32
}

// Training says how a Linear is trained.
type Training struct {
	Passes int
	Rate   float32
	Decay  float32
	OvR    bool
	Seed   uint64
}

// Train fits a classifier.
func Train(xs []Sparse, ys []int, features, classes int, t Training) *Linear {
	m := &Linear{Classes: classes, Weights: make([]float32, features*classes), Bias: make([]float32, classes)}
	sum := make([]float32, features) // AdaGrad by feature
	for i := range sum {
		sum[i] = 1e-2
	}
	order := make([]int, len(xs))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(t.Seed, 1))
	g := make([]float32, classes)
	var bsum float32 = 1
	for pass := range t.Passes {
		_ = pass
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			m.scores(xs[i], g)
			if t.OvR {
				for c := range g {
					g[c] = 1 / (1 + float32(math.Exp(float64(-g[c]))))
				}
			} else {
				softmax(g)
			}
			g[ys[i]] -= 1
			var g2 float32
			for _, v := range g {
				g2 += v * v
			}
			for k, f := range xs[i].At {
				v := xs[i].Value[k]
				sum[f] += g2 * v * v
				step := t.Rate * v / float32(math.Sqrt(float64(sum[f])))
				row := m.Weights[int(f)*classes : (int(f)+1)*classes]
				vector.Axpy(row, -step, g)
			}
			bsum += g2
			step := t.Rate * .3 / float32(math.Sqrt(float64(bsum)))
			for c := range g {
				m.Bias[c] -= step * g[c]
			}
		}
	}
	return m
}

func (m *Linear) scores(x Sparse, out []float32) {
	copy(out, m.Bias)
	for k, f := range x.At {
		v := x.Value[k]
		row := m.Weights[int(f)*m.Classes : (int(f)+1)*m.Classes]
		vector.Axpy(out, v, row)
	}
}

// Scores returns the linear scores.
func (m *Linear) Scores(x Sparse) []float32 {
	out := make([]float32, m.Classes)
	m.scores(x, out)
	return out
}

func softmax(x []float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v - top)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

// Dense is a vector all of whose places count.
func Dense(v []float32) Sparse {
	at := make([]uint32, len(v))
	for i := range at {
		at[i] = uint32(i)
	}
	return Sparse{at, v}
}
