package exam

import (
	"slices"
	"time"
)

// Question is one line of an exam: what a customer asks and which articles answer it.
type Question struct {
	Query    string   `json:"query"`             // the customer's words; may be empty, as customers' messages are
	Relevant []string `json:"relevant_ids"`      // any of these articles is right; empty: the corpus has no answer
	History  []string `json:"history,omitempty"` // the same customer's earlier questions, oldest first
	Group    string   `json:"-"`                 // heading above it in an exam script, "" if none
	Line     int      `json:"-"`                 // where it stands in its file, from 1; 0 if it was made by a program
}

// Answerable reports whether the corpus is said to have an answer.
func (q Question) Answerable() bool { return len(q.Relevant) > 0 }

// Decision is what the bot did, as a file of predictions names it.
type Decision string

// The decisions. A customer who was not answered and not asked back was handed off, or would be.
const (
	Answer  Decision = "answer"
	Clarify Decision = "clarify"
	Handoff Decision = "handoff"
)

// Result is what the bot made of one question.
type Result struct {
	Question   Question
	Ranked     []string           // ids of the articles found, best first, at most MaxRanked
	Title      string             // of the first of them
	Confidence float64            // 0..1, that the first article is right
	Decision   Decision           //
	Threshold  float64            // confidence from which the bot answers by itself
	Rule       string             // name of the rule that decided
	Features   map[string]float64 // what the confidence was made of
	Took       time.Duration      // of the whole turn
}

// MaxRanked is how many articles of a ranking are kept.
const MaxRanked = 10

// Rank is the place of the first relevant article in the ranking, from 1; 0 if none was found.
func (r Result) Rank() int {
	return 1 + slices.IndexFunc(r.Ranked, func(id string) bool { return slices.Contains(r.Question.Relevant, id) })
}

// Right reports whether the first article found is relevant. It never is for a question without an answer.
func (r Result) Right() bool { return r.Rank() == 1 }

// Sure reports whether the confidence reaches the threshold.
func (r Result) Sure() bool { return r.Confidence >= r.Threshold }

// Passed reports whether the bot's confidence led to the right thing: the right article at the threshold or
// above, or, where there is no answer, a confidence below it.
func (r Result) Passed() bool {
	if r.Question.Answerable() {
		return r.Right() && r.Sure()
	}
	return !r.Sure()
}
