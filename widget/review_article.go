package widget

import (
	"errors"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/widget/wire"
)

// askReview answers POST /api/editor/review: somebody else is to look at a revision.
func (e *edge) askReview(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID       string `json:"id"`
		Revision int    `json:"revision"`
		Note     string `json:"note"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil || in.Revision < 1 {
		return invalid("The article or the number of its revision is missing.")
	}
	if err := e.Editing.AskReview(r.Context(), in.ID, in.Revision, in.Note, who.ID); err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, in.ID, who)
}

var errNoReview = &fault{http.StatusNotFound, wire.CodeNotFound, "Nobody waits for a review of this article, or not any more."}

// returnReview answers POST /api/editor/review/return: the revision is sent back to who wrote it, with the reason.
func (e *edge) returnReview(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID   string `json:"id"`
		Note string `json:"note"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil {
		return invalid("The article is missing.")
	}
	err := e.Editing.ReturnReview(r.Context(), in.ID, in.Note, who.ID)
	if errors.Is(err, knowledge.ErrNotFound) {
		return errNoReview
	}
	if err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, in.ID, who)
}
