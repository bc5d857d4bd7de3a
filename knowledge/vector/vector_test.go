package vector_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"frontdesk/knowledge/vector"
)

// numbers returns n random float32 that begin at an odd place, so that no kernel can count on alignment.
func numbers(r *rand.Rand, n int) []float32 {
	v := make([]float32, n+3)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return v[1+r.IntN(3):][:n]
}

func TestDotAgreesWithASumInDoublePrecision(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		a, b := numbers(r, n), numbers(r, n)
		var want, size float64
		for i := range a {
			want += float64(a[i]) * float64(b[i])
			size += math.Abs(float64(a[i]) * float64(b[i]))
		}
		if got := float64(vector.Dot(a, b)); math.Abs(got-want) > 1e-6*size {
			t.Errorf("Dot of %d numbers = %v, want %v", n, got, want)
		}
	}
}

func TestDotRowsGivesTheNumbersOfDot(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 140 {
		x, rows, out := numbers(r, n), numbers(r, 5*n), make([]float32, 5)
		vector.DotRows(out, rows, x)
		for i := range out {
			if want := vector.Dot(rows[i*n:(i+1)*n], x); out[i] != want {
				t.Errorf("row %d of length %d: %v, want %v", i, n, out[i], want)
			}
		}
	}
}

func TestAxpyRoundsEachProduct(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 200 {
		x, y, a := numbers(r, n), numbers(r, n), float32(r.NormFloat64())
		want := make([]float32, n)
		for i := range want {
			want[i] = y[i] + float32(a*x[i])
		}
		vector.Axpy(y, a, x)
		for i := range want {
			if y[i] != want[i] {
				t.Fatalf("element %d of %d = %v, want %v", i, n, y[i], want[i])
			}
		}
	}
}

func TestDotInt8RowsIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for n := range 200 {
		const count = 7
		x, rows := make([]int8, n), make([]int8, count*n)
		for i := range x {
			x[i] = int8(r.IntN(256) - 128)
		}
		for i := range rows {
			rows[i] = int8(r.IntN(256) - 128)
		}
		out := make([]int32, count)
		vector.DotInt8Rows(out, rows, x)
		for i := range out {
			var want int32
			for j := range x {
				want += int32(x[j]) * int32(rows[i*n+j])
			}
			if out[i] != want {
				t.Errorf("row %d of length %d: %d, want %d", i, n, out[i], want)
			}
		}
	}
}

func TestDotInt8RowsAtTheEdgesOfInt8(t *testing.T) {
	x := make([]int8, 512)
	for i := range x {
		x[i] = -128
	}
	out := make([]int32, 1)
	if vector.DotInt8Rows(out, x, x); out[0] != 512*128*128 {
		t.Errorf("got %d, want %d", out[0], 512*128*128)
	}
}

// Rows give the numbers that one Axpy after the other gives, whatever their length.
func TestRowsAreAxpys(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for n := range 300 {
		rows, out, at, x := numbers(r, 9*n), numbers(r, n), make([]uint32, 5), numbers(r, 5)
		for k := range at {
			at[k] = uint32(r.IntN(9))
		}
		want, changed := slices.Clone(out), slices.Clone(rows)
		for k, row := range at {
			vector.Axpy(want, x[k], rows[int(row)*n:(int(row)+1)*n])
		}
		if vector.AddRows(out, rows, at, x); !slices.Equal(out, want) {
			t.Errorf("rows of %d added: %v, want %v", n, out, want)
		}
		for k, row := range at {
			vector.Axpy(changed[int(row)*n:(int(row)+1)*n], x[k], out)
		}
		if vector.AddToRows(rows, at, x, out); !slices.Equal(rows, changed) {
			t.Errorf("added to rows of %d: %v, want %v", n, rows, changed)
		}
	}
}

func TestLengthsThatDoNotFitPanic(t *testing.T) {
	for name, call := range map[string]func(){
		"Dot":                  func() { vector.Dot(make([]float32, 3), make([]float32, 4)) },
		"DotRows":              func() { vector.DotRows(make([]float32, 2), make([]float32, 7), make([]float32, 4)) },
		"Axpy":                 func() { vector.Axpy(make([]float32, 9), 1, make([]float32, 8)) },
		"AddRows of too few":   func() { vector.AddRows(make([]float32, 4), make([]float32, 8), []uint32{0, 1}, make([]float32, 1)) },
		"AddRows beyond":       func() { vector.AddRows(make([]float32, 4), make([]float32, 8), []uint32{0, 2}, make([]float32, 2)) },
		"AddToRows of too few": func() { vector.AddToRows(make([]float32, 8), []uint32{0, 1}, make([]float32, 1), make([]float32, 4)) },
		"AddToRows beyond":     func() { vector.AddToRows(make([]float32, 7), []uint32{0, 1}, make([]float32, 2), make([]float32, 4)) },
		"DotInt8Rows":          func() { vector.DotInt8Rows(make([]int32, 2), make([]int8, 31), make([]int8, 16)) },
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
