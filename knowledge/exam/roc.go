package exam

import (
	"cmp"
	"slices"
)

// scored is a confidence with the verdict on it.
type scored struct {
	confidence float64
	good       bool
}

// auroc is the probability that a good one, drawn at random, has a higher confidence than a bad one, ties
// counting one half: the area under the ROC curve as the Mann–Whitney rank statistic (Hanley and McNeil, "The
// Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve", Radiology 143, 1982).
// It is undefined unless there are both.
func auroc(list []scored) Figure {
	slices.SortFunc(list, func(a, b scored) int { return cmp.Compare(a.confidence, b.confidence) })
	ranks, good := 0.0, 0 // sum of the ranks of the good ones, equals sharing their mean rank
	for i := 0; i < len(list); {
		j, goodHere := i, 0
		for ; j < len(list) && list[j].confidence == list[i].confidence; j++ {
			if list[j].good {
				goodHere++
			}
		}
		ranks += float64(goodHere) * float64(i+1+j) / 2
		good += goodHere
		i = j
	}
	bad := len(list) - good
	if good == 0 || bad == 0 {
		return undefined()
	}
	return Figure((ranks - float64(good)*float64(good+1)/2) / (float64(good) * float64(bad)))
}

// AUROC tells how well the confidence separates questions answered rightly from the others: right means that the
// first article is relevant, and a question without an answer counts as wrong whatever was found.
func AUROC(results []Result) Figure {
	list := make([]scored, len(results))
	for i, r := range results {
		list[i] = scored{r.Confidence, r.Right()}
	}
	return auroc(list)
}

// AUROCAnswerable tells how well the confidence separates questions that have an answer from those that have
// none, whatever was found.
func AUROCAnswerable(results []Result) Figure {
	list := make([]scored, len(results))
	for i, r := range results {
		list[i] = scored{r.Confidence, r.Question.Answerable()}
	}
	return auroc(list)
}
