package session

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"

	"frontdesk/bot"
)

// What a host may put into a token that vouches for its user, and what signs it. Sizes are in bytes.
const (
	MaxVouch     = 4 << 10     // the whole token
	MaxVouchLife = time.Hour   // from iat, or from now if there is none, to exp
	VouchLeeway  = time.Minute // how far the host's clock may be off
	MinSecret    = 32          // as long as what HS256 puts out; a shorter one might be guessed at leisure

	maxSubject = 200
	maxJTI     = 100
)

// algorithm is the only one there is: a token does not choose how it is checked.
const algorithm = "HS256"

// ErrVouch is returned for a vouching token that is not accepted. The text of an error that wraps it tells
// the host page's developer why; it holds no secrets and may be shown in the browser's console.
var ErrVouch = errors.New("the signed token was not accepted")

// Vouchers checks the tokens with which host pages vouch for their users. A token is a JWT signed with HS256
// and one of the site's secrets. Its claims:
//
//   - aud: the site's id and nothing else; sub: the user's id on the host's side; jti: an id of the token's own
//   - exp: at most MaxVouchLife after iat, or after now; iat and nbf are optional and must have come
//   - name, email, locale, attributes: optional; see [Vouchers.Verify]
type Vouchers struct {
	secrets map[string][][]byte
}

// NewVouchers returns a checker with the secrets of each site. A site may have several, so that a new one can
// be brought in before the old one is taken out. A host signs with the secret as it is written here, whatever
// alphabet it is written in.
func NewVouchers(secrets map[string][]string) (*Vouchers, error) {
	v := &Vouchers{secrets: make(map[string][][]byte, len(secrets))}
	for site, list := range secrets {
		for i, s := range list {
			switch {
			case strings.TrimSpace(s) != s:
				return nil, fmt.Errorf("site %q: secret %d begins or ends with white space, which the host would have to sign with", site, i+1)
			case len(s) < MinSecret:
				return nil, fmt.Errorf("site %q: secret %d has %d bytes, at least %d are needed; make one with: openssl rand -base64 32", site, i+1, len(s), MinSecret)
			}
			v.secrets[site] = append(v.secrets[site], []byte(s))
		}
	}
	return v, nil
}

// claims are what a token says.
type claims struct {
	jwt.RegisteredClaims
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	Locale     string     `json:"locale"`
	Attributes attributes `json:"attributes"`
}

// Verify returns what a host says about its user, or an error that wraps ErrVouch. Subject, JTI, At and
// Expires are always set; At is now. The name has at most 100 bytes, the e-mail address 254, the locale 35.
// There are at most 20 attributes: strings, numbers and booleans under names of 1 to 40 bytes, as text of at
// most 200 bytes; an attribute that is null is left out. What is longer or has control characters is refused
// and not mended, so that the developer learns of it.
//
// A valid token may have been stolen. Whether it was used before is for the store to say.
func (v *Vouchers) Verify(site, token string, now time.Time) (bot.Vouched, error) {
	switch {
	case len(token) > MaxVouch:
		return refuse("it has %d bytes, at most %d are allowed", len(token), MaxVouch)
	case len(v.secrets[site]) == 0:
		return refuse("no secret is set up for this site")
	}
	var c claims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{algorithm}), jwt.WithStrictDecoding(),
		jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithLeeway(VouchLeeway), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	if _, err := parser.ParseWithClaims(token, &c, v.key(site)); err != nil {
		return refuse("%s", reason(err, c, now))
	}
	if err := c.bounded(site, now); err != nil {
		return bot.Vouched{}, err
	}
	if err := c.described(); err != nil {
		return bot.Vouched{}, err
	}
	attributes, err := c.Attributes.text()
	if err != nil {
		return bot.Vouched{}, err
	}
	return bot.Vouched{Subject: c.Subject, Name: c.Name, Email: c.Email, Locale: c.Locale, Attributes: attributes,
		At: now, JTI: c.ID, Expires: c.ExpiresAt.Add(VouchLeeway)}, nil
}

// key returns the site's secrets for a token that asks for nothing we do not do.
func (v *Vouchers) key(site string) jwt.Keyfunc {
	return func(t *jwt.Token) (any, error) {
		if _, ok := t.Header["crit"]; ok { // RFC 7515, section 4.1.11: what is critical and unknown must be refused
			return nil, errCritical
		}
		var set jwt.VerificationKeySet
		for _, s := range v.secrets[site] {
			set.Keys = append(set.Keys, s)
		}
		return set, nil
	}
}

var errCritical = errors.New("crit")

// bounded checks whom the token is for, whom it is about, and how long it lasts.
func (c *claims) bounded(site string, now time.Time) error {
	from, of := now.Add(VouchLeeway), "now"
	if c.IssuedAt != nil {
		from, of = c.IssuedAt.Time, "iat"
	}
	switch {
	case len(c.Audience) != 1 || c.Audience[0] != site:
		return refusal("aud must be the id of this site, %q, and nothing else", site)
	case !identifies(c.Subject, maxSubject):
		return refusal("sub must be the user's id: 1 to %d bytes, no control characters", maxSubject)
	case !identifies(c.ID, maxJTI):
		return refusal("jti must be an id of the token's own: 1 to %d bytes, no control characters", maxJTI)
	case c.ExpiresAt.Sub(from) > MaxVouchLife:
		return refusal("exp is more than %v after %s", MaxVouchLife, of)
	}
	return nil
}

// identifies reports whether an id is there, is not too long, and cannot be mistaken for another one on a
// screen or after a round through JSON.
func identifies(id string, most int) bool {
	return id != "" && len(id) <= most && utf8.ValidString(id) && !strings.ContainsFunc(id, hidden)
}

func refuse(format string, args ...any) (bot.Vouched, error) {
	return bot.Vouched{}, refusal(format, args...)
}

func refusal(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrVouch, fmt.Sprintf(format, args...))
}
