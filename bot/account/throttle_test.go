package account

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/knowledge/sqldb"
)

func TestGuessingIsSlowedDown(t *testing.T) { each(t, testGuessingIsSlowedDown) }

func testGuessingIsSlowedDown(t *testing.T) {
	a, c := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	guess := func(address string) error {
		_, err := a.SignIn(t.Context(), ada.Email, "wrong wrong wrong", address)
		return err
	}
	for i := range 10 {
		if err := guess("192.0.2.1"); !errors.Is(err, ErrWrongCredentials) {
			t.Fatalf("guess %d: %v", i+1, err)
		}
	}
	var pause *ThrottledError
	if err := guess("192.0.2.1"); !errors.As(err, &pause) || pause.Seconds() != 1 {
		t.Fatalf("eleventh guess: %v", err)
	}
	// Not even the right password is looked at, or guesses could go on behind the refusals.
	if _, err := a.SignIn(t.Context(), ada.Email, good, "192.0.2.1"); !errors.Is(err, ErrThrottled) {
		t.Fatalf("right password while throttled: %v", err)
	}
	// The owner comes in from elsewhere.
	if _, err := a.SignIn(t.Context(), ada.Email, good, "198.51.100.7"); err != nil {
		t.Fatalf("the owner at another address: %v", err)
	}
	// Each further failure doubles the pause.
	last := time.Duration(0)
	for range 8 {
		for errors.As(guess("192.0.2.1"), &pause) {
			c.Pass(pause.RetryAfter)
		}
		if !errors.As(guess("192.0.2.1"), &pause) || pause.RetryAfter <= last {
			t.Fatalf("pause %v after %v", pause.RetryAfter, last)
		}
		last = pause.RetryAfter
	}
	c.Pass(time.Hour)
	if _, err := a.SignIn(t.Context(), ada.Email, good, "192.0.2.1"); err != nil {
		t.Fatalf("after an hour: %v", err)
	}
}

// Guesses in parallel are counted before their outcome is known.
func TestGuessesAtOnceAreCounted(t *testing.T) { each(t, testGuessesAtOnceAreCounted) }

func testGuessesAtOnceAreCounted(t *testing.T) {
	a, _ := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	var looked atomic.Int32
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			_, err := a.SignIn(context.Background(), ada.Email, fmt.Sprint("wrong password ", i), "192.0.2.1")
			if !errors.Is(err, ErrThrottled) {
				looked.Add(1)
			}
		})
	}
	wg.Wait()
	if looked.Load() != 10 {
		t.Fatalf("%d guesses were looked at; want 10", looked.Load())
	}
}

// guesses are attempts at a throttle whose clock the test moves.
type guesses struct {
	t testing.TB
	*throttle
	at time.Time
}

func openGuesses(t *testing.T) *guesses {
	a, _ := open(t)
	g := &guesses{t: t, throttle: a.throttle, at: time.Unix(1_000_000, 0)}
	g.throttle.now = func(*sqldb.Tx) (time.Time, error) { return g.at, nil }
	return g
}

// try reports whether an attempt is let through; with right, it succeeds.
func (g *guesses) try(email, address string, right bool) bool {
	g.t.Helper()
	a, err := g.begin(context.Background(), email, address)
	if errors.Is(err, ErrThrottled) {
		return false
	}
	if err == nil && right {
		err = a.success(context.Background())
	}
	if err != nil {
		g.t.Fatal(err)
	}
	return true
}

func (g *guesses) rows(table string) (n int) {
	g.t.Helper()
	if err := g.db.Read().QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n); err != nil {
		g.t.Fatal(err)
	}
	return n
}

// Whoever guesses at several nodes has no more tries than at one, whatever their clocks say, and none after a restart.
func TestGuessingAtManyNodes(t *testing.T) { each(t, testGuessingAtManyNodes) }

func testGuessingAtManyNodes(t *testing.T) {
	first, _ := open(t)
	ada := member(t, first, "ada@shop.example", Agent)
	var nodes []*Accounts
	for i := range 3 {
		off := time.Duration(i-1) * time.Hour
		n := New(first.db, func() time.Time { return time.Now().Add(off) }, rand.Reader, slog.New(slog.DiscardHandler))
		n.hasher = first.hasher
		nodes = append(nodes, n)
	}
	looked := 0
	for i := range 45 {
		if _, err := nodes[i%3].SignIn(t.Context(), ada.Email, fmt.Sprint("wrong password ", i), "192.0.2.1"); !errors.Is(err, ErrThrottled) {
			looked++
		}
	}
	if looked < 10 || looked > 14 { // and one each after pauses of 1, 2, 4 s, should the machine be slow
		t.Errorf("%d guesses were looked at; want 10", looked)
	}
	after := New(first.db, time.Now, rand.Reader, slog.New(slog.DiscardHandler))
	after.hasher = first.hasher
	for range 12 {
		if _, err := after.SignIn(t.Context(), ada.Email, "wrong password", "192.0.2.1"); errors.Is(err, ErrThrottled) {
			looked = -1
		}
	}
	if looked >= 0 {
		t.Error("a restart forgives")
	}
	// The owner comes in from elsewhere, and colleagues from behind the same address.
	if _, err := nodes[2].SignIn(t.Context(), ada.Email, good, "198.51.100.7"); err != nil {
		t.Errorf("the owner at another address: %v", err)
	}
	bea := member(t, first, "bea@shop.example", Agent)
	if _, err := nodes[0].SignIn(t.Context(), bea.Email, good, "192.0.2.1"); err != nil {
		t.Errorf("a colleague in the same office: %v", err)
	}
	var kept string
	rows, err := first.db.Read().Query(`SELECT key FROM sign_in_try UNION SELECT pair FROM sign_in_familiar`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&kept); err != nil || len(kept) != 64 || strings.Contains(kept, "192.0.2") || strings.Contains(kept, "@") {
			t.Errorf("%q is kept, %v", kept, err)
		}
	}
	if err := rows.Err(); err != nil || kept == "" {
		t.Error("nothing is kept", err)
	}
}

func TestOnePasswordOnManyAccounts(t *testing.T) {
	g, passed := openGuesses(t), 0
	for i := range 200 {
		if g.try(fmt.Sprintf("user%d@shop.example", i), "192.0.2.1", false) {
			passed++
		}
	}
	if passed != 60 {
		t.Fatalf("%d attempts passed; want 60", passed)
	}
}

func TestOneIPv6HostIsOneAddress(t *testing.T) {
	g, passed := openGuesses(t), 0
	for i := range 100 {
		if g.try("ada@shop.example", fmt.Sprintf("2001:db8::%x", i), false) {
			passed++
		}
	}
	if passed != 10 {
		t.Fatalf("%d attempts passed; want 10", passed)
	}
	for in, want := range map[string]string{
		"::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4%eth0": "2001:db8:1:2::/64", "unix": "unix", "": "",
	} {
		if got := networkOf(in); got != want {
			t.Errorf("networkOf(%q) = %q; want %q", in, got, want)
		}
	}
}

// Guessing from many addresses is slowed down too, and does not keep the owner out at an address they used before.
func TestGuessingFromManyAddresses(t *testing.T) {
	g, passed := openGuesses(t), 0
	if !g.try("ada@shop.example", "198.51.100.7", true) {
		t.Fatal("the owner cannot sign in")
	}
	for i := range 400 {
		if g.try("ada@shop.example", fmt.Sprintf("10.0.%d.%d", i/200, i%200), false) {
			passed++
		}
	}
	if passed != 200 {
		t.Errorf("%d guesses passed; want 200", passed)
	}
	if !g.try("ada@shop.example", "198.51.100.7", false) {
		t.Error("the owner is kept out at home")
	}
	if !g.try("bea@shop.example", "203.0.113.9", false) {
		t.Error("somebody else is kept out")
	}
}

// Signing in to one's own account does not wash the address clean for guesses at others.
func TestOwnAccountDoesNotForgive(t *testing.T) {
	g, passed := openGuesses(t), 0
	for i := range 300 {
		if g.try(fmt.Sprintf("victim%d@shop.example", i%50), "192.0.2.1", false) {
			passed++
		}
		g.try("mallory@shop.example", "192.0.2.1", true)
	}
	if passed > 60 {
		t.Fatalf("%d guesses passed; want at most 60", passed)
	}
}

// What is forgiven is not kept.
func TestThrottleIsBounded(t *testing.T) {
	g := openGuesses(t)
	for i := range 200 {
		g.try(fmt.Sprint(i), fmt.Sprintf("10.0.%d.%d", i>>8&255, i&255), i%2 == 0)
	}
	if tries, pairs := g.rows("sign_in_try"), g.rows("sign_in_familiar"); tries < 300 || pairs != 100 {
		t.Fatalf("%d counts and %d pairs are kept at first", tries, pairs)
	}
	g.at = g.at.Add(familiarFor)
	for range 60 {
		g.at = g.at.Add(time.Minute)
		g.try("ada@shop.example", "192.0.2.1", false)
	}
	if tries, pairs := g.rows("sign_in_try"), g.rows("sign_in_familiar"); tries != 3 || pairs != 0 {
		t.Errorf("%d counts and %d pairs are kept; want those of one attempt", tries, pairs)
	}
}

// However attempts are spread over time, no pair gets more than the free ones, what has drained since, and one
// after each pause.
func TestThrottleProperty(t *testing.T) {
	g, runs := openGuesses(t), 0
	rapid.Check(t, func(t *rapid.T) {
		passed, start := 0, g.at
		runs++
		email, address := fmt.Sprintf("ada%d@shop.example", runs), fmt.Sprintf("192.0.%d.%d", runs>>8, runs&255)
		for range rapid.IntRange(1, 60).Draw(t, "attempts") {
			g.at = g.at.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "ms")) * time.Millisecond)
			if g.try(email, address, false) {
				passed++
			}
		}
		elapsed := g.at.Sub(start)
		// Draining gives 10 in 15 minutes; the pauses 1, 2, 4 … s leave at most log₂ of the elapsed seconds.
		bound := 10 + int(elapsed.Seconds()*10/900) + 2
		for s := 1.0; s < elapsed.Seconds(); s *= 2 {
			bound++
		}
		if passed > bound {
			t.Fatalf("%d attempts passed in %v; want at most %d", passed, elapsed, bound)
		}
	})
}
