package index

import (
	"fmt"
	"runtime/debug"
)

// survive turns a panic of some work over the corpus into its error. A poison article may cost a lesson or a rehearsal,
// but never the server, which goes on with what was learnt before.
func survive(work func() error) func() error {
	return func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("it failed: %v\n%s", p, debug.Stack())
			}
		}()
		return work()
	}
}
