package learn

import "math"

const (
	smallestStep = 1e-4 // part of a Newton step under which none is worth taking
	settled      = 1e-9 // relative fall of a loss that is taken for none
)

// minimise moves w to where the convex loss is lowest, by Newton's method: newton returns the step to subtract,
// which is halved until the loss does not rise. It takes most steps at most, and never leaves w where the
// loss is higher than it was.
func minimise(w []float64, most int, loss func() float64, newton func() []float64) {
	now := loss()
	before := make([]float64, len(w))
	for range most {
		copy(before, w)
		last, step := now, newton()
		for size := 1.0; ; size /= 2 {
			if size < smallestStep {
				copy(w, before)
				return
			}
			for k := range w {
				w[k] = before[k] - size*step[k]
			}
			if now = loss(); now <= last {
				break
			}
		}
		if last-now <= settled*(1+math.Abs(last)) {
			return
		}
	}
}

// square is a matrix of n rows and columns of zeros.
func square(n int) [][]float64 {
	cells := make([]float64, n*n)
	h := make([][]float64, n)
	for i := range h {
		h[i] = cells[i*n : (i+1)*n]
	}
	return h
}

// solve solves h·x = g for a symmetric positive definite h, of which the lower half is given, by
// Cholesky's method. Both are overwritten; x is returned in g.
func solve(h [][]float64, g []float64) []float64 {
	for j := range h {
		for k := range j {
			h[j][j] -= h[j][k] * h[j][k]
		}
		h[j][j] = math.Sqrt(max(h[j][j], 1e-12))
		for i := j + 1; i < len(h); i++ {
			for k := range j {
				h[i][j] -= h[i][k] * h[j][k]
			}
			h[i][j] /= h[j][j]
		}
	}
	for i := range g {
		for k := range i {
			g[i] -= h[i][k] * g[k]
		}
		g[i] /= h[i][i]
	}
	for i := len(g) - 1; i >= 0; i-- {
		for k := i + 1; k < len(g); k++ {
			g[i] -= h[k][i] * g[k]
		}
		g[i] /= h[i][i]
	}
	return g
}
