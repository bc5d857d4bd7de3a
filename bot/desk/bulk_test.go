package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

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
