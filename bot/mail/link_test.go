package mail

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/knowledge/sqldb"
)

func token(t testing.TB, address string) string {
	t.Helper()
	before, token, ok := strings.Cut(address, "#")
	if !ok || before != "https://help.shop.example/continue" {
		t.Fatalf("the link is %q", address)
	}
	return token
}

func TestALinkLeadsBackFor30Days(t *testing.T) {
	clock := &hands{now: began}
	l := links(t, clock.time)
	signed := token(t, l.Sign("c1", "v1"))
	clock.move(LinkLife - time.Second)
	if c, v, err := l.Open(signed); c != "c1" || v != "v1" || err != nil {
		t.Fatalf("%q, %q, %v", c, v, err)
	}
	clock.move(time.Second)
	if c, v, err := l.Open(signed); c != "" || v != "" || !errors.Is(err, ErrLinkExpired) {
		t.Fatalf("%q, %q, %v; want expired", c, v, err)
	}
}

func TestAnyNamesCanBeSigned(t *testing.T) {
	l := links(t, func() time.Time { return began })
	rapid.Check(t, func(t *rapid.T) {
		conversation, visitor := rapid.StringN(0, 200, 300).Draw(t, "conversation"), rapid.StringN(0, 200, 300).Draw(t, "visitor")
		_, signed, _ := strings.Cut(l.Sign(conversation, visitor), "#")
		if c, v, err := l.Open(signed); c != conversation || v != visitor || err != nil {
			t.Fatalf("%q, %q, %v", c, v, err)
		}
	})
}

// Every single bit of a token counts, and so does its spelling.
func TestAForgedLinkIsRefused(t *testing.T) {
	l := links(t, func() time.Time { return began })
	signed := token(t, l.Sign("c1", "v1"))
	raw, err := base64.RawURLEncoding.DecodeString(signed)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		for bit := range 8 {
			forged := bytes.Clone(raw)
			forged[i] ^= 1 << bit
			if c, _, err := l.Open(base64.RawURLEncoding.EncodeToString(forged)); !errors.Is(err, ErrLinkInvalid) || c != "" {
				t.Fatalf("bit %d of byte %d: %q, %v", bit, i, c, err)
			}
		}
	}
	other, err := NewLinks(bytes.Repeat([]byte{8}, KeySize), "https://help.shop.example", func() time.Time { return began })
	if err != nil {
		t.Fatal(err)
	}
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if len(raw)%3 != 1 {
		t.Fatal("the last digit has no spare bits to forge")
	}
	last := strings.IndexByte(digits, signed[len(signed)-1])
	for name, forged := range map[string]string{
		"spare bits": signed[:len(signed)-1] + string(digits[last|1]),
		"empty":      "", "another key": token(t, other.Sign("c1", "v1")), "cut": signed[:len(signed)-4], "padded": signed + "=", "line end": signed[:8] + "\n" + signed[8:],
		"long": strings.Repeat("A", 1<<20), "no base64": "!" + signed[1:], "only a sum": base64.RawURLEncoding.EncodeToString(raw[:linkHead-1]),
	} {
		if _, _, err := l.Open(forged); !errors.Is(err, ErrLinkInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The border between conversation and visitor cannot be moved.
func TestNamesDoNotRunTogether(t *testing.T) {
	l := links(t, func() time.Time { return began })
	if l.Sign("ab", "c") == l.Sign("a", "bc") {
		t.Fatal("two pairs of names have one link")
	}
}

func FuzzOpen(f *testing.F) {
	l := links(f, func() time.Time { return began })
	f.Add(strings.SplitN(l.Sign("c1", "v1"), "#", 2)[1])
	f.Add("AQ")
	f.Fuzz(func(t *testing.T, forged string) {
		c, v, err := l.Open(forged)
		if err == nil && strings.SplitN(l.Sign(c, v), "#", 2)[1] != forged {
			t.Fatalf("%q opens as %q, %q and was never signed", forged, c, v)
		}
	})
}

func TestLinksNeedAnAddressAndAKey(t *testing.T) {
	key := make([]byte, KeySize)
	for _, bad := range []string{"", "help.example", "ftp://help.example", "https://", "https://u:p@help.example", "https://help.example?x=1", "https://help.example#x", "javascript:alert(1)"} {
		if _, err := NewLinks(key, bad, time.Now); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	if _, err := NewLinks(key[:16], "https://help.example", time.Now); err == nil {
		t.Error("a short key is accepted")
	}
	l, err := NewLinks(key, "https://shop.example/help/", time.Now)
	if err != nil || !strings.HasPrefix(l.Sign("c", "v"), "https://shop.example/help/continue#") {
		t.Errorf("below a path: %v", err)
	}
}

func TestTheKeyIsMadeOnce(t *testing.T) { each(t, testTheKeyIsMadeOnce) }

func testTheKeyIsMadeOnce(t *testing.T) {
	path := address(t)
	var first []byte
	for range 2 { // the second time after a restart
		db, err := sqldb.Open(t.Context(), path, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		keys := make([][]byte, 8)
		var wg sync.WaitGroup
		for i := range keys {
			wg.Go(func() {
				var err error
				if keys[i], err = Key(t.Context(), db, rand.Reader); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if first == nil {
			first = keys[0]
		}
		for _, k := range keys {
			if len(k) != KeySize || !bytes.Equal(k, first) {
				t.Fatalf("keys %x and %x", k, first)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Key(t.Context(), nil, strings.NewReader("short")); err == nil {
		t.Error("a key without randomness is made")
	}
}
