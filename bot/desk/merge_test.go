package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
)

// twins begins two conversations of one customer.
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
