package app

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestInsistsWithGrowingPauses: what fails is tried again, later each time, and soon again after it has worked for long.
func TestInsistsWithGrowingPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var pauses []time.Duration
		fault, tries := errors.New("the watch limit is reached"), 0
		insist(ctx, time.Second, 4*time.Second, func(ctx context.Context) error {
			tries++
			switch tries {
			case 6:
				pause(ctx, time.Minute)
			case 8:
				cancel()
			}
			return fault
		}, func(err error, again time.Duration) {
			if !errors.Is(err, fault) {
				t.Error(err)
			}
			pauses = append(pauses, again)
		})
		want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second, 4 * time.Second, time.Second, 2 * time.Second}
		if tries != 8 || !slices.Equal(pauses, want) {
			t.Errorf("%d tries with pauses %v, want %v", tries, pauses, want)
		}
	})
}

// TestInsistEndsWithTheWork: work that ends well is not done again.
func TestInsistEndsWithTheWork(t *testing.T) {
	tries := 0
	insist(t.Context(), time.Hour, time.Hour, func(context.Context) error { tries++; return nil }, func(err error, _ time.Duration) { t.Error(err) })
	if tries != 1 {
		t.Errorf("%d tries", tries)
	}
}
