// Package confidence turns what the index says about its best hit into the probability that this hit
// answers the question, and finds the probability from which on that is enough.
//
// # Where the probability comes from
//
// A logistic regression over the features of the hit, fitted to the corpus it serves without one label:
// the corpus is asked its own phrasings, each with only itself left out (which should be found) or with
// its whole article left out (which should be refused). The two kinds are weighed by the share of
// questions that are expected to have no answer. A corpus with few phrasings has few such trials; then a
// model of other corpora's trials stands in, and loses its weight as trials of its own come.
//
// # Where the threshold comes from
//
// For a calibrated model, answers plus refusals are right most often at one half. A manager may instead
// set the share of wrong answers that is acceptable; see [Model.Threshold].
package confidence

import (
	"fmt"
	"math"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

// DefaultThreshold is the probability from which an answer is given unless a share of wrong answers is set.
const DefaultThreshold = 0.5

// DefaultUnanswerable is the share of questions expected to have no answer in the corpus, while nothing is
// known of a site's own traffic.
const DefaultUnanswerable = 0.3

// pull keeps weights from growing where the trials do not speak for it; see learn.FitLogistic.
const pull = 1

// Options say what is known besides the trials.
type Options struct {
	Unanswerable float64 // expected share of questions without an answer, 0..1
	MaxWrong     float64 // accepted share of wrong answers among those given, 0..1; 0 means DefaultThreshold decides
}

// Model turns features into probabilities. It is never changed.
type Model struct {
	version   string
	start     *learn.Logistic
	topics    *learn.Logistic // in place of start for a hit whose title names a topic
	fit       *learn.Logistic // nil without trials that tell anything
	trust     float64         // in fit, 0..1; the rest is in start
	threshold float64
}

// Fit fits a model to trials, all of which compared meanings or none did. With few trials or none, those of
// the demonstration corpus stand in.
func Fit(trials []knowledge.Trial, meaning bool, o Options) *Model {
	u := o.Unanswerable
	if math.IsNaN(u) {
		u = DefaultUnanswerable
	}
	u = max(0.005, min(u, 0.995))
	m := &Model{start: startByWords.model(u), topics: startOfTopics.model(u), threshold: DefaultThreshold}
	if meaning {
		m.start = startWithMeaning.model(u)
	}
	able := 0
	for _, t := range trials {
		if t.Answerable {
			able++
		}
	}
	m.version = fmt.Sprintf("%.0f %% unanswerable; start", 100*u)
	if able > 0 {
		rows := weigh(trials, u)
		m.fit, m.trust = fitSensibly(rows), float64(able)/float64(able+startWorth)
		m.version = fmt.Sprintf("%.0f %% unanswerable; fitted to %d questions of its own, %d answerable", 100*u, len(trials), able)
	}
	if o.MaxWrong > 0 {
		m.threshold = m.limit(trials, weigh(trials, u), o.MaxWrong)
	}
	return m
}

// weigh turns trials into rows in which answerable questions have the weight they are expected to have.
func weigh(trials []knowledge.Trial, unanswerable float64) []learn.Row {
	var n [kinds]float64
	for _, t := range trials {
		n[kind(t)]++
	}
	share := [kinds]float64{answerable: 1 - unanswerable, near: unanswerable, elsewhere: unanswerable * fromElsewhere}
	if n[elsewhere] > 0 {
		share[near] -= share[elsewhere]
	}
	rows := make([]learn.Row, len(trials))
	for i, t := range trials {
		rows[i] = learn.Row{X: inputsOf(t.Features), Yes: t.Right, Weight: share[kind(t)] * float64(len(trials)) / n[kind(t)]}
	}
	return rows
}

// fromElsewhere is the share of unanswerable questions that have nothing to do with the corpus.
const fromElsewhere = 0.5

// The kinds of trials.
const (
	answerable = iota
	near       // its article is left out
	elsewhere  // it has nothing to do with the corpus
	kinds
)

func kind(t knowledge.Trial) int {
	switch {
	case t.Answerable:
		return answerable
	case t.Elsewhere:
		return elsewhere
	}
	return near
}

// Probability is the probability, 0..1, that the hit with these features answers the question.
func (m *Model) Probability(f knowledge.Features) float64 {
	x := inputsOf(f)
	odds := (1 - m.trust) * m.startOf(f).Odds(x)
	if m.fit != nil {
		odds += m.trust * m.fit.Odds(x)
	}
	return learn.Sigmoid(odds)
}

func (m *Model) startOf(f knowledge.Features) *learn.Logistic {
	if f.Topic > 0 {
		return m.topics
	}
	return m.start
}

// Threshold is the least probability with which an answer is given. With Options.MaxWrong it is the lowest
// for which the upper bound of the share of wrong answers stays at or under that; more than 1 if no
// threshold can promise it.
func (m *Model) Threshold() float64 { return m.threshold }

// Version says what the model was fitted to.
func (m *Model) Version() string { return m.version }

// Explain lists what the probability is made of, apart from what is the same for every hit.
func (m *Model) Explain(f knowledge.Features) []knowledge.Part {
	x := inputsOf(f)
	parts := make([]knowledge.Part, len(inputs))
	for k, in := range inputs {
		parts[k] = knowledge.Part{Name: in.name, Value: x[k], Odds: (1 - m.trust) * m.startOf(f).Part(k, x[k])}
		if m.fit != nil {
			parts[k].Odds += m.trust * m.fit.Part(k, x[k])
		}
	}
	return parts
}

// inputs are the numbers that a Model weighs, in order.
var inputs = []struct {
	name  string
	sense float64 // the sign that its weight must have; 0 if it may have either
	of    func(f knowledge.Features) float64
}{
	{"share", +1, func(f knowledge.Features) float64 { return math.Log(f.Share + 1e-3) }},
	{"margin", +1, func(f knowledge.Features) float64 { return f.Margin }},
	{"learnt", +1, func(f knowledge.Features) float64 { return f.Learnt }},
	{"learnt_share", +1, func(f knowledge.Features) float64 { return f.LearntShare }},
	{"grams", +1, func(f knowledge.Features) float64 { return f.Grams }},
	{"grams_lead", +1, func(f knowledge.Features) float64 { return f.GramsLead }},
	{"sense_share", +1, func(f knowledge.Features) float64 { return f.SenseShare }},
	{"gauss_share", +1, func(f knowledge.Features) float64 { return f.GaussShare }},
	{"distance", -1, func(f knowledge.Features) float64 { return f.Distance }},
	{"meaning", +1, func(f knowledge.Features) float64 { return f.Meaning }},
	{"meaning_lead", +1, func(f knowledge.Features) float64 { return f.MeaningLead }},
	{"both", +1, func(f knowledge.Features) float64 { return f.Grams * f.Meaning }},
	{"vote", +1, func(f knowledge.Features) float64 { return f.Vote }},
	{"agree", +1, func(f knowledge.Features) float64 { return f.Agree }},
	{"normalised", +1, func(f knowledge.Features) float64 { return f.Normalised }},
	{"coverage", +1, func(f knowledge.Features) float64 { return f.Coverage }},
	{"nearest", +1, func(f knowledge.Features) float64 { return f.Nearest }},
	{"evidence", +1, func(f knowledge.Features) float64 { return f.Evidence }},
	{"unknown", -1, func(f knowledge.Features) float64 { return f.Unknown }},
	{"length", 0, func(f knowledge.Features) float64 { return math.Log(1 + float64(f.Length)) }},
}

// absurd is larger than any feature can be.
const absurd = 1e3

// inputsOf never yields what is no number.
func inputsOf(f knowledge.Features) []float64 {
	x := make([]float64, len(inputs))
	for k, in := range inputs {
		if x[k] = max(-absurd, min(absurd, in.of(f))); math.IsNaN(x[k]) {
			x[k] = 0
		}
	}
	return x
}
