package confidence

import (
	"math"

	"frontdesk/knowledge/learn"
)

// start is what a model knows before its corpus has phrasings to learn from.
type start struct {
	unanswerable float64 // share of unanswerable questions that it was fitted with
	refused      float64 // of the wrong first hits then, the share that no article answers
	bias         float64
	inputs       map[string]standing // the others count for nothing
}

// standing is an input's mean, standard deviation, and log-odds per standard deviation.
type standing struct{ mean, scale, weight float64 }

// The starts of articles whose titles are questions, or near to them. They were fitted to trials of corpora
// cut down to one to three ways of asking for each article: the demonstration shop, three public sets of
// intents, and half of the questions of StackFAQ, with the same weight each. Inputs whose weight did not
// agree across the corpora were dropped, and weights rounded.
var (
	startByWords = start{0.3, 0.55, -0.70, map[string]standing{
		"share": {-0.88, 0.78, 0.20}, "margin": {0.43, 0.38, 0.75}, "grams": {0.34, 0.19, 0.40},
		"coverage": {0.51, 0.31, 0.20}, "evidence": {-0.02, 0.48, 0.40},
	}}
	startWithMeaning = start{0.3, 0.55, -0.50, map[string]standing{
		"share": {-0.68, 0.68, 0.10}, "margin": {0.51, 0.38, 0.65}, "both": {0.20, 0.16, 0.60},
		"meaning_lead": {-0.01, 0.12, 0.40}, "coverage": {0.50, 0.32, 0.30}, "evidence": {-0.02, 0.49, 0.35},
	}}
)

// startOfTopics is that of articles whose title names a topic and no question. It was fitted to the
// questions of half of the topics of SQuAD2.
var startOfTopics = start{0.5, 0.75, -0.50, map[string]standing{
	"share": {-0.85, 0.77, 0.10}, "margin": {0.45, 0.36, 0.45}, "evidence": {0.07, 0.87, 1.00},
}}

const startWorth = 40 // trials that a start counts for

// model turns a start into a regression for a share of unanswerable questions. The odds against a hit are those of a
// better article's existence, which that share leaves alone, and those of none, which it scales.
func (s start) model(unanswerable float64) *learn.Logistic {
	n := len(inputs)
	m := &learn.Logistic{Bias: s.bias, Mean: make([]float64, n), Scale: make([]float64, n), Weights: make([]float64, n)}
	odds := unanswerable / (1 - unanswerable) * (1 - s.unanswerable) / s.unanswerable
	m.Bias -= math.Log(1 - s.refused + s.refused*odds)
	for k, in := range inputs {
		m.Scale[k] = 1
		if p, ok := s.inputs[in.name]; ok {
			m.Mean[k], m.Scale[k], m.Weights[k] = p.mean, p.scale, p.weight
		}
	}
	return m
}
