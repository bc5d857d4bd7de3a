package app

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

// pupil is an index that can learn from some moment on.
type pupil struct{ able time.Time }

func (p pupil) WaitLearned(context.Context) error {
	if time.Now().Before(p.able) {
		return errors.New("nothing can be learnt from these articles")
	}
	return nil
}

func (pupil) Refit() {}

// unasked is a history without questions.
type unasked struct{}

func (unasked) Decided(context.Context, int) ([]bot.Event, error) { return nil, nil }

// TestWhoCannotLearnLeavesTheShareToOthers: the lease is for nodes that can do what it is for.
func TestWhoCannotLearnLeavesTheShareToOthers(t *testing.T) {
	share := 0.2
	for name, c := range map[string]struct {
		config Config
		able   time.Duration // from the start
		held   time.Duration // when the lease is taken first, −1 for never
	}{
		"it has learnt":         {Default(), 0, 0},
		"it learns later":       {Default(), 90 * time.Second, 2 * time.Minute},
		"it never learns":       {Default(), 24 * time.Hour, -1},
		"the operator said it":  {Config{Unanswerable: &share}, 0, -1},
		"both of the last ones": {Config{Unanswerable: &share}, 24 * time.Hour, -1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				began, held := time.Now(), time.Duration(-1)
				newTraffic(c.config, slog.New(slog.DiscardHandler)).learnForAll(ctx, unasked{}, pupil{began.Add(c.able)}, func(ctx context.Context, work func(context.Context) error) error {
					if held < 0 {
						held = time.Since(began)
					}
					return work(ctx)
				})
				if held != c.held {
					t.Errorf("the lease was taken after %s, want %s", held, c.held)
				}
			})
		})
	}
}

// TestTheShareIsGivenBackWhenLearningFails: a lease that is held for nothing is given back.
func TestTheShareIsGivenBackWhenLearningFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		tries, failing := 0, &failingPupil{}
		newTraffic(Default(), slog.New(slog.DiscardHandler)).learnForAll(ctx, unasked{}, failing, func(ctx context.Context, work func(context.Context) error) error {
			tries++
			failing.fails = true // from now on
			return work(ctx)
		})
		if tries != 1 {
			t.Errorf("the lease was taken %d times by a node that cannot learn", tries)
		}
	})
}

type failingPupil struct{ fails bool }

func (p *failingPupil) WaitLearned(context.Context) error {
	if p.fails {
		return errors.New("nothing can be learnt from these articles")
	}
	return nil
}

func (*failingPupil) Refit() {}
