package storetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// oneOf has n do something at once, of whom exactly one may succeed and every other is to be told lost.
func oneOf(t *testing.T, n int, lost error, do func(i int) error) {
	t.Helper()
	var done atomic.Int32
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			switch err := do(i); {
			case err == nil:
				done.Add(1)
			case !errors.Is(err, lost):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Fatalf("%d of %d succeeded", done.Load(), n)
	}
}
