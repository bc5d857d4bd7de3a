package chat_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

// A proof that cannot fail proves nothing. Each promise below is checked twice by the same function: on the
// store as it is, where it must hold, and on a store with the protection taken out, where it must not.

// sabotaged is a store with one protection removed.
type sabotaged struct {
	chat.Log
	change func(inner chat.Log, ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error)
}

func (s sabotaged) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return s.change(s.Log, ctx, id, create, try, rule)
}

var spare int

// withoutIDs forgets the client's ids, so that nothing knows a retry (P2).
func withoutIDs(inner chat.Log, ctx context.Context, id string, create *bot.Conversation, _ bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return inner.Change(ctx, id, create, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		for i := range ch.Events {
			if ch.Events[i].ClientID != "" {
				spare++
				ch.Events[i].ClientID = fmt.Sprint("spare-", spare)
			}
		}
		return ch, err
	})
}

// withoutEpoch applies every rule as if nothing had happened since the bot began its turn (P5).
func withoutEpoch(inner chat.Log, ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return inner.Change(ctx, id, create, try, func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		if !errors.Is(err, bot.ErrStaleEpoch) {
			return ch, err
		}
		asBefore := c
		asBefore.Owner, asBefore.Epoch, asBefore.Head = bot.Owner{Kind: bot.OwnerBot}, 1, 1
		if ch, err = rule(asBefore); err != nil {
			return ch, err
		}
		ch.Before, ch.After = c, c
		return ch, nil
	})
}

// withoutPublished commits citations unchecked (P9).
func withoutPublished(inner chat.Log, ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return inner.Change(ctx, id, create, try, func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		for i := range ch.Events {
			ch.Events[i].Body.Citations = nil
		}
		return ch, err
	})
}

// withoutCancelling has the room take whatever happens for something that does not matter to a turn.
func withoutCancelling(inner chat.Log, ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	out, err := inner.Change(ctx, id, create, try, rule)
	for i := range out.Events {
		out.Events[i].Kind = bot.EventNote
	}
	return out, err
}

// withoutRereading commits a decision wherever the conversation has got to in the same epoch.
func withoutRereading(inner chat.Log, ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return inner.Change(ctx, id, create, try, func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		if !errors.Is(err, bot.ErrStaleEpoch) {
			return ch, err
		}
		asBefore := c
		asBefore.Head = 1
		if ch, err = rule(asBefore); err == nil {
			ch.Before, ch.After.Head = c, c.Head
		}
		return ch, err
	})
}

// sentOnce: a message that is sent five times is stored once.
func sentOnce(s *stage) error {
	for range 5 {
		if _, err := s.room.Say(context.Background(), s.act("m1"), "hello", ""); err != nil {
			return err
		}
	}
	if n := len(texts(bot.ByCustomer, s.log())); n != 1 {
		return fmt.Errorf("stored %d times", n)
	}
	return nil
}

// oneOwner: the bot finishes its answer after an agent took over, and does not say it.
func oneOwner(s *stage) error {
	started, goOn := make(chan struct{}, 10), make(chan struct{})
	s.answer = func(context.Context, bot.Question) bot.Decision {
		started <- struct{}{}
		<-goOn
		return bot.Decision{Kind: bot.Answer, Text: "too late"}
	}
	s.say("m1", "one")
	<-started
	ana := bot.Author{Kind: bot.ByAgent, ID: "ana"}
	if _, err := s.desk.Claim(context.Background(), desk.Act{Agent: ana, Conversation: conv, ID: "k"}); err != nil {
		return err
	}
	s.afterNext(func() { close(goOn) })
	if said := texts(bot.ByBot, s.log()); len(said) > 0 {
		return fmt.Errorf("the bot said %q over the agent", said)
	}
	return nil
}

// unpublishedUnsaid: an answer that quotes a withdrawn article is not given.
func unpublishedUnsaid(s *stage) error {
	s.published.Store(false)
	var mu sync.Mutex
	tries := 0
	enough := make(chan struct{})
	s.answer = func(context.Context, bot.Question) bot.Decision {
		mu.Lock()
		defer mu.Unlock()
		if tries++; tries == 3 {
			close(enough)
		}
		if tries >= 3 {
			return bot.Decision{Kind: bot.Handoff, Text: "a person", Reason: bot.ReasonLowConfidence}
		}
		return bot.Decision{Kind: bot.Answer, Text: "old words", Citations: []bot.Citation{{N: 1, Article: "a", Revision: 1, End: 9}}}
	}
	s.say("m1", "one")
	select {
	case <-enough:
		return nil
	case <-time.After(2 * time.Second):
		return fmt.Errorf("said %q", texts(bot.ByBot, s.log()))
	}
}

func TestSabotage(t *testing.T) {
	for name, p := range map[string]struct {
		check    func(*stage) error
		sabotage func(chat.Log, context.Context, string, *bot.Conversation, bot.Event, bot.Rule) (bot.Outcome, error)
	}{
		"P2 sent once, stored once": {sentOnce, withoutIDs},
		"P5 one owner":              {oneOwner, withoutEpoch},
		"P9 unpublished is unsaid":  {unpublishedUnsaid, withoutPublished},
		"drafting in vain":          {leftAlone, withoutCancelling},
		"both are answered":         {answersBoth, withoutRereading},
	} {
		t.Run(name, func(t *testing.T) {
			if err := p.check(setUp(t)); err != nil {
				t.Errorf("the promise is broken: %v", err)
			}
			s := setUp(t)
			s.stop()
			s.wrap = func(l chat.Log) chat.Log { return sabotaged{l, p.sabotage} }
			s.start()
			if err := p.check(s); err == nil {
				t.Error("the check passes without the protection: it proves nothing")
			}
		})
	}
}
