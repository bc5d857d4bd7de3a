package llm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"frontdesk/bot"
)

// chatTries is how often more than once a request is made of which nothing has been heard.
const chatTries = 1

// Chat has a model at a server write replies. It is safe for concurrent use.
type Chat struct {
	*asker
	set     ChatConfig    // complete
	slots   chan struct{} // one for each request under way
	without atomic.Uint32 // options that the server does not take
}

// NewChat returns a chat, or says in one sentence what cannot be right about the configuration. Nothing is sent yet;
// see [Chat.Check].
func NewChat(c ChatConfig) (*Chat, error) {
	c, err := c.complete()
	if err != nil {
		return nil, fmt.Errorf("drafting: %w", err)
	}
	at, err := newEndpoint(whereabouts{
		base: c.BaseURL, route: "/chat/completions", key: c.Key, model: c.Model,
		client: c.HTTP, connections: c.Parallel + 2, now: c.Now, // a probe and a check go beside
	})
	if err != nil {
		return nil, fmt.Errorf("drafting: %w", err)
	}
	if at.own != nil {
		at.own.DialContext = (&net.Dialer{Timeout: c.Total, KeepAlive: 30 * time.Second}).DialContext
		at.own.DisableCompression = true // or a proxy might hold pieces back until they fill a block
	}
	h := &Chat{set: c, slots: make(chan struct{}, c.Parallel)}
	h.without.Store(uint32(unwanted(at.model)))
	h.asker = newAsker(at, manner{
		what: "the model is", down: bot.ErrModelDown, retries: chatTries,
		probe: h.prove,
		log:   c.Log, now: c.Now, sleep: c.Sleep, random: c.Random,
	})
	return h, nil
}

// Name returns "host/model". It never changes, and has neither the key nor the path of the address, which may be
// secret.
func (h *Chat) Name() string { return h.at.host + "/" + h.at.model }

// Stream has the model write a reply, and calls each with the pieces of it in order, from the calling goroutine. The
// pieces are whole characters of valid UTF-8, without control characters but line breaks and tabs, and without
// characters that turn or hide text.
//
// It returns nil only if the model finished the reply, and the server its answer; until then every piece may be one
// too many. An error of each ends the request and is returned as it is. So does the end of the context: when it is
// cancelled the error is context.Canceled, when its time is over [bot.ErrModelLate], as when Total or Idle are over.
// Further errors wrap [bot.ErrModelDown], at once and with nothing sent, while the server is taken to be dead, too
// many requests are under way, or after Close; [bot.ErrModelWindow], [bot.ErrModelCut], [bot.ErrModelDeclined],
// [bot.ErrModelEmpty], or are another [Error].
//
// The usage is what the server says or else an estimate, and is returned beside errors as well: it is 0 if nothing
// was sent or the request was refused.
func (h *Chat) Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Usage, error) {
	q, err := h.question(p)
	if err != nil {
		return bot.Usage{}, fmt.Errorf("ask the model: %w", err)
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	default:
		return bot.Usage{}, fmt.Errorf("ask the model: %w: %d requests are under way already", bot.ErrModelDown, h.set.Parallel)
	}
	used, err := h.converse(ctx, q, each)
	var theirs stopped
	switch {
	case err == nil:
		return used, nil
	case errors.As(err, &theirs):
		return used, theirs.error
	default:
		return used, fmt.Errorf("ask the model: %w", err)
	}
}

// stopped is an error of a caller's each, on its way back to the caller.
type stopped struct{ error }

// Why a request of ours ends before the server ends it.
var (
	errIdle = errors.New("nothing came for too long")
	errLong = errors.New("it took too long")
	errOver = errors.New("closed")
)

// converse asks, and asks once more if that helps and nothing has been passed on.
func (h *Chat) converse(ctx context.Context, q question, each func(string) error) (used bot.Usage, err error) {
	whole, cancel := h.within(ctx, q)
	defer cancel()
	begun := false
	err = h.insist(whole, func(ctx context.Context) error {
		r, err := h.try(ctx, q, func(piece string) error {
			begun = true
			return each(piece)
		})
		used = used.Plus(r.usage(q))
		return err
	}, func(f *Error) bool { return !begun && f.Reason != ReasonTimeout && f.again() })
	var ours *Error
	switch {
	case err == nil, errors.As(err, new(stopped)):
		return used, err
	case ctx.Err() == context.Canceled:
		return used, ctx.Err()
	case !errors.As(err, &ours) && whole.Err() == context.DeadlineExceeded:
		return used, h.late(whole, q)
	default:
		return used, err
	}
}

// within bounds the time for a reply.
func (h *Chat) within(ctx context.Context, q question) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, h.total(q), errLong)
}

func (h *Chat) total(q question) time.Duration {
	return time.Duration(h.set.share(int64(h.set.Total), q.limit))
}
