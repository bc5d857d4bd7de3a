package widget

import "net/http"

// redeemLink answers POST /api/sign-in/link. The page takes the secret from the fragment of its address, which
// is in no request and no log; it reaches the server only here.
func (e *edge) redeemLink(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	grant, err := e.Accounts.RedeemLink(r.Context(), in.Token)
	if err != nil {
		return err
	}
	return e.enter(w, r, grant)
}
