package learn

import "math"

// Logistic is a logistic regression over features that are first brought to mean 0 and deviation 1. The zero
// Logistic gives one half whatever the features.
type Logistic struct {
	Bias    float64
	Mean    []float64
	Scale   []float64 // standard deviations; never 0
	Weights []float64 // log-odds per standard deviation
}

// Row is one observation that a Logistic is fitted to.
type Row struct {
	X      []float64 // finite; as many in every row
	Yes    bool
	Weight float64 // how many observations it stands for; not negative
}

const logisticSteps = 50 // of Newton's method, at most

// FitLogistic finds the weights that are likeliest given the rows and a normal prior around zero with the
// precision pull, above 0, for each standardised weight; the bias is free. A feature that is the same in all
// rows, or too large to square, has no weight to speak of. Without rows, or with none that weighs anything,
// it returns the zero Logistic.
func FitLogistic(rows []Row, pull float64) *Logistic {
	m := &Logistic{}
	if !m.standardise(rows) {
		return m
	}
	d := len(m.Mean)
	f := logisticFit{rows: rows, pull: pull, x: make([][]float64, len(rows)), w: make([]float64, d+1)}
	for i, r := range rows {
		f.x[i] = append(m.standard(r.X), 1)
	}
	minimise(f.w, logisticSteps, f.loss, f.newton)
	m.Weights, m.Bias = f.w[:d:d], f.w[d]
	return m
}

// standardise finds the features' means and deviations. It reports whether the rows weigh anything.
func (m *Logistic) standardise(rows []Row) bool {
	total := 0.0
	for _, r := range rows {
		total += r.Weight
	}
	if total <= 0 {
		return false
	}
	m.Mean, m.Scale = make([]float64, len(rows[0].X)), make([]float64, len(rows[0].X))
	for _, r := range rows {
		for k, v := range r.X {
			m.Mean[k] += r.Weight / total * v
		}
	}
	for _, r := range rows {
		for k, v := range r.X {
			m.Scale[k] += r.Weight / total * (v - m.Mean[k]) * (v - m.Mean[k])
		}
	}
	for k, variance := range m.Scale {
		m.Scale[k] = math.Sqrt(variance)
		switch {
		case m.Scale[k] < 1e-6*max(1, math.Abs(m.Mean[k])): // it does not vary, but for rounding
			m.Scale[k] = max(1, math.Abs(m.Mean[k]))
		case !(m.Scale[k] < math.MaxFloat64):
			m.Mean[k], m.Scale[k] = 0, math.MaxFloat64
		}
	}
	return true
}

func (m *Logistic) standard(x []float64) []float64 {
	z := make([]float64, len(x), len(x)+1)
	for k := range x {
		z[k] = (x[k] - m.Mean[k]) / m.Scale[k]
	}
	return z
}

// logisticFit is the way to the weights w.
type logisticFit struct {
	rows []Row
	x    [][]float64 // by row: its standardised features and a 1
	pull float64
	w    []float64 // by feature, and the bias
}

func (f *logisticFit) odds(x []float64) float64 {
	sum := 0.0
	for k, v := range x {
		sum += f.w[k] * v
	}
	return sum
}

// loss is the negative logarithm of the weights' likelihood and prior, but for a constant.
func (f *logisticFit) loss() float64 {
	sum := 0.0
	for i, r := range f.rows {
		s := f.odds(f.x[i])
		if r.Yes {
			s = -s
		}
		sum += r.Weight * softplus(s)
	}
	for _, w := range f.w[:len(f.w)-1] {
		sum += f.pull * w * w / 2
	}
	return sum
}

// softplus is ln(1 + e^x) without overflow.
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

// newton returns the step from the loss's first and second derivatives.
func (f *logisticFit) newton() []float64 {
	bias := len(f.w) - 1
	g, h := make([]float64, bias+1), square(bias+1)
	for i, r := range f.rows {
		p := Sigmoid(f.odds(f.x[i]))
		miss := p
		if r.Yes {
			miss--
		}
		curve := p * (1 - p) * r.Weight
		x := f.x[i]
		for j, v := range x {
			if v == 0 {
				continue
			}
			g[j] += miss * r.Weight * v
			row, curved := h[j], curve*v
			for k, u := range x[:j+1] {
				row[k] += curved * u
			}
		}
	}
	for k, w := range f.w[:bias] {
		g[k] += f.pull * w
		h[k][k] += f.pull
	}
	h[bias][bias] += 1e-9 // where all answers are alike, the best bias is infinite
	return solve(h, g)
}

// Odds are the log-odds of yes.
func (m *Logistic) Odds(x []float64) float64 {
	s := m.Bias
	for k := range m.Weights {
		s += m.Part(k, x[k])
	}
	return s
}

// Part is what the value v of feature k adds to the log-odds.
func (m *Logistic) Part(k int, v float64) float64 { return m.Weights[k] * (v - m.Mean[k]) / m.Scale[k] }

// Probability is the probability of yes.
func (m *Logistic) Probability(x []float64) float64 { return Sigmoid(m.Odds(x)) }

// Sigmoid turns log-odds into a probability, as if none were beyond ±40.
func Sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-max(-40, min(40, x)))) }
