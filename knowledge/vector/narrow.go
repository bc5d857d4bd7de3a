package vector

import "math"

// ToInt8 sets out to x in steps of scale, the greatest absolute value becoming 127, and returns scale: x[i] is about
// scale·out[i], off by at most half a step. Zeros, and vectors with a number that is not finite, give zeros and the scale
// 0. The vectors have the same length.
func ToInt8(out []int8, x []float32) (scale float32) {
	if len(out) != len(x) {
		panic("vector: ToInt8 of vectors of different lengths")
	}
	for _, v := range x {
		if v-v != 0 { // infinite or not a number
			clear(out)
			return 0
		}
	}
	most := MaxAbs(x)
	scale = most / 127
	if scale == 0 {
		clear(out)
		return 0
	}
	for i, v := range x {
		out[i] = int8(math.RoundToEven(float64(v) / float64(most) * 127))
	}
	return scale
}

// FromInt8 sets out[i] to scale·x[i]. The vectors have the same length.
func FromInt8(out []float32, x []int8, scale float32) {
	if len(out) != len(x) {
		panic("vector: FromInt8 of vectors of different lengths")
	}
	for i, v := range x {
		out[i] = scale * float32(v)
	}
}
