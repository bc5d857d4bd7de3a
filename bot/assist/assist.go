package assist

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/draft"
)

// Model is asked for texts; a metered one counts on whose account.
type Model interface {
	Name() string // "host/model"
	// Stream asks, and calls each with the pieces of the reply in order, from the calling goroutine. It returns nil only if
	// the model finished properly. An error of each ends the request and is returned.
	Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Usage, error)
}

// Drafter words answers from the articles; *draft.Drafter is one.
type Drafter interface {
	// Preview is what the bot would say: extract without the model, drafted with it. drafted.Kind is "" if nothing of the
	// draft remained, and drafted.Trace.Draft says why.
	Preview(ctx context.Context, q bot.Question, v bot.Voice) (extract, drafted bot.Decision, err error)
}

// Config is what an Assist is made of.
type Config struct {
	Model     Model
	Drafter   Drafter
	Voice     func() bot.Voice                           // of the house, for replies
	Unsayable func(text string) (found string, bad bool) // never-say rules, for articles; nil for none
	Total     time.Duration                              // for one text; 0 means 12 s. The deadline of the caller less a second bounds it, too
}

// Assist drafts. Its methods may be called from any goroutine.
type Assist struct {
	Config
	summaries *kept
	requests  draft.Requests
}

// inTime is how long a model may take for one text, and reserve what is left to the caller for using it.
const (
	inTime  = 12 * time.Second
	reserve = time.Second
)

// New returns an Assist.
func New(c Config) *Assist {
	if c.Total <= 0 {
		c.Total = inTime
	}
	if c.Unsayable == nil {
		c.Unsayable = func(string) (string, bool) { return "", false }
	}
	return &Assist{Config: c, summaries: newKept(maxKept), requests: draft.Requests{Most: mostOpen}}
}

// Why there is no draft, besides [Refused].
var (
	ErrNothing = errors.New("there is nothing to draft from")
	ErrFailed  = errors.New("the model failed") // wrapped with the model's error
)

// Refused is the error of a text that the model has written and that cannot be used.
type Refused struct {
	Why string // sentences for who asked: what was wrong, and what to do
}

// Error is for the log: the sentences quote from the texts, and it does not.
func (r *Refused) Error() string { return "what the model wrote cannot be used" }

// maxReply bounds every reply, in bytes; what is longer has lost its way.
const maxReply = 64 << 10

// ask returns what the model replies, trimmed. It is plain text or JSON, whatever was asked for, but never empty, never
// longer than most bytes, and has no control characters but line ends and tabs.
func (a *Assist) ask(ctx context.Context, p bot.Prompt, most int) (string, error) {
	ctx, cancel := a.bounded(ctx)
	defer cancel()
	text, err := a.whole(ctx, p, most)
	switch {
	case errors.Is(err, errTooLong):
		return "", &Refused{"The model wrote far more than was asked for. Try again, or write it yourself."}
	case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "", fmt.Errorf("%w: %w", ErrFailed, errors.Join(bot.ErrModelLate, err))
	case err != nil:
		return "", fmt.Errorf("%w: %w", ErrFailed, err)
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case text == "":
		return "", fmt.Errorf("%w: %w", ErrFailed, bot.ErrModelEmpty)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable):
		return "", &Refused{"What the model wrote is no plain text. Try again, or write it yourself."}
	}
	return text, nil
}

var errTooLong = errors.New("the reply is longer than any that is of use")

// unprintable reports whether a character has no place in a text: controls, and what turns the others round unseen.
func unprintable(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == unicode.ReplacementChar:
		return true
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Co, unicode.Zl, unicode.Zp)
}

// mostOpen is how many requests may be under way, those included that nobody waits for any more because the model
// ignores the end of its context.
const mostOpen = 256

// whole is all that the model replies. It returns at the end of ctx, however the model behaves.
func (a *Assist) whole(ctx context.Context, p bot.Prompt, most int) (string, error) {
	var b strings.Builder
	_, err := a.requests.Ask(ctx, a.Model, p, func(piece string) error {
		if b.Len()+len(piece) > most {
			return errTooLong
		}
		b.WriteString(piece)
		return nil
	})
	return b.String(), err
}

// bounded is a context in which a text is made: in time, and early enough for the caller to use it.
func (a *Assist) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if by, ok := ctx.Deadline(); ok {
		early, cancel := context.WithDeadline(ctx, by.Add(-reserve))
		inner, stop := context.WithTimeout(early, a.Total)
		return inner, func() { stop(); cancel() }
	}
	return context.WithTimeout(ctx, a.Total)
}
