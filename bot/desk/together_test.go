package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/aid"
	"frontdesk/bot/desk"
)

const c2 = "conversation-0002"

func TestMentions(t *testing.T) {
	s, ctx := newStage(t, office()), context.Background()
	s.people = []desk.Colleague{{ID: "1", Name: "Ana"}, {ID: "2", Name: "Ana Maria"}, {ID: "3", Name: "Bo Berg"}, {ID: "4", Name: "Jörg"}}
	s.asks(c1)
	for i, tc := range []struct {
		text string
		want string
	}{
		{"@Ana please", "[1]"}, {"@ana maria, please", "[2]"}, {"@Bo and @Ana", "[3 1]"}, {"@Bob is nobody", "[]"}, {"mail a@example.org", "[]"},
		{"@Jörg?", "[4]"}, {"@Bo @Bo", "[3]"}, {"@", "[]"}, {"thanks, @Bo Berg!", "[3]"}, {"@Anatol is nobody either", "[]"},
	} {
		s.did(s.desk.Note(ctx, s.by("9", c1), tc.text))
		if got := fmt.Sprint(s.log(c1)[i+1].Body.Mentions); got != tc.want {
			t.Errorf("%q mentions %s, want %s", tc.text, got, tc.want)
		}
	}
	m, err := s.desk.Mentions(ctx, "3")
	if err != nil || m[c1] != 3 {
		t.Errorf("%v, %v", m, err)
	}
	s.must(s.desk.Seen(ctx, c1, "3", s.now(c1).Head))
	if m, _ := s.desk.Mentions(ctx, "3"); len(m) != 0 {
		t.Errorf("seen, and still %v", m)
	}
	if m, _ := s.desk.Mentions(ctx, "1"); m[c1] != 2 {
		t.Errorf("the others were taken off: %v", m)
	}
}

// A never-say rule warns the agent, who may say it anyway; that is noted. The bot is kept from it.
func TestNeverSay(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.must2(s.put(desk.DocNeverSay, []aid.NeverSay{
		{ID: "guarantee", Phrase: "we guarantee", Reason: "we cannot", Bot: true, Agents: true},
		{ID: "bots", Phrase: "full refund", Reason: "people decide", Bot: true},
	}))
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	const text = "Yes, we  GUARANTEE a full refund"
	a := s.by("ana", c1)
	_, err := s.desk.Reply(ctx, a, text, 0, nil)
	var never *desk.NeverSayError
	if !errors.As(err, &never) || never.Hit.Rule.ID != "guarantee" || never.Text != "we  GUARANTEE" {
		t.Fatalf("%v", err)
	}
	if n := s.count(c1, bot.EventMessage); n != 0 {
		t.Fatalf("%d messages were sent", n)
	}
	seq, err := s.desk.Reply(ctx, a, text, 0, []string{desk.WarnNeverSay})
	s.must(err)
	if again, err := s.desk.Reply(ctx, a, text, 0, []string{desk.WarnNeverSay}); err != nil || again != seq {
		t.Errorf("again: %d, %v", again, err)
	}
	if e := s.last(c1, bot.EventNeverSay); e.Body.Rule != "guarantee" || e.Author.ID != "ana" || s.count(c1, bot.EventNeverSay) != 1 {
		t.Errorf("the breach was noted as %+v, %d times", e, s.count(c1, bot.EventNeverSay))
	}
	s.replies("ana", c1, "a full refund it is") // holds for the bot alone
	guard := desk.Guard{Answerer: says("You get a full refund."), Book: s.book}
	d := guard.Turn(ctx, bot.Question{Locale: "de"})
	if d.Kind != bot.Handoff || d.NeverSay != "bots" || d.Unsaid != "full refund" || d.Reason != bot.ReasonNeverSay {
		t.Errorf("the bot said %+v", d)
	}
	for locale, word := range map[string]string{"de-AT": "Mensch", "den-CA": "person"} { // Slave is not German
		if d := guard.Turn(ctx, bot.Question{Locale: locale}); !strings.Contains(d.Text, word) {
			t.Errorf("in %s the bot said %q", locale, d.Text)
		}
	}
	if d := (desk.Guard{Answerer: says("It is on its way."), Book: s.book}).Turn(ctx, bot.Question{}); d.Kind != bot.Answer {
		t.Errorf("the bot was kept from %+v", d)
	}
}

// says is a bot that always says the same.
type says string

func (s says) Turn(context.Context, bot.Question) bot.Decision {
	return bot.Decision{Kind: bot.Answer, Text: string(s)}
}

func (s *stage) must2(_ int64, err error) { s.t.Helper(); s.must(err) }

// Whoever writes over something newer is warned, unless it is their own; confirmed, it is sent.
func TestNewer(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	seen := s.now(c1).Head
	s.replies("ana", c1, "one moment")
	s.did(s.desk.Note(ctx, s.by("ben", c1), "a note is nothing newer"))
	s.did(s.desk.Reply(ctx, s.by("ana", c1), "two", seen, nil))
	s.says(c1, "never mind")
	a := s.by("ana", c1)
	if _, err := s.desk.Reply(ctx, a, "three", seen, nil); !errors.Is(err, bot.ErrNewer) {
		t.Errorf("%v", err)
	}
	s.did(s.desk.Reply(ctx, a, "three", seen, []string{desk.WarnNewer}))
	s.did(s.desk.Reply(ctx, a, "three", seen, nil)) // a retry of what was sent
}

// The customer is told once that somebody looks at their conversation.
func TestLookIsToldOnce(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	s.says(c1, "hello")
	s.must(s.desk.Look(ctx, s.by("ana", c1))) // it is with the bot: nobody waits
	s.asks(c1)
	for _, a := range []string{"ana", "ben", "ana"} {
		s.must(s.desk.Look(ctx, s.by(a, c1)))
	}
	if n := s.count(c1, bot.EventLooked); n != 1 {
		t.Errorf("told %d times", n)
	}
	s.claims("ana", c1)
	s.must(s.desk.Look(ctx, s.by("ben", c1)))
	s.did(s.desk.Release(ctx, s.by("ana", c1)))
	s.must(s.desk.Look(ctx, s.by("ben", c1)))
	if n := s.count(c1, bot.EventLooked); n != 2 {
		t.Errorf("told %d times, want once for each time in the queue", n)
	}
}

// Nothing is passed to somebody who is not there.
func TestPassedToNobody(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	s.joins("ana")
	s.asks(c1)
	s.asks(c2)
	s.claims("ana", c1)
	for name, f := range map[string]func() (int64, error){
		"transfer to somebody deleted": func() (int64, error) { return s.desk.Transfer(ctx, s.by("ana", c1), "gone", "", "") },
		"transfer to somebody offline": func() (int64, error) { return s.desk.Transfer(ctx, s.by("ana", c1), "ben", "", "") },
		"transfer to a team deleted":   func() (int64, error) { return s.desk.Transfer(ctx, s.by("ana", c1), "", "gone", "") },
		"transfer to nobody":           func() (int64, error) { return s.desk.Transfer(ctx, s.by("ana", c1), "", "", "") },
		"assign to somebody deleted":   func() (int64, error) { return s.desk.Assign(ctx, s.boss(c2), "gone") },
		"assign to somebody offline":   func() (int64, error) { return s.desk.Assign(ctx, s.boss(c2), "ben") },
		"bulk to a team that was deleted": func() (int64, error) {
			_, err := s.desk.Bulk(ctx, s.by("ana", c2), desk.Bulk{Action: "team", IDs: []string{c2}, Team: "gone"})
			return 0, err
		},
	} {
		if _, err := f(); !errors.Is(err, bot.ErrNobody) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.owned(c1, "ana")
	s.owned(c2, "")
	if _, err := s.desk.Assign(ctx, s.by("ana", c2), "ana"); !errors.Is(err, bot.ErrForbidden) {
		t.Errorf("assigned without being a supervisor: %v", err)
	}
	if _, err := s.desk.TakeOver(ctx, s.by("ben", c1)); !errors.Is(err, bot.ErrForbidden) {
		t.Errorf("taken over without being a supervisor: %v", err)
	}
	s.did(s.desk.TakeOver(ctx, s.boss(c1)))
	s.owned(c1, "boss")
}

// Teams limit what is seen and done; whoever was given a conversation sees it.
func TestTeamsLimitWhatIsSeen(t *testing.T) {
	settings := office()
	settings.Teams[0].Members = []bot.Member{{Agent: "ana"}}
	s, ctx := newStage(t, settings, "ana", "ben"), context.Background()
	s.joins("ana", "ben")
	s.asks(c1)
	for name, f := range map[string]func() error{
		"read":  func() error { _, err := s.desk.Readable(ctx, "ben", false, c1); return err },
		"claim": func() error { _, err := s.desk.Claim(ctx, s.by("ben", c1)); return err },
		"note":  func() error { _, err := s.desk.Note(ctx, s.by("ben", c1), "hello"); return err },
		"tag":   func() error { _, err := s.desk.Tag(ctx, s.by("ben", c1), []string{"x"}); return err },
		"block": func() error { _, err := s.desk.Block(ctx, s.by("ben", c1), "spam", false); return err },
		"look":  func() error { return s.desk.Look(ctx, s.by("ben", c1)) },
	} {
		if err := f(); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.claims("ana", c1)
	s.did(s.desk.Transfer(ctx, s.by("ana", c1), "ben", "", ""))
	s.replies("ben", c1, "hello")
	if _, err := s.desk.Readable(ctx, "anybody", true, c1); err != nil {
		t.Errorf("a supervisor: %v", err)
	}
}

func TestBlock(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.asks(c1)
	blocked := func() bool {
		v, ok, err := s.store.VisitorOf(ctx, s.now(c1).Visitor)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		return v.Blocked
	}
	a := s.by("ana", c1)
	for range 2 {
		s.did(s.desk.Block(ctx, a, "spam", false))
		if !blocked() {
			t.Error("not blocked")
		}
	}
	if _, err := s.desk.Block(ctx, s.by("ana", c1), "", true); !errors.Is(err, bot.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
	s.did(s.desk.Block(ctx, s.by("ana", c1), "a mistake", true))
	if blocked() || s.count(c1, bot.EventBlocked) != 2 {
		t.Errorf("blocked %v after %d events", blocked(), s.count(c1, bot.EventBlocked))
	}
}

// A low rating opens a follow-up for the team, linked to who served, until somebody has looked at it.
func TestFollowUp(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	s.asks(c1)
	s.claims("ana", c1)
	s.replies("ana", c1, "no")
	s.resolves("ana", c1)
	s.did(s.room.Rate(ctx, s.guest(c1), 2, "not helpful"))
	o, err := s.desk.Overview(ctx)
	if err != nil || len(o.FollowUps) != 1 || s.last(c1, bot.EventRating).Body.Served != "ana" {
		t.Fatalf("%+v, %v", o.FollowUps, err)
	}
	s.did(s.desk.FollowUp(ctx, s.by("ana", c1), "I have written to them"))
	if o, _ := s.desk.Overview(ctx); len(o.FollowUps) != 0 {
		t.Error("it is still there")
	}
	s.did(s.room.Rate(ctx, s.guest(c1), 3, ""))
	if o, _ := s.desk.Overview(ctx); len(o.FollowUps) != 0 {
		t.Error("three is not low")
	}
}
