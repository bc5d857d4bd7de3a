package vector_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"frontdesk/knowledge/vector"
)

// small returns n random weights between −127 and 127.
func small(r *rand.Rand, n int) []int8 {
	v := make([]int8, n)
	for i := range v {
		v[i] = int8(r.IntN(255) - 127)
	}
	return v
}

// factors returns n random numbers up to the greatest that vectors of k may have.
func factors(r *rand.Rand, n, k int) []int16 {
	most := vector.MaxFactor(k)
	v := make([]int16, n)
	for i := range v {
		v[i] = int16(r.IntN(2*most+1) - most)
	}
	return v
}

func TestMulPanelsIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range []int{2, 4, 6, 34, 256} {
		for panels := 1; panels <= 5; panels++ {
			for count := 0; count <= 9; count++ {
				rows := panels * vector.PanelRows
				w, x := small(r, rows*k), factors(r, count*k, k)
				out := make([]int32, rows*count)
				vector.MulPanels(out, vector.PackPanels(w, k), x, k)
				if want := product(w, x, k); !slices.Equal(out, want) {
					t.Errorf("%d rows × %d columns × %d vectors: got %v, want %v", rows, k, count, out, want)
				}
			}
		}
	}
}

// product is MulPanels by definition.
func product(w []int8, x []int16, k int) []int32 {
	var out []int32
	for t := 0; t < len(x); t += k {
		for r := 0; r < len(w); r += k {
			var sum int32
			for j := range k {
				sum += int32(w[r+j]) * int32(x[t+j])
			}
			out = append(out, sum)
		}
	}
	return out
}

func TestMaxFactorKeepsTheWorstSumFromOverflowing(t *testing.T) {
	for _, k := range []int{2, 256, 512, 1536} {
		w, x := make([]int8, vector.PanelRows*k), make([]int16, k)
		for i := range w {
			w[i] = -127
		}
		for i := range x {
			x[i] = int16(vector.MaxFactor(k))
		}
		out := make([]int32, vector.PanelRows)
		vector.MulPanels(out, vector.PackPanels(w, k), x, k)
		for _, got := range out {
			if want := -127 * vector.MaxFactor(k) * k; int(got) != want {
				t.Fatalf("%d columns: %d, want %d", k, got, want)
			}
		}
	}
}

func TestQuantiseRoundsToEven(t *testing.T) {
	x := []float32{0, .5, 1.5, -.5, -1.5, 2.5, 100.2, -16383.5}
	want := []int16{0, 1, 3, -1, -3, 5, 200, -32767}
	for repeat := 1; repeat <= 5; repeat++ {
		in := slices.Repeat(x, repeat)
		out := make([]int16, len(in))
		vector.Quantise(out, in, 2)
		if !slices.Equal(out, slices.Repeat(want, repeat)) {
			t.Errorf("Quantise of %d numbers = %v", len(in), out)
		}
		vector.Quantise(out, in, 1)
		if out[1] != 0 || out[2] != 2 || out[5] != 2 {
			t.Errorf("halves became %v", out[:8])
		}
	}
}

func TestRescale(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 70 {
		sums, scales, bias := make([]int32, n), numbers(r, n), numbers(r, n)
		for i := range sums {
			sums[i] = int32(r.Uint32())
		}
		out := make([]float32, n)
		vector.Rescale(out, sums, .01, scales, bias)
		for i, got := range out {
			want := float64(sums[i])*.01*float64(scales[i]) + float64(bias[i])
			if math.Abs(float64(got)-want) > 1e-6*(math.Abs(want)+math.Abs(float64(bias[i]))) {
				t.Errorf("element %d of %d = %v, want %v", i, n, got, want)
			}
		}
	}
}

func TestMaxAbsAndClampNegative(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 70 {
		x := numbers(r, n)
		var most float32
		want := make([]float32, n)
		for i, v := range x {
			most = max(most, float32(math.Abs(float64(v))))
			want[i] = max(v, 0)
		}
		if got := vector.MaxAbs(x); got != most {
			t.Errorf("MaxAbs of %v = %v", x, got)
		}
		vector.ClampNegative(x)
		if !slices.Equal(x, want) {
			t.Errorf("ClampNegative left %v, want %v", x, want)
		}
	}
}

func TestMatricesThatDoNotFitPanic(t *testing.T) {
	for name, call := range map[string]func(){
		"odd columns":    func() { vector.PackPanels(make([]int8, 48), 3) },
		"too few rows":   func() { vector.PackPanels(make([]int8, 8), 2) },
		"no columns":     func() { vector.MulPanels(nil, nil, nil, 0) },
		"half a vector":  func() { vector.MulPanels(make([]int32, 16), make([]int8, 64), make([]int16, 6), 4) },
		"short result":   func() { vector.MulPanels(make([]int32, 15), make([]int8, 64), make([]int16, 4), 4) },
		"short Quantise": func() { vector.Quantise(make([]int16, 15), make([]float32, 16), 1) },
		"short Rescale": func() {
			vector.Rescale(make([]float32, 8), make([]int32, 8), 1, make([]float32, 8), make([]float32, 7))
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}
