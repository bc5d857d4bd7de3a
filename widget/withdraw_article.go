package widget

import (
	"errors"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
)

// withdrawArticle answers POST /api/editor/withdraw.
func (e *edge) withdrawArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID       string `json:"id"`
		Overrule string `json:"overrule"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil {
		return invalid("The article is missing.")
	}
	if err := e.mayOverrule(who, in.Overrule); err != nil {
		return err
	}
	_, c, err := e.Editing.Withdraw(r.Context(), editing.Step{ID: in.ID, Author: who.ID, Overrule: in.Overrule})
	if errors.Is(err, knowledge.ErrConflict) {
		return invalid("The article was never published, so there is nothing to withdraw.")
	}
	if err != nil {
		return err
	}
	return e.answerChanged(w, r, in.ID, who, c)
}
