package session

import (
	"context"
	"errors"
	"net/http"

	"frontdesk/bot/account"
)

// ErrForbidden is returned for a member of the staff whose roles do not allow what they ask for.
var ErrForbidden = errors.New("the role does not allow this")

// Authenticator knows whose session token it is; *account.Accounts is one.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (account.Staff, error)
}

// Gate lets members of the staff through to what their roles allow.
type Gate struct {
	accounts Authenticator
	cookies  Cookies
	permit   func(roles []account.Role, p account.Permission) bool
}

// NewGate returns a gate. permit is account.Allowed, except in the test that proves that it matters.
func NewGate(a Authenticator, c Cookies, permit func([]account.Role, account.Permission) bool) *Gate {
	return &Gate{accounts: a, cookies: c, permit: permit}
}

// Require returns who sent the request. Errors: account.ErrNoSession for a stranger and for a session that
// has ended, ErrForbidden for someone whose roles do not include the permission.
func (g *Gate) Require(r *http.Request, p account.Permission) (account.Staff, error) {
	who, err := g.accounts.Authenticate(r.Context(), g.cookies.Token(r))
	if err != nil {
		return account.Staff{}, err
	}
	if !g.permit(who.Roles, p) {
		return account.Staff{}, ErrForbidden
	}
	return who, nil
}
