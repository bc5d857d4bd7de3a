package desk_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

// friday is an hour before the weekend.
var friday = time.Date(2026, 3, 6, 16, 0, 0, 0, time.UTC)

const c1 = "conversation-0001"

// onlyOne returns the one measure of a kind.
func (s *stage) onlyOne(conversation, kind string) (out bot.Measure) {
	s.t.Helper()
	n := 0
	for _, m := range s.measures(conversation) {
		if m.Kind == kind {
			out, n = m, n+1
		}
	}
	if n != 1 {
		s.t.Fatalf("%d measures of %q: %+v", n, kind, s.measures(conversation))
	}
	return out
}

// at moves the clock without a look of the keeper.
func (s *stage) at(t time.Time) { s.watch.set(t) }

func (s *stage) due(conversation, kind string, want time.Time) {
	s.t.Helper()
	k := s.now(conversation).Clocks
	got := map[string]time.Time{bot.MeasureFirst: k.First, bot.MeasureNext: k.Next, bot.MeasureResolve: k.Resolve}[kind]
	if !got.Equal(want) {
		s.t.Errorf("%s is due %v, want %v", kind, got, want)
	}
}

// Standards count opening hours: what is asked on Friday evening is due on Monday.
func TestClocksCountOpeningHours(t *testing.T) {
	s := newStage(t, office(), "ana")
	s.at(friday.Add(58 * time.Minute)) // 16:58
	s.asks(c1)
	s.due(c1, bot.MeasureFirst, time.Date(2026, 3, 9, 9, 2, 0, 0, time.UTC))
	s.due(c1, bot.MeasureResolve, time.Date(2026, 3, 9, 10, 58, 0, 0, time.UTC))
	e := s.last(c1, bot.EventOwner)
	if e.Body.Standard != 240 || e.Body.Staffed || e.Body.Opens != 0 {
		t.Errorf("the customer was told %+v", e.Body)
	}
	s.at(time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC)) // Saturday
	s.asks("conversation-0002")
	if e := s.last("conversation-0002", bot.EventOwner); e.Body.Opens != time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC).UnixMilli() {
		t.Errorf("the customer was not told when somebody is back: %+v", e.Body)
	}
	s.due("conversation-0002", bot.MeasureFirst, time.Date(2026, 3, 9, 9, 4, 0, 0, time.UTC))
}

// Kept or missed is decided by the millisecond, after a restart as well.
func TestKeptByTheMillisecond(t *testing.T) {
	for _, restart := range []bool{false, true} {
		for after, kept := range map[time.Duration]bool{
			-time.Millisecond: true, 0: true, time.Millisecond: false,
		} {
			s := newStage(t, office(), "ana")
			s.asks(c1)
			s.at(monday.Add(time.Minute))
			s.claims("ana", c1)
			if restart {
				s.restart()
			}
			s.at(monday.Add(4*time.Minute + after))
			s.replies("ana", c1, "hello")
			m := s.onlyOne(c1, bot.MeasureFirst)
			if m.Kept != kept || m.Agent != "ana" || m.Team != "support" || !m.Due.Equal(monday.Add(4*time.Minute)) {
				t.Errorf("answered %s after it was due: %+v, want kept %v", after, m, kept)
			}
			s.at(monday.Add(10 * time.Minute))
			s.says(c1, "and now?")
			if restart {
				s.restart()
			}
			s.at(monday.Add(20*time.Minute + after))
			s.replies("ana", c1, "so")
			if m := s.onlyOne(c1, bot.MeasureNext); m.Kept != kept || !m.Began.Equal(monday.Add(10*time.Minute)) {
				t.Errorf("answered again %s after it was due: %+v, want kept %v", after, m, kept)
			}
		}
	}
}

// The time that waits for the customer does not count for the end, also if the priority changes or it is passed on
// in between; what has run out stays run out.
func TestResolveClockPauses(t *testing.T) {
	urgent := func(s *stage) { s.did(s.desk.Prioritize(context.Background(), s.by("ana", c1), bot.Urgent)) }
	for name, tc := range map[string]struct {
		resolved time.Duration // after the customer has written again
		between  func(*stage)
		kept     bool
	}{
		"in time":                 {resolved: 119 * time.Minute, kept: true},
		"at the last millisecond": {resolved: 2*time.Hour - time.Minute, kept: true},
		"a millisecond late":      {resolved: 2*time.Hour - time.Minute + time.Millisecond, kept: false},
		"urgent, in time":         {resolved: 59 * time.Minute, between: urgent, kept: true},
		"urgent, late":            {resolved: 59*time.Minute + time.Millisecond, between: urgent, kept: false},
		"after a restart":         {resolved: 2*time.Hour - time.Minute, between: (*stage).restart, kept: true},
		"late after a restart":    {resolved: 2*time.Hour - time.Minute + time.Millisecond, between: (*stage).restart, kept: false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, office(), "ana")
			s.asks(c1)
			s.at(monday.Add(30 * time.Second))
			s.claims("ana", c1)
			s.at(monday.Add(time.Minute))
			s.replies("ana", c1, "which number?") // a minute has been used
			s.due(c1, bot.MeasureResolve, time.Time{})
			if tc.between != nil {
				tc.between(s)
			}
			back := monday.Add(24 * time.Hour)
			s.at(back)
			s.says(c1, "42")
			s.at(back.Add(tc.resolved))
			s.resolves("ana", c1)
			if m := s.onlyOne(c1, bot.MeasureResolve); m.Kept != tc.kept {
				t.Errorf("%+v, want kept %v", m, tc.kept)
			}
		})
	}
}

// A paused clock that ends with the conversation is kept; one that ran out before the pause is not.
func TestResolvedWhilePaused(t *testing.T) {
	for answered, kept := range map[time.Duration]bool{
		time.Minute: true, 2*time.Hour - time.Millisecond: true, 2*time.Hour + time.Millisecond: false,
	} {
		s := newStage(t, office(), "ana")
		s.asks(c1)
		s.claims("ana", c1)
		s.at(monday.Add(answered))
		s.replies("ana", c1, "that is it")
		s.at(monday.Add(3 * 24 * time.Hour))
		s.resolves("ana", c1)
		if m := s.onlyOne(c1, bot.MeasureResolve); m.Kept != kept {
			t.Errorf("answered after %s: %+v, want kept %v", answered, m, kept)
		}
	}
}

// A change of the priority measures by the other standard from where the clock began, and back again.
func TestPriorityMovesTheClocks(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.asks(c1)
	s.at(monday.Add(30 * time.Second))
	s.did(s.desk.Prioritize(ctx, s.by("ana", c1), bot.Urgent))
	s.due(c1, bot.MeasureFirst, monday.Add(time.Minute))
	s.due(c1, bot.MeasureResolve, monday.Add(time.Hour))
	s.did(s.desk.Prioritize(ctx, s.by("ana", c1), bot.High)) // has no standards of its own
	s.due(c1, bot.MeasureFirst, monday.Add(4*time.Minute))
	s.due(c1, bot.MeasureResolve, monday.Add(2*time.Hour))
	s.at(monday.Add(2 * time.Minute))
	s.did(s.desk.Prioritize(ctx, s.by("ana", c1), bot.Urgent))
	s.claims("ana", c1)
	s.replies("ana", c1, "hello")
	if m := s.onlyOne(c1, bot.MeasureFirst); m.Kept || m.Priority != bot.Urgent {
		t.Errorf("two minutes for something urgent: %+v", m)
	}
}

// A priority that has a standard where the one before had none starts its clock, and the other way round.
func TestPriorityStartsAndEndsClocks(t *testing.T) {
	settings, ctx := office(), context.Background()
	settings.Teams[0].Standards = map[bot.Priority]bot.Standard{bot.Urgent: {First: 60, Next: 60, Resolve: 600}}
	s := newStage(t, settings, "ana")
	s.asks(c1)
	s.due(c1, bot.MeasureFirst, time.Time{})
	s.did(s.desk.Prioritize(ctx, s.by("ana", c1), bot.Urgent))
	s.due(c1, bot.MeasureFirst, monday.Add(time.Minute))
	s.due(c1, bot.MeasureResolve, monday.Add(10*time.Minute))
	s.did(s.desk.Prioritize(ctx, s.by("ana", c1), bot.Low))
	s.due(c1, bot.MeasureFirst, time.Time{})
	s.due(c1, bot.MeasureResolve, time.Time{})
}

// Handing back stops the clocks; a hand-off later starts anew, and so does reopening. Passing on keeps them.
func TestWhatBeginsAnew(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	s.joins("ben")
	s.asks(c1)
	s.claims("ana", c1)
	s.did(s.desk.Transfer(ctx, s.by("ana", c1), "ben", "", "please"))
	s.due(c1, bot.MeasureFirst, monday.Add(4*time.Minute))
	s.did(s.desk.Release(ctx, s.by("ben", c1)))
	s.due(c1, bot.MeasureFirst, monday.Add(4*time.Minute))
	s.claims("ana", c1)
	s.did(s.desk.HandBack(ctx, s.by("ana", c1)))
	if k := s.now(c1).Clocks; k != (bot.Clocks{}) {
		t.Errorf("with the bot, these clocks run: %+v", k)
	}
	s.at(monday.Add(time.Hour))
	s.asks(c1)
	s.due(c1, bot.MeasureFirst, monday.Add(64*time.Minute))
	s.claims("ana", c1)
	s.replies("ana", c1, "done")
	s.resolves("ana", c1)
	s.leaves("ben")
	s.at(monday.Add(2 * time.Hour))
	s.says(c1, "not done")
	s.owned(c1, "")
	s.due(c1, bot.MeasureFirst, monday.Add(124*time.Minute))
	s.due(c1, bot.MeasureResolve, monday.Add(4*time.Hour))
	if got := s.now(c1); !got.Queued.Equal(monday.Add(2 * time.Hour)) {
		t.Errorf("the old hand-off is replayed: queued %s", got.Queued)
	}
}

// A clock that jumps loses nothing, breaks nothing, and measures no time that is less than none.
func TestClockThatJumps(t *testing.T) {
	for name, jump := range map[string]time.Duration{"back an hour": -time.Hour, "back a week": -7 * 24 * time.Hour, "ahead a week": 7 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			s, ctx := newStage(t, office(), "ana"), context.Background()
			s.joins("ana")
			s.asks(c1)
			s.asks("conversation-0002")
			s.claims("ana", c1)
			s.did(s.desk.Promise(ctx, s.by("ana", c1), "a call", monday.Add(time.Hour)))
			s.pass(jump)
			s.pass(jump)
			if c := s.now(c1); c.Owner.Kind == bot.OwnerQueue { // a week of silence
				s.claims("ana", c1)
			}
			s.replies("ana", c1, "hello")
			s.says(c1, "thanks")
			s.replies("ana", c1, "welcome")
			all, err := s.desk.Promises(ctx, c1)
			s.must(err)
			s.did(s.desk.EndPromise(ctx, s.by("ana", c1), all[0].ID, true, ""))
			s.resolves("ana", c1)
			if c := s.now("conversation-0002"); c.Owner.Kind != bot.OwnerQueue && s.count(c.ID, bot.EventExpired) == 0 {
				t.Errorf("the other one is lost: %+v", c)
			}
			waits := func() []time.Duration {
				all, err := s.store.Waited(ctx, "support", 100)
				s.must(err)
				return all
			}
			s.asks("conversation-0003")
			s.pass(jump)
			if c := s.now("conversation-0003"); c.Status == bot.Open {
				s.claims("ana", c.ID)
			}
			for _, m := range append(s.measures(c1), s.measures("conversation-0003")...) {
				if m.Ended.Before(m.Began) {
					t.Errorf("it ended before it began: %+v", m)
				}
			}
			for _, w := range waits() {
				if w < 0 {
					t.Errorf("somebody waited %s", w)
				}
			}
			for i, e := range s.log(c1) {
				if e.Seq != int64(i+1) {
					t.Errorf("event %d has number %d", i+1, e.Seq)
				}
			}
		})
	}
}

// Earlier measures make the expected wait: none below five, by team, half of the last.
func TestExpectedWait(t *testing.T) {
	settings := office()
	settings.Teams = append(settings.Teams, bot.Team{ID: "returns", Title: "Returns"})
	s := newStage(t, settings, "ana")
	s.joins("ana")
	for i := range 5 {
		if p := s.floor.Prospect("support"); p.Known() || !p.Staffed || !p.Open || p.Samples != i {
			t.Fatalf("with %d waits known: %+v", i, p)
		}
		id := conversation(100 + i)
		s.asks(id)
		if e := s.last(id, bot.EventOwner); e.Body.Wait != 0 {
			t.Fatalf("with %d waits known the customer was told %d s", i, e.Body.Wait)
		}
		s.pass(time.Duration(i+1) * time.Minute)
		s.claims("ana", id)
		s.replies("ana", id, "hello")
		s.look()
	}
	if p := s.floor.Prospect("support"); !p.Known() || p.Samples != 5 || p.Wait != 3*time.Minute {
		t.Errorf("after waits of 1 to 5 minutes: %+v", p)
	}
	if p := s.floor.Prospect("returns"); p.Known() || p.Samples != 0 {
		t.Errorf("the other team: %+v", p)
	}
	s.asks(c1)
	if e := s.last(c1, bot.EventOwner); e.Body.Wait != 180 || e.Body.Samples != 5 || e.Body.Place != 1 {
		t.Errorf("the customer was told %+v", e.Body)
	}
	s.leaves("ana")
	s.asks("conversation-0002")
	if e := s.last("conversation-0002", bot.EventOwner); e.Body.Wait != 0 || e.Body.Staffed {
		t.Errorf("with nobody here the customer was told %+v", e.Body)
	}
}

var _ desk.Staff = (*stage)(nil)
