package confidence

import (
	"math"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

// Bounds of what traffic can say about the share of questions without an answer.
const (
	fewestTrials    = 40  // of either kind, for questions with and without an answer to be told apart
	fewestQuestions = 50  // before the share moves at all
	expectedWorth   = 100 // questions that the expected share counts for
	leastShare      = 0.02
	mostShare       = 0.9
)

// Answerability tells questions that the corpus answers from those that it does not, by the same inputs as
// a Model, which tells whether the first hit is right. It is never changed.
type Answerability struct{ fit *learn.Logistic }

// FitAnswerability fits to trials, all of which compared meanings or none did, as if half of all questions
// had an answer. It returns nil if they are too few to tell.
func FitAnswerability(trials []knowledge.Trial) *Answerability {
	able := 0
	for _, t := range trials {
		if t.Answerable {
			able++
		}
	}
	if able < fewestTrials || len(trials)-able < fewestTrials {
		return nil
	}
	rows := weigh(trials, 0.5)
	for i, t := range trials {
		rows[i].Yes = t.Answerable
	}
	return &Answerability{fitSensibly(rows)}
}

// Probability is the probability, 0..1, that the corpus answers the question whose first hit has these inputs,
// by name as in Model.Explain, if half of all questions had an answer. No inputs at all stand for a question
// without hits. ok is false if the inputs are not those of this version's models.
func (a *Answerability) Probability(named map[string]float64) (p float64, ok bool) {
	if len(named) == 0 {
		return a.fit.Probability(inputsOf(knowledge.Features{})), true
	}
	if len(named) != len(inputs) {
		return 0, false
	}
	x := make([]float64, len(inputs))
	for k, in := range inputs {
		v, known := named[in.name]
		if !known || math.IsNaN(v) || math.IsInf(v, 0) {
			return 0, false
		}
		x[k] = v
	}
	return a.fit.Probability(x), true
}

// ComparedMeanings reports whether inputs, by name as in Model.Explain, come from a search that compared
// meanings: a cosine is hardly ever exactly 0.
func ComparedMeanings(named map[string]float64) bool { return named["meaning"] != 0 }

// Share estimates the share of questions without an answer, 0.02..0.9, from questions of which nobody knows
// whether they had one. answerable holds what Answerability says of each; expected is the share that is
// expected otherwise. That counts as 100 questions, and fewer than 50 do not move it.
//
// A question of which it is known has the probability 0 or 1: this is where what customers and agents say
// about an answer could join in.
//
// The estimate is that of Saerens, Latinne and Decaestecker ("Adjusting the Outputs of a Classifier to New a
// Priori Probabilities", Neural Computation 14, 2002, section 2.2): the share that agrees with the mean of the
// probabilities once these are adjusted to it; the expected share joins in as a beta prior. Their iteration
// (EM) creeps where the kinds are hard to tell apart. Since the logarithm of the likelihood is concave in the
// share, there is only one such share, with too low means above and too high means below it, so it is found
// by bisection.
func Share(answerable []float64, expected float64) float64 {
	if len(answerable) < fewestQuestions {
		return expected
	}
	low, high := leastShare, mostShare
	for range 50 {
		share := (low + high) / 2
		if adjusted(answerable, share, expected) > share {
			low = share
		} else {
			high = share
		}
	}
	return (low + high) / 2
}

// adjusted is the share of questions without an answer that follows from the probabilities, adjusted to the
// share given.
func adjusted(answerable []float64, share, expected float64) float64 {
	sum := expectedWorth * expected
	for _, p := range answerable {
		without, with := (1-p)*share, p*(1-share)
		sum += without / (without + with)
	}
	return sum / float64(expectedWorth+len(answerable))
}
