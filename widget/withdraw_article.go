package widget

import (
	"errors"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// withdrawArticle answers POST /api/editor/withdraw. From then on nobody says what the article says.
func (e *edge) withdrawArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID string `json:"id"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil {
		return invalid("The article is missing.")
	}
	_, err := e.Editing.Withdraw(r.Context(), in.ID, who.ID)
	if errors.Is(err, knowledge.ErrConflict) {
		return invalid("The article was never published, so there is nothing to withdraw.")
	}
	if err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, in.ID)
}
