package widget

import (
	"cmp"
	"context"
	"errors"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// Stage tells what customers would be told if the articles were changed; *rehearse.Stage is one.
type Stage interface {
	Sit(ctx context.Context, p knowledge.Proposal) (exam.Comparison, error)
	SitAll(ctx context.Context, p knowledge.Proposal) ([]exam.Pair, error)
	Ask(ctx context.Context, p knowledge.Proposal, questions []knowledge.ExamQuestion) ([]exam.Pair, error)
	Said(ctx context.Context, questions []knowledge.ExamQuestion) ([]exam.Verdict, error)
	Turn(ctx context.Context, p knowledge.Proposal, q bot.Question) (bot.Decision, error)
}

// named is an article by its title.
type named struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// verdict is what a customer who asks a question would get.
type verdict struct {
	Decision   exam.Decision `json:"decision"`
	Article    string        `json:"article"` // that is quoted, or was found first; "" if none was
	Revision   int           `json:"revision"`
	Title      string        `json:"title"`
	Place      int           `json:"place"` // of the first right article, from 1; 0 if none was found
	Score      float64       `json:"score"`
	Confidence float64       `json:"confidence"`
	Threshold  float64       `json:"threshold"`
	Text       string        `json:"text"`
	Passage    string        `json:"passage"`
	Offered    []named       `json:"offered"`
}

// pair is what comes of one question before and after a change.
type pair struct {
	ID       string   `json:"id"` // in the exam, "" if it is not in there
	Question string   `json:"question"`
	Before   []string `json:"before"`   // asked before it in the same conversation, oldest first
	Articles []named  `json:"articles"` // any of these is right; none: a person has to answer
	Was      verdict  `json:"was"`
	Is       verdict  `json:"is"`
	WasGrade string   `json:"was_grade"`
	IsGrade  string   `json:"is_grade"`
	Change   string   `json:"change"` // worse, better, same
}

// comparison is an exam that was sat before and after a change.
type comparison struct {
	Asked  int    `json:"asked"`
	Was    int    `json:"was"` // right before
	Is     int    `json:"is"`  // right after
	TookMS int64  `json:"took_ms"`
	Worse  []pair `json:"worse"`
	Better []pair `json:"better"`
}

// grades are the words for how good a verdict is.
var grades = map[exam.Grade]string{exam.Wrong: "wrong", exam.Nothing: "nothing", exam.Asked: "asked", exam.Correct: "correct"}

// titles finds the titles of articles, each once.
type titles struct {
	edge  *edge
	known map[string]string
}

func (e *edge) titles() *titles { return &titles{e, make(map[string]string)} }

// of is the title of an article as it is published or, if it is not, as it was written last; its id if there is no such
// article any more.
func (t *titles) of(ctx context.Context, id string) (string, error) {
	if title, ok := t.known[id]; ok {
		return title, nil
	}
	rev, err := t.edge.Corpus.PublishedRevision(ctx, id)
	if errors.Is(err, knowledge.ErrNotFound) {
		var a knowledge.Article
		if a, err = t.edge.Corpus.Article(ctx, id); err == nil {
			rev, err = t.edge.Corpus.Revision(ctx, id, a.Latest)
		}
	}
	if err != nil && !errors.Is(err, knowledge.ErrNotFound) {
		return "", err
	}
	t.known[id] = cmp.Or(rev.Title, id)
	return t.known[id], nil
}

func (t *titles) all(ctx context.Context, ids []string) ([]named, error) {
	out := make([]named, len(ids))
	for i, id := range ids {
		title, err := t.of(ctx, id)
		if err != nil {
			return nil, err
		}
		out[i] = named{id, title}
	}
	return out, nil
}

// viewComparison shows what a change does to the exam.
func (e *edge) viewComparison(ctx context.Context, c exam.Comparison) (comparison, error) {
	return e.titles().comparison(ctx, c)
}

func (t *titles) comparison(ctx context.Context, c exam.Comparison) (comparison, error) {
	v := comparison{Asked: c.Asked, Was: c.Was, Is: c.Is, TookMS: c.Took.Milliseconds()}
	var err error
	if v.Worse, err = t.pairs(ctx, c.Worse); err != nil {
		return v, err
	}
	v.Better, err = t.pairs(ctx, c.Better)
	return v, err
}

func (t *titles) pairs(ctx context.Context, list []exam.Pair) ([]pair, error) {
	out := make([]pair, len(list))
	for i, p := range list {
		var err error
		if out[i], err = t.pair(ctx, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (t *titles) pair(ctx context.Context, p exam.Pair) (v pair, err error) {
	v = pair{ID: p.ID, Question: p.Text, Before: list(p.Before), WasGrade: grades[p.WasGrade], IsGrade: grades[p.IsGrade], Change: "same"}
	switch {
	case p.Worse():
		v.Change = "worse"
	case p.Better():
		v.Change = "better"
	}
	if v.Articles, err = t.all(ctx, p.Articles); err != nil {
		return v, err
	}
	if v.Was, err = t.verdict(ctx, p.Was, p.Articles); err != nil {
		return v, err
	}
	v.Is, err = t.verdict(ctx, p.Is, p.Articles)
	return v, err
}

func (t *titles) verdict(ctx context.Context, in exam.Verdict, articles []string) (v verdict, err error) {
	v = verdict{
		Decision: in.Decision, Article: in.Article, Revision: in.Revision, Title: in.Title, Place: in.Place(articles), Score: in.Score,
		Confidence: in.Confidence, Threshold: in.Threshold, Text: in.Text, Passage: in.Passage,
	}
	v.Offered, err = t.all(ctx, in.Offered)
	return v, err
}
