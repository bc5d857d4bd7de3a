package draft

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"frontdesk/bot"
)

const (
	// mostOpen is how many requests may be under way, those included that nobody waits for any more: a model that ignores
	// the end of its context costs so many goroutines at the most.
	mostOpen = 4096
	// grace is how long a request that was called off is waited for.
	grace = 100 * time.Millisecond
)

// end is how a request ended.
type end struct {
	usage bot.Usage
	err   error
}

// Requests asks models so that nobody hangs on it, however it behaves. It is safe for concurrent use.
type Requests struct {
	Most int64        // how many may be under way, those included that nobody waits for any more
	open atomic.Int64 // requests that the model has not returned from
}

// Ask sends a model a prompt and calls each with the pieces of the reply, from the calling goroutine. It returns when the model
// does, when each does with an error, or at the end of ctx, however the model behaves: it runs in a goroutine of its own
// that shares nothing but channels, and which is left behind if it does not end with its context. With too many under way
// the error wraps bot.ErrModelDown.
func (r *Requests) Ask(ctx context.Context, m Model, p bot.Prompt, each func(piece string) error) (bot.Usage, error) {
	if r.open.Add(1) > r.Most {
		r.open.Add(-1)
		return bot.Usage{}, fmt.Errorf("%d requests to the model do not end: %w", r.Most, bot.ErrModelDown)
	}
	asking, cancel := context.WithCancel(ctx)
	defer cancel()
	pieces, ended := make(chan string), make(chan end, 1)
	go func() {
		defer r.open.Add(-1)
		ended <- stream(asking, m, p, pieces)
	}()
	for {
		select {
		case piece := <-pieces:
			if ctx.Err() != nil {
				return callOff(cancel, ended, ctx.Err())
			}
			if err := each(piece); err != nil {
				return callOff(cancel, ended, err)
			}
		case e := <-ended: // after the last piece, as each is taken before the next is made
			if e.err != nil && ctx.Err() != nil {
				e.err = ctx.Err()
			}
			return e.usage, e.err
		case <-ctx.Done():
			return callOff(cancel, ended, ctx.Err())
		}
	}
}

// stream is the model's part of a request.
func stream(ctx context.Context, m Model, p bot.Prompt, pieces chan<- string) (e end) {
	defer func() {
		if p := recover(); p != nil {
			e.err = fmt.Errorf("the model's client panicked: %v", p)
		}
	}()
	e.usage, e.err = m.Stream(ctx, p, func(piece string) error {
		select {
		case pieces <- piece:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	return e
}

// callOff ends a request before its end. What it took is known if the model obeys.
func callOff(cancel context.CancelFunc, ended <-chan end, why error) (bot.Usage, error) {
	cancel()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case e := <-ended:
		return e.usage, why
	case <-timer.C:
		return bot.Usage{Estimated: true}, why
	}
}

// outcome names what came of a request.
func outcome(err error) string {
	if err == nil {
		return bot.DraftUsed
	}
	for _, o := range [...]struct {
		is   error
		name string
	}{
		{errLeak, bot.DraftLeak}, {errUngated, bot.DraftUngated}, {errNothing, bot.DraftEmpty},
		{bot.ErrModelDown, bot.DraftDown}, {bot.ErrBudget, bot.DraftBudget}, {bot.ErrModelLate, bot.DraftLate}, {context.DeadlineExceeded, bot.DraftLate},
		{context.Canceled, bot.DraftStopped}, {bot.ErrModelEmpty, bot.DraftEmpty}, {bot.ErrModelDeclined, bot.DraftDeclined},
	} {
		if errors.Is(err, o.is) {
			return o.name
		}
	}
	return bot.DraftFailed
}

// Why a request is called off by what it says.
var (
	errLeak    = errors.New("the model repeats its instructions")
	errUngated = errors.New("what the model says is not what is written")
	errNothing = errors.New("the model finds no answer in the passages")
	errLong    = errors.New("the model does not come to an end")
)
