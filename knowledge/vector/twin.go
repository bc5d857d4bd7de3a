package vector

// The twins: what the assembly does, in Go. Products are converted to float32 before they are added because the
// language lets a compiler fuse x*y+z otherwise, and some do.

// dotTwin is Dot for lengths that are multiples of eight.
func dotTwin(a, b []float32) float32 {
	b = b[:len(a)]
	blocks := len(a) &^ (lanes - 1)
	var sums [8]float32
	for j := range sums {
		var s0, s1, s2, s3 float32
		for i := j; i < blocks; i += lanes {
			s0 += float32(a[i] * b[i])
			s1 += float32(a[i+8] * b[i+8])
			s2 += float32(a[i+16] * b[i+16])
			s3 += float32(a[i+24] * b[i+24])
		}
		for i := blocks + j; i < len(a); i += 8 {
			s0 += float32(a[i] * b[i])
		}
		sums[j] = (s0 + s1) + (s2 + s3)
	}
	return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

// dotRowsTwin sets out[i] to the dot product of x, whose length is a multiple of eight, and the start of the row that
// begins at i·stride.
func dotRowsTwin(out, rows, x []float32, stride int) {
	for i := range out {
		out[i] = dotTwin(rows[i*stride:][:len(x)], x)
	}
}

// axpyTwin is Axpy for any length.
func axpyTwin(y []float32, a float32, x []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += float32(a * v)
	}
}

// addRowsTwin is AddRows for the starts of rows that begin every stride elements.
func addRowsTwin(out, rows []float32, at []uint32, x []float32, stride int) {
	for k, row := range at {
		axpyTwin(out, x[k], rows[int(row)*stride:][:len(out)])
	}
}

// addToRowsTwin is AddToRows for the starts of rows that begin every stride elements.
func addToRowsTwin(rows []float32, at []uint32, factors, x []float32, stride int) {
	for k, row := range at {
		axpyTwin(rows[int(row)*stride:][:len(x)], factors[k], x)
	}
}

// dotInt8RowsTwin sets out[i] to the dot product of x and the start of the row that begins at i·stride.
func dotInt8RowsTwin(out []int32, rows, x []int8, stride int) {
	for i := range out {
		row := rows[i*stride:][:len(x)]
		var s0, s1 int32
		j := 0
		for ; j+1 < len(x); j += 2 {
			s0 += int32(x[j]) * int32(row[j])
			s1 += int32(x[j+1]) * int32(row[j+1])
		}
		if j < len(x) {
			s0 += int32(x[j]) * int32(row[j])
		}
		out[i] = s0 + s1
	}
}
