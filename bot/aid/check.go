package aid

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The most that job aids may hold. Lengths are in characters, but for MaxText.
const (
	MaxAids      = 500  // canned replies, playbooks, never-say rules or causes
	MaxID        = 60   // of an id
	MaxTitle     = 120  // of a title
	MaxText      = 4096 // bytes of a canned reply, as of any message
	MaxTags      = 20   // on one aid
	MaxTag       = 40   // of one tag
	MaxSteps     = 30   // of one playbook
	MaxStep      = 500  // of one step
	MaxQuestions = 50   // of one playbook
	MaxQuestion  = 300  // of one question
	MaxPhrase    = 300  // of a never-say rule's phrase or pattern
	MaxReason    = 500  // of a never-say rule's reason
	MaxInstead   = 1000 // of a never-say rule's alternative
	MaxDepth     = 4    // levels of causes
)

// clean refuses text that cannot be shown or stored.
func clean(what, s string) error {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return fmt.Errorf("%s holds bytes that are no text; type it anew", what)
	}
	return nil
}

// line checks a text that must be there and have at most the given number of characters.
func line(what, s string, most int) error {
	if strings.TrimSpace(s) == "" {
		return fmt.Errorf("%s is empty; write one", what)
	}
	return atMost(what, s, most)
}

func atMost(what, s string, most int) error {
	if n := utf8.RuneCountInString(s); n > most {
		return fmt.Errorf("%s has %d characters; shorten it to %d", what, n, most)
	}
	return clean(what, s)
}

func checkTags(tags []string) error {
	if len(tags) > MaxTags {
		return fmt.Errorf("%d tags are too many; keep %d", len(tags), MaxTags)
	}
	for _, t := range tags {
		if err := line("a tag", t, MaxTag); err != nil {
			return err
		}
	}
	return nil
}

// checkID refuses an id that is missing, too long or was seen before, and notes it as seen.
func checkID(id string, seen map[string]bool) error {
	if err := line("the id", id, MaxID); err != nil {
		return err
	}
	if seen[id] {
		return fmt.Errorf("the id %q is used twice; give each its own", id)
	}
	seen[id] = true
	return nil
}

// first returns the first error of several checks.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// numbered says which entry of a list an error is about.
func numbered(what string, i int, name string, err error) error {
	if err == nil {
		return nil
	}
	if strings.TrimSpace(name) == "" {
		return fmt.Errorf("%s %d: %w", what, i+1, err)
	}
	return fmt.Errorf("%s %d (%q): %w", what, i+1, cut(name, 40), err)
}

// cut shortens a text to so many characters, for use in an error.
func cut(s string, most int) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "�")
	}
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

func tooMany(what string, n int) error {
	if n > MaxAids {
		return errors.New(fmt.Sprint(n, " ", what, " are too many; keep ", MaxAids))
	}
	return nil
}
