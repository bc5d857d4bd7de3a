package confidence

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
)

func TestProbabilityOrdersTypicalHits(t *testing.T) {
	m := Default()
	hits := []struct {
		name     string
		features knowledge.Features
		low, top float64
	}{
		{"nothing at all", knowledge.Features{}, 0, .05},
		{"one common word of many", knowledge.Features{Normalised: .15, Margin: .3, Coverage: .3, Nearest: .1, Unknown: .4, Length: 8}, 0, .1},
		{"the only article of a corpus, hardly touched", knowledge.Features{Normalised: .2, Margin: 1, Coverage: .3, Nearest: .2, Length: 6}, 0, .25},
		{"half understood", knowledge.Features{Normalised: .4, Margin: .3, Coverage: .75, Nearest: .35, Proximity: .3, Length: 6}, .1, .45},
		{"two articles alike", knowledge.Features{Normalised: .55, Margin: .02, Coverage: .9, Nearest: .5, Proximity: .3, Length: 6}, .2, .5},
		{"a title repeated, with a near neighbour", knowledge.Features{Normalised: .75, Margin: .2, Coverage: 1, Nearest: 1, Proximity: .4, Length: 5}, .6, .9},
		{"a phrasing repeated", knowledge.Features{Normalised: .8, Margin: .7, Coverage: 1, Nearest: 1, Proximity: .4, Length: 5}, .9, 1},
	}
	last := -1.0
	for _, h := range hits {
		p := m.Probability(h.features)
		if p < h.low || p > h.top {
			t.Errorf("%s: %.3f, want %.2f..%.2f", h.name, p, h.low, h.top)
		}
		if p <= last {
			t.Errorf("%s: %.3f is not above the hit before it (%.3f)", h.name, p, last)
		}
		last = p
	}
}

func TestProbabilityIsOneWhateverTheFeatures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, 1}))
		f := knowledge.Features{
			Normalised: any.Draw(t, "normalised"), Margin: any.Draw(t, "margin"), Coverage: any.Draw(t, "coverage"),
			Nearest: any.Draw(t, "nearest"), Unknown: any.Draw(t, "unknown"), Proximity: any.Draw(t, "proximity"),
			Length: rapid.Int().Draw(t, "length"),
		}
		if p := Default().Probability(f); !(p >= 0 && p <= 1) {
			t.Fatalf("probability %v of %+v", p, f)
		}
	})
}

func TestEveryFeatureCounts(t *testing.T) {
	base := knowledge.Features{Normalised: .5, Margin: .3, Coverage: .5, Nearest: .5, Unknown: .3, Proximity: .3}
	p := Default().Probability(base)
	for name, better := range map[string]func(*knowledge.Features){
		"normalised": func(f *knowledge.Features) { f.Normalised = .9 },
		"margin":     func(f *knowledge.Features) { f.Margin = .9 },
		"coverage":   func(f *knowledge.Features) { f.Coverage = .9 },
		"nearest":    func(f *knowledge.Features) { f.Nearest = .9 },
		"unknown":    func(f *knowledge.Features) { f.Unknown = 0 },
		"proximity":  func(f *knowledge.Features) { f.Proximity = .9 },
	} {
		f := base
		better(&f)
		if Default().Probability(f) <= p {
			t.Errorf("a better %s does not raise the probability", name)
		}
	}
}

func TestExplainAddsUp(t *testing.T) {
	m := Default()
	f := knowledge.Features{Normalised: .5, Margin: .4, Coverage: .8, Nearest: .6, Unknown: .1, Proximity: .2}
	odds := m.Bias
	for _, part := range m.Explain(f) {
		odds += part.Odds
	}
	if got, want := m.Probability(f), 1/(1+math.Exp(-odds)); math.Abs(got-want) > 1e-12 {
		t.Errorf("the parts give %.6f, the model %.6f", want, got)
	}
}
