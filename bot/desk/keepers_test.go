package desk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
)

// Two processes keep house on one database: everything is done once.
func TestTwoKeepersDoEverythingOnce(t *testing.T) {
	settings := auto()
	settings.Expire = 3600
	s, ctx := newStage(t, settings, "ana", "ben"), context.Background()
	other := s.open()
	t.Cleanup(func() { other.db.Close() })
	s.joins("ana", "ben")
	for _, a := range []string{"ana", "ben"} {
		other.stays[a] = append(other.stays[a], other.floor.Join(a))
	}
	both := func(d time.Duration) {
		s.at(s.watch.Now().Add(d))
		for _, p := range []*process{s.process, other} {
			for _, stays := range p.stays {
				for _, stay := range stays {
					stay.Touch(true)
				}
			}
		}
		var wg sync.WaitGroup
		for _, p := range []*process{s.process, other} {
			wg.Go(func() { p.keeper.Look(ctx) })
		}
		wg.Wait()
	}
	for i := range 20 {
		s.asks(conversation(i))
	}
	both(time.Second)
	load := make(map[string]int)
	for i := range 20 {
		id := conversation(i)
		c := s.now(id)
		load[c.Owner.Agent]++
		if n := s.count(id, bot.EventOwner); c.Owner.Kind == bot.OwnerAgent && n != 2 || c.Owner.Kind == bot.OwnerQueue && n != 1 {
			t.Errorf("%s changed its owner %d times", id, n)
		}
		if c.Owner.Kind == bot.OwnerAgent {
			a := s.by(c.Owner.Agent, id)
			s.did(other.desk.Reply(ctx, a, "hello", 0, nil))
			s.did(s.room.LeaveContact(ctx, s.guest(id), "kim@example.org", ""))
			s.did(s.desk.Promise(ctx, s.by(c.Owner.Agent, id), "a call", s.watch.Now().Add(2*time.Minute)))
			s.did(other.desk.Snooze(ctx, s.by(c.Owner.Agent, id), s.watch.Now().Add(10*time.Minute)))
		}
	}
	for range 250 {
		both(20 * time.Second)
	}
	for i := range 20 {
		id := conversation(i)
		for kind, most := range map[bot.EventKind]int{bot.EventReminder: 1, bot.EventExpired: 1, bot.EventPromise: 2} {
			if n := s.count(id, kind); n > most {
				t.Errorf("%s: %d events %s", id, n, kind)
			}
		}
		sent := make(map[int64]int)
		for _, m := range s.mails(id) {
			sent[m.Seqs[len(m.Seqs)-1]]++
		}
		for seq, n := range sent {
			if n > 1 {
				t.Errorf("%s: %d mails about event %d", id, n, seq)
			}
		}
		if s.now(id).Promises > 0 && (s.count(id, bot.EventReminder) != 1 || s.count(id, bot.EventPromise) != 2) {
			t.Errorf("%s: a promise was not told: %d reminders, %d events", id, s.count(id, bot.EventReminder), s.count(id, bot.EventPromise))
		}
		for i, e := range s.log(id) {
			if e.Seq != int64(i+1) {
				t.Errorf("%s: event %d has number %d", id, i+1, e.Seq)
			}
		}
	}
}

// What one process remembers of a conversation does not undo what another has written meanwhile.
func TestOldViewWritesNothingBack(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	other := s.open()
	t.Cleanup(func() { other.db.Close() })
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	s.did(other.desk.Note(ctx, s.by("ana", c1), "the other process knows it from here on"))
	s.did(s.room.LeaveContact(ctx, s.guest(c1), "kim@example.org", ""))
	s.replies("ana", c1, "hello")
	s.at(monday.Add(5 * time.Minute))
	other.keeper.Look(ctx) // the mail is due
	if c := s.now(c1); c.Email == "" || c.Spoken == 0 || !c.Clocks.Asked.IsZero() {
		t.Errorf("written over: %+v", c)
	}
	if n := len(s.mails(c1)); n != 1 {
		t.Errorf("%d mails", n)
	}
	s.did(s.desk.HandBack(ctx, s.by("ana", c1)))
	a := s.guest(c1)
	if _, err := other.room.AskForPerson(ctx, a); err != nil { // the other process remembers that ana has it
		t.Fatal(err)
	}
	s.owned(c1, "")
}
