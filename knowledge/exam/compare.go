package exam

import (
	"slices"
	"time"

	"frontdesk/knowledge"
)

// Verdict is what a customer who asks a question would get.
type Verdict struct {
	Decision   Decision // Answer, Clarify or Handoff
	Article    string   // id of the one that is quoted, or that was found first; "" if none was
	Revision   int
	Title      string   // of it
	Ranked     []string // ids of the articles found, best first, at most MaxRanked
	Offered    []string // ids of the articles that a clarification offers
	Score      float64  // of the first; comparable only within one search
	Confidence float64  // 0..1, that the first is right
	Threshold  float64  // from which the bot answers by itself
	Text       string   // what the customer would read
	Passage    string   // the passage of the first that matched best
}

// Grade says how good a verdict is. A higher one is better.
type Grade int

// The grades.
const (
	Wrong   Grade = iota // answered from another article, or although there is no answer
	Nothing              // no answer, though there is one
	Asked                // asked back: with the right article among the choices, or where there is no answer
	Correct              // answered from the right article, or left to a person where there is no answer
)

// GradeOf grades a verdict on a question that any of the articles answers; none says that there is no answer.
func GradeOf(v Verdict, articles []string) Grade {
	right := func(id string) bool { return slices.Contains(articles, id) }
	switch {
	case v.Decision == Answer && right(v.Article):
		return Correct
	case v.Decision == Answer:
		return Wrong
	case len(articles) == 0 && v.Decision == Handoff:
		return Correct
	case len(articles) == 0 || v.Decision == Clarify && slices.ContainsFunc(v.Offered, right):
		return Asked
	}
	return Nothing
}

// Place is the place of the first right article in the ranking, from 1; 0 if none was found.
func (v Verdict) Place(articles []string) int {
	return 1 + slices.IndexFunc(v.Ranked, func(id string) bool { return slices.Contains(articles, id) })
}

// Pair is what comes of one question before and after a change.
type Pair struct {
	knowledge.ExamQuestion
	Was, Is           Verdict
	WasGrade, IsGrade Grade
}

// Worse reports whether the question gets a worse reaction by the change.
func (p Pair) Worse() bool { return p.IsGrade < p.WasGrade }

// Better reports whether it gets a better one.
func (p Pair) Better() bool { return p.IsGrade > p.WasGrade }

// PairOf grades both verdicts on a question.
func PairOf(q knowledge.ExamQuestion, before, after Verdict) Pair {
	return Pair{ExamQuestion: q, Was: before, Is: after, WasGrade: GradeOf(before, q.Articles), IsGrade: GradeOf(after, q.Articles)}
}

// Comparison is an exam that was sat before and after a change.
type Comparison struct {
	Asked         int    // questions
	Worse, Better []Pair // in the order of the questions
	Was, Is       int    // how many are correct before and after
	Took          time.Duration
}

// Compare sums up pairs.
func Compare(pairs []Pair, took time.Duration) Comparison {
	c := Comparison{Asked: len(pairs), Took: took}
	for _, p := range pairs {
		switch {
		case p.Worse():
			c.Worse = append(c.Worse, p)
		case p.Better():
			c.Better = append(c.Better, p)
		}
		if p.WasGrade == Correct {
			c.Was++
		}
		if p.IsGrade == Correct {
			c.Is++
		}
	}
	return c
}
