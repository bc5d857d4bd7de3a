package bench

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// Parts of a run.
const (
	gathering = int32(iota) // customers come
	talking                 // they ask; this is what is measured
	settling                // they wait for what is owed to them
	over
)

// crowd is everybody who comes to the desk.
type crowd struct {
	Config
	name      string // of the run, in the ids of its conversations
	questions []question
	tally     *tally
	customers []*customer
	agents    []*agent

	phase   atomic.Int32
	turned  atomic.Pointer[chan struct{}] // closed when the phase ends
	desired sync.Map                      // ids of conversations whose customers want a person
	written replies
}

// replies are what agents wrote, by conversation.
type replies struct {
	mu sync.Mutex
	by map[string][]reply
}

func (r *replies) add(conversation string, w reply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.by[conversation] = append(r.by[conversation], w)
}

func (r *replies) of(conversation string) []reply {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.by[conversation]
}

func newCrowd(c Config, name string) *crowd {
	if c.Questions == nil {
		c.Questions = builtin
	}
	w := &crowd{Config: c, name: name, questions: questionsOf(c.Questions), tally: newTally()}
	w.written.by = make(map[string][]reply)
	turned := make(chan struct{})
	w.turned.Store(&turned)
	for i := range c.Customers {
		w.customers = append(w.customers, &customer{
			crowd: w, number: i, chance: rand.New(rand.NewPCG(c.Seed, uint64(i))), slow: float64(i) < c.Slow*float64(c.Customers),
			talk: &talk{id: w.id(i, 0), owner: "bot"},
		})
	}
	return w
}

// turn begins another part of the run and has everybody notice.
func (w *crowd) turn(phase int32) {
	next := make(chan struct{})
	w.phase.Store(phase)
	close(*w.turned.Swap(&next))
	for _, c := range w.customers {
		if s := c.socket.Load(); s != nil {
			s.nudge()
		}
	}
	for _, a := range w.agents {
		if s := a.socket.Load(); s != nil {
			s.nudge()
		}
	}
}

// pause waits, but not beyond the part of the run.
func (w *crowd) pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	turned := *w.turned.Load()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-turned:
	case <-ctx.Done():
	}
}

// busy reports whether the customer still has something to do.
func (w *crowd) busy(c *customer) bool {
	switch w.phase.Load() {
	case settling:
		return c.phase < settling && c.line > 0 || !c.settled()
	case over:
		return false
	}
	return true
}

// desires notes that the customer of a conversation wants a person; agents take only such conversations.
func (w *crowd) desires(conversation string) { w.desired.Store(conversation, true) }

// gather has everybody come, the agents first and the customers spread over the ramp, and waits until they are there or
// patience ends.
// It ends early when enough is closed.
func (w *crowd) gather(ctx context.Context, enough <-chan struct{}, work *sync.WaitGroup) error {
	first := w.customers[0]
	s, err := first.greet(ctx)
	if err != nil {
		return w.notLetIn(w.URLs[0], err)
	}
	first.settleIn(s, time.Now())
	for _, a := range w.agents {
		work.Go(func() { a.run(ctx) })
	}
	for i, c := range w.customers {
		work.Go(func() {
			if i > 0 {
				w.pause(ctx, time.Duration(float64(w.Ramp)*float64(i)/float64(len(w.customers))))
			}
			c.run(ctx)
		})
	}
	end := time.Now().Add(w.Ramp + w.Patience)
	for w.missing() > 0 && time.Now().Before(end) {
		select {
		case <-enough:
			return nil
		case <-time.After(20 * time.Millisecond):
		}
	}
	if missing := w.missing(); missing > 0 {
		w.tally.mu.Lock()
		w.tally.errors["people who did not get in"] += missing
		w.tally.mu.Unlock()
	}
	return nil
}

// missing is how many customers and agents have not been there yet.
func (w *crowd) missing() int64 {
	return int64(len(w.customers)+len(w.agents)) - w.tally.greeted.Load() - w.tally.staffed.Load()
}

// storm breaks all connections at once and returns how long it took until everybody was back; ok is false if not
// everybody was before the talking ended.
func (w *crowd) storm(ctx context.Context) (took time.Duration, ok bool) {
	began := time.Now()
	t := w.tally
	connected, greets := t.connected.Load(), t.greets.Load()
	broken := int64(0)
	for _, c := range w.customers {
		if s := c.socket.Load(); s != nil {
			s.hangUp()
			broken++
		}
	}
	for w.phase.Load() == talking && ctx.Err() == nil {
		if t.greets.Load() >= greets+broken && t.connected.Load() >= connected {
			return time.Since(began), true
		}
		w.pause(ctx, 20*time.Millisecond)
	}
	return time.Since(began), false
}
