package encoder

import (
	"math"

	"frontdesk/knowledge/encoder/weights"
	"frontdesk/knowledge/vector"
)

// The functions here are our own, not those of package math, because those differ in the last bit between processors.
// For the same reason every product is converted before it is added to something: that forbids to fuse the two.

// ones is what a vector is multiplied with to sum it up.
var ones = func() (list [weights.Hidden]float32) {
	for i := range list {
		list[i] = 1
	}
	return list
}()

// normalise brings x to mean 0 and variance 1, then to the scale and the bias that were learnt.
func normalise(out, x []float32, n weights.Norm) {
	count := float32(len(x))
	mean := vector.Dot(x, ones[:len(x)]) / count
	for i, v := range x {
		out[i] = v - mean
	}
	variance := vector.Dot(out, out) / count
	inverse := 1 / float32(math.Sqrt(float64(variance+1e-6)))
	scale, bias := n.Scale[:len(out)], n.Bias[:len(out)]
	for i, v := range out {
		out[i] = float32(v*float32(scale[i]*inverse)) + bias[i]
	}
}

// softmax replaces scores by shares: e to the power of factor times the score, divided by the sum of all.
func softmax(scores []float32, factor float32) {
	most := scores[0]
	for _, s := range scores {
		most = max(most, s)
	}
	var sum float32
	for i, s := range scores {
		e := expNegative(float32((s - most) * factor))
		scores[i] = e
		sum += e
	}
	inverse := 1 / sum
	for i := range scores {
		scores[i] *= inverse
	}
}

// tanh replaces numbers by their hyperbolic tangents, off by 2e-7 at most.
func tanh(x []float32) {
	for i, v := range x {
		e := expNegative(-2 * float32(math.Abs(float64(v))))
		x[i] = float32(math.Copysign(float64((1-e)/(1+e)), float64(v)))
	}
}

// expNegative returns e to the power of x for x ≤ 0, off by a part in four million at most, and 0 where that is less
// than 1e-37. After S. L. Moshier's Cephes, expf.c: the power of two nearest, times a polynomial.
func expNegative(x float32) float32 {
	if !(x > -86) {
		return 0
	}
	n := int32(float32(x*1.44269504088896341) - .5)
	f := float32(n)
	r := x - float32(f*.693359375)
	r -= float32(f * -2.12194440e-4)
	p := float32(1.9875691500e-4)
	p = float32(p*r) + 1.3981999507e-3
	p = float32(p*r) + 8.3334519073e-3
	p = float32(p*r) + 4.1665795894e-2
	p = float32(p*r) + 1.6666665459e-1
	p = float32(p*r) + 5.0000001201e-1
	e := float32(p*float32(r*r)) + r + 1
	return e * math.Float32frombits(uint32(n+127)<<23)
}
