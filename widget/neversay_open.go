package widget

import (
	"encoding/json"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/desk"
)

// openNeverSay answers GET /api/editor/neversay with the rules about what must not be said.
func (e *edge) openNeverSay(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	s, err := e.Settings.Get(r.Context(), desk.DocNeverSay)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{
		"revision": s.Revision, "value": json.RawMessage(s.Body), "author": names.of(s.Author), "at": bot.Millis(s.At),
	})
}

// saveNeverSay answers PUT /api/editor/neversay. The exam does not stop a rule: that something is not said any more is
// what it is for.
func (e *edge) saveNeverSay(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	return e.saveDocument(w, r, who, desk.DocNeverSay)
}
