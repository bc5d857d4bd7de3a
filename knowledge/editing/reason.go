package editing

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
)

// Limits of the reason for which the exam is overruled. It is to tell something to who reads it in a year.
const (
	minReasonWords = 3
	minReason      = 10  // characters, for a reason of fewer words and for scripts without blanks
	maxReason      = 500 // bytes
)

// Reason cleans the reason for which somebody overrules the exam, and says what is wrong with it. "" is no reason,
// and right.
func Reason(written string) (string, error) {
	reason := strings.Join(strings.Fields(written), " ")
	words := strings.Count(reason, " ") + 1
	switch {
	case reason == "":
		return "", nil
	case !utf8.ValidString(reason) || strings.ContainsRune(reason, 0):
		return "", fmt.Errorf("%w: the reason is not readable text; write it anew", knowledge.ErrInvalid)
	case len(reason) > maxReason:
		return "", fmt.Errorf("%w: the reason has %d bytes; at most %d are allowed", knowledge.ErrInvalid, len(reason), maxReason)
	case words < minReasonWords && utf8.RuneCountInString(reason) < minReason:
		return "", fmt.Errorf("%w: the reason %q is too short; say in a few words why this is right although the exam gets worse", knowledge.ErrInvalid, reason)
	}
	return reason, nil
}
