package session_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"hash"
	"maps"
	"strings"
	"testing"
	"time"

	"frontdesk/widget/session"
)

const (
	shopSecret = "the shop's secret, 32 bytes or more"
	nextSecret = "the shop's next secret, also 32 bytes"
	clubSecret = "the club's secret, which is another one"
)

var vouchNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func vouchers(t testing.TB) *session.Vouchers {
	t.Helper()
	v, err := session.NewVouchers(map[string][]string{"shop": {shopSecret, nextSecret}, "club": {clubSecret}, "bare": nil})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

type m = map[string]any

// good is what an honest host says, with some claims changed; a change to nil takes the claim out.
func good(changes m) m {
	c := m{"aud": "shop", "sub": "u-17", "jti": "j1", "iat": vouchNow.Unix(), "exp": vouchNow.Add(5 * time.Minute).Unix()}
	maps.Copy(c, changes)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// sign makes a token without the library that checks it. The header is JSON; claims are JSON text or marshalled.
func sign(t testing.TB, alg func() hash.Hash, secret, header string, claims any) string {
	t.Helper()
	body, ok := claims.(string)
	if !ok {
		b, err := json.Marshal(claims)
		if err != nil {
			t.Fatal(err)
		}
		body = string(b)
	}
	enc := base64.RawURLEncoding.EncodeToString
	text := enc([]byte(header)) + "." + enc([]byte(body))
	mac := hmac.New(alg, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + enc(mac.Sum(nil))
}

const hs256 = `{"alg":"HS256","typ":"JWT"}`

func honest(t testing.TB, claims any) string { return sign(t, sha256.New, shopSecret, hs256, claims) }

func TestVouch(t *testing.T) {
	token := honest(t, good(m{"name": "Zoë Müller", "email": "zoe@shop.example", "locale": "de-AT",
		"attributes": m{"plan": "gold", "orders": 12345678901234567, "rate": 1.50, "vip": true, "gone": nil, "empty": "", "price": "1\u00a0234 €", "کاربر": "می\u200cخواهم"}}))
	got, err := vouchers(t).Verify("shop", token, vouchNow)
	if err != nil {
		t.Fatal(err)
	}
	if got.Subject != "u-17" || got.JTI != "j1" || got.Name != "Zoë Müller" || got.Email != "zoe@shop.example" || got.Locale != "de-AT" ||
		!got.At.Equal(vouchNow) || !got.Expires.Equal(vouchNow.Add(6*time.Minute)) {
		t.Errorf("%+v", got)
	}
	want := map[string]string{"plan": "gold", "orders": "12345678901234567", "rate": "1.5", "vip": "true", "empty": "", "price": "1\u00a0234 €", "کاربر": "می\u200cخواهم"}
	if !maps.Equal(got.Attributes, want) {
		t.Errorf("attributes %q, want %q", got.Attributes, want)
	}
}

// What a host may do besides.
func TestVouchAccepted(t *testing.T) {
	at := func(d time.Duration) int64 { return vouchNow.Add(d).Unix() }
	for name, token := range map[string]string{
		"nothing optional":           honest(t, good(m{"iat": nil})),
		"audience in a list":         honest(t, good(m{"aud": []string{"shop"}})),
		"no typ":                     sign(t, sha256.New, shopSecret, `{"alg":"HS256"}`, good(nil)),
		"a key id":                   sign(t, sha256.New, shopSecret, `{"alg":"HS256","kid":"../../etc/passwd"}`, good(nil)),
		"the next secret":            sign(t, sha256.New, nextSecret, hs256, good(nil)),
		"the host's clock is slow":   honest(t, good(m{"iat": at(-time.Minute), "exp": at(-59 * time.Second)})),
		"the host's clock is fast":   honest(t, good(m{"iat": at(time.Minute), "nbf": at(time.Minute), "exp": at(61 * time.Minute)})),
		"an hour":                    honest(t, good(m{"exp": at(time.Hour)})),
		"an hour, issued never":      honest(t, good(m{"iat": nil, "exp": at(time.Hour)})),
		"sizes at the limit":         honest(t, good(m{"sub": strings.Repeat("s", 200), "jti": strings.Repeat("j", 100), "name": strings.Repeat("n", 100), "attributes": many(20, 40, 60)})),
		"one value at the limit":     honest(t, good(m{"attributes": m{"k": strings.Repeat("é", 100)}})),
		"no attributes":              honest(t, good(m{"attributes": m{}})),
		"unknown claims":             honest(t, good(m{"iss": "shop.example", "roles": []string{"a"}, "deep": m{"er": 1}})),
		"a subject of another kind":  honest(t, good(m{"sub": "auth0|5f7c8ec7c33c6c004bbafe82"})),
		"times with fractions":       honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1772366700.75}`),
		"attributes that are null":   honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1772366700,"attributes":null}`),
		"an exponent as it is":       honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1772366700,"attributes":{"n":1e400}}`),
		"an attribute said twice":    honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1772366700,"attributes":{"n":1,"n":2}}`),
		"address with a plus, a dot": honest(t, good(m{"email": "zoe.m+desk@mail.shop.example"})),
	} {
		got, err := vouchers(t).Verify("shop", token, vouchNow)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !got.Expires.After(vouchNow) {
			t.Errorf("%s: expires %v, which is over", name, got.Expires)
		}
	}
}

func many(n, name, value int) m {
	a := m{}
	for i := range n {
		a[strings.Repeat(string(rune('a'+i)), name)] = strings.Repeat("v", value)
	}
	return a
}

// A new secret is brought in beside the old one, which is taken out later.
func TestVouchRotation(t *testing.T) {
	by := func(secret string) string { return sign(t, sha256.New, secret, hs256, good(nil)) }
	for _, step := range []struct {
		secrets  []string
		old, new bool
	}{{[]string{shopSecret}, true, false}, {[]string{shopSecret, nextSecret}, true, true}, {[]string{nextSecret, shopSecret}, true, true}, {[]string{nextSecret}, false, true}} {
		v, err := session.NewVouchers(map[string][]string{"shop": step.secrets})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.Verify("shop", by(shopSecret), vouchNow); (err == nil) != step.old {
			t.Errorf("%d secrets, the old one: %v", len(step.secrets), err)
		}
		if _, err := v.Verify("shop", by(nextSecret), vouchNow); (err == nil) != step.new {
			t.Errorf("%d secrets, the new one: %v", len(step.secrets), err)
		}
	}
}

func TestNewVouchers(t *testing.T) {
	for secret, why := range map[string]string{
		"": "at least 32", "hunter2": "has 7 bytes, at least 32", strings.Repeat("x", 31): "at least 32",
		shopSecret + "\n": "white space", " " + shopSecret: "white space", strings.Repeat(" ", 40): "white space",
	} {
		v, err := session.NewVouchers(map[string][]string{"shop": {shopSecret, secret}})
		if err == nil || v != nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), `site "shop": secret 2`) {
			t.Errorf("%q: %v", secret, err)
		}
		if err != nil && secret != "" && strings.Contains(err.Error(), strings.TrimSpace(secret)) && strings.TrimSpace(secret) != "" {
			t.Errorf("the refusal tells the secret: %v", err)
		}
	}
	if _, err := session.NewVouchers(map[string][]string{"shop": {strings.Repeat("x", 32)}}); err != nil {
		t.Errorf("32 bytes: %v", err)
	}
	if _, err := session.NewVouchers(nil); err != nil {
		t.Errorf("no site vouches: %v", err)
	}
}
