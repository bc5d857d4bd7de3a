package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/bot/account"
	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/widget/wire"
)

// A crowd's deadlines are far from what anything takes, on a machine that does other things as well.
const (
	crowdPatience = 3 * time.Minute // of one customer for one answer
	crowdPace     = 100 * time.Millisecond
	crowdParallel = 1100 // requests to the model
)

// readers are many customers who read along at one desk, whose model says a word every 100 ms, but the first only when
// the gate is opened.
type readers struct {
	*premises
	model *scripted.Server
	mu    sync.Mutex
	gate  chan struct{}
	times time.Duration // so much slower does the model speak
}

func openReaders(t *testing.T) *readers {
	t.Helper()
	r := &readers{gate: make(chan struct{}), times: 1}
	r.model = scripted.New(scripted.Config{Sleep: r.pause})
	base, stop, err := r.model.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("stop the model's server: %v", err)
		}
	})
	r.model.Usually(scripted.Chat, scripted.Pace(crowdPace, scripted.OK()))
	close(r.gate)
	r.premises = openPremises(t, func(c *app.Config) {
		c.Unlimited, c.Drain = true, time.Second
		c.Model = app.ModelConfig{URL: base, Name: "scripted", Timeout: crowdPatience, Idle: crowdPatience, Parallel: crowdParallel}
		c.TurnDeadline = crowdPatience + time.Second
	})
	r.learned()
	return r
}

// pause is what the model does between two words.
func (r *readers) pause(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	gate, d := r.gate, d*r.times
	r.mu.Unlock()
	select {
	case <-gate:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open lets the model speak, and shut silences it behind its next word.
func (r *readers) open() {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-r.gate:
	default:
		close(r.gate)
	}
}

func (r *readers) shut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gate = make(chan struct{})
}

// slow has the model speak so many times slower.
func (r *readers) slow(times time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times = times
}

// come connects customers, and has each ask.
func (r *readers) come(ctx context.Context, name string, n int) (all []*actor.Customer, err error) {
	all = make([]*actor.Customer, n)
	fault := make(chan error, n)
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	each(numbers, func(i int) {
		c, err := r.someone(ctx, fmt.Sprintf("%s %d", name, i))
		all[i] = c
		if err == nil {
			_, err = c.Say(ctx, []string{misused, harmless}[i%2])
		}
		fault <- err
	})
	for range n {
		err = errors.Join(err, <-fault)
	}
	return all, err
}

// asked waits until so many requests are open at the model's server.
func (r *readers) asked(n int, within time.Duration) error {
	for until := time.Now().Add(within); r.model.Open() != n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			return fmt.Errorf("%d requests are open at the model's server after %v, want %d", r.model.Open(), within, n)
		}
	}
	return nil
}

// hears waits for the bot's next message to a customer. A connection that is given up meanwhile, as the actors do not ping
// while they wait, is opened again.
func (r *readers) hears(ctx context.Context, c *actor.Customer) (said wire.Event, err error) {
	for until := time.Now().Add(crowdPatience); ; {
		said, err = c.NextOfBot(ctx)
		if err == nil || ctx.Err() != nil || time.Now().After(until) {
			return said, err
		}
		if _, closed := errors.AsType[*actor.Closed](err); closed {
			if err := c.Connect(ctx, r.app.URL); err != nil {
				return said, err
			}
		} else if !errors.Is(err, context.DeadlineExceeded) {
			return said, err
		}
	}
}

// shownTo waits until a customer was shown the beginning of an answer.
func shownTo(c *actor.Customer) error {
	for until := time.Now().Add(crowdPatience); len(c.Drafts()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			return errors.New("nothing was shown")
		}
	}
	return nil
}

// agent signs one of the staff in, with a socket.
func (r *readers) agent(ctx context.Context, name string) (*actor.Agent, error) {
	a := actor.NewAgent(name)
	if err := a.SignIn(ctx, r.app.URL, r.link(name, account.Agent)); err != nil {
		return nil, err
	}
	return a, a.Connect(ctx, r.app.URL)
}

// held is memory in use, in bytes.
type held struct{ heap, stacks uint64 }

func holding() held {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return held{m.HeapAlloc, m.StackInuse}
}

// above is what is in use in addition, for each of n.
func (h held) above(before held, n int) (heap, stacks int64) {
	return (int64(h.heap) - int64(before.heap)) / int64(n), (int64(h.stacks) - int64(before.stacks)) / int64(n)
}

// left waits until no goroutine is there that was not before, besides those of connections that are kept for the next
// request.
func left(before goleak.Option) (err error) {
	http.DefaultClient.CloseIdleConnections()
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		err = goleak.Find(before,
			goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
			goleak.IgnoreAnyFunction("net/http.(*connReader).backgroundRead"), goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"),
			goleak.IgnoreAnyFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
		if err == nil {
			return nil
		}
	}
	return err
}
