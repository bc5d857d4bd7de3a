package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

// What was done on one node is undone on another, once, and a restart in between does not matter. What is kept for it has
// no word of the customer.
func TestUndoOnAnotherNode(t *testing.T) {
	s, ctx := newStage(t, office(), "ana", "ben"), context.Background()
	s.joins("ana", "ben")
	s.asks(c1)
	s.asks(c2)
	before := []bot.Conversation{}
	for _, id := range []string{c1, c2} {
		c, err := s.store.Conversation(ctx, id)
		s.must(err)
		before = append(before, c)
	}
	var ids []string
	for _, b := range []desk.Bulk{
		{Action: "priority", IDs: []string{c1}, Priority: bot.Urgent},
		{Action: "snooze", IDs: []string{c2}, Until: bot.UntilAnswer},
		{Action: "accept", IDs: []string{c1, c2}},
	} {
		if b.Action == "snooze" {
			s.claims("ana", c2) // only who has it puts it aside
		}
		r, err := s.desk.Bulk(ctx, s.by("ana", b.IDs[0]), b)
		if s.must(err); r.Undo != "" {
			ids = append(ids, r.Undo)
		}
	}
	if len(ids) < 2 {
		t.Fatalf("%d actions were done", len(ids))
	}
	var body string
	s.must(s.db.Read().QueryRow(`SELECT group_concat(CAST(body AS TEXT)) FROM bulk_undo`).Scan(&body))
	for _, c := range before {
		for _, word := range []string{c.Visitor, c.Name, c.Email} {
			if word != "" && strings.Contains(body, word) {
				t.Errorf("%q of the customer is kept", word)
			}
		}
	}
	other := s.open()
	defer other.db.Close()
	last := ids[len(ids)-1]
	u, err := other.desk.UndoBulk(ctx, s.by("ana", c1), last)
	if err != nil || !slices.Contains(u.Done, c1) {
		t.Fatalf("on another node: %+v, %v", u, err)
	}
	for _, d := range []*desk.Desk{s.desk, other.desk} {
		if _, err := d.UndoBulk(ctx, s.by("ana", c1), last); !errors.Is(err, bot.ErrInvalid) {
			t.Errorf("undone twice: %v", err)
		}
	}
	c, err := other.store.Conversation(ctx, c1)
	if s.must(err); c.Owner != before[0].Owner || !c.Queued.Equal(before[0].Queued) || c.Priority != bot.Urgent {
		t.Errorf("after the undo %+v; before %+v", c, before[0])
	}
}
