package desk_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

// Whatever way a conversation comes to an agent while its customer waits, the agent owes a word: it comes back to
// the queue if they are silent, and if they vanish.
func TestWhoeverHasAWaitingCustomerOwesAnAnswer(t *testing.T) {
	ctx := context.Background()
	const c = "conversation-0001"
	ways := map[string]func(s *stage){
		"claimed from the queue": func(s *stage) {
			s.asks(c)
			s.claims("ana", c)
		},
		"claimed from the bot with a question open": func(s *stage) {
			s.says(c, "where is my parcel?")
			s.claims("ana", c)
		},
		"assigned": func(s *stage) {
			s.asks(c)
			s.did(s.desk.Assign(ctx, s.boss(c), "ana"))
		},
		"asked again after an answer": func(s *stage) {
			s.asks(c)
			s.claims("ana", c)
			s.replies("ana", c, "hello")
			s.says(c, "and now?")
		},
		"transferred with a question open": func(s *stage) {
			s.asks(c)
			s.claims("ben", c)
			s.did(s.desk.Transfer(ctx, s.by("ben", c), "ana", "", "please"))
		},
		"transferred after an answer": func(s *stage) {
			s.asks(c)
			s.claims("ben", c)
			s.replies("ben", c, "I pass you on to Ana")
			s.did(s.desk.Transfer(ctx, s.by("ben", c), "ana", "", "please"))
		},
		"released after an answer and claimed": func(s *stage) {
			s.asks(c)
			s.claims("ben", c)
			s.replies("ben", c, "somebody else will go on")
			s.did(s.desk.Release(ctx, s.by("ben", c)))
			s.claims("ana", c)
		},
		"reopened": func(s *stage) {
			s.asks(c)
			s.claims("ana", c)
			s.replies("ana", c, "done")
			s.resolves("ana", c)
			s.pass(time.Minute)
			s.says(c, "it is broken again")
		},
		"a resolving undone": func(s *stage) {
			s.asks(c)
			s.claims("ana", c)
			r, err := s.desk.Bulk(ctx, s.by("ana", c), desk.Bulk{Action: "resolve", IDs: []string{c}, Cause: "delivery"})
			s.must(err)
			_, err = s.desk.UndoBulk(ctx, s.by("ana", c), r.Undo)
			s.must(err)
		},
		"snoozed with a question open": func(s *stage) {
			s.asks(c)
			s.claims("ana", c)
			s.desk.Snooze(ctx, s.by("ana", c), bot.UntilAnswer) // may be refused
		},
	}
	for name, way := range ways {
		for _, end := range []string{"silent", "vanished"} {
			t.Run(name+", then "+end, func(t *testing.T) {
				s := newStage(t, office(), "ana", "ben", "boss")
				s.joins("ana", "ben")
				way(s)
				s.owned(c, "ana")
				want := bot.ReasonAgentSilent
				if end == "vanished" {
					want = bot.ReasonAgentGone
					s.leaves("ana")
					s.pass(61 * time.Second)
				} else {
					s.pass(16 * time.Minute)
				}
				s.owned(c, "")
				if got := s.last(c, bot.EventOwner); got.Body.Reason != want {
					t.Errorf("it came back for %q, want %q", got.Body.Reason, want)
				}
			})
		}
	}
}

// Whatever way a conversation comes back to the queue, it waits there for the whole time before it expires.
func TestBackInTheQueueIsNotExpiredAtOnce(t *testing.T) {
	ctx := context.Background()
	const c = "conversation-0001"
	settings := office()
	settings.Teams = append(settings.Teams, bot.Team{ID: "returns", Title: "Returns", Hours: settings.Teams[0].Hours})
	settings.Expire = 8 * 3600 // a day at work
	ways := map[string]func(s *stage){
		"released":    func(s *stage) { s.did(s.desk.Release(ctx, s.by("ana", c))) },
		"transferred": func(s *stage) { s.did(s.desk.Transfer(ctx, s.by("ana", c), "", "returns", "")) },
		"redirected": func(s *stage) {
			r, err := s.desk.Bulk(ctx, s.boss(c), desk.Bulk{Action: "team", IDs: []string{c}, Team: "returns"})
			if err != nil || len(r.Done) != 1 {
				s.t.Fatal(r, err)
			}
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, settings, "ana", "ben", "boss")
			s.joins("ana")
			s.asks(c)
			queued := s.now(c).Queued
			s.claims("ana", c)
			s.replies("ana", c, "I'll look into it")
			s.pass(3 * 24 * time.Hour)
			way(s)
			s.look()
			s.owned(c, "")
			if got := s.now(c); !got.Queued.Equal(queued) {
				t.Errorf("it lost its place: queued %s, was %s", got.Queued, queued)
			}
			s.pass(7 * time.Hour) // to five o'clock
			s.owned(c, "")
			s.pass(17*time.Hour + time.Second) // to ten the next morning
			if got := s.now(c); got.Status != bot.Resolved || s.count(c, bot.EventExpired) != 1 {
				t.Errorf("it did not expire: %+v", got)
			}
		})
	}
}

// A hand-off that nobody took ends, and the customer is told: in the chat, and by mail if they left an address.
func TestExpiryIsToldByMailToo(t *testing.T) {
	const c = "conversation-0001"
	settings := office()
	settings.Expire = 3600
	s := newStage(t, settings, "ana")
	s.asks(c)
	s.did(s.room.LeaveContact(context.Background(), s.guest(c), "kim@example.org", "Kim"))
	s.must(s.desk.Seen(context.Background(), c, "", s.now(c).Head))
	s.pass(time.Hour)
	if got := s.now(c); got.Status != bot.Resolved || s.count(c, bot.EventExpired) != 1 {
		t.Fatalf("not expired: %+v", got)
	}
	s.pass(5 * time.Minute)
	if m := s.mails(c); len(m) != 1 || len(m[0].Seqs) != 1 || m[0].Seqs[0] != s.last(c, bot.EventExpired).Seq {
		t.Fatalf("mails %+v, want one with event %d", m, s.last(c, bot.EventExpired).Seq)
	}
}

// Words that cross: the customer writes without having seen what the agent has just written, and is gone.
func TestCrossingWordsAreMailed(t *testing.T) {
	const c = "conversation-0001"
	s := newStage(t, office(), "ana")
	s.joins("ana")
	s.asks(c)
	s.did(s.room.LeaveContact(context.Background(), s.guest(c), "kim@example.org", "Kim"))
	s.claims("ana", c)
	s.must(s.desk.Seen(context.Background(), c, "", s.now(c).Head))
	s.replies("ana", c, "your code is 1234")
	said := s.last(c, bot.EventMessage).Seq
	s.says(c, "never mind, I have to go")
	s.pass(6 * time.Minute)
	if m := s.mails(c); len(m) != 1 || m[0].Seqs[0] != said {
		t.Fatalf("mails %+v, want one with event %d", m, said)
	}
}
