package widget

import (
	"net/http"
	"strconv"

	"frontdesk/bot/account"
)

// openRevision answers GET /api/editor/revision?id=ID&number=N.
func (e *edge) openRevision(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	id, _, err := articleQuery(r)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(r.URL.Query().Get("number"))
	if err != nil || number < 1 {
		return badQuery("The number of the revision must be a number from 1.")
	}
	found, err := e.Corpus.Revision(r.Context(), id, number)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, viewRev(found, names))
}
