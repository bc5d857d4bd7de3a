package widget

import (
	"errors"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// conflictError shows what somebody else wrote meanwhile.
type conflictError struct{ current rev }

func (c *conflictError) Error() string { return knowledge.ErrConflict.Error() }
func (c *conflictError) Unwrap() error { return knowledge.ErrConflict }

// saveArticle answers PUT /api/editor/article?id=ID with a new draft revision, unless somebody else wrote one
// since the base that was edited.
func (e *edge) saveArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	id, _, err := articleQuery(r)
	if err != nil {
		return err
	}
	var in struct {
		Base int `json:"base"`
		content
	}
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	if in.Base < 1 {
		return invalid("The number of the revision that was edited is missing.")
	}
	_, err = e.Editing.Save(r.Context(), id, in.Base, in.knowledge(), who.ID)
	if errors.Is(err, knowledge.ErrConflict) {
		s, err := e.state(r.Context(), id, who)
		if err != nil {
			return err
		}
		return &conflictError{current: s.Revision}
	}
	if err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, id, who)
}
