package session

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes of what a token tells about the user, in bytes, and how many attributes there may be.
const (
	maxAttributes     = 20
	maxAttributeName  = 40
	maxAttributeValue = 200
	maxName           = 100
	maxEmail          = 254
	maxLocale         = 35
)

// attributes are what a host tells about its user beyond name, e-mail address and locale, as they were
// written: numbers keep their digits.
type attributes map[string]json.RawMessage

// text returns the attributes as text. Their names are gone through in order, so that the same token is
// always refused for the same reason.
func (a attributes) text() (map[string]string, error) {
	if len(a) > maxAttributes {
		return nil, refusal("there are %d attributes, at most %d are allowed", len(a), maxAttributes)
	}
	names := make([]string, 0, len(a))
	for name := range a {
		names = append(names, name)
	}
	slices.Sort(names)
	var out map[string]string
	for _, name := range names {
		if !identifies(name, maxAttributeName) {
			return nil, refusal("the name of attribute %.60q must have 1 to %d bytes and no control characters", name, maxAttributeName)
		}
		value, ok, err := scalar(a[name])
		switch {
		case err != nil:
			return nil, refusal("attribute %q: %v", name, err)
		case !ok:
			continue
		case out == nil:
			out = make(map[string]string, len(a))
		}
		out[name] = value
	}
	return out, nil
}

// scalar returns a JSON string, number or boolean as text; ok is false for null.
func scalar(raw json.RawMessage) (value string, ok bool, err error) {
	switch value = string(raw); {
	case value == "null":
		return "", false, nil
	case strings.HasPrefix(value, "{"), strings.HasPrefix(value, "["):
		return "", false, fmt.Errorf("only strings, numbers and booleans are allowed, no lists and no objects")
	case strings.HasPrefix(value, `"`):
		if err := json.Unmarshal(raw, &value); err != nil {
			return "", false, fmt.Errorf("it cannot be read")
		}
	}
	if !readable(value, maxAttributeValue) {
		return "", false, fmt.Errorf("it must have at most %d bytes and no control characters", maxAttributeValue)
	}
	return value, true, nil
}

// described checks what the token tells about the user by name.
func (c *claims) described() error {
	switch {
	case !readable(c.Name, maxName):
		return refusal("name must have at most %d bytes and no control characters", maxName)
	case c.Email != "" && !address(c.Email):
		return refusal("email must be an e-mail address of at most %d bytes, without a name", maxEmail)
	case len(c.Locale) > maxLocale || strings.ContainsFunc(c.Locale, notLocale):
		return refusal("locale must be a language tag such as de-AT")
	}
	return nil
}

func address(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && len(s) <= maxEmail && a.Address == s && identifies(s, maxEmail)
}

func notLocale(r rune) bool {
	return r != '-' && r != '_' && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
}

// readable reports whether a text can stand in the agent's console as it is: nothing in it breaks the line,
// turns its direction or stands for what could not be decoded.
func readable(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return hidden(r) && !unicode.Is(unicode.Zs, r) && r != joiner && r != nonJoiner
	})
}

// The invisible characters that words of some scripts are spelled with.
const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

func hidden(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
