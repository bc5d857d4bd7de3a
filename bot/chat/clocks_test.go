package chat_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/knowledge/sqldb/pgtest"
)

// TestAWrongClockPostponesNothing: on a node whose clock is an hour off, a turn that fails is tried three times, with
// pauses between them as the store's clock has it, and then a person is brought in.
func TestAWrongClockPostponesNothing(t *testing.T) {
	for engine, open := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "x.db") },
		"postgres": pgtest.Open,
	} {
		for name, off := range map[string]time.Duration{"behind": -time.Hour, "ahead": time.Hour} {
			t.Run(engine+" "+name, func(t *testing.T) { wrongClock(t, setUpAt(t, open(t)), off) })
		}
	}
}

func wrongClock(t *testing.T, s *stage, off time.Duration) {
	s.stop()
	s.change = func(c *chat.Config) {
		c.Node, c.Claims = "wrong", s.store
		c.Clock = func() time.Time { return time.Now().Add(off) }
	}
	var mu sync.Mutex
	var asked []time.Time
	s.answer = func(context.Context, bot.Question) bot.Decision {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, time.Now())
		panic("a bug")
	}
	s.start()
	s.say("m1", "one")
	log := s.until("a hand-off", func(l []bot.Event) bool { return len(l) == 2 })
	if log[1].Body.Reason != bot.ReasonBotFailed {
		t.Fatalf("handed off for %q", log[1].Body.Reason)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(asked) != 3 {
		t.Fatalf("tried %d times, want 3", len(asked))
	}
	for i, least := range []time.Duration{400 * time.Millisecond, 900 * time.Millisecond} {
		if pause := asked[i+1].Sub(asked[i]); pause < least {
			t.Errorf("the pause after try %d is %s, want %s at least", i+1, pause, least)
		}
	}
}
