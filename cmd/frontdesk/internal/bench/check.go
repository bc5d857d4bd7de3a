package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"frontdesk/widget/wire"
)

// checkers is how many conversations are read at once at the end.
const checkers = 16

// Checked is how much was compared with what the desk has kept.
type Checked struct {
	Conversations int64 `json:"conversations"`
	Messages      int64 `json:"messages"` // acknowledged ones
	Events        int64 `json:"events"`
	Unchecked     int64 `json:"unchecked"` // conversations that could not be read again
}

// checkAll reads every conversation again from its beginning, over new connections, and compares it with the record.
func (w *crowd) checkAll(ctx context.Context, progress func(done, of int)) Checked {
	var mu sync.Mutex
	var sum Checked
	var wg sync.WaitGroup
	next := make(chan *customer)
	for range checkers {
		wg.Go(func() {
			for c := range next {
				done := c.checkKept(ctx)
				w.tally.fault(func(f *Faults) { f.join(c.faults) })
				mu.Lock()
				sum.Conversations += done.Conversations
				sum.Messages += done.Messages
				sum.Events += done.Events
				sum.Unchecked += done.Unchecked
				mu.Unlock()
			}
		})
	}
	for i, c := range w.customers {
		next <- c
		progress(i+1, len(w.customers))
	}
	close(next)
	wg.Wait()
	return sum
}

// checkKept compares the customer's conversations with what the desk has kept of them.
func (c *customer) checkKept(ctx context.Context) (done Checked) {
	var todo []*talk
	for _, t := range append(c.past, c.talk) {
		if len(t.messages) > 0 && t.newest > 0 {
			todo = append(todo, t)
		}
	}
	end := time.Now().Add(c.crowd.Patience)
	for len(todo) > 0 {
		n, err := c.readAgain(ctx, todo, &done)
		todo = todo[n:]
		if err == nil {
			continue
		}
		if _, ok := errors.AsType[*gone](err); ok {
			todo[0].check(nil, nil, c.crowd.questions, &c.faults)
			todo = todo[1:]
			continue
		}
		if c.token == "" {
			return done // the desk has forgotten the customer, which was counted
		}
		if time.Now().After(end) || ctx.Err() != nil {
			c.crowd.tally.failed("not read again: " + plain(err))
			done.Unchecked += int64(len(todo))
			return done
		}
		c.back.tries++
		time.Sleep(c.back.next(c.asked, c.chance.Float64()))
	}
	return done
}

// gone means that the desk does not know a conversation in which it has acknowledged messages.
type gone struct{ id, code string }

func (g *gone) Error() string {
	return fmt.Sprintf("the conversation %s cannot be read any more: %s", g.id, g.code)
}

// readAgain checks conversations over one new connection and returns how many of them.
func (c *customer) readAgain(ctx context.Context, todo []*talk, done *Checked) (n int, err error) {
	c.slow = false
	s, err := c.greet(ctx)
	if err != nil {
		c.hold(err)
		return 0, err
	}
	defer s.leave()
	for _, t := range todo {
		log, err := readLog(s, t.id)
		if err != nil {
			return n, err
		}
		t.check(log, c.crowd.written.of(t.id), c.crowd.questions, &c.faults)
		n++
		done.Conversations++
		done.Events += int64(len(log))
		for i := range t.messages {
			if t.messages[i].seq > 0 {
				done.Messages++
			}
		}
	}
	return n, nil
}

// errHalf means that the desk began to send a conversation, or did not, and never said that this was all.
var errHalf = fmt.Errorf("the desk did not send a conversation to its end within %v", greetTimeout)

// readLog reads a conversation from its beginning to its end.
func readLog(s *socket, id string) (log []event, err error) {
	if err := s.write(opText, encode(wire.In{Type: wire.TypeResume, Conversation: id})); err != nil {
		return nil, err
	}
	until := time.Now().Add(greetTimeout)
	var buf []byte
	for {
		if err := s.wait(until); errors.Is(err, errQuiet) {
			return nil, errHalf
		} else if err != nil {
			return nil, err
		}
		if buf, err = s.message(buf[:0]); err != nil {
			return nil, err
		}
		var f frame
		if len(buf) == 0 {
			continue
		}
		if err := f.read(buf); err != nil {
			return nil, err
		}
		switch {
		case f.Type == wire.TypeError && f.Code == wire.CodeNotFound:
			return nil, &gone{id, f.Code}
		case f.Type == wire.TypeError, f.Type == wire.TypeBye:
			return nil, errors.New("refused: " + f.Code)
		case f.Type == wire.TypeEvents && f.Conversation == id:
			log = append(log, f.Events...)
			if !f.More {
				return log, s.write(opText, encode(wire.In{Type: wire.TypeLeave, Conversation: id}))
			}
		}
	}
}
