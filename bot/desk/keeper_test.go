package desk_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
)

// auto is one team whose agents are given work.
func auto(members ...bot.Member) bot.Settings {
	s := office()
	s.Teams[0].Auto, s.Teams[0].Members = true, members
	return s
}

// Whoever is silent for longer than the standard loses it; it goes to somebody else, at its original place.
func TestSilentAgent(t *testing.T) {
	s := newStage(t, auto(), "ana", "ben")
	s.joins("ana")
	s.asks(c1)
	s.asks("conversation-0002")
	s.look()
	s.owned(c1, "ana")
	queued := s.now(c1).Queued
	s.joins("ben")
	s.pass(4*time.Minute - time.Millisecond)
	s.owned(c1, "ana")
	s.pass(time.Millisecond)
	s.look()
	s.owned(c1, "ben")
	var reasons []bot.HandoffReason
	for _, e := range s.log(c1) {
		if e.Kind == bot.EventOwner && e.Body.Owner == bot.OwnerQueue {
			reasons = append(reasons, e.Body.Reason)
			if e.Body.Place != 1 {
				t.Errorf("at %d its place was %d", e.Seq, e.Body.Place)
			}
		}
	}
	if fmt.Sprint(reasons) != "[asked agent-silent]" {
		t.Errorf("it was in the queue for %v", reasons)
	}
	if got := s.now(c1).Queued; !got.Equal(queued) {
		t.Errorf("it lost its place: %s", got)
	}
}

// With nobody else there, even the silent one may have it again.
func TestSilentAgentAlone(t *testing.T) {
	s := newStage(t, auto(), "ana")
	s.joins("ana")
	s.asks(c1)
	s.look()
	s.pass(4 * time.Minute)
	s.look()
	s.owned(c1, "ana")
	if n := s.count(c1, bot.EventOwner); n != 4 {
		t.Errorf("%d changes of owner", n)
	}
}

// Silence counts opening hours: nobody loses anything over night.
func TestSilentOverNight(t *testing.T) {
	s := newStage(t, office(), "ana")
	s.at(time.Date(2026, 3, 2, 16, 58, 0, 0, time.UTC))
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	s.pass(16 * time.Hour) // 08:58
	s.owned(c1, "ana")
	s.pass(4 * time.Minute)
	s.owned(c1, "")
}

// A word comes when four fifths of the wait that was said have passed, and not too many of them.
func TestWordBeforeTheWaitHasPassed(t *testing.T) {
	s := newStage(t, office(), "ana")
	s.joins("ana")
	for i := range 5 {
		id := conversation(100 + i)
		s.asks(id)
		s.pass(10 * time.Minute)
		s.claims("ana", id)
		s.replies("ana", id, "hello")
	}
	s.look()
	s.asks(c1)
	if e := s.last(c1, bot.EventOwner); e.Body.Wait != 600 {
		t.Fatalf("the wait that was said: %+v", e.Body)
	}
	s.pass(8*time.Minute - time.Millisecond)
	if s.count(c1, bot.EventWait) != 0 {
		t.Error("a word too early")
	}
	s.pass(time.Millisecond)
	s.look()
	if s.count(c1, bot.EventWait) != 1 {
		t.Errorf("%d words", s.count(c1, bot.EventWait))
	}
	if e := s.last(c1, bot.EventWait); e.Body.Place != 1 {
		t.Errorf("the word: %+v", e.Body)
	}
}

// However short the waits before were, a customer is not told every second that it takes longer.
func TestWordsAreFew(t *testing.T) {
	s := newStage(t, office(), "ana")
	s.joins("ana")
	for i := range 5 {
		id := conversation(100 + i)
		s.asks(id)
		s.pass(time.Second)
		s.claims("ana", id)
		s.replies("ana", id, "hello")
	}
	s.look()
	s.asks(c1)
	for range 600 {
		s.pass(time.Second)
	}
	if n := s.count(c1, bot.EventWait); n < 1 || n > 10 {
		t.Errorf("%d words in ten minutes", n)
	}
}

// A snooze ends by itself, by the customer's word, and by the agent's.
func TestSnooze(t *testing.T) {
	ctx := context.Background()
	for name, tc := range map[string]struct {
		until time.Time
		wake  func(*stage)
	}{
		"by itself":             {monday.Add(time.Hour), func(s *stage) { s.pass(time.Hour) }},
		"by the customer":       {monday.Add(time.Hour), func(s *stage) { s.says(c1, "hello?") }},
		"by the customer alone": {bot.UntilAnswer, func(s *stage) { s.says(c1, "hello?") }},
		"by the agent": {bot.UntilAnswer, func(s *stage) {
			s.did(s.desk.Snooze(ctx, s.by("ana", c1), time.Time{}))
		}},
		"after a restart": {monday.Add(time.Hour), func(s *stage) {
			s.restart()
			s.joins("ana")
			s.pass(time.Hour)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, office(), "ana")
			s.joins("ana")
			s.asks(c1)
			s.claims("ana", c1)
			s.replies("ana", c1, "one moment")
			s.did(s.desk.Snooze(ctx, s.by("ana", c1), tc.until))
			if s.now(c1).Snoozed.IsZero() {
				t.Fatal("not put aside")
			}
			s.pass(time.Millisecond)
			s.at(monday)
			if s.now(c1).Snoozed.IsZero() {
				t.Fatal("taken up again too early")
			}
			tc.wake(s)
			if c := s.now(c1); !c.Snoozed.IsZero() || c.Owner.Agent != "ana" {
				t.Errorf("put aside until %s, with %+v", c.Snoozed, c.Owner)
			}
		})
	}
}

// Agents are reminded of a promise once, and the customer is told once that it is late.
func TestPromiseIsRemindedAndLateOnce(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	s.replies("ana", c1, "you will have it at eleven")
	s.did(s.desk.Promise(ctx, s.by("ana", c1), "refund confirmed", monday.Add(time.Hour)))
	counts := func(reminded, told int) {
		t.Helper()
		if r, p := s.count(c1, bot.EventReminder), s.count(c1, bot.EventPromise); r != reminded || p != told {
			t.Fatalf("%s: %d reminders and %d events of the promise, want %d and %d", s.watch.Now().Format(time.TimeOnly), r, p, reminded, told)
		}
	}
	s.pass(45*time.Minute - time.Millisecond)
	counts(0, 1)
	for range 3 {
		s.pass(time.Millisecond)
		s.restart()
		counts(1, 1)
	}
	s.joins("ana")
	s.at(monday.Add(time.Hour))
	for range 3 {
		s.pass(time.Second)
		counts(1, 2)
	}
	if e := s.last(c1, bot.EventPromise); e.Body.Promise.State != bot.PromiseLate || e.Author.Kind != bot.BySystem {
		t.Errorf("%+v", e)
	}
	if _, err := s.desk.Resolve(ctx, s.by("ana", c1), "delivery"); err != bot.ErrPromiseOpen {
		t.Errorf("resolving with a late promise: %v", err)
	}
	s.did(s.desk.EndPromise(ctx, s.by("ana", c1), s.last(c1, bot.EventPromise).Body.Promise.ID, true, ""))
	counts(1, 3)
	s.resolves("ana", c1)
	if m := s.onlyOne(c1, bot.MeasurePromise); m.Kept || m.Agent != "ana" {
		t.Errorf("a late promise was measured as %+v", m)
	}
}

// A promise ends once, however many say so at the same moment; so none is counted off that is owed.
func TestPromiseEndsOnce(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	s.replies("ana", c1, "I will see to it")
	for round := range 20 {
		a := s.by("ana", c1)
		s.did(s.desk.Promise(ctx, a, "one", s.watch.Now().Add(time.Minute)))
		s.did(s.desk.Promise(ctx, s.by("ana", c1), "two", s.watch.Now().Add(time.Hour)))
		s.at(s.watch.Now().Add(time.Minute)) // it is just late
		var wg sync.WaitGroup
		for i := range 8 {
			end := s.by("ana", c1)
			wg.Go(func() {
				if i == 0 {
					s.look()
				} else if _, err := s.desk.EndPromise(ctx, end, a.ID, true, ""); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		s.look()
		if n := s.now(c1).Promises; n != round+1 {
			t.Fatalf("%d promises are counted, %d are owed", n, round+1)
		}
		all, err := s.desk.Promises(ctx, c1)
		s.must(err)
		for _, p := range all {
			if p.ID == a.ID && p.State != bot.PromiseKept {
				t.Fatalf("the promise that was kept is %q", p.State)
			}
		}
	}
}

// New settings move what is still to come.
func TestNewSettingsMoveAlarms(t *testing.T) {
	settings := office()
	s := newStage(t, settings, "ana")
	s.joins("ana")
	s.asks(c1)
	s.asks("conversation-0002")
	s.claims("ana", "conversation-0002")
	settings.Expire = 1800
	settings.Teams[0].Standards[bot.Normal] = bot.Standard{First: 1200}
	s.settle(settings)
	s.pass(10 * time.Minute)
	s.owned("conversation-0002", "ana") // it was four minutes before
	s.pass(10 * time.Minute)
	s.owned("conversation-0002", "")
	s.pass(10 * time.Minute)
	if s.count(c1, bot.EventExpired) != 1 {
		t.Error("it was to expire after half an hour")
	}
}

// More than one look's worth is due at the same time: nothing is forgotten.
func TestMoreThanOneBatch(t *testing.T) {
	settings := office()
	settings.Expire = 60
	s := newStage(t, settings, "ana")
	const n = 620
	for i := range n {
		s.asks(conversation(i))
	}
	s.pass(time.Minute)
	s.pass(time.Second)
	left, err := s.store.Queue(context.Background())
	s.must(err)
	if len(left) > 0 {
		t.Errorf("%d of %d still wait", len(left), n)
	}
}

// Words to a customer with an address go out once, together, and only those that were not seen.
func TestMailHasWhatWasNotSeen(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.joins("ana")
	s.asks(c1)
	s.did(s.room.LeaveContact(ctx, s.guest(c1), "kim@example.org", ""))
	s.claims("ana", c1)
	s.replies("ana", c1, "one")
	s.must(s.desk.Seen(ctx, c1, "", s.now(c1).Head))
	s.pass(6 * time.Minute)
	if m := s.mails(c1); len(m) != 0 {
		t.Fatalf("mailed what was seen: %+v", m)
	}
	s.replies("ana", c1, "two")
	first := s.now(c1).Head
	s.pass(4 * time.Minute)
	s.replies("ana", c1, "three")
	s.pass(time.Minute)
	m := s.mails(c1)
	if len(m) != 1 || fmt.Sprint(m[0].Seqs) != fmt.Sprint([]int64{first, first + 1}) {
		t.Fatalf("mails %+v, want one with %d and %d", m, first, first+1)
	}
	s.pass(time.Hour)
	if m := s.mails(c1); len(m) != 1 {
		t.Errorf("%d mails", len(m))
	}
}
