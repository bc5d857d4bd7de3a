package encoder

import (
	"math"
	"math/rand/v2"
	"testing"

	"frontdesk/knowledge/encoder/weights"
)

func TestExpNegative(t *testing.T) {
	for x := float32(0); x > -120; x -= .0137 {
		got, want := float64(expNegative(x)), math.Exp(float64(x))
		if x > -86 && math.Abs(got-want) > want/4e6 || x <= -86 && got != 0 {
			t.Errorf("e^%v = %v, want %v", x, got, want)
		}
	}
	for _, x := range []float64{math.Inf(-1), math.NaN()} {
		if got := expNegative(float32(x)); got != 0 {
			t.Errorf("e^%v = %v", x, got)
		}
	}
}

func TestTanh(t *testing.T) {
	for x := float32(-100); x < 100; x += .0173 {
		got := []float32{x}
		if tanh(got); math.Abs(float64(got[0])-math.Tanh(float64(x))) > 2e-7 {
			t.Errorf("tanh %v = %v, want %v", x, got[0], math.Tanh(float64(x)))
		}
	}
}

func TestSoftmaxSharesOutOne(t *testing.T) {
	scores := []float32{1000, 1001, -1e30, 999}
	softmax(scores, .5)
	var sum float32
	for i, want := range []float64{math.Exp(-.5), 1, 0, math.Exp(-1)} {
		want /= math.Exp(-.5) + 1 + math.Exp(-1)
		if math.Abs(float64(scores[i])-want) > 1e-6 {
			t.Errorf("share %d is %v, want %v", i, scores[i], want)
		}
		sum += scores[i]
	}
	if math.Abs(float64(sum)-1) > 1e-6 {
		t.Errorf("the shares make %v", sum)
	}
}

func TestNormalise(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	n := weights.Norm{Scale: make([]float32, 256), Bias: make([]float32, 256)}
	x, out := make([]float32, 256), make([]float32, 256)
	for i := range x {
		x[i], n.Scale[i], n.Bias[i] = 7+3*float32(r.NormFloat64()), 2, 1
	}
	normalise(out, x, n)
	var mean, square float64
	for _, v := range out {
		mean += float64(v) / 256
		square += float64(v-1) * float64(v-1) / 256
	}
	if math.Abs(mean-1) > 1e-5 || math.Abs(square-4) > 1e-4 {
		t.Errorf("mean %v and variance %v, want 1 and 4", mean, square)
	}
	same := make([]float32, 256)
	if normalise(out, same, n); out[3] != 1 {
		t.Errorf("of equal numbers: %v, want the bias", out[3])
	}
}

func TestRoundingToIntegers(t *testing.T) {
	out := make([]int16, 4)
	if step := round(out, []float32{-2, 1, 0, .5}); out[0] != -32767 || out[1] != 16384 || out[2] != 0 || out[3] != 8192 || math.Abs(float64(step)*32767-2) > 1e-6 {
		t.Errorf("%v in steps of %v", out, step)
	}
	for _, x := range []float32{0, 1e-45, 1e-35} {
		if step := round(out, []float32{x, -x, 0, x}); step != 0 || out[0] != 0 {
			t.Errorf("%v became %v in steps of %v", x, out, step)
		}
	}
}
