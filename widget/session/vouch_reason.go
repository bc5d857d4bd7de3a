package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// reason says in plain words why the library refused a token. Its own words are not passed on: they quote
// what the token holds, which nobody vouches for at that point.
func reason(err error, c claims, now time.Time) string {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, errCritical):
		return "its header has crit, which is not supported"
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf("the claim %s must not be a JSON %s", known(kind.Field), kind.Value)
	case errors.Is(err, jwt.ErrTokenMalformed), errors.Is(err, jwt.ErrInvalidType):
		return "it is not a JWT: three parts in base64url without padding, the first two JSON objects, times as numbers, aud as a string"
	case errors.Is(err, jwt.ErrTokenUnverifiable):
		return "alg must be " + algorithm
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return "it is not signed with " + algorithm + " and a secret of this site"
	case errors.Is(err, jwt.ErrTokenRequiredClaimMissing):
		return "exp is missing"
	case errors.Is(err, jwt.ErrTokenExpired):
		return fmt.Sprintf("it has expired: exp is %s, and it is %s here", clock(c.ExpiresAt), clock(jwt.NewNumericDate(now)))
	case errors.Is(err, jwt.ErrTokenNotValidYet):
		return fmt.Sprintf("it is not valid yet: nbf is %s, and it is %s here", clock(c.NotBefore), clock(jwt.NewNumericDate(now)))
	case errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return fmt.Sprintf("it is from the future: iat is %s, and it is %s here", clock(c.IssuedAt), clock(jwt.NewNumericDate(now)))
	}
	return "it cannot be checked"
}

// known returns the name of a claim, if it is one of ours. Those that come with the library are found inside
// a struct, whose name stands before theirs.
func known(field string) string {
	switch field = field[strings.LastIndexByte(field, '.')+1:]; field {
	case "aud", "sub", "jti", "exp", "iat", "nbf", "iss", "name", "email", "locale", "attributes":
		return field
	}
	return "in question"
}

func clock(d *jwt.NumericDate) string { return d.UTC().Format(time.RFC3339) }
