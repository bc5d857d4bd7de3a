package account

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestSignIn(t *testing.T) { each(t, testSignIn) }

func testSignIn(t *testing.T) {
	a, _ := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	create(t, a, "new@shop.example", Agent) // has no password yet
	g := signIn(t, a, "ADA@shop.example")
	if raw, err := base64.RawURLEncoding.DecodeString(g.Token); err != nil || len(raw) != 32 {
		t.Errorf("token %q", g.Token)
	}
	s, err := a.Authenticate(t.Context(), g.Token)
	if err != nil || s.ID != ada.ID || s.Session != hashToken(g.Token) || s.Session != g.Staff.Session {
		t.Fatalf("Authenticate: %+v, %v", s, err)
	}
	for name, c := range map[string][2]string{
		"wrong password":      {ada.Email, "correct horse batterx"},
		"empty password":      {ada.Email, ""},
		"unknown address":     {"nobody@shop.example", good},
		"no password set":     {"new@shop.example", good},
		"none set, none sent": {"new@shop.example", ""},
		"too long":            {ada.Email, good + strings.Repeat("x", MaxPassword)},
		"long address":        {strings.Repeat("a", 10_000), good},
	} {
		if _, err := a.SignIn(t.Context(), c[0], c[1], "192.0.2.1"); !errors.Is(err, ErrWrongCredentials) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The tables hold nothing with which one could sign in.
func TestNothingSecretIsStored(t *testing.T) { each(t, testNothingSecretIsStored) }

func testNothingSecretIsStored(t *testing.T) {
	a, _ := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	g := signIn(t, a, ada.Email)
	link, err := a.IssueLink(t.Context(), ada.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range []string{"password FROM staff", "hash FROM staff_session", "hash FROM sign_in_link"} {
		var v string
		if err := a.db.Read().QueryRow("SELECT " + column).Scan(&v); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{good, g.Token, link} {
			if v == "" || strings.Contains(v, secret) {
				t.Errorf("%s is %q", column, v)
			}
		}
		// What is stored is not itself accepted in place of the secret.
		if _, err := a.Authenticate(t.Context(), v); !errors.Is(err, ErrNoSession) {
			t.Errorf("%s as a token: %v", column, err)
		}
		if _, err := a.RedeemLink(t.Context(), v); !errors.Is(err, ErrLinkUsed) {
			t.Errorf("%s as a link: %v", column, err)
		}
	}
}

func TestUnknownAddressCostsAsMuch(t *testing.T) { each(t, testUnknownAddressCostsAsMuch) }

func testUnknownAddressCostsAsMuch(t *testing.T) {
	a, _ := open(t)
	member(t, a, "ada@shop.example", Agent)
	work := func(email string) int64 {
		before := a.hasher.work.Load()
		if _, err := a.SignIn(t.Context(), email, "wrong wrong wrong", "192.0.2.1"); !errors.Is(err, ErrWrongCredentials) {
			t.Fatal(err)
		}
		return a.hasher.work.Load() - before
	}
	// Counted and not timed: a clock tells more about the machine than about the code.
	if known, unknown := work("ada@shop.example"), work("nobody@shop.example"); known == 0 || known != unknown {
		t.Errorf("a known address costs %d, an unknown one %d", known, unknown)
	}
}

func TestSessionTimes(t *testing.T) { each(t, testSessionTimes) }

func testSessionTimes(t *testing.T) {
	a, c := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	idle := signIn(t, a, ada.Email)
	c.Pass(SessionIdle - time.Second)
	if _, err := a.Authenticate(t.Context(), idle.Token); err != nil {
		t.Fatalf("a second before the end: %v", err)
	}
	c.Pass(SessionIdle - time.Second) // that use began the 12 hours again
	if _, err := a.Authenticate(t.Context(), idle.Token); err != nil {
		t.Fatalf("a used session: %v", err)
	}
	c.Pass(SessionIdle)
	if _, err := a.Authenticate(t.Context(), idle.Token); !errors.Is(err, ErrNoSession) {
		t.Fatalf("an idle session: %v", err)
	}

	busy := signIn(t, a, ada.Email)
	for passed := time.Duration(0); passed < SessionMax-time.Hour; passed += time.Hour {
		if _, err := a.Renew(t.Context(), busy.Staff.Session); err != nil {
			t.Fatalf("after %v: %v", passed, err)
		}
		c.Pass(time.Hour)
	}
	c.Pass(time.Hour)
	if _, err := a.Authenticate(t.Context(), busy.Token); !errors.Is(err, ErrNoSession) {
		t.Fatalf("after 14 days of use: %v", err)
	}
	signIn(t, a, ada.Email) // sweeps what has ended
	var n int
	if err := a.db.Read().QueryRow("SELECT count(*) FROM staff_session").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d sessions kept, %v", n, err)
	}
}

func TestSignOut(t *testing.T) { each(t, testSignOut) }

func testSignOut(t *testing.T) {
	a, _ := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	one, two := signIn(t, a, ada.Email), signIn(t, a, ada.Email)
	var told []string
	a.OnRevoke(func(staff, session string) { told = append(told, session) })
	for range 2 {
		if err := a.SignOut(t.Context(), one.Token); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(a.SignOut(t.Context(), ""), a.SignOut(t.Context(), "unknown")); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Authenticate(t.Context(), one.Token); !errors.Is(err, ErrNoSession) {
		t.Errorf("signed out: %v", err)
	}
	if _, err := a.Authenticate(t.Context(), two.Token); err != nil {
		t.Errorf("the other session: %v", err)
	}
	if !slices.Equal(told, []string{one.Staff.Session}) {
		t.Errorf("told %v", told)
	}
}

func TestLink(t *testing.T) { each(t, testLink) }

func testLink(t *testing.T) {
	a, c := open(t)
	ada := create(t, a, "ada@shop.example", Agent)
	issue := func(life time.Duration) string {
		t.Helper()
		link, err := a.IssueLink(t.Context(), ada.ID, life)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	refused := func(what, link string) {
		t.Helper()
		if _, err := a.RedeemLink(t.Context(), link); !errors.Is(err, ErrLinkUsed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("no token", "")
	refused("made-up token", "abc")
	first := issue(0)
	second := issue(0)
	refused("a link with a newer one", first)
	c.Pass(LinkLife - time.Second)
	g, err := a.RedeemLink(t.Context(), second)
	if err != nil || g.Staff.ID != ada.ID {
		t.Fatalf("redeem: %+v, %v", g, err)
	}
	refused("a used link", second)
	late := issue(time.Minute)
	c.Pass(time.Minute)
	refused("an expired link", late)
	voided := issue(0)
	if err := a.SetPassword(t.Context(), ada.ID, good); err != nil {
		t.Fatal(err)
	}
	refused("a link older than the password", voided)
}

// Of many who redeem one link at once, exactly one gets in.
func TestLinkIsUsedOnce(t *testing.T) { each(t, testLinkIsUsedOnce) }

func testLinkIsUsedOnce(t *testing.T) {
	a, _ := open(t)
	ada := create(t, a, "ada@shop.example", Agent)
	link, err := a.IssueLink(t.Context(), ada.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	var in atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := a.RedeemLink(context.Background(), link)
			switch {
			case err == nil:
				in.Add(1)
			case !errors.Is(err, ErrLinkUsed):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if in.Load() != 1 {
		t.Fatalf("%d got in", in.Load())
	}
}

func TestChangePassword(t *testing.T) { each(t, testChangePassword) }

func testChangePassword(t *testing.T) {
	a, _ := open(t)
	ada := create(t, a, "ada@shop.example", Agent)
	link, err := a.IssueLink(t.Context(), ada.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	g, err := a.RedeemLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	change := func(who Staff, current, password string) error {
		return a.ChangePassword(t.Context(), who, current, password)
	}
	if err := change(g.Staff, "", good); err != nil {
		t.Fatalf("first password: %v", err)
	}
	if err := change(g.Staff, "", good+"2"); !errors.Is(err, ErrWrongPassword) {
		t.Fatalf("the link's session sets a second password: %v", err)
	}
	other := signIn(t, a, ada.Email)
	var told []string
	a.OnRevoke(func(_, session string) { told = append(told, session) })
	if err := change(g.Staff, good, good+"2"); err != nil {
		t.Fatalf("with the current password: %v", err)
	}
	if !slices.Equal(told, []string{other.Staff.Session}) {
		t.Errorf("told %v", told)
	}
	if _, err := a.Authenticate(t.Context(), g.Token); err != nil {
		t.Errorf("own session: %v", err)
	}
	if _, err := a.Authenticate(t.Context(), other.Token); !errors.Is(err, ErrNoSession) {
		t.Errorf("other session: %v", err)
	}
	var last error
	for range 12 {
		last = change(g.Staff, "guess", good+"3")
	}
	if !errors.Is(last, ErrThrottled) {
		t.Errorf("twelfth guess: %v", last)
	}
	g.Staff.Session = "gone"
	if err := change(g.Staff, good, good+"3"); !errors.Is(err, ErrNoSession) {
		t.Errorf("without a session: %v", err)
	}
}
