package widget

import (
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// publishArticle answers POST /api/editor/publish.
func (e *edge) publishArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID       string `json:"id"`
		Revision int    `json:"revision"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil || in.Revision < 1 {
		return invalid("The article or the number of its revision is missing.")
	}
	if _, err := e.Editing.Publish(r.Context(), in.ID, in.Revision, who.ID); err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, in.ID)
}
