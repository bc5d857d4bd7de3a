package gap

import "context"

// Embedder turns texts into vectors of length one whose dot product tells how alike their meanings are; a text that it
// cannot read becomes zeros.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Measure tells from which likeness on questions are one need. The likeness of two questions is
// Meaning × the cosine of their meanings + Grams × the cosine of their n-grams; that of two groups is the mean over all
// pairs of a question of the one and a question of the other (average linkage).
type Measure struct {
	Meaning   float64 // weight of the meaning, 0 goes by n-grams alone
	Grams     float64 // weight of the n-grams of words and characters, each weighed by how rare it is
	Threshold float64 // likeness from which two groups are one
}

// The measures below were found on questions written for that, needs.txt, and on nothing else.
var (
	byMeaning = Measure{Meaning: 0.7, Grams: 0.3, Threshold: 0.32}
	byWords   = Measure{Grams: 1, Threshold: 0.22}
)

// DefaultMeasure is the measure for the built-in encoder, or for none. With another encoder, whose cosines
// may lie elsewhere, use [Calibrate].
func DefaultMeasure(meanings bool) Measure {
	if meanings {
		return byMeaning
	}
	return byWords
}
