package vector

import "math"

// mulPanelsTwin is MulPanels, two rows and four vectors at a time.
//
// One multiplication of 64 bits serves two rows: with the weight of the one in the lower and that of the other in the upper
// half of a word, the product with a number holds both products, and the sum of such products both sums. A negative
// lower half borrows one from the upper; halves takes that back.
func mulPanelsTwin(out []int32, panels []int8, x []int16, k int) {
	rows, count := len(panels)/k, len(x)/k
	for row := 0; row < rows; row += 2 {
		pairs := panels[row/PanelRows*PanelRows*k:][:PanelRows*k][row%PanelRows*2:]
		t := 0
		for ; t+4 <= count; t += 4 {
			sums := fourVectors(pairs, x[t*k:(t+4)*k], k)
			for i, sum := range sums {
				out[(t+i)*rows+row], out[(t+i)*rows+row+1] = halves(sum)
			}
		}
		for ; t < count; t++ {
			out[t*rows+row], out[t*rows+row+1] = halves(oneVector(pairs, x[t*k:(t+1)*k]))
		}
	}
}

// halves returns the two sums in a word.
func halves(sum int64) (lower, upper int32) {
	lower = int32(sum)
	return lower, int32((sum - int64(lower)) >> 32)
}

// fourVectors returns the sums of two rows, whose first weights are at pairs[0] and pairs[2], for each of four vectors.
func fourVectors(pairs []int8, x []int16, k int) (sums [4]int64) {
	x0, x1, x2, x3 := x[:k], x[k:][:k], x[2*k:][:k], x[3*k:][:k]
	var s0, s1, s2, s3 int64
	at := 0
	for j := 1; j < k; j += 2 {
		w := pairs[at : at+4 : at+4]
		left, right := int64(w[0])+int64(w[2])<<32, int64(w[1])+int64(w[3])<<32
		s0 += left*int64(x0[j-1]) + right*int64(x0[j])
		s1 += left*int64(x1[j-1]) + right*int64(x1[j])
		s2 += left*int64(x2[j-1]) + right*int64(x2[j])
		s3 += left*int64(x3[j-1]) + right*int64(x3[j])
		at += 2 * PanelRows
	}
	return [4]int64{s0, s1, s2, s3}
}

// oneVector is fourVectors for one.
func oneVector(pairs []int8, x []int16) (sum int64) {
	at := 0
	for j := 1; j < len(x); j += 2 {
		w := pairs[at : at+4 : at+4]
		sum += (int64(w[0])+int64(w[2])<<32)*int64(x[j-1]) + (int64(w[1])+int64(w[3])<<32)*int64(x[j])
		at += 2 * PanelRows
	}
	return sum
}

func maxAbsTwin(x []float32) float32 {
	var most float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > most {
			most = v
		}
	}
	return most
}

func quantiseTwin(out []int16, x []float32, factor float32) {
	for i, v := range x {
		out[i] = int16(math.RoundToEven(float64(float32(v * factor))))
	}
}

func rescaleTwin(out []float32, sums []int32, scale float32, scales, bias []float32) {
	for i, s := range sums {
		out[i] = float32(float32(s)*float32(scale*scales[i])) + bias[i]
	}
}

func clampNegativeTwin(x []float32) {
	for i, v := range x {
		if !(v > 0) {
			x[i] = 0
		}
	}
}
