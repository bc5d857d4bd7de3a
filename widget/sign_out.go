package widget

import "net/http"

// signOut answers POST /api/sign-out. Signing out twice is no error.
func (e *edge) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := readJSON(w, r, maxBody, &struct{}{}); err != nil {
		return err
	}
	if err := e.Accounts.SignOut(r.Context(), e.cookies.Token(r)); err != nil {
		return err
	}
	e.cookies.Clear(w)
	return noContent(w)
}
