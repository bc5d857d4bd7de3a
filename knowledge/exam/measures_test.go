package exam

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// six are the results that the figures below were computed from by hand.
func six() []Result {
	make := func(confidence float64, decision Decision, relevant []string, ranked ...string) Result {
		return Result{
			Question: Question{Query: "q", Relevant: relevant}, Ranked: ranked, Confidence: confidence, Decision: decision,
			Threshold: 0.5, Took: time.Duration(confidence * 10 * float64(time.Millisecond)),
		}
	}
	return []Result{
		make(0.2, Handoff, []string{"f"}, "f"),
		make(0.9, Answer, []string{"x", "a"}, "a", "x"),
		make(0.8, Answer, nil, "a"),
		make(0.6, Clarify, []string{"d"}, "d", "a"),
		make(0.8, Answer, []string{"b"}, "a", "b"),
		make(0.3, Handoff, nil, "a"),
	}
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	r := Measure(six(), Cost{Articles: 6})
	for name, c := range map[string]struct {
		got  Figure
		want float64
	}{
		"hit@1":                 {r.Hit1, 3. / 4},
		"hit@5":                 {r.Hit5, 1},
		"MRR@5":                 {r.MRR5, (1 + 1./2 + 1 + 1) / 4},
		"in-scope accuracy":     {r.InScopeAccuracy, 2. / 4},
		"refusal recall":        {r.RefusalRecall, 1. / 2},
		"decision accuracy":     {r.DecisionAccuracy, 3. / 6},
		"best decision":         {r.BestDecision, 3. / 6},
		"best threshold":        {r.BestThreshold, 0.2},
		"refusal recall at 5 %": {r.RefusalRecall5, 0},
		"answered wrongly":      {r.AnsweredWrongly, 2. / 3},
		"AUROC":                 {r.AUROC, 4. / 9},
		"AUROC answerable":      {r.AUROCAnswerable, 4.5 / 8},
		"AURC":                  {r.AURC, (0 + 1./2 + 2./3 + 2./4 + 3./5 + 3./6) / 6},
		"coverage at 5 %":       {r.Coverage5, 1. / 6},
		"coverage at 20 %":      {r.Coverage20, 1. / 6},
		"calibration error":     {r.CalibrationError, (0.1 + 2*0.8 + 0.4 + 0.3 + 0.8) / 6},
		"… with equal counts":   {r.CalibrationErrorMass, (0.1 + 2*0.8 + 0.4 + 0.3 + 0.8) / 6},
		"p50":                   {Figure(r.P50), 6},
		"p99":                   {Figure(r.P99), 9},
	} {
		if math.Abs(float64(c.got)-c.want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, float64(c.got), c.want)
		}
	}
	if r.Questions != 6 || r.Answerable != 4 || r.Decisions[Answer] != 3 || r.Decisions[Clarify] != 1 || r.Decisions[Handoff] != 2 {
		t.Errorf("counts: %+v", r)
	}
	if len(r.Bins) != 10 || len(r.MassBins) != 5 || r.MassBins[3].Count != 2 || r.Bins[8].Count != 2 || r.Bins[9].High != 1 {
		t.Errorf("bins: %+v\n%+v", r.Bins, r.MassBins)
	}
	curve := RiskCoverage(six())
	if len(curve) != 5 || curve[1].Confidence != 0.8 || curve[1].Coverage != 0.5 || math.Abs(float64(curve[1].Risk)-2./3) > 1e-9 {
		t.Errorf("curve: %+v", curve)
	}
}

func TestFurtherMeasures(t *testing.T) {
	t.Parallel()
	results := six()
	tied := []Result{results[1], results[4]} // one right, one wrong
	tied[0].Confidence, tied[1].Confidence = 0.7, 0.7
	perfect := []Result{results[1], results[3], results[5]}
	var many []Result // 40 in scope at .01 … .40; 5 % of them are two
	for i := range 40 {
		many = append(many, Result{Question: Question{Relevant: []string{"a"}}, Confidence: float64(i+1) / 100})
	}
	for _, c := range []float64{0.005, 0.029, 0.03, 0.5} {
		many = append(many, Result{Confidence: c})
	}
	for name, c := range map[string]struct {
		got  Figure
		want float64
	}{
		"AURC, errors of a tie are spread":            {AURC(tied), 0.5},
		"coverage cannot cut a tie":                   {CoverageAt(tied, 0.49), 0},
		"coverage with a tie":                         {CoverageAt(tied, 0.5), 1},
		"coverage comes back after an early error":    {CoverageAt(six(), 0.5), 1},
		"AUROC of ties":                               {AUROC(tied), 0.5},
		"AUROC, perfect":                              {AUROC(perfect), 1},
		"hit@1 beyond the first":                      {HitAt(results[4:5], 1), 0},
		"MRR@1 beyond the first":                      {MRRAt(results[4:5], 1), 0},
		"refusal recall, 25 % refused":                {RefusalRecallAt(six(), 0.25), 1. / 2},
		"refusal recall, all may be refused":          {RefusalRecallAt(six(), 1), 1},
		"refusal recall, 5 % of 40, ties not refused": {RefusalRecallAt(many, 0.05), 2. / 4},
	} {
		if math.Abs(float64(c.got)-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, float64(c.got), c.want)
		}
	}
	if accuracy, threshold := BestDecision(perfect); accuracy != 1 || threshold != 0.6 {
		t.Errorf("best decision: %v at %v", accuracy, threshold)
	}
	if accuracy, threshold := BestDecision(results[2:3]); accuracy != 1 || threshold <= 1 {
		t.Errorf("best decision is to refuse everything: %v at %v", accuracy, threshold)
	}
}

func TestNothingToMeasure(t *testing.T) {
	t.Parallel()
	for name, results := range map[string][]Result{"none": nil, "without an answer": six()[2:3], "with an answer": six()[:1]} {
		r := Measure(results, Cost{})
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r.AUROCAnswerable.Defined() || r.AUROCAnswerable.String() != "–" {
			t.Errorf("%s: AUROC of one kind only is %v", name, r.AUROCAnswerable)
		}
	}
	if r := Measure(nil, Cost{}); r.Hit1.Defined() || r.AURC.Defined() || r.CalibrationError.Defined() || r.P99 != 0 {
		t.Errorf("figures of nothing: %+v", r)
	}
}

func TestFigureJSON(t *testing.T) {
	t.Parallel()
	for _, f := range []Figure{0, 0.25, undefined()} {
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var again Figure
		if err := json.Unmarshal(raw, &again); err != nil || again.Defined() != f.Defined() || f.Defined() && again != f {
			t.Errorf("%v became %s became %v (%v)", f, raw, again, err)
		}
	}
}

// drawResults makes results with many ties.
func drawResults(t *rapid.T) []Result {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Result {
		r := Result{Confidence: float64(rapid.IntRange(0, 8).Draw(t, "confidence")) / 8, Threshold: 0.5, Ranked: []string{"a"}}
		switch rapid.IntRange(0, 2).Draw(t, "verdict") {
		case 0:
			r.Question.Relevant = []string{"a"}
		case 1:
			r.Question.Relevant = []string{"b"}
		}
		return r
	}), 1, 30).Draw(t, "results")
}

func TestMeasuresAgreeWithTheirDefinitions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		results := drawResults(t)
		near := func(name string, got Figure, want float64) {
			if math.Abs(float64(got)-want) > 1e-9 && (got.Defined() || !math.IsNaN(want)) {
				t.Fatalf("%s = %v, want %v", name, float64(got), want)
			}
		}
		near("AUROC", AUROC(results), pairs(results, Result.Right))
		near("AUROC answerable", AUROCAnswerable(results), pairs(results, func(r Result) bool { return r.Question.Answerable() }))

		shuffled := append([]Result(nil), results...)
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed"))).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		near("AURC in another order", AURC(shuffled), float64(AURC(results)))
		near("calibration error in another order", CalibrationError(EqualMassBins(shuffled)), float64(CalibrationError(EqualMassBins(results))))

		best, threshold := BestDecision(results)
		moved := append([]Result(nil), results...)
		for i := range moved {
			moved[i].Threshold = float64(threshold)
		}
		near("decision accuracy at the best threshold", DecisionAccuracy(moved), float64(best))
		if DecisionAccuracy(results) > best {
			t.Fatalf("the best decision accuracy %v is not the best", best)
		}
		count := 0
		for _, b := range EqualMassBins(results) {
			count += b.Count
		}
		if count != len(results) {
			t.Fatalf("the bins have %d of %d questions", count, len(results))
		}
	})
}

// pairs is the area under the ROC curve by its definition over all pairs.
func pairs(results []Result, good func(Result) bool) float64 {
	won, all := 0.0, 0.0
	for _, a := range results {
		for _, b := range results {
			if !good(a) || good(b) {
				continue
			}
			all++
			switch {
			case a.Confidence > b.Confidence:
				won++
			case a.Confidence == b.Confidence:
				won += 0.5
			}
		}
	}
	return won / all
}
