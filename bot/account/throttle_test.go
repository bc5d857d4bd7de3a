package account

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
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

func TestOnePasswordOnManyAccounts(t *testing.T) {
	th, now := newThrottle(), time.Unix(0, 0)
	passed := 0
	for i := range 200 {
		if _, err := th.begin(fmt.Sprintf("user%d@shop.example", i), "192.0.2.1", now); err == nil {
			passed++
		}
	}
	if passed != 60 {
		t.Fatalf("%d attempts passed; want 60", passed)
	}
}

func TestOneIPv6HostIsOneAddress(t *testing.T) {
	th, now := newThrottle(), time.Unix(0, 0)
	passed := 0
	for i := range 100 {
		if _, err := th.begin("ada@shop.example", fmt.Sprintf("2001:db8::%x", i), now); err == nil {
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
	th, now := newThrottle(), time.Unix(0, 0)
	home, err := th.begin("ada@shop.example", "198.51.100.7", now)
	if err != nil {
		t.Fatal(err)
	}
	home.success(now)
	passed := 0
	for i := range 1000 {
		if _, err := th.begin("ada@shop.example", fmt.Sprintf("10.0.%d.%d", i/200, i%200), now); err == nil {
			passed++
		}
	}
	if passed != 200 {
		t.Errorf("%d guesses passed; want 200", passed)
	}
	if _, err := th.begin("ada@shop.example", "198.51.100.7", now); err != nil {
		t.Errorf("the owner at home: %v", err)
	}
	if _, err := th.begin("bea@shop.example", "203.0.113.9", now); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

// Signing in to one's own account does not wash the address clean for guesses at others.
func TestOwnAccountDoesNotForgive(t *testing.T) {
	th, now := newThrottle(), time.Unix(0, 0)
	passed := 0
	for i := range 300 {
		if _, err := th.begin(fmt.Sprintf("victim%d@shop.example", i%50), "192.0.2.1", now); err == nil {
			passed++
		}
		if own, err := th.begin("mallory@shop.example", "192.0.2.1", now); err == nil {
			own.success(now)
		}
	}
	if passed > 60 {
		t.Fatalf("%d guesses passed; want at most 60", passed)
	}
}

func TestThrottleIsBounded(t *testing.T) {
	th, now := newThrottle(), time.Unix(0, 0)
	for i := range 3 * maxBuckets {
		if a, err := th.begin(fmt.Sprint(i), fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), now); err == nil && i < 2*maxFamiliar {
			a.success(now)
		}
	}
	if len(th.buckets) > maxBuckets+3 || len(th.familiar) > maxFamiliar {
		t.Fatalf("%d buckets, %d familiar pairs", len(th.buckets), len(th.familiar))
	}
}

// However attempts are spread over time, no pair gets more than the free ones, what has drained since, and one
// after each pause.
func TestThrottleProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th, now := newThrottle(), time.Unix(0, 0)
		passed, start := 0, now
		for range rapid.IntRange(1, 400).Draw(t, "attempts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "ms")) * time.Millisecond)
			if _, err := th.begin("ada@shop.example", "192.0.2.1", now); err == nil {
				passed++
			}
		}
		elapsed := now.Sub(start)
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
