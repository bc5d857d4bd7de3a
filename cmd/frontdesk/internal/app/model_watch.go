package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/spend"
)

// watched is a model that is remembered how it did: an administrator wants to know before enough has failed for it to be
// taken to be down.
type watched struct {
	spend.Model
	clock func() time.Time

	mu       sync.Mutex
	answered time.Time // when it answered last, zero if it never did
	failing  time.Time // since when nothing but failures came, zero if none did
	why      string    // of the last of them
}

// Stream asks the model.
func (w *watched) Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Usage, error) {
	own := false
	u, err := w.Model.Stream(ctx, p, func(piece string) error {
		err := each(piece)
		own = own || err != nil
		return err
	})
	switch {
	case own, errors.Is(err, context.Canceled), errors.Is(err, bot.ErrModelDown):
		// It says nothing about the server that its caller had enough, or that it was not asked.
	case err != nil && !errors.Is(err, bot.ErrModelDeclined) && !errors.Is(err, bot.ErrModelCut):
		w.failed(err)
	default:
		w.works()
	}
	return u, err
}

func (w *watched) works() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered, w.failing, w.why = w.clock(), time.Time{}, ""
}

func (w *watched) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failing.IsZero() {
		w.failing = w.clock()
	}
	w.why = plainly(err).Error()
}

// last returns when the model answered last, and since when it fails and why, if it does.
func (w *watched) last() (answered, failing time.Time, why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.answered, w.failing, w.why
}
