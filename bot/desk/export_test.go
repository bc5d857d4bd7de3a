package desk

import "context"

// Look is one look of Run, at the time of the test's clock.
func (f *Floor) Look(ctx context.Context) error {
	f.Sweep()
	return f.look(ctx)
}
