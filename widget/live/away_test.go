package live_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// away is a database that does not answer for a while: who asks waits until it is back, or for as long as they care to.
type away struct {
	mu   sync.Mutex
	back chan struct{} // nil while it answers
	fail error         // what it says at once, if it is not nil
}

func (a *away) fails(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fail = err
}

func (a *away) goes() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.back = make(chan struct{})
}

func (a *away) returns() {
	a.mu.Lock()
	defer a.mu.Unlock()
	close(a.back)
	a.back = nil
}

func (a *away) wait(ctx context.Context) error {
	a.mu.Lock()
	back, fail := a.back, a.fail
	a.mu.Unlock()
	if back == nil {
		return fail
	}
	select {
	case <-back:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// awayStore is a store over such a database.
type awayStore struct {
	*store.Store
	away *away
}

func (a *away) of(s *store.Store) awayStore { return awayStore{s, a} }

func (s awayStore) Conversation(ctx context.Context, id string) (bot.Conversation, error) {
	if err := s.away.wait(ctx); err != nil {
		return bot.Conversation{}, err
	}
	return s.Store.Conversation(ctx, id)
}

func (s awayStore) VisitorOf(ctx context.Context, id string) (bot.Visitor, bool, error) {
	if err := s.away.wait(ctx); err != nil {
		return bot.Visitor{}, false, err
	}
	return s.Store.VisitorOf(ctx, id)
}

// Who is only there stays there while the database is away: each ping is answered in time, as the client waits for it.
// What ended or was said meanwhile is noticed when the database is back.
func TestTheIdleStayWhileTheDatabaseIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := apart(t, live.Limits{})
		act := s.begin()
		far, ana, ben := s.customer(1, false), s.connect(1, "/ws/staff?agent=ana", false), s.connect(1, "/ws/staff?agent=ben", false)
		ana.send(wire.In{Type: wire.TypeResume, Conversation: "conversation-apart"})
		if !within(time.Second, ana.has(1)) {
			t.Fatal("no first message")
		}
		s.away.goes()
		s.mu.Lock()
		s.ended["s-ben"] = true
		s.mu.Unlock()
		const beats = 5
		time.Sleep(beats*wire.HeartbeatMillis*time.Millisecond + oneBeat/2)
		synctest.Wait()
		for who, c := range map[string]*beat{"customer": far, "agent": ana, "agent whose session has ended": ben} {
			c.mu.Lock()
			switch slow := slices.MaxFunc(append(c.pongs, 0), func(a, b time.Duration) int { return int(a - b) }); {
			case c.code != 0:
				t.Errorf("the %s was sent away with %d", who, c.code)
			case len(c.pongs) != beats:
				t.Errorf("the %s has %d pongs for %d pings", who, len(c.pongs), beats)
			case slow >= wire.PongMillis*time.Millisecond/2:
				t.Errorf("the %s waited %s for a pong", who, slow)
			case slow < time.Second:
				t.Errorf("the %s did not wait at all: the proof proves nothing", who)
			}
			c.mu.Unlock()
		}
		s.away.returns()
		if _, err := s.rooms[0].Say(t.Context(), act("m2"), "two", ""); err != nil {
			t.Fatal(err)
		}
		if !within(time.Second, ben.closedWith(wire.CloseSignedOut)) {
			t.Error("the session that ended goes on")
		}
		for who, c := range map[string]*beat{"customer": far, "agent": ana} {
			if !within(oneBeat, c.has(2)) {
				t.Errorf("the %s has not got what was said while the database was away", who)
			}
		}
	})
}

// A state that could not be read when it changed is shown when it can be read again, though nothing changes any more.
func TestStateThatCouldNotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := apart(t, live.Limits{})
		act := s.begin()
		near := s.customer(0, false)
		if !within(time.Second, near.has(1)) {
			t.Fatal("no first message")
		}
		s.away.fails(errors.New("the database is away"))
		if _, err := s.rooms[0].AskForPerson(t.Context(), act("p1")); err != nil {
			t.Fatal(err)
		}
		moved := func() bool { near.mu.Lock(); defer near.mu.Unlock(); return near.owner == string(bot.OwnerQueue) }
		if within(3*time.Second, moved) {
			t.Fatal("the state was read: the proof proves nothing")
		}
		s.away.fails(nil)
		if !within(2*time.Second, moved) {
			t.Errorf("the customer sees the conversation with the %s", near.owner)
		}
	})
}
