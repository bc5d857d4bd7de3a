package widget

import (
	"context"
	"errors"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
)

// sitExam answers POST /api/editor/exam/sit with what a draft, or the withdrawal of an article, would do to the exam;
// without either, with how the exam goes now.
func (e *edge) sitExam(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		ID       string   `json:"id"`
		Content  *content `json:"content"`
		Withdraw bool     `json:"withdraw"`
		All      bool     `json:"all"`
	}
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	var p knowledge.Proposal
	t := e.titles()
	switch {
	case in.Withdraw && in.Content != nil:
		return invalid("An article is either changed or withdrawn; ask for one of them.")
	case in.Withdraw:
		if _, err := e.Corpus.Article(r.Context(), in.ID); err != nil {
			return err
		}
		p.Changes = []knowledge.Change{{Article: in.ID}}
	case in.Content != nil:
		d, err := e.draft(r.Context(), in.ID, *in.Content)
		if err != nil {
			return err
		}
		p, t.known[d.Article] = publishing(d), d.Title
	}
	began := e.clock()
	pairs, err := e.Stage.SitAll(r.Context(), p)
	if err != nil {
		return err
	}
	var out struct {
		Comparison comparison `json:"comparison"`
		Pairs      []pair     `json:"pairs,omitempty"`
	}
	if out.Comparison, err = t.comparison(r.Context(), exam.Compare(pairs, e.clock().Sub(began))); err != nil {
		return err
	}
	if in.All {
		if out.Pairs, err = t.pairs(r.Context(), pairs); err != nil {
			return err
		}
	}
	return writeJSON(w, http.StatusOK, out)
}

// newDraft is the id by which an article that does not exist yet is asked for.
const newDraft = "new:draft"

// draft is what somebody writes at the moment, as the revision that it would become. id is "" for a new article.
func (e *edge) draft(ctx context.Context, id string, in content) (knowledge.Revision, error) {
	c, text, err := editing.Check(in.knowledge())
	if err != nil {
		return knowledge.Revision{}, err
	}
	d := knowledge.Revision{Content: c, Article: newDraft, Number: 1, Text: text}
	if id == "" {
		return d, nil
	}
	a, err := e.Corpus.Article(ctx, id)
	if err != nil {
		return d, err
	}
	d.Article, d.Number = id, a.Latest+1
	newest, err := e.Corpus.Revision(ctx, id, a.Latest)
	if err != nil && !errors.Is(err, knowledge.ErrNotFound) {
		return d, err
	}
	if err == nil && newest.Content.Equal(c) { // it was saved: what is published is what was tried
		return newest, nil
	}
	return d, nil
}

// publishing is the proposal to publish a revision.
func publishing(d knowledge.Revision) knowledge.Proposal {
	return knowledge.Proposal{Changes: []knowledge.Change{{Article: d.Article, Revision: &d}}}
}
