package widget

import (
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
)

// changedState is an article after its publication or withdrawal, and what that did to the exam.
type changedState struct {
	articleState
	Comparison comparison `json:"comparison"`
}

// publishArticle answers POST /api/editor/publish.
func (e *edge) publishArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID       string `json:"id"`
		Revision int    `json:"revision"`
		Overrule string `json:"overrule"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil || in.Revision < 1 {
		return invalid("The article or the number of its revision is missing.")
	}
	if err := e.mayOverrule(who, in.Overrule); err != nil {
		return err
	}
	_, c, err := e.Editing.Publish(r.Context(), editing.Step{ID: in.ID, Revision: in.Revision, Author: who.ID, Overrule: in.Overrule})
	if err != nil {
		return err
	}
	return e.answerChanged(w, r, in.ID, who, c)
}

func (e *edge) answerChanged(w http.ResponseWriter, r *http.Request, id string, who account.Staff, c exam.Comparison) error {
	s, err := e.state(r.Context(), id, who)
	if err != nil {
		return err
	}
	v, err := e.viewComparison(r.Context(), c)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, changedState{s, v})
}

// mayOverrule refuses a reason of somebody who may not overrule the exam.
func (e *edge) mayOverrule(who account.Staff, reason string) error {
	if reason != "" && !e.permit(who.Roles, account.OverruleExam) {
		return errMayNotOverrule
	}
	return nil
}

var errMayNotOverrule = &fault{http.StatusForbidden, "forbidden", "Your role does not allow to overrule the exam; ask a manager, or mend the article."}
