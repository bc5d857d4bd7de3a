package widget

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/bot/account"
)

// Whatever is sent to whichever address, the answer is no fault of ours and carries the headers that protect.
func FuzzRequests(f *testing.F) {
	for _, row := range matrix {
		method, _, _ := strings.Cut(row.route, " ")
		f.Add(method, row.ask, row.body)
	}
	f.Add("POST", "/api/site/shop/article/helpful?%zz", `{"article":"\ud800","revision":1e99}`)
	d := openDesk(f, func(c *Config) { c.Accounts = refuser{} }, nil)
	f.Fuzz(func(t *testing.T, method, target, body string) {
		r, err := http.NewRequest(method, ownURL+target, strings.NewReader(body))
		if err != nil || !strings.HasPrefix(target, "/") {
			return
		}
		r.Header.Set("Content-Type", "application/json")
		r.RemoteAddr = "192.0.2.1:1"
		w := httptest.NewRecorder()
		d.edge.mux.ServeHTTP(w, r)
		if w.Code >= 500 || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") == "" {
			t.Fatalf("%s %s: %d %v %s", method, target, w.Code, w.Header(), w.Body)
		}
	})
}

// refuser is a register that lets everybody in as an admin and refuses every password without the work of one.
type refuser struct{ Accounts }

func (refuser) Authenticate(context.Context, string) (account.Staff, error) {
	return account.Staff{ID: "root", Roles: []account.Role{account.Admin}}, nil
}
func (refuser) List(context.Context) ([]account.Staff, error) { return nil, nil }
func (refuser) SignOut(context.Context, string) error         { return nil }
func (refuser) RedeemLink(context.Context, string) (account.Grant, error) {
	return account.Grant{}, account.ErrLinkUsed
}
func (refuser) SignIn(context.Context, string, string, string) (account.Grant, error) {
	return account.Grant{}, account.ErrWrongCredentials
}
func (refuser) ChangePassword(context.Context, account.Staff, string, string) error {
	return account.ErrInvalid
}
