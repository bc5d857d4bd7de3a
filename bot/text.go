package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrTooLong is returned for a text beyond its limit; it wraps ErrInvalid.
var ErrTooLong = fmt.Errorf("%w: the text is too long", ErrInvalid)

// ValidText says what is wrong with a text that may have at most limit bytes. The error wraps ErrInvalid.
func ValidText(text string, limit int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%w: the text is empty", ErrInvalid)
	case len(text) > limit:
		return fmt.Errorf("%w: it has %d bytes, at most %d are allowed", ErrTooLong, len(text), limit)
	case !utf8.ValidString(text):
		return fmt.Errorf("%w: the text is not valid UTF-8", ErrInvalid)
	case strings.ContainsRune(text, 0):
		return fmt.Errorf("%w: the text contains a NUL character", ErrInvalid)
	}
	return nil
}

// ValidID reports whether a client may use the id for a conversation or a message: 1 to MaxClientID
// letters, digits, '-' and '_'. Conversation ids must have 16 at least, so that they cannot be guessed.
func ValidID(id string, least int) bool {
	if len(id) < least || len(id) > MaxClientID {
		return false
	}
	for i := 0; i < len(id); i++ {
		b := id[i]
		if !('a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_') {
			return false
		}
	}
	return true
}

// plausibleEmail accepts what a mail server might: one @, something before it, a domain with a dot
// after it, no blanks or control characters. Only a mail that arrives proves more.
func plausibleEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(s) > 254 || !utf8.ValidString(s) || strings.ContainsAny(domain, "@") {
		return false
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`<>()",;:\`, r) }) {
		return false
	}
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1
}
