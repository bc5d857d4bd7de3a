package llm

import (
	"errors"
	"time"

	"frontdesk/bot"
)

// ErrDown is returned by an [Embedder], wrapped, without anything being sent while a model server is taken to be dead.
// Callers do without the model. A [Chat] returns bot.ErrModelDown.
var ErrDown = errors.New("the model server is taken to be down")

// Reason is the kind of thing that went wrong at a model server.
type Reason string

// The reasons, by what can be done about them.
const (
	ReasonUnreachable Reason = "unreachable" // no connection: host, port, certificate
	ReasonBroken      Reason = "broken"      // the connection or the answer was cut off
	ReasonTimeout     Reason = "timeout"     // no whole answer in time
	ReasonKey         Reason = "key"         // 401, 403
	ReasonCredit      Reason = "credit"      // 402, or 429 for want of credit
	ReasonModel       Reason = "model"       // 404 about the model
	ReasonPath        Reason = "path"        // 404 about the path, redirects, pages instead of JSON
	ReasonRefused     Reason = "refused"     // 400 and the like: this request, not the server
	ReasonLimited     Reason = "limited"     // 429
	ReasonServer      Reason = "server"      // 5xx
	ReasonMalformed   Reason = "malformed"   // an answer that is no answer to what was asked
	ReasonEmpty       Reason = "empty"       // a reply without words
	ReasonDeclined    Reason = "declined"    // the model would not, or a filter held its reply back
	ReasonWindow      Reason = "window"      // the prompt is too long for the model
	ReasonCut         Reason = "length"      // the reply would have been longer than allowed
)

// Error says what went wrong at a model server. Its text is made of our own words, the server's host and the
// model's name; it never has the key, what was sent, or what the server said.
type Error struct {
	Reason Reason
	Status int           // the status of HTTP, or 0 if there was none
	After  time.Duration // the pause that the server asked for, or 0
	Fix    bool          // whether it stays wrong until a person changes something
	text   string

	options options // of a refusal: the parts of the request that it may be about
	cause   error   // a well-known value without a text of its own: a context's error or nil
}

// Error returns one sentence.
func (e *Error) Error() string { return e.text }

// Unwrap returns context.DeadlineExceeded for a time-out and nil otherwise.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether the error is what users of a model call by one of the names in package bot.
func (e *Error) Is(target error) bool {
	switch e.Reason {
	case ReasonTimeout:
		return target == bot.ErrModelLate
	case ReasonEmpty:
		return target == bot.ErrModelEmpty
	case ReasonDeclined:
		return target == bot.ErrModelDeclined
	case ReasonWindow:
		return target == bot.ErrModelWindow
	case ReasonCut:
		return target == bot.ErrModelCut
	default:
		return false
	}
}

// again reports whether the same request may succeed a little later.
func (e *Error) again() bool {
	switch e.Reason {
	case ReasonBroken, ReasonTimeout, ReasonLimited, ReasonServer:
		return true
	case ReasonUnreachable:
		return !e.Fix
	default:
		return false
	}
}

// alive reports whether the error shows a server that works and only did not like this request, or one
// that is busy and says until when. Such errors do not speak against the server: otherwise one customer's odd
// question could switch the model off for all.
func (e *Error) alive() bool {
	switch e.Reason {
	case ReasonRefused, ReasonEmpty, ReasonDeclined, ReasonWindow, ReasonCut:
		return true
	case ReasonLimited:
		return 0 < e.After && e.After <= longestPause
	default:
		return false
	}
}
