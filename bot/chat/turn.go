package chat

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"frontdesk/bot"
)

// Tries and pauses of a turn.
const (
	maxAttempts = 3                      // failed tries until a person is brought in
	maxReruns   = 50                     // reruns because something was appended meanwhile
	poll        = time.Second            // how often turns are looked for that nobody was woken for
	backoff     = 500 * time.Millisecond // before the second try, doubled for each further one
	settle      = 100 * time.Millisecond // for the index to follow a withdrawal
	tail        = 400                    // events read back at the most
)

// scheduler holds the conversations whose turn is to be run, each once.
type scheduler struct {
	mu      sync.Mutex
	running map[string]bool // value: run again when done
	queue   chan string
}

func newScheduler() scheduler {
	return scheduler{running: make(map[string]bool), queue: make(chan string, 4096)}
}

// wake asks for a conversation's turn to be run. If the queue is full, the next poll finds the turn.
func (s *scheduler) wake(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, busy := s.running[id]; busy {
		s.running[id] = true
		return
	}
	select {
	case s.queue <- id:
		s.running[id] = false
	default:
	}
}

// done ends a run and reports whether another was asked for meanwhile.
func (s *scheduler) done(id string) (again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	again = s.running[id]
	if again {
		s.running[id] = false
	} else {
		delete(s.running, id)
	}
	return again
}

// Run takes up pending turns until ctx ends, then waits for those that are running.
func (r *Room) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for range r.Workers {
		wg.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case id := <-r.turns.queue:
					r.work(ctx, id)
				}
			}
		})
	}
	defer wg.Wait()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		due, err := r.Turns.DueTurns(ctx, r.Clock(), cap(r.turns.queue))
		if err != nil && ctx.Err() == nil {
			r.Logger.Error("pending turns not read", "error", err)
		}
		for _, t := range due {
			r.turns.wake(t.Conversation)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// work runs one conversation's turn, again if it was asked for meanwhile.
func (r *Room) work(ctx context.Context, id string) {
	for {
		if err := r.turn(ctx, id); err != nil && ctx.Err() == nil {
			r.failed(ctx, id, err)
		}
		if !r.turns.done(id) {
			return
		}
	}
}

// turn reads the log, lets the answerer decide and commits the decision, until nothing came in between.
func (r *Room) turn(ctx context.Context, id string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the turn panicked: %v", p)
		}
	}()
	for range maxReruns {
		c, err := r.Log.Conversation(ctx, id)
		if err != nil {
			return err
		}
		if !c.BotMaySpeak() {
			return r.Turns.DropTurn(ctx, id, c.Head)
		}
		log, err := r.Log.Events(ctx, id, max(0, c.Head-tail), tail)
		if err != nil {
			return err
		}
		q, ok := bot.ReadQuestion(log, c.Locale)
		if !ok {
			return r.Turns.DropTurn(ctx, id, c.Head)
		}
		q.Site = c.Site
		began := r.Clock()
		d := r.decide(ctx, q)
		_, err = r.Commit(ctx, id, nil, bot.Event{}, func(now bot.Conversation) (bot.Change, error) {
			return now.Decides(d, r.BotName, c.Head, c.Epoch, r.Clock())
		})
		switch {
		case err == nil:
			r.Observe(d, r.Clock().Sub(began))
			return nil
		case errors.Is(err, bot.ErrUnpublished):
			// An editor withdrew the article in this moment; the index follows within its poll.
			if err := sleep(ctx, settle); err != nil {
				return err
			}
		case !errors.Is(err, bot.ErrStaleEpoch):
			return err
		}
	}
	return fmt.Errorf("the turn was overtaken %d times", maxReruns)
}

func (r *Room) decide(ctx context.Context, q bot.Question) bot.Decision {
	ctx, cancel := context.WithTimeout(ctx, r.Deadline)
	defer cancel()
	return r.Answerer.Turn(ctx, q)
}

// failed postpones a turn, or brings a person in after the last try.
func (r *Room) failed(ctx context.Context, id string, cause error) {
	attempts := 0
	due, err := r.Turns.DueTurns(ctx, r.Clock(), cap(r.turns.queue))
	for _, t := range due {
		if t.Conversation == id {
			attempts = t.Attempts
		}
	}
	r.Logger.Error("turn failed", "conversation", id, "attempt", attempts+1, "error", cause)
	if err == nil && attempts+1 >= maxAttempts {
		_, err = r.Commit(ctx, id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
			return c.GivesUp("The bot failed to react.", r.Clock())
		})
	} else {
		err = errors.Join(err, r.Turns.PostponeTurn(ctx, id, r.Clock().Add(backoff<<attempts)))
	}
	if err != nil {
		r.Logger.Error("failed turn not recorded", "conversation", id, "error", err)
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
