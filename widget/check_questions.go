package widget

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
	"frontdesk/knowledge"
)

// realQuestion is a question to try a draft on.
type realQuestion struct {
	Question  string      `json:"question"`
	Customers int         `json:"customers"` // who asked it
	Source    string      `json:"source"`    // gap, asked, phrasing
	Outcome   gap.Outcome `json:"outcome"`   // "" for a phrasing
}

// realQuestions answers GET /api/editor/questions?id=&q= with what customers asked about an article or in these words, and
// with the article's phrasings. It is shown without what tells who they are.
func (e *edge) realQuestions(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	id, words := r.URL.Query().Get("id"), r.URL.Query().Get("q")
	if len(words) > maxQuestion {
		return badQuery("The words to look for are too long.")
	}
	wanted := insight.Wordings{Text: words}
	if words == "" {
		wanted.Article = id
	}
	asked, err := e.customersAsked(r.Context(), wanted)
	if err == nil && len(asked) == 0 && wanted.Article != "" { // nobody asked about it: what people ask at all
		asked, err = e.customersAsked(r.Context(), insight.Wordings{})
	}
	if err != nil {
		return err
	}
	out := []realQuestion{}
	for _, a := range asked {
		source := "asked"
		if a.Outcome.Gap() {
			source = "gap"
		}
		out = append(out, realQuestion{a.Text, a.Customers, source, a.Outcome})
	}
	if words == "" && id != "" {
		own, err := e.ownWords(r.Context(), id)
		if err != nil {
			return err
		}
		for _, o := range own {
			if !slices.ContainsFunc(out, func(q realQuestion) bool { return strings.EqualFold(q.Question, o.Question) }) {
				out = append(out, o)
			}
		}
	}
	return writeJSON(w, http.StatusOK, map[string]any{"questions": out})
}

// customersAsked is what customers asked, in one line each, with personal data taken out. What belongs to a conversation
// that was erased meanwhile is left out.
func (e *edge) customersAsked(ctx context.Context, wanted insight.Wordings) ([]insight.Wording, error) {
	found, err := e.Gaps.Wordings(ctx, wanted)
	if err != nil {
		return nil, err
	}
	var out []insight.Wording
	at := make(map[string]int) // place by folded words: without names, two may be the same
	for _, a := range found {
		names, err := e.namesIn(ctx, a.Conversation, a.Visitor)
		if errors.Is(err, bot.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		a.Text = strings.Join(strings.Fields(without(names)(a.Text)), " ")
		if i, known := at[strings.ToLower(a.Text)]; known {
			out[i].Customers += a.Customers
			continue
		}
		at[strings.ToLower(a.Text)] = len(out)
		out = append(out, a)
	}
	return out, nil
}

// ownWords are the title and the phrasings of an article as it was written last.
func (e *edge) ownWords(ctx context.Context, id string) (out []realQuestion, err error) {
	a, err := e.Corpus.Article(ctx, id)
	if errors.Is(err, knowledge.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rev, err := e.Corpus.Revision(ctx, id, a.Latest)
	if err != nil {
		return nil, err
	}
	for _, text := range append([]string{rev.Title}, rev.Phrasings...) {
		out = append(out, realQuestion{Question: text, Source: "phrasing"})
	}
	return out, nil
}
