package learn

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// observations draws rows from a logistic regression with these weights, the last of which is the bias.
func observations(r *rand.Rand, n int, weights []float64) []Row {
	rows := make([]Row, n)
	for i := range rows {
		x := make([]float64, len(weights)-1)
		odds := weights[len(x)]
		for k := range x {
			x[k] = r.NormFloat64()*float64(k+1) + float64(k)
			odds += weights[k] * x[k]
		}
		rows[i] = Row{X: x, Yes: r.Float64() < Sigmoid(odds), Weight: 1}
	}
	return rows
}

func TestLogisticRecoversWeights(t *testing.T) {
	want := []float64{1.5, -0.8, 0, 0.3, -1}
	rows := observations(rand.New(rand.NewPCG(1, 5)), 40000, want)
	m := FitLogistic(rows, 0.01)
	bias := m.Bias
	for k, w := range m.Weights {
		if got := w / m.Scale[k]; math.Abs(got-want[k]) > 0.06 {
			t.Errorf("weight %d is %.3f, want %.3f", k, got, want[k])
		}
		bias -= w * m.Mean[k] / m.Scale[k]
	}
	if math.Abs(bias-want[4]) > 0.1 {
		t.Errorf("the bias is %.3f, want %.3f", bias, want[4])
	}
}

// slope is the derivative of the loss by the weights, and last by the bias, from its definition.
func slope(m *Logistic, rows []Row, pull float64) []float64 {
	g := make([]float64, len(m.Weights)+1)
	for _, r := range rows {
		miss := m.Probability(r.X)
		if r.Yes {
			miss--
		}
		for k, v := range r.X {
			g[k] += r.Weight * miss * (v - m.Mean[k]) / m.Scale[k]
		}
		g[len(m.Weights)] += r.Weight * miss
	}
	for k, w := range m.Weights {
		g[k] += pull * w
	}
	return g
}

func TestLogisticIsLikeliest(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 5))
	for _, pull := range []float64{0.01, 1, 100} {
		for _, n := range []int{5, 50, 1000} {
			rows := observations(r, n, []float64{1, -2, 0.5, 0.3})
			rows[0].Yes, rows[1].Yes = true, false // else the best bias may be infinite
			for i := range rows {
				rows[i].Weight = r.Float64() * 3
			}
			m := FitLogistic(rows, pull)
			for k, g := range slope(m, rows, pull) {
				if math.Abs(g) > 1e-3 {
					t.Errorf("pull %v, %d rows: slope %v by weight %d", pull, n, g, k)
				}
			}
		}
	}
}

func TestLogisticWeightsCountAsRows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	rows := observations(r, 60, []float64{1, -1, 0.5})
	var repeated []Row
	for i := range rows {
		rows[i].Weight = float64(i % 4)
		for range i % 4 {
			repeated = append(repeated, Row{X: rows[i].X, Yes: rows[i].Yes, Weight: 1})
		}
	}
	a, b := FitLogistic(rows, 1), FitLogistic(repeated, 1)
	for _, row := range rows {
		if p, q := a.Probability(row.X), b.Probability(row.X); math.Abs(p-q) > 1e-6 {
			t.Fatalf("by weight %v, by repetition %v", p, q)
		}
	}
}

func TestLogisticDoesNotSeeUnits(t *testing.T) {
	rows := observations(rand.New(rand.NewPCG(4, 5)), 200, []float64{1, -1, 0.5})
	other := make([]Row, len(rows))
	for i, r := range rows {
		other[i] = Row{X: []float64{r.X[0]*1e4 - 7, r.X[1]/1e3 + 2}, Yes: r.Yes, Weight: 1}
	}
	a, b := FitLogistic(rows, 1), FitLogistic(other, 1)
	for i := range rows {
		if p, q := a.Probability(rows[i].X), b.Probability(other[i].X); math.Abs(p-q) > 1e-6 {
			t.Fatalf("%v in one unit, %v in another", p, q)
		}
	}
}

func TestLogisticWithoutRows(t *testing.T) {
	for name, rows := range map[string][]Row{"none": nil, "of no weight": {{X: []float64{1, 2}, Yes: true}}} {
		if p := FitLogistic(rows, 1).Probability([]float64{3, 4}); p != 0.5 {
			t.Errorf("%s: %v, want one half", name, p)
		}
	}
}

func TestLogisticOfOneKind(t *testing.T) {
	for _, yes := range []bool{true, false} {
		rows := observations(rand.New(rand.NewPCG(5, 5)), 30, []float64{1, -1, 0.5})
		for i := range rows {
			rows[i].Yes = yes
		}
		m := FitLogistic(rows, 1)
		for _, r := range rows {
			if p := m.Probability(r.X); math.IsNaN(p) || (p > 0.5) != yes {
				t.Errorf("all are %v, and one has the probability %v", yes, p)
			}
		}
	}
}

func TestLogisticOfConstantFeatures(t *testing.T) {
	for _, constant := range []float64{0, 0.1, -3, 1e9, 1.0 / 3} {
		rows := observations(rand.New(rand.NewPCG(6, 5)), 97, []float64{1, 0.5})
		without := FitLogistic(rows, 1)
		for i := range rows {
			rows[i].X = []float64{rows[i].X[0], constant}
		}
		m := FitLogistic(rows, 1)
		for _, r := range rows {
			if p, q := m.Probability(r.X), without.Probability(r.X[:1]); math.Abs(p-q) > 1e-6 {
				t.Fatalf("with a feature that is always %v: %v, without %v", constant, p, q)
			}
		}
		if p := m.Probability([]float64{0, constant + 1}); math.Abs(p-without.Probability([]float64{0})) > 1e-6 {
			t.Errorf("a feature of which nothing was learnt makes it %v", p)
		}
	}
}

func TestLogisticOfSeparableRows(t *testing.T) {
	rows := []Row{{X: []float64{0}, Weight: 1}, {X: []float64{1}, Weight: 1}, {X: []float64{2}, Yes: true, Weight: 1}, {X: []float64{3}, Yes: true, Weight: 1}}
	m := FitLogistic(rows, 1)
	for i, r := range rows {
		if p := m.Probability(r.X); (p > 0.5) != r.Yes || p < 0.02 || p > 0.98 {
			t.Errorf("row %d: %v; the pull should keep it from certainty", i, p)
		}
	}
}

func TestLogisticOfHugeValues(t *testing.T) {
	for _, huge := range []float64{1e12, 1e150, 1e200, math.MaxFloat64} {
		rows := observations(rand.New(rand.NewPCG(7, 5)), 50, []float64{2, 0})
		without := FitLogistic(rows, 1)
		for i := range rows {
			rows[i].X = []float64{rows[i].X[0], huge * float64(i%3-1)}
		}
		m := FitLogistic(rows, 1)
		for i, r := range rows {
			p := m.Probability(r.X)
			if math.IsNaN(p) || math.Abs(p-without.Probability(r.X[:1])) > 0.5 {
				t.Errorf("±%g: row %d has the probability %v", huge, i, p)
			}
		}
	}
}

func TestLogisticPartsAddUp(t *testing.T) {
	m := FitLogistic(observations(rand.New(rand.NewPCG(8, 5)), 100, []float64{1, -1, 0.5}), 1)
	x := []float64{0.3, -2}
	odds := m.Bias + m.Part(0, x[0]) + m.Part(1, x[1])
	if math.Abs(odds-m.Odds(x)) > 1e-12 || math.Abs(Sigmoid(odds)-m.Probability(x)) > 1e-12 {
		t.Errorf("parts %v, odds %v, probability %v", odds, m.Odds(x), m.Probability(x))
	}
}

func TestLogisticIsAProbabilityWhateverTheRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.IntRange(0, 4).Draw(t, "features")
		value := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-1, 1), rapid.SampledFrom([]float64{0, 1, 1e-300, -1e300}))
		x := rapid.SliceOfN(value, d, d)
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Row {
			return Row{X: x.Draw(t, "x"), Yes: rapid.Bool().Draw(t, "yes"), Weight: rapid.Float64Range(0, 10).Draw(t, "weight")}
		}), 0, 12).Draw(t, "rows")
		m := FitLogistic(rows, 1)
		for _, r := range rows {
			if p := m.Probability(r.X); !(p >= 0 && p <= 1) {
				t.Fatalf("probability %v of %v: %+v", p, r.X, m)
			}
		}
	})
}

func TestSigmoidAndSoftplus(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 30, -30, 1e6, -1e6, math.Inf(1), math.Inf(-1)} {
		if p := Sigmoid(x); !(p > 0 && p <= 1) || math.Abs(p+Sigmoid(-x)-1) > 1e-15 {
			t.Errorf("Sigmoid(%v) = %v", x, p)
		}
		if math.Abs(x) < 100 && math.Abs(softplus(x)-math.Log(1+math.Exp(x))) > 1e-12 {
			t.Errorf("softplus(%v) = %v", x, softplus(x))
		}
	}
	if softplus(1e6) != 1e6 || softplus(-1e6) != 0 {
		t.Error("softplus overflows")
	}
}

func BenchmarkFitLogistic3000x20(b *testing.B) {
	weights := make([]float64, 21)
	for k := range weights {
		weights[k] = 0.1 * float64(k%5-2)
	}
	rows := observations(rand.New(rand.NewPCG(9, 5)), 3000, weights)
	for b.Loop() {
		FitLogistic(rows, 1)
	}
}
