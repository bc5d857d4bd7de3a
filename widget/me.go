package widget

import (
	"net/http"

	"frontdesk/bot/account"
)

// me answers GET /api/me with who is signed in, and whether a language model can be asked for drafts.
func (e *edge) me(w http.ResponseWriter, _ *http.Request, who account.Staff) error {
	return writeJSON(w, http.StatusOK, struct {
		Staff staffView `json:"staff"`
		Model bool      `json:"model"`
	}{viewStaff(who)["staff"], e.Drafts != nil || e.Writing != nil})
}

// changePassword answers POST /api/me/password. After a one-time link no current password is needed.
func (e *edge) changePassword(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Current  string `json:"current"`
		Password string `json:"password"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if err := e.Accounts.ChangePassword(r.Context(), who, in.Current, in.Password); err != nil {
		return err
	}
	return noContent(w)
}
