package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
)

// Writers of two nodes race on the same conversations: customers send, also the same message by both nodes, while agents
// take the conversations and give them back. Every log has the numbers from 1 without a gap, every message once under
// the number that was acknowledged, and its epochs tell of each change of the owner once. Without the log's key it must
// go wrong.
func TestNodesRaceOnOneLog(t *testing.T) { each(t, testNodesRaceOnOneLog) }

func testNodesRaceOnOneLog(t *testing.T, database func(testing.TB) string) {
	stores := nodes(t, database(t), 2)
	r := race(t, stores)
	for id, faults := range r.check(t, stores) {
		if len(faults) > 0 {
			t.Errorf("%s has %d faults: %s", id, len(faults), strings.Join(faults[:min(len(faults), 5)], "; "))
		}
	}
	if r.claims == 0 || r.resent == 0 {
		t.Errorf("%d changes of the owner, %d messages sent twice: the test proves nothing", r.claims, r.resent)
	}
	stores = nodes(t, database(t), 2)
	dropKey(t, stores[0].db)
	n := 0
	for _, faults := range race(t, stores).check(t, stores) {
		n += len(faults)
	}
	if n == 0 {
		t.Error("without the log's key nothing is wrong either: the test proves nothing")
	}
}

const (
	raceConversations = 3
	raceWriters       = 4 // of each node, for each conversation
	raceMessages      = 12
)

// raced is what was acknowledged in a race.
type raced struct {
	mu             sync.Mutex
	acked          map[string]map[string]int64 // conversation → client id → number
	faults         map[string][]string
	claims, resent int
}

func race(t *testing.T, stores []*Store) *raced {
	t.Helper()
	r := &raced{acked: make(map[string]map[string]int64), faults: make(map[string][]string)}
	for i := range raceConversations {
		r.acked[fmt.Sprintf("conversation-%04d", i)] = make(map[string]int64)
	}
	var wg sync.WaitGroup
	for id := range r.acked {
		for n, s := range stores {
			for w := range raceWriters {
				wg.Go(func() {
					for m := range raceMessages {
						r.send(s, id, fmt.Sprintf("m-%d-%d", w, m)) // the same ids on each node
						if w == 0 {
							r.handle(s, id, fmt.Sprint("agent", n), m)
						}
					}
				})
			}
		}
	}
	wg.Wait()
	// A file is locked for long by one process at times; here both certainly remember what the other then adds to.
	for id := range r.acked {
		for m := range raceMessages {
			r.send(stores[m%len(stores)], id, fmt.Sprint("tail-", m))
		}
	}
	return r
}

func (r *raced) send(s *Store, id, client string) {
	create := &bot.Conversation{ID: id, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerQueue}, Queued: time.Now(), Epoch: 1}
	try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: client, Body: bot.Body{Text: client}}
	out, err := s.Change(context.Background(), id, create, try, func(c bot.Conversation) (bot.Change, error) {
		return c.Says(client, client, "", bot.Around{}, time.Now())
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	switch before, known := r.acked[id][client]; {
	case err != nil:
		r.faults[id] = append(r.faults[id], err.Error())
	case known && before != out.Seq:
		r.faults[id] = append(r.faults[id], fmt.Sprintf("%s was acknowledged as %d and as %d", client, before, out.Seq))
	case known:
		r.resent++
	default:
		r.acked[id][client] = out.Seq
	}
}

// handle has an agent take the conversation or give it back, whoever has it.
func (r *raced) handle(s *Store, id, agent string, turn int) {
	by := bot.Author{Kind: bot.ByAgent, ID: agent}
	_, err := s.Change(context.Background(), id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		if turn%2 == 0 {
			return c.Claim(by, "", time.Now())
		}
		return c.Release(by, "", c.Epoch, time.Now())
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err == nil:
		r.claims++
	case !errors.Is(err, bot.ErrStaleEpoch) && !errors.Is(err, bot.ErrNotOwner):
		r.faults[id] = append(r.faults[id], err.Error())
	}
}

// check compares every log with what was acknowledged.
func (r *raced) check(t *testing.T, stores []*Store) map[string][]string {
	t.Helper()
	for id, acked := range r.acked {
		log, err := stores[0].Events(context.Background(), id, 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		fault := func(format string, args ...any) { r.faults[id] = append(r.faults[id], fmt.Sprintf(format, args...)) }
		epoch := int64(1)
		sent := make(map[string]int64)
		for i, e := range log {
			if e.Seq != int64(i+1) {
				fault("event %d has the number %d", i+1, e.Seq)
			}
			if e.Kind == bot.EventOwner {
				epoch++
			}
			if e.Epoch != epoch {
				fault("event %d is of epoch %d, want %d", e.Seq, e.Epoch, epoch)
			}
			if e.ClientID == "" {
				continue
			}
			if sent[e.ClientID] != 0 {
				fault("%s is stored twice", e.ClientID)
			}
			sent[e.ClientID] = e.Seq
		}
		for client, seq := range acked {
			if sent[client] != seq {
				fault("%s was acknowledged as %d and is %d", client, seq, sent[client])
			}
		}
		if c, err := stores[1].Conversation(context.Background(), id); err != nil || c.Head != int64(len(log)) || c.Epoch != epoch {
			fault("the head is %d and the epoch %d of %d events and epoch %d, %v", c.Head, c.Epoch, len(log), epoch, err)
		}
	}
	return r.faults
}
