package learn

import "math"

// Set is one question with the options it could be answered by, of which one is right.
type Set struct {
	Options [][]float64 // features by option; at least one option, and as many features for each
	Right   int         // its place among the options
}

const choiceSteps = 30 // of Newton's method, at most

// FitChoice finds the weights with which the right option of every set most likely has the highest sum
// (McFadden's conditional logit, 1974), given a normal prior around the weights of prior. spread[k] is the
// prior's standard deviation of weight k; 0 keeps the weight at its prior. Without sets all are kept.
func FitChoice(sets []Set, prior, spread []float64) []float64 {
	f := choiceFit{sets: sets, prior: prior, spread: spread, w: append([]float64(nil), prior...)}
	minimise(f.w, choiceSteps, f.loss, f.newton)
	return f.w
}

// choiceFit is the way to the weights w.
type choiceFit struct {
	sets          []Set
	prior, spread []float64
	w             []float64
}

// loss is the negative logarithm of the weights' likelihood and prior, but for a constant.
func (f *choiceFit) loss() float64 {
	sum := 0.0
	for _, s := range f.sets {
		sum -= math.Log(max(Shares(s.Options, f.w)[s.Right], 1e-300))
	}
	for k, w := range f.w {
		if f.spread[k] > 0 {
			e := (w - f.prior[k]) / f.spread[k]
			sum += e * e / 2
		}
	}
	return sum
}

// newton returns the step from the loss's first and second derivatives.
func (f *choiceFit) newton() []float64 {
	d := len(f.w)
	g, h, mean := make([]float64, d), square(d), make([]float64, d)
	for _, s := range f.sets {
		p := Shares(s.Options, f.w)
		clear(mean)
		for i, x := range s.Options {
			for k, v := range x {
				mean[k] += p[i] * v
			}
		}
		for k, v := range s.Options[s.Right] {
			g[k] += mean[k] - v
		}
		for i, x := range s.Options {
			addSpread(h, x, mean, p[i])
		}
	}
	for k := range d {
		if f.spread[k] > 0 {
			g[k] += (f.w[k] - f.prior[k]) / (f.spread[k] * f.spread[k])
			h[k][k] += 1 / (f.spread[k] * f.spread[k])
			continue
		}
		g[k] = 0
		for j := range d {
			h[max(j, k)][min(j, k)] = 0
		}
		h[k][k] = 1
	}
	return solve(h, g)
}

// addSpread adds to the lower half of h what an option of probability p adds to the spread around the mean.
func addSpread(h [][]float64, x, mean []float64, p float64) {
	if p < 1e-6 { // most options, and nothing to speak of
		return
	}
	for j := range h {
		e := p * (x[j] - mean[j])
		for k := 0; k <= j; k++ {
			h[j][k] += e * (x[k] - mean[k])
		}
	}
}

// Shares are the probabilities of the options: the exponentials of their weighted sums, divided by the
// total. The sums must be finite.
func Shares(options [][]float64, w []float64) []float64 {
	p := make([]float64, len(options))
	top := math.Inf(-1)
	for i, x := range options {
		for k, v := range x {
			p[i] += w[k] * v
		}
		top = max(top, p[i])
	}
	sum := 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}
