package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// asker asks a model server, tries again where that helps, counts how the server behaves, and leaves it alone
// while it is taken to be dead. [Embedder] and [Chat] are askers.
type asker struct {
	at      *endpoint
	breaker *breaker
	manner  manner

	stop   context.CancelFunc
	live   context.Context // until Close
	mu     sync.Mutex      // guards closed, and that no probe starts after it is set
	closed bool
	probes sync.WaitGroup
}

// manner is in what one asker differs from another.
type manner struct {
	what    string                      // what the log says is down or back, with its verb, such as "embeddings are"
	down    error                       // wrapped by errors of what was not sent
	retries int                         // tries after the first
	probe   func(context.Context) error // asks a question of our own, once

	log    *slog.Logger
	now    func() time.Time
	sleep  func(ctx context.Context, d time.Duration) error
	random func() float64
}

func newAsker(at *endpoint, m manner) *asker {
	if at.open() {
		m.log.Warn("the key of the model server travels unencrypted; write https:// if it can", slog.String("host", at.host))
	}
	a := &asker{at: at, breaker: &breaker{now: m.now}, manner: m}
	a.live, a.stop = context.WithCancel(context.Background())
	return a
}

// Status is what the console shows of a model.
type Status struct {
	Down  bool
	Since time.Time // when it was taken to be down
	Why   string    // in one sentence, without secrets
}

// Status returns whether the server is taken to be dead.
func (a *asker) Status() Status {
	since, why := a.breaker.state()
	return Status{Down: !since.IsZero(), Since: since, Why: why}
}

// Close stops a probe, waits for it, and ends the connections unless they belong to the client that was
// configured. Replies that are being written end. Afterwards nothing is sent any more, as if the server were down.
func (a *asker) Close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.stop()
	a.probes.Wait()
	a.at.close()
}

// insist tries until there is an answer, it is of no use to go on, or the context does not allow it.
func (a *asker) insist(ctx context.Context, try func(context.Context) error, again func(*Error) bool) error {
	for n := 0; ; n++ {
		if err := a.admit(ctx); err != nil {
			return err
		}
		err := try(ctx)
		a.judge(ctx, err)
		if err == nil {
			return nil
		}
		var fault *Error
		if !errors.As(err, &fault) || !again(fault) || n >= a.manner.retries || fault.After > longestPause {
			return err
		}
		d := pause(n, fault.After, a.manner.random)
		if end, ok := ctx.Deadline(); ok && !a.manner.now().Add(d).Before(end) {
			return err // there is no time for another try: better say so now
		}
		a.manner.log.Debug(a.manner.what+" tried again", slog.String("host", a.at.host), slog.String("reason", string(fault.Reason)), slog.Duration("after", d))
		if err := a.manner.sleep(ctx, d); err != nil {
			return err
		}
	}
}

// admit returns nil if something may be sent.
func (a *asker) admit(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return a.gone()
	}
	may, why := a.breaker.admit()
	switch may {
	case pass:
		return nil
	case probe:
		a.probes.Go(a.probe)
	}
	return fmt.Errorf("%w: %s", a.manner.down, why)
}

// gone is the error of requests after Close.
func (a *asker) gone() error { return fmt.Errorf("%w: it is no longer asked", a.manner.down) }

// probe asks whether the server is back.
func (a *asker) probe() {
	err := a.manner.probe(a.live)
	var fault *Error
	switch {
	case err == nil:
		a.judge(a.live, nil)
		a.breaker.probed("", 0)
	case errors.As(err, &fault):
		a.breaker.probed(fault.text, fault.After)
		a.manner.log.Info(a.manner.what+" still down", slog.String("host", a.at.host), slog.String("reason", string(fault.Reason)))
	default:
		a.breaker.probed("", 0) // closed
	}
}

// judge counts an outcome for or against the server.
func (a *asker) judge(ctx context.Context, err error) {
	var fault *Error
	switch {
	case err == nil:
		if a.breaker.passed() {
			a.manner.log.Info(a.manner.what+" back", slog.String("host", a.at.host))
		}
	case errors.As(err, &fault):
		if !fault.alive() {
			a.against(fault.text, fault)
		}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		// The caller had no more time, and the server has kept it waiting. A server that is always too slow is
		// of no more use than a dead one, and costs more. A customer who leaves says nothing.
		fault := a.at.fault(ReasonTimeout, "did not answer within the time of its caller")
		a.against(fault.text, fault)
	}
}

func (a *asker) against(why string, fault *Error) {
	if a.breaker.failed(why, fault.After) {
		a.manner.log.Warn(a.manner.what+" down; questions are answered without", slog.String("host", a.at.host),
			slog.String("model", a.at.model), slog.String("reason", string(fault.Reason)), slog.Int("status", fault.Status))
	}
}
