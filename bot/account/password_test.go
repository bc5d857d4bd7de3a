package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPasswordRules(t *testing.T) { each(t, testPasswordRules) }

func testPasswordRules(t *testing.T) {
	a, _ := open(t)
	s := create(t, a, "ada.keller@shop.example", Agent)
	for password, ok := range map[string]bool{
		"elevenchars": false, "twelve chars": true, "ääääääääääää": true, "äääääääääää": false,
		"ADA.keller@shop.example": false, strings.Repeat("x", MaxPassword): true,
		strings.Repeat("x", MaxPassword+1): false, "broken utf-8 \xff": false,
	} {
		err := a.SetPassword(t.Context(), s.ID, password)
		if ok != (err == nil) || !ok && !errors.Is(err, ErrInvalid) {
			t.Errorf("%.30q: %v", password, err)
		}
	}
	// The same characters typed on another keyboard are the same password.
	if err := a.SetPassword(t.Context(), s.ID, "Überlänge-Paß"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SignIn(t.Context(), s.Email, "U\u0308berla\u0308nge-Paß", "192.0.2.1"); err != nil {
		t.Errorf("decomposed: %v", err)
	}
}

func TestHashIsRenewedAtAnotherCost(t *testing.T) { each(t, testHashIsRenewedAtAnotherCost) }

func testHashIsRenewedAtAnotherCost(t *testing.T) {
	a, _ := open(t)
	s := member(t, a, "ada@shop.example", Agent)
	a.hasher = newHasher(cost{memory: 16, time: 2, threads: 1}, a.rand, 2)
	signIn(t, a, s.Email)
	r, err := a.record(t.Context(), byID, s.ID)
	if err != nil || !strings.HasPrefix(r.password, "$argon2id$v=19$m=16,t=2,p=1$") {
		t.Fatalf("stored %q, %v", r.password, err)
	}
	signIn(t, a, s.Email)
}

func TestHashesAtOnce(t *testing.T) { each(t, testHashesAtOnce) }

func testHashesAtOnce(t *testing.T) {
	a, _ := open(t)
	a.hasher.slots <- struct{}{}
	a.hasher.slots <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := a.hasher.hash(ctx, good); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("third hash at once: %v", err)
	}
	<-a.hasher.slots
	if _, err := a.hasher.hash(t.Context(), good); err != nil {
		t.Fatal(err)
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=4294967295,t=2,p=1$AAAA$AAAA")
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, key, err := parsePHC(s)
		if err != nil {
			return
		}
		c2, salt2, key2, err := parsePHC(phc(c, salt, key))
		if err != nil || c2 != c || fmt.Sprint(salt2, key2) != fmt.Sprint(salt, key) {
			t.Fatalf("%q does not survive: %v", s, err)
		}
	})
}
