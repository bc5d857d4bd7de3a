//go:build !amd64 || purego

package vector

func mulPanels(out []int32, panels []int8, x []int16, k int) { mulPanelsTwin(out, panels, x, k) }
func maxAbs(x []float32) float32                             { return maxAbsTwin(x) }
func quantise(out []int16, x []float32, factor float32)      { quantiseTwin(out, x, factor) }
func clampNegative(x []float32)                              { clampNegativeTwin(x) }
func rescale(out []float32, sums []int32, scale float32, scales, bias []float32) {
	rescaleTwin(out, sums, scale, scales, bias)
}
