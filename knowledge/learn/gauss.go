package learn

import (
	"math"

	"frontdesk/knowledge/vector"
)

// Gauss takes the examples of a class to lie around the class's mean, with the same spread in every class
// (Fisher's linear discriminant). Its distances tell not only which class is nearest but also whether any is
// near: the Mahalanobis distance is among the best signs of a question from outside (Podolskiy et al. 2021).
// It is never changed.
type Gauss struct {
	size    int
	inverse []float32 // of the spread, row after row
	means   []float32 // by class
	towards []float32 // inverse × mean, by class
	offset  []float32 // mean × inverse × mean, by class
	count   []int     // examples by class
}

const (
	leastShrink = 1e-3 // as much as float32 needs to invert a spread that is flat in some direction
	leastPivot  = 1e-5 // of the mean variance; what is less is rounding
)

// NewGauss fits a Gauss to vectors, of which there is at least one, of classes 0 to n−1. shrink, 0.001..1, is
// how much of the spread is taken to be the same in all directions; more is right for fewer examples. Without
// two examples of any class that differ, nothing is known of the spread, and it is taken to be 1 everywhere.
func NewGauss(xs [][]float32, classes []int, n int, shrink float64) *Gauss {
	g := &Gauss{size: len(xs[0]), count: make([]int, n), offset: make([]float32, n)}
	g.average(xs, classes)
	g.inverse = invert(g.spread(xs, classes, max(leastShrink, min(shrink, 1))), g.size)
	g.towards = make([]float32, len(g.means))
	for c := range n {
		m, t := g.row(g.means, c), g.row(g.towards, c)
		vector.DotRows(t, g.inverse, m)
		g.offset[c] = vector.Dot(m, t)
	}
	return g
}

// row is the part of a class in what is kept by class.
func (g *Gauss) row(all []float32, class int) []float32 {
	return all[class*g.size : (class+1)*g.size]
}

// average counts the examples of every class and finds their means.
func (g *Gauss) average(xs [][]float32, classes []int) {
	g.means = make([]float32, len(g.count)*g.size)
	for i, x := range xs {
		g.count[classes[i]]++
		vector.Axpy(g.row(g.means, classes[i]), 1, x)
	}
	for c, n := range g.count {
		m := g.row(g.means, c)
		for j := range m {
			m[j] /= float32(max(n, 1))
		}
	}
}

// spread is the covariance within classes, without the bias that comes of estimated means, shrunk towards a
// multiple of the identity; only its lower half is filled in.
func (g *Gauss) spread(xs [][]float32, classes []int, shrink float64) []float32 {
	d := g.size
	s := make([]float32, d*d)
	off := make([]float32, d)
	free := 0 // examples less the means that were made of them
	for _, n := range g.count {
		free += max(0, n-1)
	}
	for i, x := range xs {
		if g.count[classes[i]] < 2 {
			continue
		}
		copy(off, x)
		vector.Axpy(off, -1, g.row(g.means, classes[i]))
		for j, v := range off {
			vector.Axpy(s[j*d:j*d+j+1], v, off[:j+1])
		}
	}
	trace := 0.0
	for j := range d {
		trace += float64(s[j*d+j])
	}
	scale, even := float32(0), float32(1)
	if trace > 0 {
		scale = float32((1 - shrink) / float64(free))
		even = float32(shrink * trace / float64(free) / float64(d))
	}
	for j := range d {
		for k := range j + 1 {
			s[j*d+k] *= scale
		}
		s[j*d+j] += even
	}
	return s
}

// invert inverts a symmetric positive definite matrix, of which the lower half is given, by Cholesky's method.
func invert(s []float32, d int) []float32 {
	l := cholesky(s, d)
	// Rows of m are the columns of the inverse of l: m[j] = l⁻¹ e_j, from place j on.
	m := make([]float32, d*d)
	for j := range d {
		row := m[j*d : (j+1)*d]
		row[j] = 1 / l[j*d+j]
		for i := j + 1; i < d; i++ {
			row[i] = -vector.Dot(l[i*d+j:i*d+i], row[j:i]) / l[i*d+i]
		}
	}
	out := make([]float32, d*d)
	for i := range d {
		for j := range i + 1 {
			out[i*d+j] = vector.Dot(m[i*d+i:(i+1)*d], m[j*d+i:(j+1)*d])
			out[j*d+i] = out[i*d+j]
		}
	}
	return out
}

// cholesky returns the lower triangular l with l·lᵀ = s.
func cholesky(s []float32, d int) []float32 {
	mean := 0.0
	for i := range d {
		mean += float64(s[i*d+i]) / float64(d)
	}
	l := make([]float32, d*d)
	for i := range d {
		for j := range i + 1 {
			sum := s[i*d+j] - vector.Dot(l[i*d:i*d+j], l[j*d:j*d+j])
			if i == j {
				l[i*d+i] = float32(math.Sqrt(max(float64(sum), leastPivot*mean)))
			} else {
				l[i*d+j] = sum / l[j*d+j]
			}
		}
	}
	return l
}

// Distances sets out[c] to the squared Mahalanobis distance of x to class c, made smaller for classes of
// few examples, whose means are less certain: by k/(k+1) for k examples. Classes without examples are as far
// as the origin. out has a number for every class.
func (g *Gauss) Distances(x []float32, out []float32) {
	y := make([]float32, g.size)
	vector.DotRows(y, g.inverse, x)
	own := vector.Dot(x, y)
	vector.DotRows(out, g.towards, x)
	for c := range out {
		out[c] = max(0, own-2*out[c]+g.offset[c])
		if k := float32(g.count[c]); k > 0 {
			out[c] *= k / (k + 1)
		}
	}
}
