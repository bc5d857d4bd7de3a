// Package account knows the staff: who they are, what their roles allow, and how they sign in.
//
// A person is created without a password; nobody has a default one. They first come in through a
// one-time link ([Accounts.IssueLink], [Accounts.RedeemLink]), set a password ([Accounts.SetPassword]), and
// use that afterwards ([Accounts.SignIn]). Passwords are kept as argon2id, tokens and links only as their
// SHA-256. A session ends by itself after [SessionIdle] without use and after [SessionMax] in any case;
// ending one earlier is announced to [Accounts.OnRevoke], so that live sockets close at once.
package account

import (
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of what is stored about a person, in bytes.
const (
	MaxEmail = 254
	MaxName  = 100
)

// Errors that callers act upon. The edge turns them into codes and plain sentences.
var (
	ErrNotFound         = errors.New("no such staff member")
	ErrExists           = errors.New("a staff member with this e-mail address exists")
	ErrInvalid          = errors.New("invalid account")
	ErrWrongCredentials = errors.New("e-mail address or password is wrong")
	ErrWrongPassword    = errors.New("the current password is wrong")
	ErrThrottled        = errors.New("too many attempts to sign in")
	ErrLinkUsed         = errors.New("the sign-in link was used or has expired")
	ErrNoSession        = errors.New("not signed in")
)

// Role is a kind of staff. A person may have several.
type Role string

// The roles, see [Allowed] for what each may do.
const (
	Agent   Role = "agent"
	Editor  Role = "editor"
	Manager Role = "manager"
	Admin   Role = "admin"
)

// Roles lists every role, in the order in which they are shown.
func Roles() []Role { return []Role{Agent, Editor, Manager, Admin} }

// Staff is one member of the staff.
type Staff struct {
	ID       string
	Email    string // as it was entered; unique without regard to case
	Name     string // shown to customers and colleagues
	Roles    []Role // in the order of Roles
	Created  time.Time
	Disabled bool // may not sign in
	Password bool // has set a password

	// Session is the hash of the session by which this person was authenticated; "" if the record was
	// read in another way. It is the name under which Accounts.OnRevoke announces the session's end.
	Session string
}

// newStaff checks what was entered about a person and returns it in the form in which it is kept.
func newStaff(email, name string, roles []Role) (Staff, error) {
	email, name = strings.TrimSpace(email), strings.Join(strings.Fields(name), " ")
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email || len(email) > MaxEmail || !printable(email) {
		return Staff{}, fmt.Errorf("%w: %.60q is not an e-mail address", ErrInvalid, email)
	}
	if name == "" || len(name) > MaxName || !printable(name) {
		return Staff{}, fmt.Errorf("%w: the name must have 1 to %d bytes of printable text", ErrInvalid, MaxName)
	}
	roles, err := checkRoles(roles)
	if err != nil {
		return Staff{}, err
	}
	return Staff{Email: email, Name: name, Roles: roles}, nil
}

// checkRoles refuses unknown roles and none at all, drops repeated ones, and sorts the rest.
func checkRoles(roles []Role) ([]Role, error) {
	for _, r := range roles {
		if !slices.Contains(Roles(), r) {
			return nil, fmt.Errorf("%w: there is no role %.40q; the roles are agent, editor, manager and admin", ErrInvalid, r)
		}
	}
	var out []Role
	for _, r := range Roles() {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: at least one role is needed: agent, editor, manager or admin", ErrInvalid)
	}
	return out, nil
}

// emailKey is the form of an address by which it is unique. What no database keeps in a text is replaced: no address has it.
func emailKey(email string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(strings.ToLower(strings.TrimSpace(email)), "\ufffd"), "\x00", "\ufffd")
}

func printable(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
