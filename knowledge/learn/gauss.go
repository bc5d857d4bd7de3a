package learn

import (
	"math"

	"frontdesk/knowledge/vector"
)

// Gauss takes the examples of a class to lie around the class's mean, with the same spread in every class
// (Fisher's linear discriminant). Its distances tell not only which class is nearest but also whether any is
// near: the Mahalanobis distance is among the best signs of a question from outside (Podolskiy et al. 2021).
type Gauss struct {
	size    int
	inverse []float32 // of the spread, row after row
	means   []float32 // by class
	towards []float32 // inverse × mean, by class
	offset  []float32 // mean × inverse × mean, by class
	count   []int     // examples by class
}

// NewGauss fits a Gauss to vectors. shrink, 0..1, is how much of the spread is taken to be the same in all
// directions; more is right for fewer examples.
func NewGauss(xs [][]float32, classes []int, n int, shrink float64) *Gauss {
	d := len(xs[0])
	g := &Gauss{size: d, count: make([]int, n)}
	g.means = classMeans(xs, classes, n, g.count)
	spread := g.spread(xs, classes, shrink)
	g.inverse = invert(spread, d)
	g.aim()
	return g
}

// Again is the same spread around the means of other examples of the classes.
func (g *Gauss) Again(xs [][]float32, classes []int) *Gauss {
	out := &Gauss{size: g.size, inverse: g.inverse, count: make([]int, len(g.count))}
	out.means = classMeans(xs, classes, len(g.count), out.count)
	out.aim()
	return out
}

func classMeans(xs [][]float32, classes []int, n int, count []int) []float32 {
	d := len(xs[0])
	means := make([]float32, n*d)
	for i, x := range xs {
		count[classes[i]]++
		vector.Axpy(means[classes[i]*d:(classes[i]+1)*d], 1, x)
	}
	for c, k := range count {
		for j := c * d; j < (c+1)*d && k > 1; j++ {
			means[j] /= float32(k)
		}
	}
	return means
}

// aim prepares what is needed to compare.
func (g *Gauss) aim() {
	d := g.size
	g.towards = make([]float32, len(g.means))
	g.offset = make([]float32, len(g.count))
	for c := range g.count {
		m := g.means[c*d : (c+1)*d]
		vector.DotRows(g.towards[c*d:(c+1)*d], g.inverse, m)
		g.offset[c] = vector.Dot(m, g.towards[c*d:(c+1)*d])
	}
}

// spread is the covariance within classes, shrunk towards a multiple of the identity.
func (g *Gauss) spread(xs [][]float32, classes []int, shrink float64) []float32 {
	d := g.size
	s := make([]float32, d*d)
	diff := make([]float32, d)
	used := 0
	for i, x := range xs {
		if g.count[classes[i]] < 2 {
			continue
		}
		used++
		m := g.means[classes[i]*d : (classes[i]+1)*d]
		for j := range diff {
			diff[j] = x[j] - m[j]
		}
		for j, v := range diff {
			vector.Axpy(s[j*d:j*d+j+1], v, diff[:j+1])
		}
	}
	trace := 0.0
	for j := range d {
		trace += float64(s[j*d+j])
	}
	scale, even := float32(0), float32(1)
	if used > 0 && trace > 0 {
		scale = float32((1 - shrink) / float64(used))
		even = float32(shrink * trace / float64(used) / float64(d))
	}
	for j := range d {
		for k := 0; k <= j; k++ {
			s[j*d+k] *= scale
			s[k*d+j] = s[j*d+k]
		}
		s[j*d+j] += even
	}
	return s
}

// invert inverts a symmetric positive definite matrix by Cholesky's method.
func invert(s []float32, d int) []float32 {
	l := make([]float32, d*d)
	for i := range d {
		for j := 0; j <= i; j++ {
			sum := s[i*d+j] - vector.Dot(l[i*d:i*d+j], l[j*d:j*d+j])
			if i == j {
				l[i*d+i] = float32(math.Sqrt(math.Max(float64(sum), 1e-12)))
			} else {
				l[i*d+j] = sum / l[j*d+j]
			}
		}
	}
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
		for j := 0; j <= i; j++ {
			out[i*d+j] = vector.Dot(m[i*d+i:(i+1)*d], m[j*d+i:(j+1)*d])
			out[j*d+i] = out[i*d+j]
		}
	}
	return out
}

// Distances sets out[c] to the squared Mahalanobis distance of x to class c, made smaller for classes of
// few examples, whose means are less certain: by k/(k+1) for k examples. Classes without examples are as far
// as the origin.
func (g *Gauss) Distances(x []float32, out []float32) {
	d := g.size
	y := make([]float32, d)
	vector.DotRows(y, g.inverse, x)
	own := vector.Dot(x, y)
	vector.DotRows(out, g.towards, x)
	for c := range out {
		k := float32(g.count[c])
		out[c] = max(0, own-2*out[c]+g.offset[c])
		if k > 0 {
			out[c] *= k / (k + 1)
		}
	}
}
