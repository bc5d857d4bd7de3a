package vector_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"frontdesk/knowledge/vector"
)

func TestInt8AndBackIsOffByHalfAStep(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 100; n++ {
		x, narrow, back := numbers(r, n), make([]int8, n), make([]float32, n)
		scale := vector.ToInt8(narrow, x)
		vector.FromInt8(back, narrow, scale)
		for i := range x {
			if off := math.Abs(float64(x[i] - back[i])); off > .50001*float64(scale) {
				t.Errorf("%v came back as %v: off by %v steps", x[i], back[i], off/float64(scale))
			}
		}
		if slices.Max(narrow) != 127 && slices.Min(narrow) != -127 {
			t.Errorf("the range is not used: %v", narrow)
		}
	}
}

func TestToInt8OfWhatHasNoScale(t *testing.T) {
	tiny := math.Float32frombits(1)
	for name, x := range map[string][]float32{
		"nothing":      {},
		"zeros":        {0, 0},
		"infinite":     {1, float32(math.Inf(-1))},
		"not a number": {float32(math.NaN()), 1},
		"denormal":     {tiny, -tiny},
	} {
		narrow := slices.Repeat([]int8{5}, len(x))
		if scale := vector.ToInt8(narrow, x); scale != 0 {
			t.Errorf("%s: scale %v", name, scale)
		}
		for _, v := range narrow {
			if v != 0 {
				t.Errorf("%s: %v", name, narrow)
			}
		}
	}
}
