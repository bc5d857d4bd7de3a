package widget

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/account"
)

// The first sign-in of a new member of the staff: a link, a password, and from then on the password.
func TestSignIn(t *testing.T) {
	d := openDesk(t, nil, nil)
	who := d.staff("ada@shop.example", account.Editor, account.Agent)
	link, err := d.accounts.IssueLink(t.Context(), who.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	w := d.want(200, request("POST", "/api/sign-in/link", `{"token":"`+link+`"}`), nil)
	view := `{"staff":{"id":"` + who.ID + `","name":"Name of ada@shop.example","email":"ada@shop.example","roles":["agent","editor"]}}` + "\n"
	if w.Body.String() != view {
		t.Errorf("answered %s; want %s", w.Body, view)
	}
	k := w.Result().Cookies()
	if len(k) != 1 || k[0].Name != "__Host-frontdesk" || !k[0].HttpOnly || !k[0].Secure || k[0].SameSite != http.SameSiteStrictMode || k[0].Path != "/" || k[0].MaxAge != 14*24*3600 {
		t.Fatalf("cookies %v", k)
	}
	d.refused(401, codeLinkUsed, request("POST", "/api/sign-in/link", `{"token":"`+link+`"}`))
	if got := d.want(200, request("GET", "/api/me", "", cookie(k[0])), nil).Body.String(); got != view[:len(view)-2]+`,"model":false}`+"\n" {
		t.Errorf("me: %s", got)
	}
	p := d.refused(422, "invalid", request("POST", "/api/me/password", `{"password":"short"}`, cookie(k[0])))
	if p.Message != "The password must have at least 12 characters." {
		t.Errorf("said %q", p.Message)
	}
	d.want(204, request("POST", "/api/me/password", `{"password":"correct horse battery"}`, cookie(k[0])), nil)
	d.refused(403, codeWrongPassword, request("POST", "/api/me/password", `{"password":"another password"}`, cookie(k[0])))

	d.refused(401, codeWrongCredentials, request("POST", "/api/sign-in", `{"email":"ada@shop.example","password":"wrong wrong wrong"}`))
	d.refused(401, codeWrongCredentials, request("POST", "/api/sign-in", `{"email":"nobody@shop.example","password":"wrong wrong wrong"}`))
	w = d.want(200, request("POST", "/api/sign-in", `{"email":"Ada@shop.example","password":"correct horse battery"}`, cookie(k[0])), nil)
	fresh := w.Result().Cookies()[0]
	if fresh.Value == k[0].Value {
		t.Error("the session kept its token over a sign-in")
	}
	d.refused(401, codeSignedOut, request("GET", "/api/me", "", cookie(k[0]))) // the browser's former session has ended
	w = d.want(204, request("POST", "/api/sign-out", `{}`, cookie(fresh)), nil)
	if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 || c[0].Value != "" {
		t.Errorf("cookies after signing out: %v", c)
	}
	d.refused(401, codeSignedOut, request("GET", "/api/me", "", cookie(fresh)))
	d.refused(401, codeSignedOut, request("GET", "/api/me", "", cookie(&http.Cookie{Name: "__Host-frontdesk", Value: "made up"})))
}

func TestSignInIsThrottled(t *testing.T) {
	d := openDesk(t, func(c *Config) { c.Accounts = throttled{c.Accounts} }, nil)
	p := d.refused(429, codeThrottled, request("POST", "/api/sign-in", `{"email":"ada@shop.example","password":"x"}`))
	if p.RetryAfter != 8 {
		t.Errorf("retry after %d", p.RetryAfter)
	}
}

type throttled struct{ Accounts }

func (throttled) SignIn(_ context.Context, _, _, address string) (account.Grant, error) {
	if address != "192.0.2.1" {
		return account.Grant{}, account.ErrWrongCredentials
	}
	return account.Grant{}, &account.ThrottledError{RetryAfter: 7200 * time.Millisecond}
}

func TestLimits(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	d := openDesk(t, func(c *Config) {
		c.Limits = Limits{Customer: 10, Search: 4, Vote: 2, SignIn: 4, Staff: 6}
		c.Clock = func() time.Time { return now }
	}, nil)
	from := func(peer string) func(*http.Request) { return func(r *http.Request) { r.RemoteAddr = peer } }
	passed := func(method, target, body string, peer string) (n int) {
		for range 20 {
			if w := d.do(request(method, target, body, from(peer))); w.Code != 429 {
				n++
			}
		}
		return n
	}
	vote := `{"article":"returns","revision":1,"helpful":true}`
	for _, c := range []struct {
		what, method, target, body string
		want                       int
	}{
		{"votes", "POST", "/api/site/shop/article/helpful", vote, 1},
		{"customer API", "GET", "/api/site/shop", "", 0}, // the votes counted there too
		{"sign-in", "POST", "/api/sign-in/link", `{"token":"x"}`, 2},
		{"staff API", "GET", "/api/me", "", 3},
	} {
		if got := passed(c.method, c.target, c.body, "192.0.2.1:1"); got != c.want {
			t.Errorf("%s: %d of 20 passed; want %d", c.what, got, c.want)
		}
	}
	if got := passed("GET", "/api/site/shop/search?q=x", "", "192.0.2.3:1"); got != 2 {
		t.Errorf("searches: %d of 20 passed; want 2", got)
	}
	if got := passed("GET", "/api/site/shop", "", "192.0.2.2:1"); got != 5 {
		t.Errorf("another address: %d of 20 passed; want 5", got)
	}
	p := d.refused(429, "rate_limited", request("GET", "/api/site/shop", "", from("192.0.2.2:1")))
	if p.RetryAfter != 6 {
		t.Errorf("retry after %d", p.RetryAfter)
	}
	w := d.do(request("POST", "/api/sign-in/link", `{"token":"x"}`))
	if w.Header().Get("Retry-After") != "15" {
		t.Errorf("sign-in: %v %s", w.Header(), w.Body)
	}
	now = now.Add(6 * time.Second)
	if got := passed("GET", "/api/site/shop", "", "192.0.2.2:1"); got != 1 {
		t.Errorf("after the wait: %d of 20 passed; want 1", got)
	}
	figures := d.do(request("GET", "/metrics", "", from("127.0.0.1:1"))).Body.String()
	for _, limit := range []string{"customer", "search", "vote", "sign_in", "staff"} {
		if name := `frontdesk_http_limited_total{limit="` + limit + `"} `; !strings.Contains(figures, name) || strings.Contains(figures, name+"0\n") {
			t.Errorf("what the limit %s kept out is not counted", limit)
		}
	}
	d.want(200, request("GET", "/healthz", ""), nil)
	d.want(200, request("GET", "/panel?site=shop", ""), nil) // the panel opens, whatever else is refused
}

func TestLimiterIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimiter(func() time.Time { return now }, 60)
	for i := range 3 * maxLimited {
		l.allow(string(rune(i)) + time.Duration(i).String())
	}
	if len(l.buckets) > maxLimited {
		t.Fatalf("%d addresses remembered", len(l.buckets))
	}
}

func TestNoLimits(t *testing.T) {
	l := newLimiter(time.Now, -1)
	for range 10_000 {
		if wait := l.allow("192.0.2.1"); wait != 0 {
			t.Fatal("limited without a limit")
		}
	}
	if got := (Limits{Customer: -1, Staff: 5}).withDefaults(); got != (Limits{Customer: -1, Vote: 20, SignIn: 60, Staff: 5, Search: 300}) {
		t.Errorf("%+v", got)
	}
}
