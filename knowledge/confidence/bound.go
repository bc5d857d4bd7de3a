package confidence

import (
	"math"

	"frontdesk/knowledge/learn"
)

// tally adds up trials of different weights that are answered at a threshold.
type tally struct {
	threshold float64
	count     int
	weight    float64 // of all
	wrong     float64 // of the wrong ones
	squares   float64 // of their weights
}

func (t *tally) add(r learn.Row) {
	t.count++
	t.weight += r.Weight
	if !r.Yes {
		t.wrong += r.Weight
		t.squares += r.Weight * r.Weight
	}
}

// wrongAtMost is the upper bound of the share of wrong answers that holds but for the probability delta.
// heaviest is the greatest weight that a trial may have, answered or not.
//
// For equal weights it is the exact bound of a binomial share (Clopper and Pearson 1934), which holds for
// samples of any size. A few heavy trials say less than many light ones, even if none of the heavy has been
// wrong yet. So as Fay and Feuer do for weighted rates ("Confidence Intervals for Directly Standardized Rates",
// Statistics in Medicine 16, 1997), one more wrong answer of the greatest weight is supposed, and all count
// in units of the mean weight that the wrong ones then have, each weighted by itself.
func (t tally) wrongAtMost(heaviest, delta float64) float64 {
	supposed := t.wrong + heaviest
	unit := (t.squares + heaviest*heaviest) / supposed
	k, right := supposed/unit-1, (t.weight-t.wrong)/unit
	return upperBound(k, k+right, delta)
}

// upperBound is the largest share that k wrong of n would not contradict at the level delta: the p with
// P(at most k of n | p) = delta. k and n need not be whole.
func upperBound(k, n, delta float64) float64 {
	if k >= n {
		return 1
	}
	low, high := 0.0, 1.0
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

const (
	mostTerms  = 1000  // of the continued fraction; it needs about √max(a, b)
	exact      = 1e-13 // relative change from which on terms add nothing
	almostZero = 1e-300
)

// incompleteBeta is the regularised incomplete beta function I_x(a, b), by its continued fraction
// (Abramowitz and Stegun 26.5.8) with the method of Lentz.
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2): // there the fraction converges slowly
		return 1 - incompleteBeta(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	f, c, d := 1.0, 1.0, 0.0
	for i := range mostTerms {
		term := betaTerm(a, b, x, i)
		d = 1 / apartFromZero(1+term*d)
		c = apartFromZero(1 + term/c)
		f *= c * d
		if math.Abs(1-c*d) < exact {
			break
		}
	}
	return front / f
}

// betaTerm is the numerator i+1 of the continued fraction 1/(1+d₁/(1+d₂/(1+…))).
func betaTerm(a, b, x float64, i int) float64 {
	if m := float64((i + 1) / 2); i%2 == 1 {
		return m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
	}
	m := float64(i / 2)
	return -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
}

func apartFromZero(x float64) float64 {
	if math.Abs(x) < almostZero {
		return almostZero
	}
	return x
}
