package live

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/wire"
)

// retryLater is how long a client should keep what could not be stored.
const retryLater = 3 * time.Second

// fault is why a frame was not carried out, for people.
type fault struct {
	Code    string
	Message string        // a sentence
	Retry   time.Duration // after which trying again makes sense; 0 if it does not
	Warning *wire.Warning // with wire.CodeNeverSay
	Into    string        // with wire.CodeMerged
}

// explain turns an error into a fault. What is not in this table is "internal" and never reaches the socket.
func explain(err error) fault {
	if f, ok := explainDetails(err); ok {
		return f
	}
	for _, s := range []struct {
		is            error
		code, message string // without a message, what stands behind the sentinel's own words is said
	}{
		{errUnknownType, wire.CodeUnknownType, "This kind of frame is not known here."},
		{errForbidden, wire.CodeForbidden, "Your role does not allow this."},
		{bot.ErrForbidden, wire.CodeForbidden, "Your role does not allow this."},
		{bot.ErrTooLong, wire.CodeTooLong, ""},
		{bot.ErrInvalid, wire.CodeInvalid, ""},
		{bot.ErrNobody, wire.CodeInvalid, ""},
		{bot.ErrNotFound, wire.CodeNotFound, "There is no such conversation."},
		{bot.ErrIDReused, wire.CodeIDReused, "This id was used for another message."},
		{bot.ErrNotOwner, wire.CodeNotOwner, "Take the conversation first."},
		{bot.ErrStaleEpoch, wire.CodeStale, "The conversation changed hands meanwhile."},
		{bot.ErrResolved, wire.CodeResolved, "The conversation is resolved."},
		{bot.ErrNewer, wire.CodeNewer, "Something was written meanwhile. Read it before you send this."},
		{bot.ErrPromiseOpen, wire.CodePromiseOpen, "A promise to the customer is still open. Say first what becomes of it."},
	} {
		if !errors.Is(err, s.is) {
			continue
		}
		if s.message == "" {
			s.message = plain(err, s.is)
		}
		return fault{Code: s.code, Message: s.message}
	}
	code := wire.CodeInternal
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, sqldb.ErrClosed) || errors.Is(err, sqldb.ErrUnavailable) {
		code = wire.CodeUnavailable
	}
	return fault{Code: code, Message: "This could not be stored. Please try again.", Retry: retryLater}
}

// explainDetails explains errors that say more than that they happened.
func explainDetails(err error) (fault, bool) {
	var taken *bot.TakenError
	var merged *bot.MergedError
	var never *desk.NeverSayError
	switch {
	case errors.As(err, &taken):
		name := taken.Name
		if name == "" {
			name = "Somebody else"
		}
		return fault{Code: wire.CodeTaken, Message: name + " has taken this conversation."}, true
	case errors.As(err, &merged):
		return fault{Code: wire.CodeMerged, Message: "This conversation goes on in another one.", Into: merged.Into}, true
	case errors.As(err, &never):
		rule := never.Hit.Rule
		return fault{Code: wire.CodeNeverSay, Message: "A rule of the house says not to write this.",
			Warning: &wire.Warning{Rule: rule.ID, Found: never.Text, Reason: rule.Reason, Alternative: rule.Alternative}}, true
	}
	return fault{}, false
}

// plain is the sentence behind the sentinel's own words, or those words.
func plain(err, sentinel error) string {
	s := err.Error()
	for _, known := range []error{bot.ErrInvalid, sentinel} {
		if _, rest, ok := strings.Cut(s, known.Error()+": "); ok {
			s = rest
		}
	}
	return sentence(s)
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(s[n:], ".") + "."
}

var (
	errUnknownType = errors.New("unknown type of frame")
	errForbidden   = errors.New("the role does not allow this")
)
