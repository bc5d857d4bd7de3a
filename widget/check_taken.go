package widget

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"frontdesk/bot/insight"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// How far it is looked for questions that a draft takes away from other articles. The exam as a whole is asked by the
// gate; here it is about what is near.
const (
	nearBy      = 8   // articles
	ofPhrasings = 20  // of one article
	ofCustomers = 20  // questions that were answered from one article
	ofExam      = 150 // questions
	probes      = 10  // title and phrasings of the draft by which what is near is found
)

// taken are the questions that other articles answer now and would not any more if the draft were published.
func (e *edge) taken(ctx context.Context, draft knowledge.Revision) ([]exam.Pair, error) {
	near, err := e.near(ctx, draft)
	if err != nil {
		return nil, err
	}
	asked, err := e.theirs(ctx, draft.Article, near)
	if err != nil {
		return nil, err
	}
	pairs, err := e.Stage.Ask(ctx, publishing(draft), asked)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(pairs, func(p exam.Pair) bool { return p.WasGrade != exam.Correct || !p.Worse() }), nil
}

// near lists the published articles that are found by what a draft is about: the nearest to each of its phrasings come
// before the second nearest to any.
func (e *edge) near(ctx context.Context, draft knowledge.Revision) ([]string, error) {
	texts := append([]string{draft.Title}, draft.Phrasings...)
	texts = texts[:min(len(texts), probes)]
	found := make([][]knowledge.Hit, len(texts))
	for i, text := range texts {
		result, err := e.Index.Search(ctx, knowledge.Query{Text: text, Limit: nearBy, Without: []string{draft.Article}, Staff: true})
		if err != nil {
			return nil, fmt.Errorf("searching for what is near %q: %w", draft.Article, errors.Join(rehearse.ErrBroken, err))
		}
		found[i] = result.Hits
	}
	var out []string
	for place := range nearBy {
		for _, hits := range found {
			if place < len(hits) && hits[place].Article != draft.Article && !slices.Contains(out, hits[place].Article) && len(out) < nearBy {
				out = append(out, hits[place].Article)
			}
		}
	}
	return out, nil
}

// theirs are questions that articles are right for: those of the exam, their titles and phrasings, and what customers
// asked and were answered from them. Each is asked once.
func (e *edge) theirs(ctx context.Context, draft string, articles []string) (out []knowledge.ExamQuestion, err error) {
	known := make(map[string]bool)
	add := func(q knowledge.ExamQuestion) {
		folded := strings.ToLower(strings.Join(strings.Fields(q.Text), " "))
		if len(q.Before) == 0 && (folded == "" || known[folded]) {
			return
		}
		known[folded] = true
		out = append(out, q)
	}
	kept, err := e.Exam.Exam(ctx)
	if err != nil {
		return nil, err
	}
	for _, q := range kept {
		if len(out) < ofExam && !slices.Contains(q.Articles, draft) && slices.ContainsFunc(q.Articles, func(id string) bool { return slices.Contains(articles, id) }) {
			add(q)
		}
	}
	for _, id := range articles {
		rev, err := e.Corpus.PublishedRevision(ctx, id)
		if errors.Is(err, knowledge.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		texts := append([]string{rev.Title}, rev.Phrasings...)
		for _, text := range texts[:min(len(texts), ofPhrasings)] {
			add(knowledge.ExamQuestion{Asked: knowledge.Asked{Text: text, Articles: []string{id}}})
		}
		asked, err := e.customersAsked(ctx, insight.Wordings{Article: id, Limit: ofCustomers})
		if err != nil {
			return nil, err
		}
		for _, a := range asked {
			if !a.Outcome.Gap() && len(a.Text) <= maxQuestion {
				add(knowledge.ExamQuestion{Asked: knowledge.Asked{Text: a.Text, Articles: []string{id}}})
			}
		}
	}
	return out, nil
}
