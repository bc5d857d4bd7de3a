package exam

import "slices"

// Bin is a group of questions of like confidence.
type Bin struct {
	Low        float64 `json:"low"`        // lowest confidence of the bin: its bound, or what occurs
	High       float64 `json:"high"`       // highest
	Count      int     `json:"count"`      // questions in it
	Confidence Figure  `json:"confidence"` // their mean confidence
	Right      Figure  `json:"right"`      // share of them whose first article is right
}

// bins is how many bins the calibration error is computed with, as in most of its literature.
const bins = 10

// EqualWidthBins sorts the questions into ten bins of confidence [0, 0.1), [0.1, 0.2) … [0.9, 1].
func EqualWidthBins(results []Result) []Bin {
	groups := make([][]Result, bins)
	for _, r := range results {
		i := max(0, min(bins-1, int(r.Confidence*bins)))
		groups[i] = append(groups[i], r)
	}
	out := make([]Bin, bins)
	for i, g := range groups {
		out[i] = newBin(g)
		out[i].Low, out[i].High = float64(i)/bins, float64(i+1)/bins
	}
	return out
}

// EqualMassBins sorts the questions by confidence into at most ten bins of about equally many (Nixon et al.,
// "Measuring Calibration in Deep Learning", CVPR workshops 2019). Questions of equal confidence stay together.
func EqualMassBins(results []Result) []Bin {
	sorted := byFallingConfidence(results)
	slices.Reverse(sorted)
	var out []Bin
	for from, n := 0, len(sorted); from < n; {
		to := max(from+1, (len(out)+1)*n/bins)
		for to < n && sorted[to].Confidence == sorted[to-1].Confidence {
			to++
		}
		b := newBin(sorted[from:to])
		b.Low, b.High = sorted[from].Confidence, sorted[to-1].Confidence
		out = append(out, b)
		from = to
	}
	return out
}

func newBin(results []Result) Bin {
	b := Bin{Count: len(results), Confidence: undefined()}
	right, sum := 0, 0.0
	for _, r := range results {
		sum += r.Confidence
		if r.Right() {
			right++
		}
	}
	if b.Count > 0 {
		b.Confidence = Figure(sum / float64(b.Count))
	}
	b.Right = share(right, b.Count)
	return b
}

// CalibrationError is the expected calibration error: the mean over the bins, weighted by their counts, of the
// distance between the mean confidence and the share that was right (Naeini, Cooper and Hauskrecht, "Obtaining
// Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015; Guo et al., "On Calibration of Modern Neural
// Networks", ICML 2017, section 2). Questions without an answer count as wrong.
func CalibrationError(list []Bin) Figure {
	sum, all := 0.0, 0
	for _, b := range list {
		all += b.Count
		if b.Count > 0 {
			sum += float64(b.Count) * abs(float64(b.Confidence-b.Right))
		}
	}
	if all == 0 {
		return undefined()
	}
	return Figure(sum / float64(all))
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
