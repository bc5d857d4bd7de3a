package learn

import "math"

// Set is one question with the options it could be answered by, of which one is right.
type Set struct {
	Options [][]float64 // features by option
	Right   int
}

// FitChoice finds the weights with which the right option of every set most likely has the highest sum
// (McFadden's conditional logit), given a normal prior around the weights of prior. spread[k] is the
// prior's standard deviation of weight k; 0 keeps the weight at its prior. Newton's method, at most 30 steps.
func FitChoice(sets []Set, prior, spread []float64) []float64 {
	d := len(prior)
	w := append([]float64(nil), prior...)
	loss := choiceLoss(sets, w, prior, spread)
	for range 30 {
		step := choiceNewton(sets, w, prior, spread)
		size := 1.0
		before := append([]float64(nil), w...)
		done := false
		for {
			for k := range d {
				w[k] = before[k] - size*step[k]
			}
			now := choiceLoss(sets, w, prior, spread)
			if now <= loss || size < 1e-4 {
				done = loss-now < 1e-7*(1+loss)
				loss = now
				break
			}
			size /= 2
		}
		if done {
			break
		}
	}
	return w
}

func choiceLoss(sets []Set, w, prior, spread []float64) float64 {
	sum := 0.0
	for _, s := range sets {
		p := Shares(s.Options, w)
		sum -= math.Log(max(p[s.Right], 1e-300))
	}
	for k := range w {
		if spread[k] > 0 {
			e := (w[k] - prior[k]) / spread[k]
			sum += e * e / 2
		}
	}
	return sum
}

func choiceNewton(sets []Set, w, prior, spread []float64) []float64 {
	d := len(w)
	g := make([]float64, d)
	h := make([][]float64, d)
	for i := range h {
		h[i] = make([]float64, d)
	}
	mean := make([]float64, d)
	for _, s := range sets {
		p := Shares(s.Options, w)
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
			if p[i] < 1e-6 {
				continue
			}
			for j := range d {
				e := p[i] * (x[j] - mean[j])
				for k := 0; k <= j; k++ {
					h[j][k] += e * (x[k] - mean[k])
				}
			}
		}
	}
	for k := range d {
		if spread[k] > 0 {
			g[k] += (w[k] - prior[k]) / (spread[k] * spread[k])
			h[k][k] += 1 / (spread[k] * spread[k])
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

// Shares are the probabilities of the options: the exponentials of their weighted sums, divided by the
// total.
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
