package learn

import (
	"math"
	"math/rand/v2"

	"frontdesk/knowledge/vector"
)

// Linear is a classifier whose score for a class is a sum of weights over the features of a vector.
type Linear struct {
	classes int
	stride  int       // classes, rounded up to whole blocks of the vector unit
	weights []float32 // row after row, one of stride for each feature
	bias    []float32
}

// Training says how a Linear is trained.
type Training struct {
	Passes int     // over all examples, each time in another order
	Rate   float32 // of learning; the steps of a feature shrink with what it has learnt already
	OvR    bool    // each class against the rest: scores are log-odds that can all be low; else the classes share one probability
	Seed   uint64  // of the orders
}

// block is how many numbers the vector unit takes at once.
const block = 8

// Train fits a classifier to examples by stochastic gradient descent on the logistic loss, with a rate of
// its own for each feature (AdaGrad: Duchi, Hazan and Singer 2011). Features are numbered 0..features−1,
// classes 0..classes−1.
func Train(xs []Sparse, ys []int, features, classes int, t Training) *Linear {
	stride := strideOf(classes)
	m := &Linear{classes: classes, stride: stride, weights: make([]float32, features*stride), bias: make([]float32, stride)}
	learnt := make([]float32, features) // squares of the gradients so far
	for i := range learnt {
		learnt[i] = 0.01
	}
	learntBias := float32(1)
	order := make([]int, len(xs))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(t.Seed, 1))
	miss, steps := make([]float32, stride), make([]float32, 0, 256)
	for range t.Passes {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			m.score(xs[i], miss)
			probabilities(miss[:classes], t.OvR)
			clear(miss[classes:])
			miss[ys[i]]--
			size := vector.Dot(miss, miss)
			steps = steps[:0]
			for k, f := range xs[i].At {
				v := xs[i].Value[k]
				learnt[f] += size * v * v
				steps = append(steps, -t.Rate*v/sqrt(learnt[f]))
			}
			vector.AddToRows(m.weights, xs[i].At, steps, miss)
			learntBias += size
			vector.Axpy(m.bias, -0.3*t.Rate/sqrt(learntBias), miss)
		}
	}
	return m
}

func strideOf(classes int) int { return (classes + block - 1) / block * block }

func (m *Linear) score(x Sparse, out []float32) {
	copy(out, m.bias)
	vector.AddRows(out, m.weights, x.At, x.Value)
}

// Scores returns the score of every class: log-odds if each was trained against the rest.
func (m *Linear) Scores(x Sparse) []float32 {
	out := make([]float32, m.stride)
	m.score(x, out)
	return out[:m.classes]
}

// probabilities turns scores into probabilities, each for itself or all together.
func probabilities(x []float32, apart bool) {
	if apart {
		for i, v := range x {
			x[i] = 1 / (1 + exp(-v))
		}
		return
	}
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = exp(v - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

func exp(x float32) float32  { return float32(math.Exp(float64(x))) }
func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// Dense is a vector all of whose places count.
func Dense(v []float32) Sparse {
	at := make([]uint32, len(v))
	for i := range at {
		at[i] = uint32(i)
	}
	return Sparse{at, v}
}

// DenseRows are vectors of one length all of whose places count. They share the numbers of their places.
func DenseRows(rows [][]float32) []Sparse {
	out := make([]Sparse, len(rows))
	for i, r := range rows {
		if i == 0 {
			out[i] = Dense(r)
			continue
		}
		out[i] = Sparse{out[0].At, r}
	}
	return out
}
