package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Tags are the marks that staff have put on a conversation: sorted, each once, separated by blanks. Tags are
// words without blanks, in lower case.
type Tags string

// ParseTags puts words into the form of tags. It refuses words that are too long, contain blanks or control
// characters, and more than MaxTags; the error wraps ErrInvalid.
func ParseTags(words []string) (Tags, error) {
	var out []string
	for _, w := range words {
		w = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(w), "#"))
		if w == "" {
			continue
		}
		if len(w) > MaxTag || strings.ContainsFunc(w, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
			return "", fmt.Errorf("%w: the tag %.60q must be one word of at most %d bytes; join words by a hyphen", ErrInvalid, w, MaxTag)
		}
		out = append(out, w)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > MaxTags {
		return "", fmt.Errorf("%w: a conversation has at most %d tags", ErrInvalid, MaxTags)
	}
	return Tags(strings.Join(out, " ")), nil
}

// List returns the tags one by one.
func (t Tags) List() []string { return strings.Fields(string(t)) }

// Has reports whether the tag is among them.
func (t Tags) Has(tag string) bool { return slices.Contains(t.List(), tag) }
