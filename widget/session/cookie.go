package session

import (
	"net/http"

	"frontdesk/bot/account"
)

// Cookies keeps the token of a staff session in the browser, out of reach of scripts and of other sites.
type Cookies struct {
	name   string
	secure bool
}

// NewCookies returns the cookies of a desk whose public address is https (secure) or, for trying it out on
// one's own machine, http. The prefix __Host- keeps neighbouring hosts from planting a cookie of this name.
func NewCookies(secure bool) Cookies {
	if secure {
		return Cookies{name: "__Host-frontdesk", secure: true}
	}
	return Cookies{name: "frontdesk"}
}

// Set gives the browser the token of a session. The cookie lasts as long as a session can; the server
// decides how long it really does.
func (c Cookies) Set(w http.ResponseWriter, token string) {
	http.SetCookie(w, c.cookie(token, int(account.SessionMax.Seconds())))
}

// Clear has the browser forget the token.
func (c Cookies) Clear(w http.ResponseWriter) { http.SetCookie(w, c.cookie("", -1)) }

// Token returns the token the request carries, or "".
func (c Cookies) Token(r *http.Request) string {
	k, err := r.Cookie(c.name)
	if err != nil {
		return ""
	}
	return k.Value
}

func (c Cookies) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: c.name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteStrictMode}
}
