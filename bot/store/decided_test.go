package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
)

// decide lets the bot answer a question that is asked at the same time.
func decide(t *testing.T, s *store.Store, conversation, question string, at time.Time) {
	t.Helper()
	create := &bot.Conversation{ID: conversation, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1, Updated: at}
	try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: question, Body: bot.Body{Text: question}}
	out, err := s.Change(t.Context(), conversation, create, try, func(c bot.Conversation) (bot.Change, error) {
		return c.Says(question, question, "", bot.Around{}, at)
	})
	if err != nil {
		t.Fatal(err)
	}
	d := bot.Decision{Kind: bot.Answer, Text: "so", Trace: bot.Trace{Query: question, Index: "ready", Features: map[string]float64{"length": 2}}}
	_, err = s.Change(t.Context(), conversation, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Decides(d, "Bot", out.Conversation.Head, out.Conversation.Epoch, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDecidedListsTheNewestFirst(t *testing.T) { each(t, testDecidedListsTheNewestFirst) }

func testDecidedListsTheNewestFirst(t *testing.T, e engine) {
	s, _ := open(t, e)
	if none, err := s.Decided(t.Context(), 10); err != nil || len(none) != 0 {
		t.Fatalf("before anything was asked: %v, %v", none, err)
	}
	start := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	for hour := range 6 { // turn about, so that the newest of one conversation is older than that of the other
		decide(t, s, fmt.Sprintf("conversation-%04d", hour%2), fmt.Sprint("q", hour), start.Add(time.Duration(hour)*time.Hour))
	}
	for _, c := range []struct {
		limit int
		want  []string
	}{
		{10, []string{"q5", "q4", "q3", "q2", "q1", "q0"}},
		{4, []string{"q5", "q4", "q3", "q2"}},
		{1, []string{"q5"}},
	} {
		events, err := s.Decided(t.Context(), c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range events {
			if e.Author.Kind != bot.ByBot || e.Trace.Features["length"] != 2 {
				t.Errorf("%+v", e)
			}
			got = append(got, e.Trace.Query)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("newest %d: %v, want %v", c.limit, got, c.want)
		}
	}
}
