package store_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
)

var day = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// logins makes logins with ids and tokens that are new each time.
type logins struct {
	t *testing.T
	s *store.Store
	n int
}

// in logs a subject in with a vouching token from a browser that holds a token. It returns the visitor and the
// token the browser holds afterwards.
func (l *logins) in(subject, jti, held string, now time.Time) (bot.Visitor, string, error) {
	l.n++
	in := bot.Login{Site: "shop", Held: held, ID: fmt.Sprint("visitor", l.n), Token: fmt.Sprint("token", l.n),
		Said: bot.Vouched{Subject: subject, JTI: jti, Name: jti, At: now, Expires: now.Add(5 * time.Minute)}}
	v, fresh, err := l.s.Vouch(l.t.Context(), in, now)
	if fresh {
		held = in.Token
	}
	return v, held, err
}

// must is in for a login that has to succeed.
func (l *logins) must(subject, jti, held string, now time.Time) (bot.Visitor, string) {
	l.t.Helper()
	v, held, err := l.in(subject, jti, held, now)
	if err != nil || v.Subject != subject || v.Site != "shop" || v.ID == "" || v.Vouched == nil || v.Vouched.Subject != subject {
		l.t.Fatalf("%s with %s: %+v, %v", subject, jti, v, err)
	}
	if who := l.holder(held, now); who != v.ID {
		l.t.Fatalf("%s with %s: the browser's token opens %q, not %q", subject, jti, who, v.ID)
	}
	return v, held
}

// anonymous adds a visitor for whom nobody vouches.
func (l *logins) anonymous(id string) (token string) {
	l.t.Helper()
	if err := l.s.AddVisitor(l.t.Context(), bot.Visitor{ID: id, Site: "shop"}, "token-of-"+id, day); err != nil {
		l.t.Fatal(err)
	}
	return "token-of-" + id
}

// holder is the id of who holds the token, "" if nobody does.
func (l *logins) holder(token string, now time.Time) string {
	l.t.Helper()
	v, ok, err := l.s.VisitorByToken(l.t.Context(), token, now)
	if err != nil || ok != (v.ID != "") {
		l.t.Fatalf("who holds %s: %+v, %v, %v", token, v, ok, err)
	}
	return v.ID
}

func desk(t *testing.T, e engine) *logins {
	s, _ := open(t, e)
	return &logins{t: t, s: s}
}

func TestVouchedIsKept(t *testing.T) { each(t, testVouchedIsKept) }

func testVouchedIsKept(t *testing.T, e engine) {
	s, _ := open(t, e)
	said := bot.Vouched{Subject: "u", JTI: "j", Name: "Zoë", Email: "z@shop.example", Locale: "de", At: day.Add(123 * time.Millisecond),
		Attributes: map[string]string{"plan": "gold"}, Expires: day.Add(time.Minute)}
	v, fresh, err := s.Vouch(t.Context(), bot.Login{Site: "shop", ID: "id", Token: "token", Said: said}, day)
	if err != nil || !fresh || v.ID != "id" {
		t.Fatalf("%+v, %v, %v", v, fresh, err)
	}
	byToken, ok, err := s.VisitorByToken(t.Context(), "token", day)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	byID, ok, err := s.VisitorOf(t.Context(), "id")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for name, v := range map[string]bot.Visitor{"returned": v, "by token": byToken, "by id": byID} {
		p := v.Vouched
		if v.ID != "id" || v.Site != "shop" || v.Subject != "u" || v.Blocked || p == nil || p.Subject != "u" || p.Name != "Zoë" || p.Email != "z@shop.example" ||
			p.Locale != "de" || !p.At.Equal(said.At) || !maps.Equal(p.Attributes, said.Attributes) || p.JTI != "" || !p.Expires.IsZero() {
			t.Errorf("%s: %+v, %+v", name, v, p)
		}
	}
	if v, ok, err := s.VisitorOf(t.Context(), "v"); err != nil || !ok || v.Subject != "" || v.Vouched != nil {
		t.Errorf("nobody vouched for them: %+v, %v, %v", v, ok, err)
	}
	if v, ok, err := s.VisitorOf(t.Context(), "nobody"); err != nil || ok || v.ID != "" {
		t.Errorf("nobody: %+v, %v, %v", v, ok, err)
	}
}

func TestExpiredIsForgotten(t *testing.T) { each(t, testExpiredIsForgotten) }

func testExpiredIsForgotten(t *testing.T, e engine) {
	s, db := open(t, e)
	l := &logins{t: t, s: s}
	for i := range 10 {
		l.must("u", fmt.Sprint("j", i), "", day)
	}
	count := func(table string) (n int) {
		if err := db.Read().QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n, m := count("jti"), count("visitor_token"); n != 10 || m != 9 {
		t.Fatalf("%d ids and %d further tokens, want 10 and 9", n, m)
	}
	l.must("u", "soon", "", day.Add(time.Hour))
	if n := count("jti"); n != 11 {
		t.Errorf("%d ids an hour later, want 11: clocks differ", n)
	}
	l.must("u", "later", "", day.Add(3*time.Hour))
	if n := count("jti"); n != 1 {
		t.Errorf("%d ids three hours later, want 1", n)
	}
	l.must("u", "next year", "", day.Add(365*24*time.Hour))
	if n := count("visitor_token"); n != 1 {
		t.Errorf("%d further tokens a year later, want 1", n)
	}
}

func TestAddToken(t *testing.T) { each(t, testAddToken) }

func testAddToken(t *testing.T, e engine) {
	l := desk(t, e)
	l.anonymous("w")
	end := day.Add(time.Hour)
	add := func(visitor, token string, expires time.Time) error {
		return l.s.AddToken(t.Context(), visitor, token, day, expires)
	}
	if err := add("v", "mailed", end); err != nil {
		t.Fatal(err)
	}
	for now, want := range map[time.Time]string{day: "v", end.Add(-time.Millisecond): "v", end: "", end.Add(time.Hour): ""} {
		if who := l.holder("mailed", now); who != want {
			t.Errorf("at %v the token opens %q, want %q", now, who, want)
		}
	}
	if who := l.holder("h", day); who != "v" {
		t.Errorf("the first token opens %q", who)
	}
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"nobody":                {add("nobody", "x1", end), bot.ErrNotFound},
		"expired":               {add("v", "x2", day), bot.ErrInvalid},
		"empty":                 {add("v", "", end), bot.ErrInvalid},
		"another's first token": {add("v", "token-of-w", end), bot.ErrInvalid},
		"another's second":      {add("w", "mailed", end), bot.ErrInvalid},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", name, c.err, c.want)
		}
	}
	for token, want := range map[string]string{"token-of-w": "w", "mailed": "v", "x1": "", "x2": "", "": ""} {
		if who := l.holder(token, day); who != want {
			t.Errorf("%q opens %q, want %q", token, who, want)
		}
	}
}

// Using a further token must not keep alive the one that the visitor has begun with.
func TestTokensLiveApart(t *testing.T) { each(t, testTokensLiveApart) }

func testTokensLiveApart(t *testing.T, e engine) {
	l := desk(t, e)
	first := l.anonymous("w")
	if err := l.s.AddToken(t.Context(), "w", "further", day, day.Add(2*store.TokenLife)); err != nil {
		t.Fatal(err)
	}
	if who := l.holder("further", day.Add(store.TokenLife-time.Hour)); who != "w" {
		t.Fatalf("the further token opens %q", who)
	}
	after := day.Add(store.TokenLife + time.Hour)
	if who := l.holder(first, after); who != "" {
		t.Errorf("a token nobody used opens %q", who)
	}
	if who := l.holder("further", after); who != "w" {
		t.Errorf("the further token opens %q", who)
	}
	// What is too old to open a door is no help at a login either.
	if v, _ := l.must("u", "j", first, after); v.ID == "w" {
		t.Error("a token that has run out made its visitor the user")
	}
}

func TestSetBlocked(t *testing.T) { each(t, testSetBlocked) }

func testSetBlocked(t *testing.T, e engine) {
	l := desk(t, e)
	_, token := l.must("u", "j1", "h", day)
	for _, blocked := range []bool{true, true, false} {
		if err := l.s.SetBlocked(t.Context(), "v", blocked); err != nil {
			t.Fatal(err)
		}
		v, ok, err := l.s.VisitorByToken(t.Context(), token, day)
		if err != nil || !ok || v.Blocked != blocked {
			t.Errorf("want %v: %+v, %v, %v", blocked, v, ok, err)
		}
		l.n++
		if v, _, err := l.in("u", fmt.Sprint("k", l.n), "", day); err != nil || v.Blocked != blocked {
			t.Errorf("logging in again, want %v: %+v, %v", blocked, v, err)
		}
	}
	if err := l.s.SetBlocked(t.Context(), "nobody", true); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	kiosk := l.anonymous("kiosk")
	if err := l.s.SetBlocked(t.Context(), "kiosk", true); err != nil {
		t.Fatal(err)
	}
	if v, _ := l.must("w", "w1", kiosk, day); !v.Blocked {
		t.Error("a login takes a block away")
	}
}
