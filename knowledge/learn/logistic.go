package learn

import "math"

// Logistic is a logistic regression over features that are first brought to mean 0 and deviation 1.
type Logistic struct {
	Bias    float64
	Mean    []float64
	Scale   []float64 // standard deviations; never 0
	Weights []float64 // log-odds per standard deviation
}

// Row is one observation that a Logistic is fitted to.
type Row struct {
	X      []float64
	Yes    bool
	Weight float64
}

// FitLogistic finds the weights that are likeliest given the rows and a normal prior around zero with the
// precision pull for each standardised weight; the bias is free. Newton's method with step halving, at
// most 50 steps. With no rows the model gives one half.
func FitLogistic(rows []Row, pull float64) *Logistic {
	if len(rows) == 0 {
		return &Logistic{}
	}
	d := len(rows[0].X)
	m := &Logistic{Mean: make([]float64, d), Scale: make([]float64, d), Weights: make([]float64, d)}
	m.standardise(rows)
	z := make([][]float64, len(rows))
	for i, r := range rows {
		z[i] = m.standard(r.X)
	}
	loss := m.loss(rows, z, pull)
	for range 50 {
		step := m.newton(rows, z, pull)
		size := 1.0
		before := append([]float64{m.Bias}, m.Weights...)
		for {
			m.Bias = before[0] - size*step[d]
			for k := range m.Weights {
				m.Weights[k] = before[k+1] - size*step[k]
			}
			now := m.loss(rows, z, pull)
			if now <= loss+1e-12 || size < 1e-4 {
				done := loss-now < 1e-9*(1+math.Abs(loss))
				loss = now
				if done {
					return m
				}
				break
			}
			size /= 2
		}
	}
	return m
}

func (m *Logistic) standardise(rows []Row) {
	sum := 0.0
	for _, r := range rows {
		sum += r.Weight
		for k, v := range r.X {
			m.Mean[k] += r.Weight * v
		}
	}
	for k := range m.Mean {
		m.Mean[k] /= sum
	}
	for _, r := range rows {
		for k, v := range r.X {
			m.Scale[k] += r.Weight * (v - m.Mean[k]) * (v - m.Mean[k])
		}
	}
	for k := range m.Scale {
		if m.Scale[k] = math.Sqrt(m.Scale[k] / sum); m.Scale[k] < 1e-6 {
			m.Scale[k] = 1
		}
	}
}

func (m *Logistic) standard(x []float64) []float64 {
	z := make([]float64, len(x))
	for k := range x {
		z[k] = (x[k] - m.Mean[k]) / m.Scale[k]
	}
	return z
}

func (m *Logistic) odds(z []float64) float64 {
	s := m.Bias
	for k, v := range z {
		s += m.Weights[k] * v
	}
	return s
}

func (m *Logistic) loss(rows []Row, z [][]float64, pull float64) float64 {
	sum := 0.0
	for i, r := range rows {
		s := m.odds(z[i])
		if r.Yes {
			s = -s
		}
		sum += r.Weight * softplus(s)
	}
	for _, w := range m.Weights {
		sum += pull * w * w / 2
	}
	return sum
}

// softplus is ln(1 + e^x) without overflow.
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

// newton returns the step for the weights and, last, the bias.
func (m *Logistic) newton(rows []Row, z [][]float64, pull float64) []float64 {
	d := len(m.Weights) + 1
	h := make([][]float64, d)
	for i := range h {
		h[i] = make([]float64, d)
	}
	g := make([]float64, d)
	a := make([]float64, d)
	for i, r := range rows {
		p := Sigmoid(m.odds(z[i]))
		miss := p
		if r.Yes {
			miss--
		}
		curve := p * (1 - p) * r.Weight
		copy(a, z[i])
		a[d-1] = 1
		for j, v := range a {
			g[j] += miss * r.Weight * v
			for k := 0; k <= j; k++ {
				h[j][k] += curve * v * a[k]
			}
		}
	}
	for k, w := range m.Weights {
		g[k] += pull * w
		h[k][k] += pull
	}
	h[d-1][d-1] += 1e-9
	return solve(h, g)
}

// solve solves h·x = g for a symmetric positive definite h, of which the lower half is given, by
// Cholesky's method. Both are overwritten.
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

// Probability is the probability of yes.
func (m *Logistic) Probability(x []float64) float64 {
	s := m.Bias
	for k, v := range x {
		s += m.Weights[k] * (v - m.Mean[k]) / m.Scale[k]
	}
	return Sigmoid(s)
}

// Sigmoid turns log-odds into a probability.
func Sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-max(-40, min(40, x)))) }
