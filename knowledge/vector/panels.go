package vector

// PanelRows is how many rows of a matrix a panel holds; a packed matrix has a multiple of it.
const PanelRows = 16

// PackPanels lays a matrix of int8, row after row of k numbers, out as MulPanels reads it: panels of 16 rows; within a
// panel two neighbouring columns of all its rows, then the next two. So sixteen sums grow side by side, the weights are
// read strictly forwards, and no sum has to be gathered from several places in the end. k is even and the
// number of rows a multiple of PanelRows.
func PackPanels(rows []int8, k int) []int8 {
	checkPanels(len(rows), k)
	packed := make([]int8, 0, len(rows))
	for start := 0; start < len(rows); start += PanelRows * k {
		for j := 0; j < k; j += 2 {
			for r := range PanelRows {
				packed = append(packed, rows[start+r*k+j], rows[start+r*k+j+1])
			}
		}
	}
	return packed
}

// checkPanels panics unless size numbers can be panels of rows of k numbers.
func checkPanels(size, k int) {
	if k <= 0 || k%2 != 0 || size%(k*PanelRows) != 0 {
		panic("vector: not a matrix that can be packed in panels")
	}
}

// MaxFactor is the greatest absolute value that vectors of k numbers may have so that their product with weights of
// −127..127 cannot overflow.
func MaxFactor(k int) int {
	return min(32767, (1<<31-1)/(127*max(k, 1)))
}

// MulPanels multiplies a packed matrix with several vectors: x holds vectors of k numbers, one after another, and
// out as many vectors of as many numbers as the matrix has rows. The numbers are exact if the sums fit in 32 bits, which
// MaxFactor sees to, and otherwise mean nothing.
func MulPanels(out []int32, panels []int8, x []int16, k int) {
	checkPanels(len(panels), k)
	rows, count := len(panels)/k, len(x)/k
	if len(x) != count*k || len(out) != rows*count {
		panic("vector: MulPanels of a matrix that does not fit")
	}
	if rows > 0 && count > 0 {
		mulPanels(out, panels, x, k)
	}
}

// MaxAbs returns the greatest absolute value, or 0 if there is none. None of the numbers may be NaN.
func MaxAbs(x []float32) float32 {
	whole := len(x) &^ 7
	return max(maxAbs(x[:whole]), maxAbsTwin(x[whole:]))
}

// Quantise sets out[i] to x[i]·factor, rounded to the nearest integer and to the even one of two. All must lie within
// ±32,767. The vectors have the same length.
func Quantise(out []int16, x []float32, factor float32) {
	if len(out) != len(x) {
		panic("vector: Quantise of vectors of different lengths")
	}
	whole := len(x) &^ 15
	quantise(out[:whole], x[:whole], factor)
	quantiseTwin(out[whole:], x[whole:], factor)
}

// Rescale turns the sums of a product of quantised numbers back into what they stand for: out[i] is
// sums[i]·(scale·scales[i]) + bias[i], rounded after each step. The vectors have the same length.
func Rescale(out []float32, sums []int32, scale float32, scales, bias []float32) {
	n := len(out)
	if len(sums) != n || len(scales) != n || len(bias) != n {
		panic("vector: Rescale of vectors of different lengths")
	}
	whole := n &^ 7
	rescale(out[:whole], sums[:whole], scale, scales[:whole], bias[:whole])
	rescaleTwin(out[whole:], sums[whole:], scale, scales[whole:], bias[whole:])
}

// ClampNegative sets what is not greater than zero to zero.
func ClampNegative(x []float32) {
	whole := len(x) &^ 7
	clampNegative(x[:whole])
	clampNegativeTwin(x[whole:])
}
