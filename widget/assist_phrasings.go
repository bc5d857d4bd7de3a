package widget

import (
	"context"
	"errors"
	"net/http"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// What a suggested phrasing leads to.
const (
	phrasingFound = "found" // the article comes first already
	phrasingNew   = "new"   // it does not, and no other is meant
	phrasingTaken = "taken" // another published article comes first, and surely
)

// afterRehearsal is how much time is left if the draft cannot be rehearsed in time.
const afterRehearsal = 1500 * time.Millisecond

// phrasing is a suggested phrasing with what it leads to.
type phrasing struct {
	Text    string `json:"text"`
	State   string `json:"state"`
	Article string `json:"article,omitempty"` // that it belongs to, if it is taken
	Title   string `json:"title,omitempty"`
}

// assistPhrasings answers POST /api/editor/assist/phrasings with further ways to ask what an article answers, each put to
// the bot with the draft in place.
func (e *edge) assistPhrasings(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Article string   `json:"article"`
		Content *content `json:"content"`
	}
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	draft, err := e.written(r.Context(), in.Article, in.Content)
	if err != nil {
		return err
	}
	texts, err := e.Writing.Phrasings(r.Context(), draft, bot.Payer{Purpose: bot.ForEditor})
	if err != nil {
		return err
	}
	out, err := e.leading(r.Context(), draft, texts)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"phrasings": out})
}

// written is an article as somebody writes it at the moment, or without content as it was saved last.
func (e *edge) written(ctx context.Context, id string, c *content) (knowledge.Revision, error) {
	if c != nil {
		return e.draft(ctx, id, *c)
	}
	a, err := e.Corpus.Article(ctx, id)
	if err != nil {
		return knowledge.Revision{}, err
	}
	return e.Corpus.Revision(ctx, id, a.Latest)
}

// leading tells what each text leads to with a draft in place; if that takes too long, on the corpus as it is.
func (e *edge) leading(ctx context.Context, draft knowledge.Revision, texts []string) ([]phrasing, error) {
	questions := make([]knowledge.ExamQuestion, len(texts))
	for i, text := range texts {
		questions[i] = knowledge.ExamQuestion{Asked: knowledge.Asked{Text: text, Articles: []string{draft.Article}}}
	}
	rehearsing, cancel := early(ctx)
	defer cancel()
	out := make([]phrasing, len(texts))
	pairs, err := e.Stage.Ask(rehearsing, publishing(draft), questions)
	switch {
	case err == nil:
		for i, p := range pairs {
			out[i] = leadsTo(draft.Article, texts[i], p.Is.Article, p.Is.Title, p.Is.Decision == exam.Answer)
		}
		return out, nil
	case ctx.Err() != nil || rehearsing.Err() == nil || !errors.Is(err, context.DeadlineExceeded):
		return nil, err
	}
	for i, text := range texts {
		found, err := e.Index.Search(ctx, knowledge.Query{Text: text, Locale: draft.Locale, Limit: 1, Staff: true})
		if err != nil {
			return nil, err
		}
		if out[i] = (phrasing{Text: text, State: phrasingNew}); len(found.Hits) > 0 {
			h := found.Hits[0]
			sure := found.Judge != nil && found.Judge.Probability(h.Features) >= found.Judge.Threshold()
			out[i] = leadsTo(draft.Article, text, h.Article, h.Title, sure)
		}
	}
	return out, nil
}

// early ends before a context does.
func early(ctx context.Context) (context.Context, context.CancelFunc) {
	if by, ok := ctx.Deadline(); ok {
		return context.WithDeadline(ctx, by.Add(-afterRehearsal))
	}
	return context.WithCancel(ctx)
}

func leadsTo(own, text, article, title string, sure bool) phrasing {
	switch {
	case article == own:
		return phrasing{Text: text, State: phrasingFound}
	case article != "" && sure:
		return phrasing{text, phrasingTaken, article, title}
	}
	return phrasing{Text: text, State: phrasingNew}
}
