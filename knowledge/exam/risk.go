package exam

// Point is one place on the risk–coverage curve: what a threshold at this confidence would do.
type Point struct {
	Confidence float64 `json:"confidence"` // the threshold
	Coverage   Figure  `json:"coverage"`   // share of all questions that have this confidence or more
	Risk       Figure  `json:"risk"`       // share of those whose first article is not right
}

// RiskCoverage returns the risk–coverage curve (El-Yaniv and Wiener, "On the Foundations of Noise-free Selective
// Classification", JMLR 11, 2010), one point for each confidence that occurs, from the surest on. A question
// without an answer is an error as soon as it is covered.
func RiskCoverage(results []Result) []Point {
	sorted := byFallingConfidence(results)
	var curve []Point
	wrong := 0
	for i := 0; i < len(sorted); {
		c := sorted[i].Confidence
		for ; i < len(sorted) && sorted[i].Confidence == c; i++ {
			if !sorted[i].Right() {
				wrong++
			}
		}
		curve = append(curve, Point{c, share(i, len(sorted)), share(wrong, i)})
	}
	return curve
}

// AURC is the area under the risk–coverage curve: with n questions sorted by falling confidence, the mean over
// k = 1..n of the share of errors among the first k (Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty
// Estimation for Deep Neural Classifiers", ICLR 2019, section 2). Lower is better. All n questions count, those
// without an answer as errors. Among questions of equal confidence the errors are spread evenly, which is the
// mean over all orders of the equal ones, so the order in the file has no part in it.
func AURC(results []Result) Figure {
	sorted := byFallingConfidence(results)
	if len(sorted) == 0 {
		return undefined()
	}
	sum, wrong := 0.0, 0.0
	for i := 0; i < len(sorted); {
		j, here := i, 0
		for ; j < len(sorted) && sorted[j].Confidence == sorted[i].Confidence; j++ {
			if !sorted[j].Right() {
				here++
			}
		}
		for k := i + 1; k <= j; k++ {
			sum += (wrong + float64(here)*float64(k-i)/float64(j-i)) / float64(k)
		}
		wrong += float64(here)
		i = j
	}
	return Figure(sum / float64(len(sorted)))
}

// CoverageAt is the largest share of all questions that a threshold can cover with a risk of at most the given
// one, 0 if no threshold can. A threshold cannot cut between questions of equal confidence. It is chosen with
// hindsight: a bound on what --max-wrong can do.
func CoverageAt(results []Result, risk float64) Figure {
	if len(results) == 0 {
		return undefined()
	}
	best := Figure(0)
	for _, p := range RiskCoverage(results) {
		if float64(p.Risk) <= risk {
			best = p.Coverage
		}
	}
	return best
}
