//go:build amd64 && !purego

package vector

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The tests here hold the assembly and its twin in Go equal, bit for bit.

func needAVX2(t *testing.T) {
	if !hasAVX2 {
		t.Skip("SKIPPED: this processor has no AVX2")
	}
}

func random(r *rand.Rand, n int) []float32 {
	v := make([]float32, n+7)
	for i := range v {
		v[i] = float32(r.NormFloat64() * math.Exp(4*r.NormFloat64()))
	}
	return v[r.IntN(8):][:n]
}

func same(a, b float32) bool { return math.Float32bits(a) == math.Float32bits(b) }

func TestFloatKernelsAndTwinsAgreeToTheBit(t *testing.T) {
	needAVX2(t)
	r := rand.New(rand.NewPCG(1, 1))
	for n := 0; n <= 200; n += 8 {
		a, b := random(r, n), random(r, n)
		if got, want := dot(a, b), dotTwin(a, b); !same(got, want) {
			t.Errorf("dot of %d: %v, twin %v", n, got, want)
		}
		stride := n + r.IntN(5)
		rows := random(r, 7*stride)
		got, want := make([]float32, 7), make([]float32, 7)
		dotRows(got, rows, a, stride)
		dotRowsTwin(want, rows, a, stride)
		for i := range got {
			if !same(got[i], want[i]) {
				t.Errorf("row %d of length %d: %v, twin %v", i, n, got[i], want[i])
			}
		}
		y := append([]float32(nil), b...)
		axpy(b, a0(a), a)
		axpyTwin(y, a0(a), a)
		for i := range y {
			if !same(b[i], y[i]) {
				t.Errorf("axpy, element %d of %d: %v, twin %v", i, n, b[i], y[i])
			}
		}
	}
}

func TestRowKernelsAndTwinsAgreeToTheBit(t *testing.T) {
	needAVX2(t)
	r := rand.New(rand.NewPCG(5, 5))
	for n := 0; n <= 160; n += 8 {
		stride := n + r.IntN(5)
		rows := random(r, 11*stride+n)
		for count := range 9 {
			at, x, out := make([]uint32, count), random(r, count), random(r, n)
			for k := range at {
				at[k] = uint32(r.IntN(11))
			}
			want := slices.Clone(out)
			addRows(out, rows, at, x, stride)
			addRowsTwin(want, rows, at, x, stride)
			if !slices.EqualFunc(out, want, same) {
				t.Errorf("%d rows of length %d added: %v, twin %v", count, n, out, want)
			}
			twin := slices.Clone(rows)
			addToRows(rows, at, x, out, stride)
			addToRowsTwin(twin, at, x, out, stride)
			if !slices.EqualFunc(rows, twin, same) {
				t.Errorf("added to %d rows of length %d: %v, twin %v", count, n, rows, twin)
			}
		}
	}
}

// a0 is the first element, or one.
func a0(a []float32) float32 {
	if len(a) == 0 {
		return 1
	}
	return a[0]
}

func TestInt8KernelAndTwinAgree(t *testing.T) {
	needAVX2(t)
	r := rand.New(rand.NewPCG(2, 2))
	for n := 0; n <= 208; n += 16 {
		stride := n + r.IntN(5)
		x, rows := make([]int8, n), make([]int8, 9*stride)
		for i := range x {
			x[i] = int8(r.Uint32())
		}
		for i := range rows {
			rows[i] = int8(r.Uint32())
		}
		got, want := make([]int32, 9), make([]int32, 9)
		dotInt8Rows(got, rows, x, stride)
		dotInt8RowsTwin(want, rows, x, stride)
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("row %d of length %d: %d, twin %d", i, n, got[i], want[i])
			}
		}
	}
}

func TestPanelKernelsAndTwinAgree(t *testing.T) {
	needAVX2(t)
	r := rand.New(rand.NewPCG(3, 3))
	for range 200 {
		k, rows, count := 2*(1+r.IntN(100)), PanelRows*(1+r.IntN(5)), 1+r.IntN(20)
		panels, x := make([]int8, rows*k+1)[1:], make([]int16, count*k+1)[1:]
		for i := range panels {
			panels[i] = int8(r.Uint32())
		}
		for i := range x {
			x[i] = int16(r.Uint32())
		}
		want := make([]int32, rows*count)
		mulPanelsTwin(want, panels, x, k)
		got := make([]int32, rows*count)
		mulPanels(got, panels, x, k)
		if !slices.Equal(got, want) {
			t.Fatalf("%d rows × %d × %d vectors differ from the twin", rows, k, count)
		}
		clear(got)
		for at := 0; at < len(panels); at += PanelRows * k { // what processors without VNNI do
			onePanelAVX2(got[at/k:], rows, panels[at:at+PanelRows*k], x, k)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("AVX2: %d rows × %d × %d vectors differ from the twin", rows, k, count)
		}
	}
}

func TestQuantisingKernelsAndTwinsAgreeToTheBit(t *testing.T) {
	needAVX2(t)
	r := rand.New(rand.NewPCG(4, 4))
	for n := 0; n <= 208; n += 16 {
		x, scales, bias := random(r, n), random(r, n), random(r, n)
		if got, want := maxAbs(x), maxAbsTwin(x); !same(got, want) {
			t.Errorf("maxAbs of %d: %v, twin %v", n, got, want)
		}
		factor := 32767 / max(MaxAbs(x), 1)
		quantised, wantQuantised := make([]int16, n), make([]int16, n)
		quantise(quantised, x, factor)
		quantiseTwin(wantQuantised, x, factor)
		if !slices.Equal(quantised, wantQuantised) {
			t.Errorf("quantise of %d: %v, twin %v", n, quantised, wantQuantised)
		}
		sums := make([]int32, n)
		for i := range sums {
			sums[i] = int32(r.Uint32())
		}
		out, want := make([]float32, n), make([]float32, n)
		rescale(out, sums, .37, scales, bias)
		rescaleTwin(want, sums, .37, scales, bias)
		if !slices.EqualFunc(out, want, same) {
			t.Errorf("rescale of %d: %v, twin %v", n, out, want)
		}
		copy(out, x)
		copy(want, x)
		clampNegative(out)
		clampNegativeTwin(want)
		if !slices.EqualFunc(out, want, same) {
			t.Errorf("clampNegative of %d: %v, twin %v", n, out, want)
		}
	}
}
