package widget

import (
	"net/http"

	"frontdesk/bot/account"
)

// staffView is a member of the staff as their own pages see them.
type staffView struct {
	ID    string         `json:"id"`
	Name  string         `json:"name"`
	Email string         `json:"email"`
	Roles []account.Role `json:"roles"`
}

func viewStaff(s account.Staff) map[string]staffView {
	return map[string]staffView{"staff": {ID: s.ID, Name: s.Name, Email: s.Email, Roles: s.Roles}}
}

// signIn answers POST /api/sign-in.
func (e *edge) signIn(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	grant, err := e.Accounts.SignIn(r.Context(), in.Email, in.Password, e.addresses.Of(r).String())
	if err != nil {
		return err
	}
	return e.enter(w, r, grant)
}

// enter gives the browser the new session and ends the one it had, so that none is left behind unseen.
func (e *edge) enter(w http.ResponseWriter, r *http.Request, grant account.Grant) error {
	if err := e.Accounts.SignOut(r.Context(), e.cookies.Token(r)); err != nil {
		e.log.Error("former session not ended", "request", requestID(w), "error", err)
	}
	e.cookies.Set(w, grant.Token)
	return writeJSON(w, http.StatusOK, viewStaff(grant.Staff))
}
