package chat_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/bot"
	"frontdesk/bot/chat"
)

// A thousand customers read along at the same time. Nothing of it is left behind.
func TestAThousandAtOnce(t *testing.T) {
	const n = 1000
	before := goleak.IgnoreCurrent()
	s := setUp(t)
	s.stop()
	s.drafts, s.deadline = true, time.Hour
	var running, peak atomic.Int64
	all := make(chan struct{})
	s.answer = func(ctx context.Context, q bot.Question) bot.Decision {
		now := running.Add(1)
		defer running.Add(-1)
		for old := peak.Load(); now > old && !peak.CompareAndSwap(old, now); old = peak.Load() {
		}
		if now == n {
			close(all)
		}
		<-all // nobody answers before everybody was asked
		d := bot.Decision{Kind: bot.Answer, Drafted: true}
		for i := range 10 {
			select {
			case <-ctx.Done():
				return bot.Decision{Kind: bot.Answer, Text: "written"}
			case <-time.After(10 * time.Millisecond):
			}
			d.Text += fmt.Sprintf("This is sentence number %d of the answer. ", i)
			q.Along(bot.Partial{Text: d.Text})
		}
		return d
	}
	s.start()
	var early, late runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&early)
	var wg sync.WaitGroup
	for w := range 50 {
		wg.Go(func() {
			for i := w; i < n; i += 50 {
				a := chat.Act{Visitor: visitor, Conversation: fmt.Sprintf("conversation-%06d", i), ID: "m"}
				if _, err := s.room.Say(context.Background(), a, "may I?", ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	select {
	case <-all:
	case <-time.After(5 * time.Minute):
		t.Fatalf("%d turns run at the same time, want %d", peak.Load(), n)
	}
	runtime.GC()
	runtime.ReadMemStats(&late)
	if grown := int64(late.HeapAlloc) - int64(early.HeapAlloc); grown > 64<<20 {
		t.Errorf("a thousand turns hold %d bytes", grown)
	}
	for until := time.Now().Add(5 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		due, err := s.store.DueTurns(t.Context(), time.Now().Add(time.Hour), 2*n)
		if err != nil {
			t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("%d of %d are not answered", len(due), n)
		}
	}
	if got := len(s.shown.list()); got != 10*n {
		t.Errorf("%d pieces were shown, want %d", got, 10*n)
	}
	s.stop()
	goleak.VerifyNone(t, before)
}

// Without a model as many turns run as there are workers.
func TestWorkersAreBounded(t *testing.T) {
	s := setUp(t)
	started, goOn := make(chan struct{}, 20), make(chan struct{})
	s.answer = func(context.Context, bot.Question) bot.Decision {
		started <- struct{}{}
		<-goOn
		return bot.Decision{Kind: bot.Answer, Text: "x"}
	}
	for i := range 10 {
		a := s.act("m")
		a.Conversation = fmt.Sprintf("conversation-%06d", i)
		if _, err := s.room.Say(t.Context(), a, "may I?", ""); err != nil {
			t.Fatal(err)
		}
	}
	for range s.config.Workers {
		<-started
	}
	select {
	case <-started:
		t.Error("more turns run than there are workers")
	case <-time.After(50 * time.Millisecond):
	}
	close(goOn)
	for i := range 10 {
		id := fmt.Sprintf("conversation-%06d", i)
		for until := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
			if c, err := s.store.Conversation(t.Context(), id); err == nil && c.Head == 2 {
				break
			}
			if time.Now().After(until) {
				t.Fatalf("%s is not answered", id)
			}
		}
	}
}
