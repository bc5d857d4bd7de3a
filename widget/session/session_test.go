package session_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"frontdesk/bot/account"
	"frontdesk/widget/session"
)

func TestVisitorToken(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		token, err := session.NewToken(rand.Reader)
		if err != nil || len(token) != 43 || !session.Valid(token) || seen[token] {
			t.Fatalf("%q, %v", token, err)
		}
		seen[token] = true
		if h := session.Hash(token); len(h) != 64 || strings.Contains(h, token) || seen[h] {
			t.Fatalf("hash %q", h)
		}
	}
	for _, bad := range []string{"", "abc", strings.Repeat("A", 42), strings.Repeat("A", 44), strings.Repeat("A", 42) + "B",
		strings.Repeat("A", 42) + "\n", strings.Repeat("+", 43)} {
		if session.Valid(bad) {
			t.Errorf("%q is taken for a token", bad)
		}
	}
	if _, err := session.NewToken(iotest.ErrReader(errors.New("dry"))); err == nil {
		t.Error("a token without randomness")
	}
	if _, err := session.NewToken(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a token with 248 bits")
	}
}

func TestCookies(t *testing.T) {
	for secure, want := range map[bool]string{
		true:  "__Host-frontdesk=abc; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=Strict",
		false: "frontdesk=abc; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict",
	} {
		c := session.NewCookies(secure)
		w := httptest.NewRecorder()
		c.Set(w, "abc")
		if got := w.Header().Get("Set-Cookie"); got != want {
			t.Errorf("set %q", got)
		}
		r := httptest.NewRequest("GET", "/", nil)
		if got := c.Token(r); got != "" {
			t.Errorf("no cookie: %q", got)
		}
		r.AddCookie(w.Result().Cookies()[0])
		if got := c.Token(r); got != "abc" {
			t.Errorf("token %q", got)
		}
		w = httptest.NewRecorder()
		c.Clear(w)
		if got := w.Header().Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") || !strings.HasPrefix(got, want[:strings.Index(want, "=")+1]+";") {
			t.Errorf("cleared %q", got)
		}
	}
	// A cookie that a neighbouring host could have planted is not looked at.
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: "frontdesk", Value: "planted"})
	if got := session.NewCookies(true).Token(r); got != "" {
		t.Errorf("read %q", got)
	}
}

type register map[string]account.Staff

func (s register) Authenticate(_ context.Context, token string) (account.Staff, error) {
	if who, ok := s[token]; ok {
		return who, nil
	}
	return account.Staff{}, account.ErrNoSession
}

func TestGate(t *testing.T) {
	cookies := session.NewCookies(false)
	gate := session.NewGate(register{"abc": {ID: "ada", Roles: []account.Role{account.Agent}}}, cookies, account.Allowed)
	ask := func(token string, p account.Permission) (account.Staff, error) {
		r := httptest.NewRequest("GET", "/", nil)
		if token != "" {
			r.AddCookie(&http.Cookie{Name: "frontdesk", Value: token})
		}
		return gate.Require(r, p)
	}
	if who, err := ask("abc", account.TakeConversations); err != nil || who.ID != "ada" {
		t.Errorf("agent: %+v, %v", who, err)
	}
	if who, err := ask("abc", account.EditArticles); !errors.Is(err, session.ErrForbidden) || who.ID != "" {
		t.Errorf("agent as editor: %+v, %v", who, err)
	}
	for _, token := range []string{"", "xyz"} {
		if who, err := ask(token, account.SignedIn); !errors.Is(err, account.ErrNoSession) || who.ID != "" {
			t.Errorf("stranger: %+v, %v", who, err)
		}
	}
}

func TestParseOrigin(t *testing.T) {
	for in, want := range map[string]string{
		"https://shop.example": "https://shop.example", "HTTPS://Shop.Example/": "https://shop.example",
		"https://shop.example:443": "https://shop.example", "http://shop.example:80": "http://shop.example",
		"http://localhost:8080": "http://localhost:8080", "https://shop.example:8443": "https://shop.example:8443",
		"http://[::1]:8080": "http://[::1]:8080", "https://xn--bcher-kva.example": "https://xn--bcher-kva.example",
		"": "", "null": "", "*": "", "https://*": "", "https://*.shop.example": "", "//shop.example": "", "shop.example": "",
		"https://": "", "https://shop.example/path": "", "https://shop.example?q": "", "https://shop.example#f": "",
		"https://u:p@shop.example": "", "https://shop.example;script-src *": "", "https://shop.example https://x": "",
		"https://shop.example\r\nX: y": "", "javascript://shop.example": "", "https://shop..example": "", "https://bücher.example": "",
		"https://shop.example:": "", "https://shop.example:http": "", "https://shop.example,https://x.example": "", "https://shop.example?": "",
		"https://[fe80::1%25eth0]": "",
	} {
		got, err := session.ParseOrigin(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
}

func FuzzParseOrigin(f *testing.F) {
	for _, s := range []string{"https://shop.example", "http://[::1]:8080", "https://a'b", "https://*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := session.ParseOrigin(s)
		if err != nil {
			return
		}
		if again, err := session.ParseOrigin(o); err != nil || again != o {
			t.Fatalf("%q becomes %q becomes %q, %v", s, o, again, err)
		}
		if strings.ContainsAny(o, " ;,'\"*\r\n\t\\") || o != strings.ToLower(o) {
			t.Fatalf("%q becomes %q, which must not stand in a header", s, o)
		}
	})
}

func TestOrigins(t *testing.T) {
	o, err := session.NewOrigins("https://desk.example/", map[string][]string{
		"shop": {"https://shop.example", "https://WWW.shop.example:443"}, "club": {"https://club.example:8443"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if o.Own() != "https://desk.example" || !o.Secure() || !slices.Equal(o.Of("shop"), []string{"https://shop.example", "https://www.shop.example"}) {
		t.Fatalf("own %q, shop %v", o.Own(), o.Of("shop"))
	}
	for from, want := range map[string]struct{ staff, customer, shop bool }{
		"https://desk.example":               {true, true, true},
		"https://shop.example":               {false, true, true},
		"https://www.shop.example":           {false, true, true},
		"https://club.example:8443":          {false, true, false},
		"https://club.example":               {},
		"http://desk.example":                {},
		"http://shop.example":                {},
		"https://desk.example:8443":          {},
		"https://shop.example.evil.example":  {},
		"https://evil.example/shop.example":  {},
		"https://evilshop.example":           {},
		"null":                               {},
		"":                                   {},
		"https://shop.example https://other": {},
	} {
		r := httptest.NewRequest("GET", "/ws/customer", nil)
		r.Host = "desk.example"
		if from != "" {
			r.Header.Set("Origin", from)
		}
		if o.Staff(r) != want.staff || o.Customer(r) != want.customer || o.CustomerOf("shop", r) != want.shop || o.CustomerOf("none", r) != want.staff {
			t.Errorf("%q: staff %v, customer %v, of shop %v", from, o.Staff(r), o.Customer(r), o.CustomerOf("shop", r))
		}
	}
	// No request by any origin may pass as a site's because the header was sent twice, or is missing.
	r := httptest.NewRequest("GET", "/ws/customer", nil)
	r.Header["Origin"] = []string{"https://desk.example", "https://evil.example"}
	if o.Customer(r) || o.Staff(r) {
		t.Error("two origins pass")
	}
	local, err := session.NewOrigins("http://127.0.0.1:8080", nil)
	if err != nil || local.Secure() {
		t.Fatal(err)
	}
	for from, want := range map[string]bool{
		"http://127.0.0.1:8080": true, "http://localhost:8080": true, "http://[::1]:8080": true,
		"http://localhost": false, "https://localhost:8080": false, "http://127.0.0.2:8080": false, "http://rebound.example:8080": false,
	} {
		r := httptest.NewRequest("GET", "/ws/staff", nil)
		r.Host = strings.TrimPrefix(from, "http://") // what a rebound name would send
		r.Header.Set("Origin", from)
		if local.Staff(r) != want {
			t.Errorf("%q on this machine: %v", from, !want)
		}
	}
	for _, bad := range []string{"", "desk.example", "ftp://desk.example", "https://", "://"} {
		if _, err := session.NewOrigins(bad, nil); err == nil {
			t.Errorf("public address %q passes", bad)
		}
	}
	if _, err := session.NewOrigins("https://desk.example", map[string][]string{"shop": {"*"}}); err == nil || !strings.Contains(err.Error(), "shop") {
		t.Errorf("a site open to every origin: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:f::/48")}
	for name, c := range map[string]struct {
		peer      string
		forwarded []string
		want      string
		direct    bool
	}{
		"direct":                    {"192.0.2.1:1", nil, "192.0.2.1", true},
		"direct, claims another":    {"192.0.2.1:1", []string{"127.0.0.1"}, "192.0.2.1", false},
		"one proxy":                 {"10.0.0.1:1", []string{"192.0.2.1"}, "192.0.2.1", true},
		"client claims behind it":   {"10.0.0.1:1", []string{"127.0.0.1, 192.0.2.1"}, "192.0.2.1", true},
		"claims a listed one":       {"10.0.0.1:1", []string{"127.0.0.1, 10.9.9.9, 192.0.2.1"}, "192.0.2.1", true},
		"two proxies":               {"10.0.0.1:1", []string{"192.0.2.1, 10.0.0.2"}, "192.0.2.1", true},
		"two header lines":          {"10.0.0.1:1", []string{"127.0.0.1", "192.0.2.1"}, "192.0.2.1", true},
		"all listed":                {"10.0.0.1:1", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3", true},
		"proxy says nothing":        {"10.0.0.1:1", nil, "10.0.0.1", true},
		"garbage from the proxy":    {"10.0.0.1:1", []string{"192.0.2.1, unknown"}, "10.0.0.1", true},
		"garbage behind the client": {"10.0.0.1:1", []string{"x, 192.0.2.1"}, "192.0.2.1", true},
		"mapped IPv4":               {"[::ffff:10.0.0.1]:1", []string{"::ffff:192.0.2.1"}, "192.0.2.1", true},
		"IPv6 with a zone":          {"[fe80::1%eth0]:1", nil, "fe80::1", true},
		"IPv6 proxy":                {"[2001:db8:f::1]:1", []string{"2001:db8:1::7"}, "2001:db8:1::7", true},
		"no peer":                   {"@", []string{"192.0.2.1"}, "invalid IP", false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = c.peer, c.forwarded
		a := session.NewAddresses(proxies)
		if got := a.Of(r).String(); got != c.want || a.Direct(r) != c.direct {
			t.Errorf("%s: %s, direct %v; want %s", name, got, a.Direct(r), c.want)
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "[2001:db8:1:2:3::4]:1"
	if got := session.NewAddresses(nil).Network(r); got != "2001:db8:1:2::/64" {
		t.Errorf("network %s", got)
	}
	r.RemoteAddr = "192.0.2.1:9"
	if got := session.NewAddresses(nil).Network(r); got != "192.0.2.1" {
		t.Errorf("network %s", got)
	}
}

// Whatever a client sends, behind a listed proxy that appends its address it is known by that address.
func FuzzForwarded(f *testing.F) {
	f.Add("127.0.0.1")
	f.Add("10.0.0.1, , ,")
	f.Fuzz(func(t *testing.T, sent string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "10.0.0.1:1"
		r.Header["X-Forwarded-For"] = []string{sent + ", 192.0.2.1"}
		if got := session.NewAddresses([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}).Of(r); got.String() != "192.0.2.1" {
			t.Fatalf("%q makes the client %s", sent, got)
		}
	})
}
