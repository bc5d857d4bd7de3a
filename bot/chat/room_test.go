package chat_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// stage is a room over a real database with a scripted answerer.
type stage struct {
	t         testing.TB
	path      string
	db        *sqldb.DB
	store     *store.Store
	room      *chat.Room
	desk      *desk.Desk
	stop      func()
	answer    func(ctx context.Context, q bot.Question) bot.Decision
	wrap      func(chat.Log) chat.Log // sabotage
	changes   atomic.Int64            // acts that were committed or refused
	published atomic.Bool
	staffed   atomic.Bool
	drafts    bool  // the answerer asks a model
	forgot    error // why the names of visitors cannot be read; nil if they can
	deadline  time.Duration
	shown     shown
	config    chat.Config
	change    func(*chat.Config) // of the room and its house, before it runs; nil for none
}

func (s *stage) Turn(ctx context.Context, q bot.Question) bot.Decision { return s.answer(ctx, q) }

var visitor = bot.Visitor{ID: "v1", Site: "shop"}

func setUp(t testing.TB) *stage { return setUpAt(t, filepath.Join(t.TempDir(), "x.db")) }

// setUpAt is setUp with a database at this address.
func setUpAt(t testing.TB, path string) *stage {
	s := &stage{t: t, path: path, deadline: 2 * time.Second}
	s.published.Store(true)
	s.answer = func(_ context.Context, q bot.Question) bot.Decision {
		return bot.Decision{Kind: bot.Answer, Text: "re: " + q.Text}
	}
	s.start()
	if err := s.store.AddVisitor(t.Context(), visitor, "hash", time.Now()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.stop() })
	return s
}

// start opens the database and runs the room, as a process does.
func (s *stage) start() {
	db, err := sqldb.Open(context.Background(), s.path, sqldb.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	st, err := store.New(context.Background(), db, func(*sqldb.Tx, string, int) (bool, error) { return s.published.Load(), nil }, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.db, s.store = db, st
	var log chat.Log = counted{st, &s.changes}
	if s.wrap != nil {
		log = s.wrap(log)
	}
	book, err := desk.OpenBook(context.Background(), st, func(string, any) error { return nil })
	if err != nil {
		s.t.Fatal(err)
	}
	floor := desk.NewFloor(book, st, time.Now, func() {})
	s.config = chat.Config{
		Log: log, Turns: st, Answerer: s, Announce: s.shown.announce,
		Plan: book.Plan, Here: func(string) bool { return false },
		Prospect: func(team string) bot.Prospect {
			p := floor.Prospect(team)
			p.Staffed = s.staffed.Load()
			return p
		},
		Name:  func(_ context.Context, id string) string { return "Agent " + id },
		Clock: time.Now, Observe: func(bot.Decision, time.Duration) {}, BotName: "Bot", Workers: 4, Deadline: s.deadline, Logger: slog.New(slog.DiscardHandler),
		Drafts: s.drafts, Known: func(_ context.Context, visitor string) ([]string, error) {
			return []string{"Known " + visitor}, s.forgot
		},
	}
	if s.change != nil {
		s.change(&s.config)
	}
	s.room = chat.New(s.config)
	s.desk = desk.New(s.room, st, nobody{}, floor, book, time.Now)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); s.room.Run(ctx) }()
	s.stop = sync.OnceFunc(func() { cancel(); <-done; db.Close() })
}

// nobody is on the staff's list; those who act are known by their acts.
type nobody struct{}

func (nobody) Colleagues(context.Context) ([]desk.Colleague, error) { return nil, nil }

// counted counts the acts that have come to their end.
type counted struct {
	chat.Log
	n *atomic.Int64
}

func (c counted) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	defer c.n.Add(1)
	return c.Log.Change(ctx, id, create, try, rule)
}

// afterNext runs f and waits until a further act has come to its end.
func (s *stage) afterNext(f func()) {
	s.t.Helper()
	n := s.changes.Load()
	f()
	for deadline := time.Now().Add(10 * time.Second); s.changes.Load() == n; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatal("nothing was tried")
		}
	}
}

func (s *stage) restart() { s.stop(); s.start() }

const conv = "conversation-0001"

func (s *stage) act(id string) chat.Act {
	return chat.Act{Visitor: visitor, Conversation: conv, ID: id}
}

func (s *stage) say(id, text string) int64 {
	s.t.Helper()
	seq, err := s.room.Say(context.Background(), s.act(id), text, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return seq
}

func (s *stage) log() []bot.Event {
	s.t.Helper()
	events, err := s.store.Events(context.Background(), conv, 0, 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) {
			s.t.Fatalf("event %d has number %d", i+1, e.Seq)
		}
	}
	return events
}

// until waits for the log to fulfil the condition.
func (s *stage) until(what string, cond func([]bot.Event) bool) []bot.Event {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if log := s.log(); cond(log) {
			return log
		}
	}
	s.t.Fatalf("never: %s; log %v", what, s.log())
	return nil
}

func texts(by bot.AuthorKind, log []bot.Event) (out []string) {
	for _, e := range log {
		if e.Kind == bot.EventMessage && e.Author.Kind == by {
			out = append(out, e.Body.Text)
		}
	}
	return out
}

func TestSentOnceStoredOnce(t *testing.T) {
	s := setUp(t)
	first := s.say("m1", "hello")
	for range 2 {
		for range 5 {
			if again := s.say("m1", "hello"); again != first {
				t.Fatalf("a retry got number %d, the first %d", again, first)
			}
		}
		if _, err := s.room.Say(t.Context(), s.act("m1"), "something else", ""); !errors.Is(err, bot.ErrIDReused) {
			t.Fatalf("the same id with another text: %v", err)
		}
		s.restart()
	}
	if got := texts(bot.ByCustomer, s.until("an answer", func(l []bot.Event) bool { return len(texts(bot.ByBot, l)) == 1 })); len(got) != 1 {
		t.Fatalf("stored %q", got)
	}
}

func TestPendingTurnSurvivesAStop(t *testing.T) {
	s := setUp(t)
	answered := s.answer
	blocked := make(chan struct{}, 1)
	s.answer = func(ctx context.Context, q bot.Question) bot.Decision {
		blocked <- struct{}{}
		<-ctx.Done() // the process ends before the answer is ready
		panic("stopped in the middle")
	}
	s.say("m1", "where is my parcel")
	<-blocked
	s.stop()
	s.answer = answered
	s.start()
	s.until("the answer after a restart", func(l []bot.Event) bool { return len(texts(bot.ByBot, l)) == 1 })
}

func TestMessageDuringTheTurnIsAnsweredToo(t *testing.T) {
	s := setUp(t)
	started, goOn := make(chan struct{}, 10), make(chan struct{})
	s.answer = func(_ context.Context, q bot.Question) bot.Decision {
		started <- struct{}{}
		<-goOn
		return bot.Decision{Kind: bot.Answer, Text: "re: " + q.Text}
	}
	s.say("m1", "one")
	<-started
	s.say("m2", "two")
	close(goOn)
	log := s.until("an answer", func(l []bot.Event) bool { return len(texts(bot.ByBot, l)) == 1 })
	if got := texts(bot.ByBot, log); got[0] != "re: one\ntwo" {
		t.Fatalf("answered %q", got)
	}
}

func TestLateAnswerIsRefused(t *testing.T) {
	s := setUp(t)
	started, goOn := make(chan struct{}, 10), make(chan struct{})
	s.answer = func(context.Context, bot.Question) bot.Decision {
		started <- struct{}{}
		<-goOn
		return bot.Decision{Kind: bot.Answer, Text: "too late"}
	}
	s.say("m1", "one")
	<-started
	ana := bot.Author{Kind: bot.ByAgent, ID: "ana", Name: "Ana"}
	if _, err := s.desk.Claim(t.Context(), desk.Act{Agent: ana, Conversation: conv, ID: "k"}); err != nil {
		t.Fatal(err)
	}
	s.afterNext(func() { close(goOn) })
	c, _ := s.store.Conversation(t.Context(), conv)
	if _, err := s.desk.Reply(t.Context(), desk.Act{Agent: ana, Conversation: conv, ID: "r", Epoch: c.Epoch}, "hello", 0, nil); err != nil {
		t.Fatal(err)
	}
	if got := texts(bot.ByBot, s.log()); len(got) != 0 {
		t.Fatalf("the bot talked over the agent: %q", got)
	}
}

func TestWithdrawnArticleIsNotCited(t *testing.T) {
	s := setUp(t)
	s.published.Store(false)
	tries := 0
	s.answer = func(context.Context, bot.Question) bot.Decision {
		if tries++; tries == 3 { // by now the index has followed
			return bot.Decision{Kind: bot.Handoff, Text: "nothing", Reason: bot.ReasonLowConfidence}
		}
		return bot.Decision{Kind: bot.Answer, Text: "old words", Citations: []bot.Citation{{N: 1, Article: "a", Revision: 1, End: 9}}}
	}
	s.say("m1", "one")
	log := s.until("a hand-off", func(l []bot.Event) bool { return len(l) == 3 })
	if got := texts(bot.ByBot, log); len(got) != 1 || got[0] != "nothing" {
		t.Fatalf("said %q", got)
	}
	if o := log[2]; o.Kind != bot.EventOwner || o.Body.Owner != bot.OwnerQueue || o.Body.Place != 1 || o.Body.Staffed {
		t.Fatalf("hand-off %+v", o.Body)
	}
}

func TestFailingBotBringsAPerson(t *testing.T) {
	s := setUp(t)
	s.answer = func(context.Context, bot.Question) bot.Decision { panic("a bug") }
	s.say("m1", "one")
	log := s.until("a hand-off", func(l []bot.Event) bool { return len(l) == 2 })
	if log[1].Body.Reason != bot.ReasonBotFailed {
		t.Fatalf("handed off for %q", log[1].Body.Reason)
	}
}

func TestOneOwner(t *testing.T) {
	s := setUp(t)
	if _, err := s.room.AskForPerson(t.Context(), s.act("p")); err != nil {
		t.Fatal(err)
	}
	var wins, losses atomic.Int32
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			agent := bot.Author{Kind: bot.ByAgent, ID: fmt.Sprint("a", i)}
			_, err := s.desk.Claim(context.Background(), desk.Act{Agent: agent, Conversation: conv, ID: "k"})
			switch taken := (*bot.TakenError)(nil); {
			case err == nil:
				wins.Add(1)
			case errors.As(err, &taken) && taken.Name != "":
				losses.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if wins.Load() != 1 || losses.Load() != 31 {
		t.Fatalf("%d won, %d lost", wins.Load(), losses.Load())
	}
	c, _ := s.store.Conversation(t.Context(), conv)
	if c.Epoch != 3 || c.Owner.Kind != bot.OwnerAgent {
		t.Fatalf("%+v", c)
	}
}

// A retry is answered as the first try was, even when the rule would refuse it by now.
func TestRetryAfterTheOwnerChanged(t *testing.T) {
	s := setUp(t)
	s.room.AskForPerson(t.Context(), s.act("p"))
	ana := bot.Author{Kind: bot.ByAgent, ID: "ana"}
	s.desk.Claim(t.Context(), desk.Act{Agent: ana, Conversation: conv, ID: "k"})
	reply := func() (int64, error) {
		return s.desk.Reply(t.Context(), desk.Act{Agent: ana, Conversation: conv, ID: "r", Epoch: 3}, "hello", 0, nil)
	}
	first, err := reply()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.Resolve(t.Context(), desk.Act{Agent: ana, Conversation: conv, ID: "d", Epoch: 3}, "delivery"); err != nil {
		t.Fatal(err)
	}
	if again, err := reply(); err != nil || again != first {
		t.Fatalf("retry: %d, %v; first %d", again, err, first)
	}
	before := len(s.log())
	s.say("m9", "one more thing")
	log := s.log()
	if len(log) != before+3 || log[before+1].Kind != bot.EventReopened || log[before+2].Body.Owner != bot.OwnerQueue {
		t.Fatalf("reopening: %+v", log[before:])
	}
}

func TestAnothersConversationDoesNotExist(t *testing.T) {
	s := setUp(t)
	s.say("m1", "mine")
	other := s.act("m2")
	other.Visitor = bot.Visitor{ID: "v2", Site: "shop"}
	if err := s.store.AddVisitor(t.Context(), other.Visitor, "hash2", time.Now()); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func() (int64, error){
		"say":      func() (int64, error) { return s.room.Say(t.Context(), other, "hello", "") },
		"person":   func() (int64, error) { return s.room.AskForPerson(t.Context(), other) },
		"rate":     func() (int64, error) { return s.room.Rate(t.Context(), other, 5, "") },
		"feedback": func() (int64, error) { return s.room.Feedback(t.Context(), other, 1, true) },
		"contact":  func() (int64, error) { return s.room.LeaveContact(t.Context(), other, "a@b.de", "") },
	} {
		if _, err := f(); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A retry with a guessed id must not tell that the id exists either.
	other.ID = "m1"
	if _, err := s.room.Say(t.Context(), other, "mine", ""); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("retry of another's message: %v", err)
	}
}

func TestQueuePlaces(t *testing.T) {
	s := setUp(t)
	for i := range 3 {
		a := s.act("p")
		a.Conversation = fmt.Sprintf("conversation-%04d", i)
		if _, err := s.room.AskForPerson(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond)
	}
	places, err := s.desk.Places(t.Context())
	if err != nil || places["conversation-0000"].Place != 1 || places["conversation-0002"].Place != 3 {
		t.Fatalf("%v, %v", places, err)
	}
	ana := bot.Author{Kind: bot.ByAgent, ID: "ana"}
	first := desk.Act{Agent: ana, Conversation: "conversation-0000", ID: "k"}
	if _, err := s.desk.Claim(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	first.ID, first.Epoch = "r", 3
	if _, err := s.desk.Release(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if places, _ = s.desk.Places(t.Context()); places["conversation-0000"].Place != 1 {
		t.Fatalf("released to place %d instead of its original place", places["conversation-0000"].Place)
	}
}

// What the bot may say depends on the site whose customer asks.
func TestTheBotKnowsTheSite(t *testing.T) {
	s := setUp(t)
	sites := make(chan string, 10)
	s.answer = func(_ context.Context, q bot.Question) bot.Decision {
		sites <- q.Site
		return bot.Decision{Kind: bot.Answer, Text: "re: " + q.Text}
	}
	s.say("m1", "one")
	s.until("an answer", func(l []bot.Event) bool { return len(texts(bot.ByBot, l)) == 1 })
	if got := <-sites; got != visitor.Site {
		t.Errorf("asked as a customer of %q, want %q", got, visitor.Site)
	}
}
