package session_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/widget/session"
)

// forged are tokens that must not be accepted, and what the developer is told.
func forged(t testing.TB) map[string]struct{ token, why string } {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(sign(t, sha256.New, "", `{"alg":"RS256"}`, `{}`), ".")
	body := strings.Split(honest(t, good(nil)), ".")[1]
	sum := sha256.Sum256([]byte(text + "." + body))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	none := strings.TrimRight(sign(t, sha256.New, "", `{"alg":"none"}`, good(nil)), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
	at := func(d time.Duration) int64 { return vouchNow.Add(d).Unix() }
	valid := honest(t, good(nil))
	parts := strings.Split(valid, ".")
	const alg, shape, attr = "not signed with HS256", "not a JWT", "attribute"
	return map[string]struct{ token, why string }{
		"no algorithm":                  {none, alg},
		"no algorithm, but signed":      {sign(t, sha256.New, shopSecret, `{"alg":"none"}`, good(nil)), alg},
		"no algorithm in odd case":      {sign(t, sha256.New, shopSecret, `{"alg":"nOnE"}`, good(nil)), "alg must be"},
		"algorithm not said":            {sign(t, sha256.New, shopSecret, `{"typ":"JWT"}`, good(nil)), "alg must be"},
		"algorithm is a number":         {sign(t, sha256.New, shopSecret, `{"alg":256}`, good(nil)), "alg must be"},
		"algorithm in lower case":       {sign(t, sha256.New, shopSecret, `{"alg":"hs256"}`, good(nil)), "alg must be"},
		"RS256 with the HMAC key":       {sign(t, sha256.New, shopSecret, `{"alg":"RS256"}`, good(nil)), alg},
		"RS256 with a key of one's":     {text + "." + body + "." + base64.RawURLEncoding.EncodeToString(sig), alg},
		"ES256":                         {sign(t, sha256.New, shopSecret, `{"alg":"ES256"}`, good(nil)), alg},
		"HS384":                         {sign(t, sha512.New384, shopSecret, `{"alg":"HS384"}`, good(nil)), alg},
		"HS512":                         {sign(t, sha512.New, shopSecret, `{"alg":"HS512"}`, good(nil)), alg},
		"HS256 says, SHA-512 signs":     {sign(t, sha512.New, shopSecret, hs256, good(nil)), alg},
		"a key of one's own":            {sign(t, sha256.New, "a secret the shop has never had set", `{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}`, good(nil)), alg},
		"an empty key":                  {sign(t, sha256.New, "", hs256, good(nil)), alg},
		"another site's key":            {sign(t, sha256.New, clubSecret, hs256, good(nil)), alg},
		"another site's token":          {sign(t, sha256.New, clubSecret, hs256, good(m{"aud": "club"})), alg},
		"no signature":                  {parts[0] + "." + parts[1] + ".", alg},
		"signature cut":                 {valid[:len(valid)-3], alg},
		"claims changed":                {parts[0] + "." + strings.Split(honest(t, good(m{"sub": "admin"})), ".")[1] + "." + parts[2], alg},
		"header changed":                {base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`)) + "." + parts[1] + "." + parts[2], alg},
		"critical header":               {sign(t, sha256.New, shopSecret, `{"alg":"HS256","crit":["b64"],"b64":false}`, good(nil)), "crit"},
		"empty":                         {"", shape},
		"two parts":                     {parts[0] + "." + parts[1], shape},
		"four parts":                    {valid + ".", shape},
		"white space":                   {" " + valid, shape},
		"padding":                       {valid + "=", shape},
		"not strict base64":             {valid[:len(valid)-1] + string(valid[len(valid)-1]+1), shape},
		"header not JSON":               {sign(t, sha256.New, shopSecret, `alg`, good(nil)), shape},
		"header is null":                {sign(t, sha256.New, shopSecret, `null`, good(nil)), "alg must be"},
		"claims not JSON":               {honest(t, `{`), shape},
		"claims are a list":             {honest(t, `[]`), shape},
		"claims are null":               {honest(t, `null`), "exp is missing"},
		"too large":                     {honest(t, good(m{"pad": strings.Repeat("x", 4<<10)})), "at most 4096"},
		"expired":                       {honest(t, good(m{"iat": at(-time.Hour), "exp": at(-time.Minute)})), "it has expired: exp is 2026-03-01T11:59:00Z, and it is 2026-03-01T12:00:00Z here"},
		"no expiry":                     {honest(t, good(m{"exp": nil})), "exp is missing"},
		"expiry is null":                {honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":null}`), "exp is missing"},
		"expiry is 0":                   {honest(t, good(m{"exp": 0})), "expired"},
		"expiry is a word":              {honest(t, good(m{"exp": "never"})), shape},
		"expiry is true":                {honest(t, good(m{"exp": true})), shape},
		"expiry beyond numbers":         {honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1e999}`), shape},
		"expiry beyond time":            {honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1e300}`), "exp"},
		"expiry beyond time by a bit":   {honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":9223372036854775807}`), "exp"},
		"expiry long ago":               {honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":-1e300}`), "exp"},
		"expiry in milliseconds":        {honest(t, good(m{"exp": vouchNow.Add(time.Minute).UnixMilli()})), "exp is more than 1h0m0s after iat"},
		"expiry too far":                {honest(t, good(m{"exp": at(time.Hour + time.Second)})), "exp is more than 1h0m0s after iat"},
		"too far from an old beginning": {honest(t, good(m{"iat": at(-59 * time.Minute), "exp": at(5 * time.Minute)})), "exp is more than 1h0m0s after iat"},
		"too far from now":              {honest(t, good(m{"iat": nil, "exp": at(time.Hour + 61*time.Second)})), "exp is more than 1h0m0s after now"},
		"from the future":               {honest(t, good(m{"iat": at(62 * time.Second)})), "iat is"},
		"not valid yet":                 {honest(t, good(m{"nbf": at(62 * time.Second)})), "nbf is"},
		"wrong audience":                {honest(t, good(m{"aud": "club"})), "aud must"},
		"no audience":                   {honest(t, good(m{"aud": nil})), "aud must"},
		"two audiences":                 {honest(t, good(m{"aud": []string{"shop", "club"}})), "aud must"},
		"audience in other case":        {honest(t, good(m{"aud": "Shop"})), "aud must"},
		"audience is an object":         {honest(t, good(m{"aud": m{"shop": 1}})), shape},
		"no subject":                    {honest(t, good(m{"sub": nil})), "sub must"},
		"empty subject":                 {honest(t, good(m{"sub": ""})), "sub must"},
		"subject is a number":           {honest(t, good(m{"sub": 17})), "the claim sub must not be a JSON number"},
		"subject too long":              {honest(t, good(m{"sub": strings.Repeat("s", 201)})), "sub must"},
		"subject with a line break":     {honest(t, good(m{"sub": "a\nb"})), "sub must"},
		"subject with a zero":           {honest(t, good(m{"sub": "a\x00"})), "sub must"},
		"subject not UTF-8":             {honest(t, "{\"aud\":\"shop\",\"sub\":\"a\xff\",\"jti\":\"j\",\"exp\":1772366700}"), "sub must"},
		"subject half a surrogate":      {honest(t, `{"aud":"shop","sub":"\ud800","jti":"j","exp":1772366700}`), "sub must"},
		"subject with what hides":       {honest(t, good(m{"sub": "u-17\u200d"})), "sub must"},
		"no token id":                   {honest(t, good(m{"jti": nil})), "jti must"},
		"token id too long":             {honest(t, good(m{"jti": strings.Repeat("j", 101)})), "jti must"},
		"name too long":                 {honest(t, good(m{"name": strings.Repeat("n", 101)})), "name must"},
		"name turned around":            {honest(t, good(m{"name": "a\u202eb"})), "name must"},
		"name is an object":             {honest(t, good(m{"name": m{"first": "a"}})), "the claim name must not be a JSON object"},
		"e-mail address with a name":    {honest(t, good(m{"email": "Zoë <zoe@shop.example>"})), "email must"},
		"e-mail address with a header":  {honest(t, good(m{"email": "zoe@shop.example\r\nBcc: all@shop.example"})), "email must"},
		"two e-mail addresses":          {honest(t, good(m{"email": "a@shop.example, b@shop.example"})), "email must"},
		"no e-mail address":             {honest(t, good(m{"email": "zoe"})), "email must"},
		"e-mail address too long":       {honest(t, good(m{"email": strings.Repeat("z", 250) + "@x.example"})), "email must"},
		"locale with a path":            {honest(t, good(m{"locale": "../de"})), "locale must"},
		"locale too long":               {honest(t, good(m{"locale": strings.Repeat("d", 36)})), "locale must"},
		"attributes in a list":          {honest(t, good(m{"attributes": []string{"a"}})), "the claim attributes must not be a JSON array"},
		"attributes as text":            {honest(t, good(m{"attributes": "gold"})), "the claim attributes must not be a JSON string"},
		"attribute is an object":        {honest(t, good(m{"attributes": m{"plan": m{"name": "gold"}}})), `attribute "plan": only strings, numbers and booleans`},
		"attribute is a list":           {honest(t, good(m{"attributes": m{"plan": []string{"gold"}}})), `attribute "plan": only strings, numbers and booleans`},
		"too many attributes":           {honest(t, good(m{"attributes": many(21, 1, 1)})), "there are 21 attributes"},
		"attribute without a name":      {honest(t, good(m{"attributes": m{"": "a"}})), attr},
		"attribute's name too long":     {honest(t, good(m{"attributes": many(1, 41, 1)})), attr},
		"attribute's name breaks":       {honest(t, good(m{"attributes": m{"a\tb": "a"}})), attr},
		"attribute too long":            {honest(t, good(m{"attributes": many(1, 1, 201)})), attr},
		"number too long":               {honest(t, `{"aud":"shop","sub":"u","jti":"j","exp":1772366700,"attributes":{"n":`+strings.Repeat("1", 201)+`}}`), attr},
		"attribute breaks the line":     {honest(t, good(m{"attributes": m{"a": "a\nb"}})), attr},
	}
}

func TestVouchForged(t *testing.T) {
	v := vouchers(t)
	if _, err := v.Verify("shop", honest(t, good(nil)), vouchNow); err != nil {
		t.Fatalf("the token all others are made from: %v", err)
	}
	for name, f := range forged(t) {
		got, err := v.Verify("shop", f.token, vouchNow)
		if !errors.Is(err, session.ErrVouch) || got.Subject != "" || got.JTI != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		told(t, name, err, f.why)
	}
	for _, site := range []string{"bare", "unknown", "", "club"} {
		if got, err := v.Verify(site, honest(t, good(m{"aud": site})), vouchNow); !errors.Is(err, session.ErrVouch) || got.Subject != "" {
			t.Errorf("site %q: %+v, %v", site, got, err)
		}
	}
}

// told checks what the developer is told: why, in a line that may be shown, without a secret.
func told(t *testing.T, name string, err error, why string) {
	t.Helper()
	text := err.Error()
	if !strings.Contains(text, why) {
		t.Errorf("%s: says %q, which should contain %q", name, text, why)
	}
	for _, secret := range []string{shopSecret, nextSecret, clubSecret} {
		if strings.Contains(text, secret) {
			t.Errorf("%s: tells a secret: %q", name, text)
		}
	}
	if len(text) > 300 || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x00") {
		t.Errorf("%s: cannot be shown: %q", name, text)
	}
}

// FuzzVouch: whatever is accepted carries the right signature, and keeps to the limits.
func FuzzVouch(f *testing.F) {
	for _, c := range forged(f) {
		f.Add(c.token, "")
	}
	f.Add("", `{"aud":"shop","sub":"u","jti":"j","exp":1772366700,"attributes":{"a":"b","c":1.5,"d":true,"e":null}}`)
	f.Add("", `{"aud":["shop"],"sub":"u","jti":"j","exp":1772366700.5,"iat":1772366400,"name":"\u200d","email":"a@b"}`)
	v := vouchers(f)
	f.Fuzz(func(t *testing.T, token, claims string) {
		mine := claims != ""
		if mine { // signed as the host would, so that the fuzzer gets past the signature
			token = honest(t, claims)
		}
		got, err := v.Verify("shop", token, vouchNow)
		if err != nil {
			if !errors.Is(err, session.ErrVouch) || got.Subject != "" {
				t.Fatalf("%+v, %v", got, err)
			}
			told(t, "fuzzed", err, "")
			return
		}
		if !mine && !signed(token) {
			t.Fatalf("accepted without a signature: %q", token)
		}
		life := got.Expires.Sub(vouchNow)
		if got.Subject == "" || len(got.Subject) > 200 || got.JTI == "" || len(got.JTI) > 100 || life <= 0 || life > 62*time.Minute ||
			len(got.Name) > 100 || len(got.Email) > 254 || len(got.Locale) > 35 || len(got.Attributes) > 20 {
			t.Fatalf("accepted %+v", got)
		}
		for k, a := range got.Attributes {
			if k == "" || len(k) > 40 || len(a) > 200 || !utf8.ValidString(k+a) || strings.ContainsAny(k+a, "\x00\n\r\t\u202e") {
				t.Fatalf("accepted attribute %q: %q", k, a)
			}
		}
	})
}

func signed(token string) bool {
	i := strings.LastIndexByte(token, '.')
	for _, secret := range []string{shopSecret, nextSecret} {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(token[:i]))
		if token[i+1:] == base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) {
			return true
		}
	}
	return false
}
