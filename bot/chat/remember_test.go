package chat_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/chat"
)

// reading counts what is read of conversations.
type reading struct {
	chat.Log
	n *atomic.Int64
}

func (r reading) Conversation(ctx context.Context, id string) (bot.Conversation, error) {
	r.n.Add(1)
	return r.Log.Conversation(ctx, id)
}

func (r reading) Events(ctx context.Context, id string, after int64, limit int) ([]bot.Event, error) {
	r.n.Add(1)
	return r.Log.Events(ctx, id, after, limit)
}

// remembering has a bot that tells what it knows, over a store of which it is counted what is read.
func remembering(t *testing.T) (s *stage, reads *atomic.Int64) {
	reads = new(atomic.Int64)
	s = setUp(t)
	s.stop()
	s.wrap = func(l chat.Log) chat.Log { return reading{l, reads} }
	s.answer = func(_ context.Context, q bot.Question) bot.Decision {
		return bot.Decision{Kind: bot.Answer, Text: fmt.Sprintf("%q after %d", q.Text, len(q.Earlier))}
	}
	s.start()
	return s, reads
}

func said(t *testing.T, s *stage, want ...string) {
	t.Helper()
	for i, got := range s.answered(len(want)) {
		if got != want[i] {
			t.Fatalf("said %q, want %q", got, want[i])
		}
	}
}

// TestTheUsualTurnReadsNothing: what a room has committed itself it knows.
func TestTheUsualTurnReadsNothing(t *testing.T) {
	s, reads := remembering(t)
	s.say("m1", "one")
	said(t, s, `"one" after 0`)
	s.say("m2", "two")
	said(t, s, `"one" after 0`, `"two" after 1`)
	if n := reads.Load(); n > 0 {
		t.Errorf("the conversation was read %d times", n)
	}
	s.room.Forget(conv)
	s.say("m2b", "more")
	said(t, s, `"one" after 0`, `"two" after 1`, `"more" after 2`)
	if n := reads.Swap(0); n != 2 {
		t.Errorf("what was to be forgotten was read %d times, want twice: the conversation and its log", n)
	}
	s.restart()
	s.say("m3", "three") // nobody remembers
	said(t, s, `"one" after 0`, `"two" after 1`, `"more" after 2`, `"three" after 3`)
	if n := reads.Load(); n != 2 {
		t.Errorf("the conversation was read %d times after a start, want twice: itself and its log", n)
	}
	s.say("m4", "four")
	s.answered(5)
	if n := reads.Load(); n != 2 {
		t.Errorf("what was read once was read again: %d", n)
	}
}

// TestWhatOthersCommittedIsAnswered: a room whose memory is out of date answers what was said all the same, and in the
// light of it.
func TestWhatOthersCommittedIsAnswered(t *testing.T) {
	s, _ := remembering(t)
	s.say("m1", "one")
	said(t, s, `"one" after 0`)
	// Another process, of which this one hears nothing, has taken a message and not answered it.
	mute := s.config
	other := chat.New(mute)
	if _, err := other.Say(t.Context(), s.act("m2"), "two", ""); err != nil {
		t.Fatal(err)
	}
	s.say("m3", "three")
	said(t, s, `"one" after 0`, `"two`+`\n`+`three" after 1`)
	// It has taken a message, and nobody says anything here: the turn is found and run.
	if _, err := other.Say(t.Context(), s.act("m4"), "four", ""); err != nil {
		t.Fatal(err)
	}
	said(t, s, `"one" after 0`, `"two`+`\n`+`three" after 1`, `"four" after 2`)
}

// TestNodesRememberNoMoreThanIsTrue: where several nodes share the store, a turn starts from what the log says, so that
// no model is asked for nothing.
func TestNodesRememberNoMoreThanIsTrue(t *testing.T) {
	s, _ := remembering(t)
	var asked atomic.Int64
	tell := s.answer
	s.answer = func(ctx context.Context, q bot.Question) bot.Decision {
		asked.Add(1)
		return tell(ctx, q)
	}
	other := s.nodes(&network{}, func() chat.Claims { return s.store })
	for i, room := range []*chat.Room{s.room, other, s.room, other, other, s.room} {
		if _, err := room.Say(t.Context(), s.act(fmt.Sprint("m", i)), "hello", ""); err != nil {
			t.Fatal(err)
		}
		if got, want := s.answered(i + 1)[i], fmt.Sprintf(`"hello" after %d`, i); got != want {
			t.Fatalf("said %q, want %q", got, want)
		}
	}
	if n := asked.Load(); n != 6 {
		t.Errorf("the bot was asked %d times for 6 answers", n)
	}
}

// TestWhatWasWithdrawnIsReadAnew: after an answer was refused because it quotes what is not published any more, the
// answerer is told to rely on nothing it remembers.
func TestWhatWasWithdrawnIsReadAnew(t *testing.T) {
	s := setUp(t)
	s.published.Store(false)
	var first, then atomic.Bool
	first.Store(true)
	s.answer = func(_ context.Context, q bot.Question) bot.Decision {
		if first.Swap(false) {
			then.Store(q.Anew)
			return bot.Decision{Kind: bot.Answer, Text: "old words", Citations: []bot.Citation{{N: 1, Article: "a", Revision: 1, End: 9}}}
		}
		return bot.Decision{Kind: bot.SmallTalk, Text: fmt.Sprint("first ", then.Load(), ", then ", q.Anew)}
	}
	s.say("m1", "one")
	said(t, s, "first false, then true")
}
