package exam

import (
	"math"
	"slices"
	"time"
)

// Cost is what an exam took, as the process that ran it saw it.
type Cost struct {
	Articles  int           `json:"articles"`
	Phrasings int           `json:"phrasings"`
	Index     time.Duration `json:"index_ns"`    // until everything could be searched
	Training  time.Duration `json:"training_ns"` // from then until the confidence was fitted
	Memory    int64         `json:"memory"`      // bytes of the whole process at its largest, 0 if unknown
}

// Report is what an exam showed.
type Report struct {
	Questions  int              `json:"questions"`
	Answerable int              `json:"answerable"`
	Decisions  map[Decision]int `json:"decisions"`
	Threshold  float64          `json:"threshold"`

	Hit1 Figure `json:"hit@1"`
	Hit5 Figure `json:"hit@5"`
	MRR5 Figure `json:"mrr@5"`

	InScopeAccuracy  Figure `json:"in_scope_accuracy"`
	RefusalRecall    Figure `json:"refusal_recall"`
	DecisionAccuracy Figure `json:"decision_accuracy"`
	BestDecision     Figure `json:"best_decision_accuracy"` // with hindsight
	BestThreshold    Figure `json:"best_threshold"`         // with hindsight
	RefusalRecall5   Figure `json:"refusal_recall_at_5_percent_refused"`
	AnsweredWrongly  Figure `json:"answered_wrongly"` // share of the answers given (decision "answer") that were wrong

	AUROC           Figure `json:"auroc"`
	AUROCAnswerable Figure `json:"auroc_answerable"`
	AURC            Figure `json:"aurc"`
	Coverage5       Figure `json:"coverage_at_5_percent_risk"`
	Coverage10      Figure `json:"coverage_at_10_percent_risk"`
	Coverage20      Figure `json:"coverage_at_20_percent_risk"`

	CalibrationError     Figure  `json:"calibration_error"`            // ten bins of equal width
	CalibrationErrorMass Figure  `json:"calibration_error_equal_mass"` // ten bins of equal counts
	Bins                 []Bin   `json:"bins"`                         // of equal width
	MassBins             []Bin   `json:"equal_mass_bins"`
	Curve                []Point `json:"-"`

	P50  float64 `json:"p50_ms"` // milliseconds per question
	P99  float64 `json:"p99_ms"`
	Cost Cost    `json:"cost"`
}

// Measure computes the report of an exam.
func Measure(results []Result, cost Cost) Report {
	r := Report{
		Questions: len(results), Decisions: map[Decision]int{Answer: 0, Clarify: 0, Handoff: 0}, Cost: cost,
		Hit1: HitAt(results, 1), Hit5: HitAt(results, 5), MRR5: MRRAt(results, 5),
		InScopeAccuracy: InScopeAccuracy(results), RefusalRecall: RefusalRecall(results), DecisionAccuracy: DecisionAccuracy(results),
		RefusalRecall5: RefusalRecallAt(results, 0.05),
		AUROC:          AUROC(results), AUROCAnswerable: AUROCAnswerable(results), AURC: AURC(results),
		Coverage5: CoverageAt(results, 0.05), Coverage10: CoverageAt(results, 0.10), Coverage20: CoverageAt(results, 0.20),
		Bins: EqualWidthBins(results), MassBins: EqualMassBins(results), Curve: RiskCoverage(results),
	}
	r.BestDecision, r.BestThreshold = BestDecision(results)
	r.CalibrationError, r.CalibrationErrorMass = CalibrationError(r.Bins), CalibrationError(r.MassBins)
	took := make([]time.Duration, 0, len(results))
	wrong := 0
	for _, x := range results {
		r.Threshold = x.Threshold
		r.Decisions[x.Decision]++
		if x.Question.Answerable() {
			r.Answerable++
		}
		if x.Decision == Answer && !x.Right() {
			wrong++
		}
		took = append(took, x.Took)
	}
	r.AnsweredWrongly = share(wrong, r.Decisions[Answer])
	slices.Sort(took)
	r.P50, r.P99 = milliseconds(quantile(took, 0.50)), milliseconds(quantile(took, 0.99))
	return r
}

// quantile is the smallest value that at least the share q of all values do not exceed (nearest rank).
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
