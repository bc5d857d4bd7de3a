// Package vector holds the few numeric loops that everything learnt or encoded runs through: dot products,
// sums of scaled vectors, and products of small-integer matrices.
//
// # One result everywhere
//
// Every kernel exists twice: in assembly (AVX2 and, for one of them, AVX-512 with VNNI) and as a twin in plain
// Go. The two give the same bits, not just nearly the same numbers: the order of the additions is part of each
// kernel's contract, products are rounded before they are added, and the integer kernels are exact. So a model fitted
// on one machine decides alike on another, and a test can hold assembly and twin equal without a tolerance.
//
// The processor is asked once, at start. The build tag purego leaves the assembly out.
//
// Nothing here allocates. Arguments whose lengths do not fit together are a mistake of the caller and panic.
package vector

// lanes is how many partial sums a dot product keeps: four registers of eight float32. Fewer would leave the
// processor waiting for the addition before.
const lanes = 32

// Dot returns the sum of a[i]·b[i]. The vectors have the same length; empty ones give 0.
//
// Each product is rounded to float32. Whole blocks of 32 are summed into 32 lanes and the whole blocks of 8 that
// remain into the first 8; lanes j, j+8, j+16 and j+24 are added in pairs, the 8 sums that this leaves by halves, and the
// last up to 7 products one by one. The error is that of a pairwise sum, far below that of a plain loop.
func Dot(a, b []float32) float32 {
	if len(a) != len(b) {
		panic("vector: Dot of vectors of different lengths")
	}
	whole := len(a) &^ 7
	return tail(dot(a[:whole], b[:whole]), a[whole:], b[whole:])
}

// DotRows sets out[i] to the dot product of x and the i-th row of the matrix rows, which lies row after row: rows
// has len(out)·len(x) elements. Each number is the one that Dot would give.
func DotRows(out, rows, x []float32) {
	n := len(x)
	if len(rows) != len(out)*n {
		panic("vector: DotRows of a matrix that does not fit")
	}
	whole := n &^ 7
	dotRows(out, rows, x[:whole], n)
	if whole == n {
		return
	}
	for i := range out {
		out[i] = tail(out[i], rows[i*n+whole:(i+1)*n], x[whole:])
	}
}

// tail adds the products of the last few elements to a sum, one by one.
func tail(sum float32, a, b []float32) float32 {
	for i, v := range a {
		sum += float32(v * b[i])
	}
	return sum
}

// Axpy adds a·x to y, element by element. The vectors have the same length. Each product is rounded before it is
// added.
func Axpy(y []float32, a float32, x []float32) {
	if len(x) != len(y) {
		panic("vector: Axpy of vectors of different lengths")
	}
	whole := len(x) &^ 7
	axpy(y[:whole], a, x[:whole])
	axpyTwin(y[whole:], a, x[whole:])
}

// AddRows adds to out, for each k in order, x[k] times row at[k] of the matrix rows, which lies row after row, each of
// len(out) elements. The numbers are those that an Axpy for each row would give.
func AddRows(out, rows []float32, at []uint32, x []float32) {
	n := len(out)
	checkRows(rows, at, n, len(x))
	whole := n &^ 7
	addRows(out[:whole], rows, at, x, n)
	if whole == n {
		return
	}
	for k, row := range at {
		axpyTwin(out[whole:], x[k], rows[int(row)*n+whole:][:n-whole])
	}
}

// AddToRows adds factors[k] times x, for each k in order, to row at[k] of the matrix rows, which lies row after row, each
// of len(x) elements. The numbers are those that an Axpy for each row would give.
func AddToRows(rows []float32, at []uint32, factors, x []float32) {
	n := len(x)
	checkRows(rows, at, n, len(factors))
	whole := n &^ 7
	addToRows(rows, at, factors, x[:whole], n)
	if whole == n {
		return
	}
	for k, row := range at {
		axpyTwin(rows[int(row)*n+whole:][:n-whole], factors[k], x[whole:])
	}
}

// checkRows panics unless there is a number for each of the rows and each of them lies in the matrix.
func checkRows(rows []float32, at []uint32, n, numbers int) {
	if len(at) != numbers {
		panic("vector: not as many rows as numbers")
	}
	highest := uint32(0)
	for _, row := range at {
		highest = max(highest, row)
	}
	if len(at) > 0 && (int(highest)+1)*n > len(rows) {
		panic("vector: a row beyond the matrix")
	}
}

// DotInt8Rows sets out[i] to the dot product of x and the i-th row of the matrix rows, which lies row after row:
// rows has len(out)·len(x) elements. The result is exact for vectors of up to 131,071 elements. It serves flat scans over
// quantised vectors.
func DotInt8Rows(out []int32, rows, x []int8) {
	n := len(x)
	if len(rows) != len(out)*n {
		panic("vector: DotInt8Rows of a matrix that does not fit")
	}
	whole := n &^ 15
	dotInt8Rows(out, rows, x[:whole], n)
	if whole == n {
		return
	}
	for i := range out {
		row := rows[i*n+whole : (i+1)*n]
		for j, v := range x[whole:] {
			out[i] += int32(v) * int32(row[j])
		}
	}
}
