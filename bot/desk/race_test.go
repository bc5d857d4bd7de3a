package desk_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

// claimers is how many agents race for each conversation.
const claimers = 32

// crowd is how many conversations are raced for. FRONTDESK_RACES=10000 is the size that the promise is proved with.
func crowd(t *testing.T) int {
	switch s := os.Getenv("FRONTDESK_RACES"); {
	case s != "":
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	case testing.Short(), detector:
		return 60
	}
	return 1000
}

// race has 32 agents claim each of many conversations at the same time. Whoever wins writes, and passes it on in one
// of several ways, upon which those who wait for the next epoch race again; losers write as if they had won, and
// winners once more after they lost it. It returns what is wrong, read from the logs and the store.
func race(t *testing.T, n int, wrap func(chat.Log) chat.Log) (faults []string) {
	t.Helper()
	s := newStage(t, bot.DefaultSettings())
	s.wrap = wrap
	s.restart()
	for a := range claimers {
		s.people = append(s.people, desk.Colleague{ID: fmt.Sprintf("a%02d", a), Name: fmt.Sprintf("Agent %d", a)})
		s.joins(s.people[a].ID)
	}
	var mu sync.Mutex
	fault := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		faults = append(faults, fmt.Sprintf(format, args...))
	}
	const wave = 250 // conversations that wait at the same time
	for from := 0; from < n; from += wave {
		s.wave(from, min(from+wave, n), fault)
	}
	for i := range n {
		faults = append(faults, s.raced(conversation(i))...)
	}
	return faults
}

// wave has customers ask for a person in some conversations, and agents race for them.
func (s *stage) wave(from, to int, fault func(string, ...any)) {
	s.t.Helper()
	visitor := s.visitor("everybody")
	var wg sync.WaitGroup
	for part := range 4 {
		wg.Go(func() {
			for i := from + part; i < to; i += 4 {
				if _, err := s.room.AskForPerson(context.Background(), chat.Act{Visitor: visitor, Conversation: conversation(i), ID: "ask"}); err != nil {
					fault("ask: %v", err)
				}
			}
		})
	}
	wg.Wait()
	// Everybody goes through the same conversations in nearly the same order, so that they meet at each.
	for a := range claimers {
		wg.Go(func() {
			me, rng := &racer{s: s, id: s.people[a].ID, fault: fault}, rand.New(rand.NewPCG(uint64(a), uint64(from)))
			const window = 8
			for first := from; first < to; first += window {
				for _, i := range rng.Perm(min(window, to-first)) {
					me.claims(conversation(first+i), rng.IntN(16))
				}
			}
		})
	}
	wg.Wait()
}

// racer is an agent who wants every conversation.
type racer struct {
	s     *stage
	id    string
	fault func(format string, args ...any)
}

func (r *racer) act(c, id string, epoch int64) desk.Act {
	return desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: r.id, Name: r.id}, Conversation: c, ID: id, Epoch: epoch}
}

// claims races for a conversation. Whoever wins may release it after a word, so that the race goes on; a stale word
// follows in any case.
func (r *racer) claims(c string, dice int) {
	ctx, d := context.Background(), r.s.desk
	_, err := d.Claim(ctx, r.act(c, "claim", 0))
	var taken *bot.TakenError
	if err != nil {
		if !errors.As(err, &taken) && !errors.Is(err, bot.ErrResolved) {
			r.fault("%s claims %s: %v", r.id, c, err)
		}
		if dice == 0 { // a loser who did not hear of it, and believes to own it in the epoch of the first claim
			d.Reply(ctx, r.act(c, "stale", 3), "I lost", 0, nil)
		}
		return
	}
	now, err := r.s.store.Conversation(ctx, c)
	r.s.must(err)
	if now.Owner.Agent != r.id {
		return // taken from them meanwhile: there is nobody who may, but the sabotaged
	}
	epoch := now.Epoch
	if _, err := d.Reply(ctx, r.act(c, fmt.Sprint("hello-", epoch), epoch), "I won", 0, nil); err != nil {
		r.fault("%s owns %s and cannot write: %v", r.id, c, err)
	}
	switch dice {
	case 1, 2, 6:
		_, err = d.Release(ctx, r.act(c, "release", epoch))
	case 3:
		_, err = d.Resolve(ctx, r.act(c, "resolve", epoch), "delivery")
	case 4, 7:
		_, err = d.Transfer(ctx, r.act(c, "transfer", epoch), r.s.people[rand.IntN(claimers)].ID, "", "")
	case 5:
		_, err = d.HandBack(ctx, r.act(c, "hand-back", epoch))
	default:
		return
	}
	if err != nil {
		r.fault("%s passes %s on: %v", r.id, c, err)
	}
	d.Reply(ctx, r.act(c, fmt.Sprint("late-", epoch), epoch), "I had it once", 0, nil) // refused, unless it was passed to oneself
}

// raced says what is wrong with a conversation after the race.
func (s *stage) raced(id string) (faults []string) {
	s.t.Helper()
	fault := func(format string, args ...any) { faults = append(faults, id+": "+fmt.Sprintf(format, args...)) }
	owner, epoch, closed := bot.Owner{Kind: bot.OwnerBot}, int64(1), false
	for i, e := range s.log(id) {
		if e.Seq != int64(i+1) {
			fault("event %d has the number %d", i+1, e.Seq)
		}
		switch {
		case moves(e):
			if epoch++; e.Epoch != epoch {
				fault("the owner changed at %d in epoch %d, it should be %d", e.Seq, e.Epoch, epoch)
			}
			if free := owner.Kind != bot.OwnerAgent || e.Author.ID == owner.Agent; !free {
				fault("%s took it at %d from %s", e.Author.ID, e.Seq, owner.Agent)
			}
			owner = bot.Owner{Kind: bot.OwnerBot}
			if e.Kind == bot.EventOwner {
				owner = bot.Owner{Kind: e.Body.Owner}
				if owner.Kind == bot.OwnerAgent {
					owner.Agent = e.Body.To
				}
			}
			closed = e.Kind == bot.EventResolved
		case e.Kind == bot.EventMessage && (e.Author.ID != owner.Agent || e.Epoch != epoch):
			fault("%s wrote %q at %d in epoch %d; it is epoch %d of %+v", e.Author.ID, e.Body.Text, e.Seq, e.Epoch, epoch, owner)
		}
	}
	c, err := s.store.Conversation(context.Background(), id)
	s.must(err)
	if c.Owner != owner || c.Epoch != epoch || (c.Status == bot.Resolved) != closed {
		fault("the store has %+v in epoch %d (%s), the log %+v in epoch %d", c.Owner, c.Epoch, c.Status, owner, epoch)
	}
	return append(faults, s.unstuck(c)...)
}

// unstuck says whether a conversation can still be brought to its end by whoever may.
func (s *stage) unstuck(c bot.Conversation) []string {
	ctx := context.Background()
	act := func(agent string, epoch int64) desk.Act {
		return desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: agent, Name: agent}, Conversation: c.ID, ID: "end-" + agent, Epoch: epoch}
	}
	agent := c.Owner.Agent
	if c.Status == bot.Resolved {
		return nil
	}
	if c.Owner.Kind != bot.OwnerAgent {
		agent = "a00"
		a := act(agent, c.Epoch)
		a.ID = "last-claim"
		if _, err := s.desk.Claim(ctx, a); err != nil {
			return []string{fmt.Sprintf("%s is stuck: %v", c.ID, err)}
		}
		c.Epoch++
	}
	if _, err := s.desk.Resolve(ctx, act(agent, c.Epoch), "delivery"); err != nil {
		return []string{fmt.Sprintf("%s is stuck with %s: %v", c.ID, agent, err)}
	}
	return nil
}

func TestRace(t *testing.T) {
	for i, f := range race(t, crowd(t), nil) {
		if t.Error(f); i == 20 {
			break
		}
	}
}

// ownerless carries out every act as if the conversation belonged to nobody, or to whoever acts.
func ownerless(rule bot.Rule, author string) bot.Rule {
	return func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		if !errors.Is(err, bot.ErrNotOwner) {
			return ch, err
		}
		mine := c
		mine.Owner = bot.Owner{Kind: bot.OwnerQueue}
		if ch, err = rule(mine); err != nil {
			mine.Owner = bot.Owner{Kind: bot.OwnerAgent, Agent: author}
			ch, err = rule(mine)
		}
		ch.Before = c
		return ch, err
	}
}

// epochless carries out every act as if it had been made in the epoch of now.
func epochless(rule bot.Rule) bot.Rule {
	return func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		for back := int64(1); back <= 8 && errors.Is(err, bot.ErrStaleEpoch); back++ {
			was := c
			was.Epoch -= back
			if ch, err = rule(was); err == nil {
				ch.Before, ch.After.Epoch = c, c.Epoch+ch.After.Epoch-was.Epoch
			}
		}
		return ch, err
	}
}

// twisted is a store that bends the rules.
type twisted struct {
	chat.Log
	twist func(rule bot.Rule, author string) bot.Rule
}

func (w twisted) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return w.Log.Change(ctx, id, create, try, w.twist(rule, try.Author.ID))
}

func TestRaceSabotaged(t *testing.T) {
	wrap := func(l chat.Log) chat.Log { return twisted{l, ownerless} }
	if faults := race(t, 40, wrap); len(faults) == 0 {
		t.Error("the check passes without the owner's check: it proves nothing")
	}
}

// A browser that slept writes with the epoch in which its agent owned the conversation; the same agent owns it again.
// The epoch alone tells the difference.
func staleWord(t *testing.T, wrap func(chat.Log) chat.Log) error {
	t.Helper()
	const c = "conversation-0001"
	s := newStage(t, bot.DefaultSettings(), "ana", "ben")
	s.wrap = wrap
	s.restart()
	s.joins("ana", "ben")
	s.asks(c)
	s.claims("ana", c)
	stale := s.by("ana", c)
	s.did(s.desk.Release(context.Background(), s.by("ana", c)))
	s.claims("ana", c)
	_, err := s.desk.Reply(context.Background(), stale, "written before the lunch break", 0, nil)
	return err
}

func TestStaleEpochIsRefused(t *testing.T) {
	if err := staleWord(t, nil); !errors.Is(err, bot.ErrStaleEpoch) {
		t.Errorf("a word from an old epoch: %v, want %v", err, bot.ErrStaleEpoch)
	}
	without := func(l chat.Log) chat.Log {
		return twisted{l, func(rule bot.Rule, _ string) bot.Rule { return epochless(rule) }}
	}
	if err := staleWord(t, without); err != nil {
		t.Errorf("without the check of the epoch the word is refused, too (%v): the test proves nothing", err)
	}
}
