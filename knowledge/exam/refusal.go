package exam

import (
	"cmp"
	"slices"
)

// InScopeAccuracy is the share of the answerable questions with the right first article and a confidence at the
// threshold or above ("in-scope accuracy" with a threshold; Larson et al., "An Evaluation Dataset for Intent
// Classification and Out-of-Scope Prediction", EMNLP 2019, section 4).
func InScopeAccuracy(results []Result) Figure {
	right, all := 0, 0
	for _, r := range results {
		if r.Question.Answerable() {
			all++
			if r.Passed() {
				right++
			}
		}
	}
	return share(right, all)
}

// RefusalRecall is the share of the questions without an answer whose confidence is below the threshold
// ("out-of-scope recall"; Larson et al. 2019, section 4).
func RefusalRecall(results []Result) Figure {
	refused, all := 0, 0
	for _, r := range results {
		if !r.Question.Answerable() {
			all++
			if r.Passed() {
				refused++
			}
		}
	}
	return share(refused, all)
}

// DecisionAccuracy is the share of all questions that were rightly decided: right article at the threshold or
// above, or no answer and a confidence below it. It is what Arora et al., "HINT3: Raising the bar for Intent
// Detection in the Wild", 2020, section 4, call accuracy.
func DecisionAccuracy(results []Result) Figure {
	right := 0
	for _, r := range results {
		if r.Passed() {
			right++
		}
	}
	return share(right, len(results))
}

// BestDecision is the highest decision accuracy that any threshold gives on these results, and the lowest
// threshold that gives it. Being chosen with hindsight, it bounds what calibration can reach and is no
// achievement; a threshold above 1 stands for refusing everything.
func BestDecision(results []Result) (accuracy, threshold Figure) {
	if len(results) == 0 {
		return undefined(), undefined()
	}
	sorted := byFallingConfidence(results)
	good := 0 // decided rightly, while all are refused
	for _, r := range sorted {
		if !r.Question.Answerable() {
			good++
		}
	}
	best, at := good, Figure(1.01)
	for i := 0; i < len(sorted); {
		c := sorted[i].Confidence
		for ; i < len(sorted) && sorted[i].Confidence == c; i++ {
			switch r := sorted[i]; {
			case r.Right():
				good++
			case !r.Question.Answerable():
				good--
			}
		}
		if good >= best {
			best, at = good, Figure(c)
		}
	}
	return share(best, len(results)), at
}

// RefusalRecallAt is the share of the questions without an answer that are refused by the highest threshold that
// refuses at most the given share of the answerable ones: one point of the ROC curve of answerability, where
// answerable questions count as in scope whether or not the ranking is right. Questions at the threshold itself
// are not refused, so ties count against the bot.
func RefusalRecallAt(results []Result, refusedInScope float64) Figure {
	var in, out []float64
	for _, r := range results {
		if r.Question.Answerable() {
			in = append(in, r.Confidence)
		} else {
			out = append(out, r.Confidence)
		}
	}
	if len(in) == 0 {
		return undefined()
	}
	slices.Sort(in)
	const rounding = 1e-9 // 0.05 × 20 is to be one question, not 0.9999999
	threshold := in[min(len(in)-1, int(refusedInScope*float64(len(in))+rounding))]
	refused := 0
	for _, c := range out {
		if c < threshold {
			refused++
		}
	}
	return share(refused, len(out))
}

// byFallingConfidence returns the results in the order in which a rising threshold gives them up last.
func byFallingConfidence(results []Result) []Result {
	sorted := slices.Clone(results)
	slices.SortStableFunc(sorted, func(a, b Result) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return sorted
}
