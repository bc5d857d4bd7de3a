package widget

import (
	"errors"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// dropExamQuestion answers DELETE /api/editor/exam?id=.
func (e *edge) dropExamQuestion(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	err := e.Exam.DropExamQuestion(r.Context(), r.URL.Query().Get("id"), e.clock())
	if errors.Is(err, knowledge.ErrNotFound) {
		return &fault{http.StatusNotFound, "not_found", "The exam does not have this question, or not any more."}
	}
	if err != nil {
		return err
	}
	return noContent(w)
}
