package confidence

import (
	"math"
	"testing"
)

func TestIncompleteBetaAgainstKnownValues(t *testing.T) {
	for _, c := range []struct{ a, b, x, want float64 }{
		{1, 1, 0.3, 0.3},
		{0.5, 0.5, 0.5, 0.5},
		{0.5, 0.5, 0.1, 2 / math.Pi * math.Asin(math.Sqrt(0.1))}, // the arcsine law
		{2, 3, 0.4, 0.5248},
		{2, 2, 0.25, 3*0.0625 - 2*0.015625},
		{5, 1, 0.9, math.Pow(0.9, 5)},
		{1, 8, 0.1, 1 - math.Pow(0.9, 8)},
		{3.7, 3.7, 0.5, 0.5},
		{5000, 5000, 0.5, 0.5},
		{1e6, 1e6, 0.5, 0.5},
		{4, 3, 0, 0}, {4, 3, 1, 1}, {4, 3, -1, 0}, {4, 3, 2, 1},
	} {
		if got := incompleteBeta(c.a, c.b, c.x); math.Abs(got-c.want) > 1e-8 {
			t.Errorf("I_%v(%v, %v) = %.10f, want %.10f", c.x, c.a, c.b, got, c.want)
		}
	}
}

// binomialTail is P(at least k of n | p), term by term.
func binomialTail(k, n int, p float64) float64 {
	sum := 0.0
	for i := k; i <= n; i++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(i + 1))
		c, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}

func TestIncompleteBetaAgainstTheBinomial(t *testing.T) {
	for _, n := range []int{1, 2, 7, 40, 300, 3000} {
		for _, k := range []int{1, 2, n/10 + 1, n/2 + 1, n} {
			for _, p := range []float64{0.001, 0.05, 0.1, 0.5, 0.93} {
				if k > n {
					continue
				}
				want := binomialTail(k, n, p)
				if got := incompleteBeta(float64(k), float64(n-k+1), p); math.Abs(got-want) > 1e-9 {
					t.Errorf("at least %d of %d at %v: %v, want %v", k, n, p, got, want)
				}
			}
		}
	}
}

func TestIncompleteBetaRises(t *testing.T) {
	for _, ab := range [][2]float64{{0.3, 7}, {2.5, 2.5}, {40, 1.2}, {300, 900}} {
		last := 0.0
		for x := 0.0; x <= 1; x += 0.001 {
			now := incompleteBeta(ab[0], ab[1], x)
			if now < last-1e-12 || now < 0 || now > 1 || math.IsNaN(now) {
				t.Fatalf("I_%v(%v, %v) = %v after %v", x, ab[0], ab[1], now, last)
			}
			last = now
		}
	}
}

// The tables give two-sided intervals of 95 %, whose upper ends have the level .025, and those of 90 %.
func TestUpperBoundAgainstTables(t *testing.T) {
	for _, c := range []struct{ k, n, delta, want float64 }{
		{0, 10, 0.025, 0.3085},
		{1, 10, 0.025, 0.4450},
		{5, 10, 0.025, 0.8129},
		{10, 10, 0.025, 1},
		{0, 20, 0.025, 0.1684},
		{2, 20, 0.025, 0.3170},
		{0, 100, 0.025, 0.0362},
		{10, 100, 0.025, 0.1762},
		{0, 10, 0.05, 0.2589},
		{1, 20, 0.05, 0.2161},
		{0, 59, 0.05, 0.0495},
		{0, 0, 0.05, 1},
	} {
		if got := upperBound(c.k, c.n, c.delta); math.Abs(got-c.want) > 1e-4 {
			t.Errorf("%v of %v at %v: %.4f, want %.4f", c.k, c.n, c.delta, got, c.want)
		}
	}
}

func TestUpperBoundIsWhereTheTailIsDelta(t *testing.T) {
	for _, n := range []int{2, 5, 33, 400, 5000} {
		for _, k := range []int{0, 1, n / 20, n / 3, n - 1} {
			for _, delta := range []float64{0.05, 0.005, 1e-4} {
				p := upperBound(float64(k), float64(n), delta)
				if at := 1 - binomialTail(k+1, n, p); math.Abs(at-delta) > 1e-3*delta {
					t.Errorf("%d of %d: P(at most that many | %v) = %v, want %v", k, n, p, at, delta)
				}
			}
		}
	}
}

// weighted tallies trials: count of each weight, and how many of them were wrong.
func weighted(groups ...[3]float64) tally {
	var sum tally
	for _, g := range groups {
		weight, count, wrong := g[0], g[1], g[2]
		sum.weight += weight * count
		sum.wrong += weight * wrong
		sum.squares += weight * weight * wrong
	}
	return sum
}

func TestWrongAtMostOfEqualWeightsIsExact(t *testing.T) {
	for _, weight := range []float64{1, 0.01, 300} {
		for _, c := range [][2]float64{{0, 10}, {3, 50}, {50, 50}, {120, 1000}} {
			got, want := weighted([3]float64{weight, c[1], c[0]}).wrongAtMost(weight, 0.05), upperBound(c[0], c[1], 0.05)
			if math.Abs(got-want) > 1e-9 {
				t.Errorf("%v of %v that weigh %v: %v, want %v", c[0], c[1], weight, got, want)
			}
		}
	}
}

func TestWrongAtMostDoubtsHeavyTrials(t *testing.T) {
	light := weighted([3]float64{1, 1000, 10})
	alone := light.wrongAtMost(1, 0.05)
	if unseen := light.wrongAtMost(100, 0.05); unseen < 2*alone {
		t.Errorf("heavy trials of which none was answered: %v, hardly more than %v without any", unseen, alone)
	}
	// None of light weight was wrong: what is wrong comes in lumps of 100, of which there were ten in all.
	lumps := weighted([3]float64{1, 1000, 0}, [3]float64{100, 10, 1}).wrongAtMost(100, 0.05)
	if binomial := upperBound(1, 20, 0.05); math.Abs(lumps-binomial) > 0.01 {
		t.Errorf("one wrong lump of what weighs as much as 20: %v, want about %v", lumps, binomial)
	}
}

func TestWrongAtMostKeepsItsLevel(t *testing.T) {
	// 100 heavy trials that are wrong if answered, 1,000 light ones that are right. If only a few per cent of
	// the heavy ones are answered, none may be among those that were tried.
	const heavy, light, weight, delta = 100, 1000, 10.0, 0.05
	for _, rate := range []float64{0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3, 0.8} {
		truth := weight * heavy * rate / (weight*heavy*rate + light)
		missed := 0.0
		for k := range heavy + 1 {
			n := float64(k)
			if weighted([3]float64{1, light, 0}, [3]float64{weight, n, n}).wrongAtMost(weight, delta) < truth {
				missed += binomialTail(k, heavy, rate)
				if k < heavy {
					missed -= binomialTail(k+1, heavy, rate)
				}
			}
		}
		if missed > delta {
			t.Errorf("at a rate of %v the bound is below the truth with probability %.3f", rate, missed)
		}
	}
}
