package learn

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestSolve(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	for n := 1; n <= 12; n++ {
		// b·bᵀ + 1 is symmetric and positive definite.
		b, whole, h := square(n), square(n), square(n)
		want := make([]float64, n)
		for i := range n {
			want[i] = r.NormFloat64()
			for j := range n {
				b[i][j] = r.NormFloat64()
			}
		}
		g := make([]float64, n)
		for i := range n {
			whole[i][i] = 1
			for j := range n {
				for k := range n {
					whole[i][j] += b[i][k] * b[j][k]
				}
				g[i] += whole[i][j] * want[j]
				h[i][j] = math.NaN() // the upper half must not be read
			}
			copy(h[i], whole[i][:i+1])
		}
		for i, x := range solve(h, g) {
			if math.Abs(x-want[i]) > 1e-8 {
				t.Errorf("%d unknowns: x%d = %v, want %v", n, i, x, want[i])
			}
		}
	}
}

func TestSolveWhatHasNoSolution(t *testing.T) {
	for _, x := range solve([][]float64{{0}, {0, 0}}, []float64{0, 0}) {
		if x != 0 {
			t.Errorf("no curvature and no slope give the step %v", x)
		}
	}
}

// TestMinimiseHalvesSteps uses a loss on which whole Newton steps run away: ln(cosh(x)).
func TestMinimiseHalvesSteps(t *testing.T) {
	w := []float64{3}
	minimise(w, 100, func() float64 { return math.Log(math.Cosh(w[0])) }, func() []float64 {
		tanh := math.Tanh(w[0])
		return []float64{tanh / (1 - tanh*tanh)}
	})
	if math.Abs(w[0]) > 1e-4 {
		t.Errorf("the lowest is at %v, want 0", w[0])
	}
}

func TestMinimiseNeverEndsHigher(t *testing.T) {
	for name, step := range map[string]float64{"the wrong way": -1, "no number": math.NaN(), "infinite": math.Inf(1)} {
		w := []float64{2}
		minimise(w, 100, func() float64 { return w[0] * w[0] }, func() []float64 { return []float64{step} })
		if w[0] != 2 {
			t.Errorf("%s: ended at %v", name, w[0])
		}
	}
}

func TestMinimiseStopsAfterMostSteps(t *testing.T) {
	w, steps := []float64{0}, 0
	minimise(w, 7, func() float64 { return -w[0] }, func() []float64 { steps++; return []float64{-1} })
	if steps != 7 || w[0] != 7 {
		t.Errorf("%d steps to %v, want 7", steps, w[0])
	}
}
