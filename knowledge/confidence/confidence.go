// Package confidence turns what the index says about its best hit into the probability that this hit
// answers the question.
//
// # What stands behind it now
//
// A logistic model with weights set by hand: a prior, not yet fitted to the corpus it serves. The
// weights were chosen so that, on a shop's help corpus and on a product manual, a question that
// repeats a title or phrasing is answered, and a question whose article was taken out of the corpus
// is mostly not. So the number orders answers sensibly, but it is no calibrated probability: of a
// hundred answers at 0.7, it is not known that seventy are right.
//
// # What will replace it
//
// A model of the same form fitted to each corpus by leaving out phrasings (which should be found) and
// articles (which should be refused). It arrives as another [Model] value; nothing else changes.
package confidence

import (
	"math"

	"frontdesk/knowledge"
)

// DefaultThreshold is the probability from which an answer is given. For a calibrated model it is
// where right answers plus right refusals are most.
const DefaultThreshold = 0.5

// Model is a logistic regression over the features of the best hit. The zero Model gives one half to
// everything; use Default.
type Model struct {
	Version string  // names the weights in traces
	Bias    float64 // log-odds when all features are 0
	Weights Weights
}

// Weights are log-odds per unit of each input.
type Weights struct {
	Normalised float64 // of knowledge.Features.Normalised
	Lead       float64 // of Margin × Coverage: a lead counts only as far as the question was understood
	Coverage   float64
	Nearest    float64
	Unknown    float64
	Proximity  float64
}

// Default returns the prior.
func Default() Model {
	return Model{
		Version: "prior-1",
		Bias:    -4.6,
		Weights: Weights{Normalised: 2.8, Lead: 3.6, Coverage: 1.2, Nearest: 1.6, Unknown: -0.8, Proximity: 0.6},
	}
}

// Part is what one input contributes to a probability.
type Part struct {
	Name  string
	Value float64 // of the input
	Odds  float64 // value × weight: what it adds to the log-odds
}

// Probability is the probability, 0..1, that the hit with these features answers the question.
// A feature outside 0..1 counts as the nearer bound, one that is no number as 0.
func (m Model) Probability(f knowledge.Features) float64 {
	odds := m.Bias
	for _, p := range m.Explain(f) {
		odds += p.Odds
	}
	return 1 / (1 + math.Exp(-max(-40, min(40, odds))))
}

// Explain lists what the probability is made of, apart from the bias.
func (m Model) Explain(f knowledge.Features) []Part {
	part := func(name string, value, weight float64) Part {
		value = clamp(value)
		return Part{name, value, value * weight}
	}
	w := m.Weights
	return []Part{
		part("normalised", f.Normalised, w.Normalised),
		part("lead", clamp(f.Margin)*clamp(f.Coverage), w.Lead),
		part("coverage", f.Coverage, w.Coverage),
		part("nearest", f.Nearest, w.Nearest),
		part("unknown", f.Unknown, w.Unknown),
		part("proximity", f.Proximity, w.Proximity),
	}
}

func clamp(x float64) float64 {
	if !(x > 0) { // also catches NaN
		return 0
	}
	return min(x, 1)
}
