package widget

import (
	"net/http"

	"frontdesk/bot/account"
)

// createArticle answers POST /api/editor/article with a new draft.
func (e *edge) createArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Slug string `json:"slug"`
		content
	}
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	a, err := e.Editing.Create(r.Context(), in.Slug, in.knowledge(), who.ID)
	if err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusCreated, a.ID, who)
}
