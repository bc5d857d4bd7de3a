package widget

import (
	"net/http"

	"frontdesk/bot/account"
)

// openArticle answers GET /api/editor/article?id=ID.
func (e *edge) openArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	id, _, err := articleQuery(r)
	if err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, id, who)
}

func (e *edge) answerState(w http.ResponseWriter, r *http.Request, status int, id string, who account.Staff) error {
	s, err := e.state(r.Context(), id, who)
	if err != nil {
		return err
	}
	return writeJSON(w, status, s)
}
