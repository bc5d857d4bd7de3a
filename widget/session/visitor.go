// Package session says who is at the other end of a request: a visitor by their token, a member of the staff
// by their cookie, the page by its origin, and the machine by its network address.
//
// Nothing here trusts what a stranger can write. Tokens have 256 random bits and are stored as hashes. Origins
// are compared exactly with a list. X-Forwarded-For counts only as far as listed proxies wrote it.
package session

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// tokenSize is the size of a visitor token before it is encoded, in bytes.
const tokenSize = 32

// NewToken returns a visitor token: 256 bits of rand in base64url, 43 characters. rand must be a
// cryptographic source.
func NewToken(rand io.Reader) (string, error) {
	var b [tokenSize]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("make a visitor token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// Hash is the form in which a visitor token is stored and looked up: its SHA-256 in hex.
func Hash(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// Valid reports whether a string has the shape of a visitor token, so that anything else needs no look-up.
func Valid(token string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	return err == nil && len(b) == tokenSize
}
