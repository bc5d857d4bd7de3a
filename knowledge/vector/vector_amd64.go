//go:build !purego

package vector

import "golang.org/x/sys/cpu"

// hasAVX2 tells whether the processor, and the operating system with it, can run the assembly.
var hasAVX2 = cpu.X86.HasAVX2

// The assembly below reads and writes exactly the lengths given; the callers here have checked them.

//go:noescape
func dotAVX2(a, b *float32, n int) float32

//go:noescape
func dotTwoAVX2(out, first, second, x *float32, n int)

//go:noescape
func axpyAVX2(y *float32, a float32, x *float32, n int)

// Strides of rows are in bytes; count and n are not 0.

//go:noescape
func addRowsEightAVX2(out, rows *float32, at *uint32, x *float32, count, stride int)

//go:noescape
func addRowsSixteenAVX2(out, rows *float32, at *uint32, x *float32, count, stride int)

//go:noescape
func addRowsThirtyTwoAVX2(out, rows *float32, at *uint32, x *float32, count, stride int)

//go:noescape
func addToRowsAVX2(rows *float32, at *uint32, factors, x *float32, count, stride, n int)

//go:noescape
func dotInt8AVX2(row, x *int8, n int) int32

//go:noescape
func dotInt8FourAVX2(out *int32, rows *int8, stride int, x *int8, n int)

func dot(a, b []float32) float32 {
	if !hasAVX2 || len(a) == 0 {
		return dotTwin(a, b)
	}
	return dotAVX2(&a[0], &b[0], len(a))
}

func dotRows(out, rows, x []float32, stride int) {
	if !hasAVX2 || len(x) == 0 {
		dotRowsTwin(out, rows, x, stride)
		return
	}
	i := 0
	for ; i+1 < len(out); i += 2 {
		dotTwoAVX2(&out[i], &rows[i*stride], &rows[(i+1)*stride], &x[0], len(x))
	}
	if i < len(out) {
		out[i] = dotAVX2(&rows[i*stride], &x[0], len(x))
	}
}

func axpy(y []float32, a float32, x []float32) {
	if !hasAVX2 || len(x) == 0 {
		axpyTwin(y, a, x)
		return
	}
	axpyAVX2(&y[0], a, &x[0], len(x))
}

// shortRow is the length of rows up to which AddRows goes over all rows once for every few columns, whose sums stay in
// registers: the rows of a small matrix stay in the cache meanwhile. Longer ones are read once, each as a whole.
const shortRow = 256

func addRows(out, rows []float32, at []uint32, x []float32, stride int) {
	if !hasAVX2 || len(out) == 0 || len(at) == 0 {
		addRowsTwin(out, rows, at, x, stride)
		return
	}
	if len(out) > shortRow {
		for k, row := range at {
			axpyAVX2(&out[0], x[k], &rows[int(row)*stride], len(out))
		}
		return
	}
	j := 0
	for ; j+32 <= len(out); j += 32 {
		addRowsThirtyTwoAVX2(&out[j], &rows[j], &at[0], &x[0], len(at), 4*stride)
	}
	if j+16 <= len(out) {
		addRowsSixteenAVX2(&out[j], &rows[j], &at[0], &x[0], len(at), 4*stride)
		j += 16
	}
	if j < len(out) {
		addRowsEightAVX2(&out[j], &rows[j], &at[0], &x[0], len(at), 4*stride)
	}
}

func addToRows(rows []float32, at []uint32, factors, x []float32, stride int) {
	if !hasAVX2 || len(x) == 0 || len(at) == 0 {
		addToRowsTwin(rows, at, factors, x, stride)
		return
	}
	addToRowsAVX2(&rows[0], &at[0], &factors[0], &x[0], len(at), 4*stride, len(x))
}

func dotInt8Rows(out []int32, rows, x []int8, stride int) {
	if !hasAVX2 || len(x) == 0 {
		dotInt8RowsTwin(out, rows, x, stride)
		return
	}
	i := 0
	for ; i+3 < len(out); i += 4 {
		dotInt8FourAVX2(&out[i], &rows[i*stride], stride, &x[0], len(x))
	}
	for ; i < len(out); i++ {
		out[i] = dotInt8AVX2(&rows[i*stride], &x[0], len(x))
	}
}
