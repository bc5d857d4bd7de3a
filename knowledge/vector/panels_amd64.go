//go:build !purego

package vector

import "golang.org/x/sys/cpu"

// hasVNNI tells whether the processor multiplies and adds pairs of 16-bit numbers in registers of 512 bits.
var hasVNNI = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI

// The kernels multiply one panel (with VNNI two) with one, four or eight vectors. Strides are in bytes.

//go:noescape
func panelFourAVX2(out *int32, outStride int, panel *int8, x *int16, xStride, pairs int)

//go:noescape
func panelOneAVX2(out *int32, panel *int8, x *int16, pairs int)

//go:noescape
func panelsFourVNNI(out *int32, outStride int, first, second *int8, x *int16, xStride, pairs int)

//go:noescape
func panelsEightVNNI(out *int32, outStride int, first, second *int8, x *int16, xStride, pairs int)

//go:noescape
func panelsOneVNNI(out *int32, first, second *int8, x *int16, pairs int)

//go:noescape
func maxAbsAVX2(x *float32, n int) float32

//go:noescape
func quantiseAVX2(out *int16, x *float32, n int, factor float32)

//go:noescape
func rescaleAVX2(out *float32, sums *int32, scales, bias *float32, n int, scale float32)

//go:noescape
func clampNegativeAVX2(x *float32, n int)

func mulPanels(out []int32, panels []int8, x []int16, k int) {
	if !hasAVX2 {
		mulPanelsTwin(out, panels, x, k)
		return
	}
	size, rows := PanelRows*k, len(panels)/k
	at := 0
	if hasVNNI {
		for ; at+2*size <= len(panels); at += 2 * size {
			twoPanelsVNNI(out[at/k:], rows, panels[at:at+2*size], x, k)
		}
	}
	for ; at < len(panels); at += size {
		onePanelAVX2(out[at/k:], rows, panels[at:at+size], x, k)
	}
}

// onePanelAVX2 multiplies a panel with every vector; out begins at the panel's first row.
func onePanelAVX2(out []int32, rows int, panel []int8, x []int16, k int) {
	count := len(x) / k
	for t := 0; t < count; {
		if rest := count - t; rest >= 4 || rest > 1 && count >= 4 {
			t = min(t, count-4) // the last four may overlap those before: that costs less than one by one
			panelFourAVX2(&out[t*rows], 4*rows, &panel[0], &x[t*k], 2*k, k/2)
			t += 4
			continue
		}
		panelOneAVX2(&out[t*rows], &panel[0], &x[t*k], k/2)
		t++
	}
}

// twoPanelsVNNI is onePanelAVX2 for two panels.
func twoPanelsVNNI(out []int32, rows int, panels []int8, x []int16, k int) {
	count, second := len(x)/k, PanelRows*k
	t := 0
	for ; t+8 <= count; t += 8 {
		panelsEightVNNI(&out[t*rows], 4*rows, &panels[0], &panels[second], &x[t*k], 2*k, k/2)
	}
	for t < count {
		if rest := count - t; rest >= 4 || rest > 1 && count >= 4 {
			t = min(t, count-4)
			panelsFourVNNI(&out[t*rows], 4*rows, &panels[0], &panels[second], &x[t*k], 2*k, k/2)
			t += 4
			continue
		}
		panelsOneVNNI(&out[t*rows], &panels[0], &panels[second], &x[t*k], k/2)
		t++
	}
}

func maxAbs(x []float32) float32 {
	if !hasAVX2 || len(x) == 0 {
		return maxAbsTwin(x)
	}
	return maxAbsAVX2(&x[0], len(x))
}

func quantise(out []int16, x []float32, factor float32) {
	if !hasAVX2 || len(x) == 0 {
		quantiseTwin(out, x, factor)
		return
	}
	quantiseAVX2(&out[0], &x[0], len(x), factor)
}

func rescale(out []float32, sums []int32, scale float32, scales, bias []float32) {
	if !hasAVX2 || len(out) == 0 {
		rescaleTwin(out, sums, scale, scales, bias)
		return
	}
	rescaleAVX2(&out[0], &sums[0], &scales[0], &bias[0], len(out), scale)
}

func clampNegative(x []float32) {
	if !hasAVX2 || len(x) == 0 {
		clampNegativeTwin(x)
		return
	}
	clampNegativeAVX2(&x[0], len(x))
}
