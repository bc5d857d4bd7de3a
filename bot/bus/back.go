package bus

import (
	"errors"
	"slices"
)

// ErrAway says that the cluster cannot be reached at the moment. Everything works; news of other nodes are late.
var ErrAway = errors.New("the bus is away: news of other nodes are up to a heartbeat late")

// Check returns ErrAway while the cluster cannot be reached. The server inside this process always can.
func (b *Bus) Check() error {
	if !b.conn.IsConnected() {
		return ErrAway
	}
	return nil
}

// OnBack has f called whenever announcements of other nodes may have been lost: after the connection came back, and
// when they came faster than they were heard. f is called in a goroutine of the bus, one call at a time, and should
// return soon. The returned function ends it.
func (b *Bus) OnBack(f func()) (cancel func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.back = append(slices.Clone(b.back), &f)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.back = slices.DeleteFunc(slices.Clone(b.back), func(other *func()) bool { return other == &f })
	}
}

func (b *Bus) tellBack() {
	b.mu.RLock()
	back := b.back
	b.mu.RUnlock()
	for _, f := range back {
		(*f)()
	}
}

// Stats counts what happened since the start.
type Stats struct {
	Reconnects int64 // connections to the cluster that came back
	Lost       int64 // announcements that other nodes did not hear, and times that some of theirs were not heard here
}

// Stats returns the counts.
func (b *Bus) Stats() Stats { return Stats{Reconnects: b.reconnects.Load(), Lost: b.lost.Load()} }
