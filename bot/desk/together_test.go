package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/aid"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

const c2 = "conversation-0002"

// bulked does a bulk action of ana, undoes it, and returns the conversation before, after and in the end.
func bulked(s *stage, a desk.Act, b desk.Bulk) (before, after, end bot.Conversation) {
	s.t.Helper()
	ctx := context.Background()
	b.IDs = []string{c1}
	before = s.now(c1)
	r, err := s.desk.Bulk(ctx, a, b)
	if err != nil || len(r.Done) != 1 || len(r.Refused) > 0 || r.Undo == "" {
		s.t.Fatalf("%s: %+v, %v", b.Action, r, err)
	}
	after = s.now(c1)
	u, err := s.desk.UndoBulk(ctx, a, r.Undo)
	if err != nil || len(u.Done) != 1 {
		s.t.Fatalf("undo %s: %+v, %v", b.Action, u, err)
	}
	if _, err := s.desk.UndoBulk(ctx, a, r.Undo); !errors.Is(err, bot.ErrInvalid) {
		s.t.Errorf("undo %s twice: %v", b.Action, err)
	}
	return before, after, s.now(c1)
}

// state is what a bulk action can change, as it must be again after the undo.
func state(c bot.Conversation) string {
	k := c.Clocks
	return fmt.Sprint(c.Owner, c.Status, c.Team, c.Priority, c.Tags, bot.UntilMillis(c.Snoozed), c.Queued, k.Asked, k.First, k.Next, k.Resolve)
}

func TestBulkAndUndo(t *testing.T) {
	settings := office()
	settings.Teams = append(settings.Teams, bot.Team{ID: "returns", Title: "Returns"})
	owned := func(s *stage) { s.claims("ana", c1) }
	answered := func(s *stage) { s.claims("ana", c1); s.replies("ana", c1, "hello") }
	waiting := func(*stage) {}
	for name, tc := range map[string]struct {
		prepare func(*stage)
		bulk    desk.Bulk
		changed func(bot.Conversation) bool
	}{
		"accept":           {waiting, desk.Bulk{Action: "accept"}, func(c bot.Conversation) bool { return c.Owner.Agent == "ana" }},
		"release":          {owned, desk.Bulk{Action: "release"}, func(c bot.Conversation) bool { return c.Owner.Kind == bot.OwnerQueue }},
		"assign":           {waiting, desk.Bulk{Action: "assign", To: "ben"}, func(c bot.Conversation) bool { return c.Owner.Agent == "ben" }},
		"tag":              {waiting, desk.Bulk{Action: "tag", Tags: []string{"Parcel"}}, func(c bot.Conversation) bool { return c.Tags == "old parcel" }},
		"untag":            {waiting, desk.Bulk{Action: "untag", Tags: []string{"old"}}, func(c bot.Conversation) bool { return c.Tags == "" }},
		"priority":         {waiting, desk.Bulk{Action: "priority", Priority: bot.High}, func(c bot.Conversation) bool { return c.Priority == bot.High }},
		"urgent":           {waiting, desk.Bulk{Action: "priority", Priority: bot.Urgent}, func(c bot.Conversation) bool { return c.Priority == bot.Urgent }},
		"team, waiting":    {waiting, desk.Bulk{Action: "team", Team: "returns"}, func(c bot.Conversation) bool { return c.Team == "returns" }},
		"team, owned":      {owned, desk.Bulk{Action: "team", Team: "returns"}, func(c bot.Conversation) bool { return c.Team == "returns" && c.Owner.Kind == bot.OwnerQueue }},
		"snooze":           {answered, desk.Bulk{Action: "snooze", Until: monday.Add(time.Hour)}, func(c bot.Conversation) bool { return !c.Snoozed.IsZero() }},
		"resolve":          {answered, desk.Bulk{Action: "resolve", Cause: "delivery"}, func(c bot.Conversation) bool { return c.Status == bot.Resolved }},
		"resolve, waiting": {owned, desk.Bulk{Action: "resolve", Cause: "delivery"}, func(c bot.Conversation) bool { return c.Status == bot.Resolved }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, settings, "ana", "ben")
			s.joins("ana", "ben")
			s.asks(c1)
			s.did(s.desk.Tag(context.Background(), s.by("ana", c1), []string{"old"}))
			tc.prepare(s)
			a := s.by("ana", c1)
			a.Supervisor = true
			before, after, end := bulked(s, a, tc.bulk)
			if !tc.changed(after) {
				t.Errorf("nothing was done: %s", state(after))
			}
			if state(end) != state(before) {
				t.Errorf("undone, it is\n%s, it was\n%s", state(end), state(before))
			}
			if faults := s.epochs(c1); faults != nil {
				t.Error(faults)
			}
		})
	}
}

// epochs says where a log's epochs do not go up by one with each change of owner.
func (s *stage) epochs(id string) (faults []string) {
	epoch := int64(1)
	for _, e := range s.log(id) {
		if moves(e) {
			if epoch++; e.Epoch != epoch {
				faults = append(faults, fmt.Sprintf("event %d has epoch %d, want %d", e.Seq, e.Epoch, epoch))
			}
		}
	}
	return faults
}

// What somebody has touched since is not undone; what is refused does not keep the rest from being done.
func TestUndoLeavesWhatHasMovedOn(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	s.joins("ana", "ben")
	s.asks(c1)
	s.asks(c2)
	s.claims("ben", c2)
	r, err := s.desk.Bulk(ctx, s.by("ana", c1), desk.Bulk{Action: "accept", IDs: []string{c1, c2, "conversation-none"}})
	if err != nil || !slices.Equal(r.Done, []string{c1}) || len(r.Refused) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if taken := (*bot.TakenError)(nil); !errors.As(r.Refused[c2], &taken) || taken.Agent != "ben" {
		t.Errorf("refused with %v", r.Refused[c2])
	}
	s.says(c1, "hello?")
	if _, err := s.desk.UndoBulk(ctx, s.by("ben", c1), r.Undo); !errors.Is(err, bot.ErrInvalid) {
		t.Errorf("undone by somebody else: %v", err)
	}
	u, err := s.desk.UndoBulk(ctx, s.by("ana", c1), r.Undo)
	if err != nil || !errors.Is(u.Refused[c1], bot.ErrNewer) {
		t.Errorf("%+v, %v", u, err)
	}
	s.owned(c1, "ana")
	r, err = s.desk.Bulk(ctx, s.by("ana", c1), desk.Bulk{Action: "release", IDs: []string{c1}})
	s.must(err)
	s.at(s.watch.Now().Add(desk.UndoFor + time.Millisecond))
	if _, err := s.desk.UndoBulk(ctx, s.by("ana", c1), r.Undo); !errors.Is(err, bot.ErrInvalid) {
		t.Errorf("undone too late: %v", err)
	}
	for name, b := range map[string]desk.Bulk{"none": {Action: "tag"}, "too many": {Action: "tag", IDs: make([]string, desk.MaxBulk+1)}} {
		if _, err := s.desk.Bulk(ctx, s.by("ana", c1), b); !errors.Is(err, bot.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r, err := s.desk.Bulk(ctx, s.by("ana", c1), desk.Bulk{Action: "delete", IDs: []string{c1}}); err != nil || !errors.Is(r.Refused[c1], bot.ErrInvalid) {
		t.Errorf("no such action: %+v, %v", r, err)
	}
}

// twin begins two conversations of one customer.
func twins(s *stage) {
	s.t.Helper()
	v := s.visitor("kim")
	for _, c := range []string{c1, c2} {
		s.did(s.room.AskForPerson(context.Background(), chat.Act{Visitor: v, Conversation: c, ID: s.id()}))
	}
}

func TestMerge(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	twins(s)
	s.claims("ana", c2)
	a := s.by("ana", c1)
	first, err := s.desk.Merge(ctx, a, c2)
	s.must(err)
	for range 3 { // nobody heard of it
		if again, err := s.desk.Merge(ctx, a, c2); err != nil || again != first {
			t.Errorf("again: %d, %v, the first was %d", again, err, first)
		}
	}
	if c := s.now(c1); c.Status != bot.Resolved || c.Merged != c2 {
		t.Errorf("%+v", c)
	}
	if n := s.count(c2, bot.EventMerged); n != 1 {
		t.Errorf("the other one was told %d times", n)
	}
	v := s.visitor("kim")
	var merged *bot.MergedError
	for name, f := range map[string]func(chat.Act) (int64, error){
		"say": func(a chat.Act) (int64, error) { return s.room.Say(ctx, a, "hello", "") },
		"ask": func(a chat.Act) (int64, error) { return s.room.AskForPerson(ctx, a) },
	} {
		if _, err := f(chat.Act{Visitor: v, Conversation: c1, ID: s.id()}); !errors.As(err, &merged) || merged.Into != c2 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.desk.Merge(ctx, s.by("ana", c2), c1); err == nil {
		t.Error("merged in a circle")
	}
}

// The process is killed between the two conversations of a merge: the same act does the rest.
func TestMergeAfterACrash(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	twins(s)
	s.claims("ana", c2)
	a := s.by("ana", c1)
	commits := 0
	s.wrap = func(l chat.Log) chat.Log { return dying{l, &commits} }
	s.restart()
	if _, err := s.desk.Merge(ctx, a, c2); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	if s.now(c1).Status != bot.Open || s.count(c2, bot.EventMerged) != 1 {
		t.Fatal("it was not killed in between")
	}
	s.wrap = nil
	s.restart()
	s.did(s.desk.Merge(ctx, a, c2))
	if s.now(c1).Merged != c2 || s.count(c2, bot.EventMerged) != 1 || s.count(c1, bot.EventMerged) != 1 {
		t.Errorf("%+v, told %d times", s.now(c1), s.count(c2, bot.EventMerged))
	}
}

// dying is killed at its second commit.
type dying struct {
	chat.Log
	commits *int
}

func (d dying) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	if *d.commits++; *d.commits > 1 {
		return bot.Outcome{}, errKilled
	}
	return d.Log.Change(ctx, id, create, try, rule)
}

func TestMergeIsRefused(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	s.joins("ana", "ben")
	twins(s)
	s.asks("conversation-0003")
	try := func(name, from, into string, want error) {
		t.Helper()
		before := len(s.log(from)) + len(s.log(into))
		if _, err := s.desk.Merge(ctx, s.by("ana", from), into); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if from != into && len(s.log(from))+len(s.log(into)) != before {
			t.Errorf("%s: refused, but something was written", name)
		}
	}
	try("another customer's", c1, "conversation-0003", bot.ErrInvalid)
	try("itself", c1, c1, bot.ErrInvalid)
	try("nothing", c1, "conversation-9999", bot.ErrNotFound)
	s.claims("ben", c1)
	try("a colleague's", c1, c2, bot.ErrNotOwner)
	s.did(s.desk.Transfer(ctx, s.by("ben", c1), "ana", "", ""))
	s.did(s.desk.Promise(ctx, s.by("ana", c1), "a call", monday.Add(time.Hour)))
	try("with a promise", c1, c2, bot.ErrPromiseOpen)
}

// Whoever waits in one conversation still waits for somebody after it was merged into one that is with the bot.
func TestMergeIntoTheBotsConversation(t *testing.T) {
	s, ctx := newStage(t, office(), "ana"), context.Background()
	v := s.visitor("kim")
	s.did(s.room.Say(ctx, chat.Act{Visitor: v, Conversation: c2, ID: s.id()}, "hello", ""))
	s.did(s.room.AskForPerson(ctx, chat.Act{Visitor: v, Conversation: c1, ID: s.id()}))
	if _, err := s.desk.Merge(ctx, s.by("ana", c1), c2); err != nil {
		return // refusing it drops nobody
	}
	if c := s.now(c2); c.Owner.Kind == bot.OwnerBot {
		t.Errorf("the customer waited in %s; now nobody knows of it: %+v", c1, c.Owner)
	}
}

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
