package confidence

import (
	"math"
	"slices"

	"frontdesk/knowledge/learn"
)

const (
	doubt = 0.05 // the bound may fail with this probability
	folds = 5    // parts in which rows are judged by models that have not seen them
)

// limit returns the lowest threshold for which the upper bound of the share of wrong answers stays at or
// under most, or more than 1 if there is none.
//
// The search is that of Geifman and El-Yaniv ("Selective Classification for Deep Neural Networks", 2017,
// algorithm 1): bisection over the thresholds, each step allowed the part doubt/steps of the doubt, so that
// all steps together hold with probability 1 − doubt. The bound at each step is the exact one for a
// binomial share (Clopper and Pearson 1934), which holds for samples of any size. Rows have weights, so
// the size of the sample is the effective one of Kish (1965), (Σw)²/Σw².
func limit(rows []learn.Row, most float64) float64 {
	type judged struct{ p, wrong, weight float64 }
	var all []judged
	for i, p := range unseen(rows) {
		j := judged{p: p, weight: rows[i].Weight}
		if !rows[i].Yes {
			j.wrong = j.weight
		}
		all = append(all, j)
	}
	slices.SortFunc(all, func(a, b judged) int {
		switch {
		case a.p > b.p:
			return -1
		case a.p < b.p:
			return 1
		}
		return 0
	})
	steps := math.Ceil(math.Log2(float64(len(all) + 1)))
	holds := func(n int) bool {
		var sum, squares, wrong float64
		for _, j := range all[:n] {
			sum, squares, wrong = sum+j.weight, squares+j.weight*j.weight, wrong+j.wrong
		}
		size := sum * sum / squares
		return upperBound(wrong/sum*size, size, doubt/max(steps, 1)) <= most
	}
	low, high := 0, len(all) // answering low of them is known to hold
	for low < high {
		mid := (low + high + 1) / 2
		if holds(mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return 1.01
	}
	return all[low-1].p
}

// unseen judges every row by a model fitted to the other parts.
func unseen(rows []learn.Row) []float64 {
	out := make([]float64, len(rows))
	for fold := range folds {
		var rest []learn.Row
		for i, r := range rows {
			if i%folds != fold {
				rest = append(rest, r)
			}
		}
		m := learn.FitLogistic(rest, pull)
		for i, r := range rows {
			if i%folds == fold {
				out[i] = m.Probability(r.X)
			}
		}
	}
	return out
}

// upperBound is the largest share that k wrong of n would not contradict at the level delta: the p with
// P(at most k of n | p) = delta. k and n need not be whole.
func upperBound(k, n, delta float64) float64 {
	if k >= n {
		return 1
	}
	low, high := k/n, 1.0
	for range 60 {
		p := (low + high) / 2
		if 1-incompleteBeta(k+1, n-k, p) > delta {
			low = p
		} else {
			high = p
		}
	}
	return high
}

// incompleteBeta is the regularised incomplete beta function I_x(a, b), by its continued fraction
// (Abramowitz and Stegun 26.5.8) with the method of Lentz.
func incompleteBeta(a, b, x float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	if x > (a+1)/(a+b+2) {
		return 1 - incompleteBeta(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for i := range 300 {
		m := float64(i / 2)
		var num float64
		switch {
		case i == 0:
			num = 1
		case i%2 == 0:
			num = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			num = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		if d = 1 + num*d; math.Abs(d) < tiny {
			d = tiny
		}
		d = 1 / d
		if c = 1 + num/c; math.Abs(c) < tiny {
			c = tiny
		}
		f *= c * d
		if math.Abs(1-c*d) < 1e-12 {
			break
		}
	}
	return front * (f - 1)
}
