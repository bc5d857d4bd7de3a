package live

import (
	"context"
	"errors"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/wire"
)

// retryLater is how long a client should keep what could not be stored.
const retryLater = 3 * time.Second

// explain turns an error into a code and a sentence for people. What is not in this table is "internal"
// and never reaches the socket.
func explain(err error) (code, message string, retry time.Duration) {
	var taken *bot.TakenError
	switch {
	case errors.As(err, &taken):
		name := taken.Name
		if name == "" {
			name = "Somebody else"
		}
		return wire.CodeTaken, name + " has taken this conversation.", 0
	case errors.Is(err, errUnknownType):
		return wire.CodeUnknownType, "This kind of frame is not known here.", 0
	case errors.Is(err, errForbidden):
		return wire.CodeForbidden, "Your role does not allow this.", 0
	case errors.Is(err, bot.ErrTooLong):
		return wire.CodeTooLong, plain(err), 0
	case errors.Is(err, bot.ErrInvalid):
		return wire.CodeInvalid, plain(err), 0
	case errors.Is(err, bot.ErrNotFound):
		return wire.CodeNotFound, "There is no such conversation.", 0
	case errors.Is(err, bot.ErrIDReused):
		return wire.CodeIDReused, "This id was used for another message.", 0
	case errors.Is(err, bot.ErrNotOwner):
		return wire.CodeNotOwner, "Take the conversation first.", 0
	case errors.Is(err, bot.ErrStaleEpoch):
		return wire.CodeStale, "The conversation changed hands meanwhile.", 0
	case errors.Is(err, bot.ErrResolved):
		return wire.CodeResolved, "The conversation is resolved.", 0
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, sqldb.ErrClosed):
		return wire.CodeUnavailable, "This could not be stored. Please try again.", retryLater
	}
	return wire.CodeInternal, "This could not be stored. Please try again.", retryLater
}

// plain is the sentence behind the sentinel's own words.
func plain(err error) string {
	s := strings.TrimPrefix(err.Error(), bot.ErrInvalid.Error()+": ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

var (
	errUnknownType = errors.New("unknown type of frame")
	errForbidden   = errors.New("the role does not allow this")
)
