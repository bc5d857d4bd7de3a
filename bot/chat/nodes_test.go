package chat_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
)

// network is a bus between rooms: each of them hears its own announcements as they are, and those of the others encoded.
type network struct {
	mu   sync.Mutex
	ears []ear
	deaf atomic.Bool // nothing is delivered
}

type ear struct {
	node, subject string
	decode        func([]byte) (any, error)
	f             func(string, any)
}

// connect makes a room a node of the network.
func (n *network) connect(c *chat.Config, node string) {
	c.Node = node
	c.Announce = func(subject string, v any) error {
		data, err := json.Marshal(v)
		n.mu.Lock()
		ears := n.ears
		n.mu.Unlock()
		for _, e := range ears {
			if n.deaf.Load() || !strings.HasPrefix(subject, strings.TrimSuffix(e.subject, "*")) {
				continue
			}
			heard := v
			if e.node != node {
				if heard, err = e.decode(data); err != nil {
					return err
				}
			}
			e.f(subject, heard)
		}
		return err
	}
	c.Listen = func(subject string, decode func([]byte) (any, error), f func(string, any)) (func(), error) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.ears = append(n.ears[:len(n.ears):len(n.ears)], ear{node, subject, decode, f})
		return func() {}, nil
	}
}

// nodes has the stage's room be one of two that share a store, and returns the other. Each claims its turns with
// claims made by shared, which may be nil.
func (s *stage) nodes(n *network, shared func() chat.Claims) (other *chat.Room) {
	s.t.Helper()
	s.stop()
	s.change = func(c *chat.Config) {
		if n.connect(c, "one"); shared != nil {
			c.Claims = shared()
		}
	}
	s.start()
	config := s.config
	n.connect(&config, "two")
	other = chat.New(config)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := other.Run(ctx); err != nil {
			s.t.Error(err)
		}
	}()
	s.t.Cleanup(func() { cancel(); <-done })
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		n.mu.Lock()
		ready := len(n.ears) == 6
		n.mu.Unlock()
		if ready {
			return other
		}
	}
	s.t.Fatal("the rooms do not listen")
	return nil
}

// Whatever node takes a message, the bot is asked once and answers once, also while every node looks for turns that
// nobody runs.
func TestATurnIsRunByOneNode(t *testing.T) {
	s := setUp(t)
	if asked, err := slowly(s, func() chat.Claims { return s.store }); err != nil || asked != slow {
		t.Fatalf("the bot was asked %d times for %d questions: %v", asked, slow, err)
	}
}

// Without claims both nodes run what takes longer than a look.
func TestTwinWithoutClaims(t *testing.T) {
	s := setUp(t)
	if asked, err := slowly(s, nil); err == nil && asked == slow {
		t.Fatal("without claims the bot was asked once for each question all the same: the proof proves nothing")
	}
}

// slow is how many questions slowly asks.
const slow = 3

// slowly asks through both nodes a bot that takes longer than the pause between two looks for turns. It returns how
// often the bot was asked.
func slowly(s *stage, claims func() chat.Claims) (int64, error) {
	var asked atomic.Int64
	s.answer = func(_ context.Context, q bot.Question) bot.Decision {
		asked.Add(1)
		time.Sleep(1500 * time.Millisecond)
		return bot.Decision{Kind: bot.Answer, Text: "re: " + q.Text}
	}
	s.deadline = 10 * time.Second
	other := s.nodes(&network{}, claims)
	var ids []string
	for i := range slow {
		id := fmt.Sprintf("conversation-%04d", i+1)
		ids = append(ids, id)
		if _, err := []*chat.Room{s.room, other}[i%2].Say(s.t.Context(), chat.Act{Visitor: visitor, Conversation: id, ID: "m"}, "hello", ""); err != nil {
			return 0, err
		}
	}
	end := time.Now().Add(20 * time.Second)
	for _, id := range ids {
		for {
			log, err := s.store.Events(s.t.Context(), id, 0, 100)
			if err != nil {
				return 0, err
			}
			if said := texts(bot.ByBot, log); len(said) == 1 {
				break
			} else if len(said) > 1 || time.Now().After(end) {
				return 0, fmt.Errorf("conversation %s: the bot said %q", id, said)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	return asked.Load(), nil
}

// A node that has claimed a turn and died does not keep it: another one runs it when the lease ends.
func TestANodeThatDiedKeepsNoTurn(t *testing.T) {
	s := setUp(t)
	var dead atomic.Bool
	dead.Store(true)
	s.answer = func(ctx context.Context, q bot.Question) bot.Decision {
		if dead.Load() {
			<-ctx.Done() // as good as dead
		}
		return bot.Decision{Kind: bot.Answer, Text: "re: " + q.Text}
	}
	s.say("m1", "hello")
	if ok, err := s.store.ClaimTurn(t.Context(), "dead", conv, 1500*time.Millisecond); err != nil || !ok {
		t.Fatal(ok, err)
	}
	began := time.Now()
	s.stop()
	dead.Store(false)
	s.nodes(&network{}, func() chat.Claims { return s.store })
	if got := s.answered(1); got[0] != "re: hello" {
		t.Fatalf("said %q", got)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("a turn that somebody held was run after %s", took)
	}
}

// What ends the wording of an answer ends it wherever it happens.
func TestWhatEndsAnAttemptOnAnotherNode(t *testing.T) {
	for name, f := range map[string]struct {
		end  func(s *stage, other *chat.Room) error
		then string
	}{
		"stop": {func(s *stage, other *chat.Room) error {
			if err := other.Stop(conv, "v2"); !errors.Is(err, bot.ErrNotFound) {
				return fmt.Errorf("somebody else's stop: %v", err)
			}
			if err := other.Stop(conv, visitor.ID); !errors.Is(err, bot.ErrNotFound) {
				return fmt.Errorf("no turn runs there: %v", err)
			}
			return nil
		}, "written: may I?"},
		"left": {func(_ *stage, other *chat.Room) error { other.Left(conv); return nil }, "written: may I?"},
		"more": {func(s *stage, other *chat.Room) error {
			_, err := other.Say(s.t.Context(), s.act("m2"), "really?", "")
			return err
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := setUp(t)
			turns := s.typist()
			other := s.nodes(&network{}, func() chat.Claims { return s.store })
			s.say("m1", "may I?")
			a := <-turns
			a.more <- "You may."
			if err := f.end(s, other); err != nil {
				t.Fatal(err)
			}
			if err := ended(a.ctx, time.Second); err == nil || errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("the wording goes on: %v", err)
			}
			if f.then != "" {
				if got := s.answered(1); got[0] != f.then {
					t.Fatalf("said %q", got)
				}
				return
			}
			b := <-turns
			if b.q.Text != "may I?\nreally?" {
				t.Fatalf("asked %q", b.q.Text)
			}
			close(b.more)
			s.answered(1)
		})
	}
}

// Twin: a bus that delivers nothing does not end it, and what was said meanwhile is answered all the same.
func TestADeafBusEndsNothing(t *testing.T) {
	s := setUp(t)
	turns := s.typist()
	n := &network{}
	other := s.nodes(n, func() chat.Claims { return s.store })
	s.say("m1", "may I?")
	a := <-turns
	n.deaf.Store(true)
	if _, err := other.Say(t.Context(), s.act("m2"), "really?", ""); err != nil {
		t.Fatal(err)
	}
	if err := ended(a.ctx, 100*time.Millisecond); err != nil {
		t.Fatalf("ended without having heard anything: %v", err)
	}
	close(a.more)
	b := <-turns
	if b.q.Text != "may I?\nreally?" {
		t.Fatalf("asked %q", b.q.Text)
	}
	close(b.more)
	s.answered(1)
}
