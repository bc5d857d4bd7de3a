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
