package chat_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

// shown is what customers were shown of answers to come.
type shown struct {
	mu  sync.Mutex
	all []bot.Partial
}

func (s *shown) announce(subject string, v any) error {
	if p, ok := v.(*bot.Partial); ok && strings.HasPrefix(subject, chat.SubjectDraft) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all = append(s.all, *p)
	}
	return nil
}

func (s *shown) list() []bot.Partial {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Partial(nil), s.all...)
}

// asked is one asking of the typist.
type asked struct {
	ctx  context.Context
	q    bot.Question
	more chan string // sentences to show; closed when the answer is worded to its end
}

// typist is an answerer with a model: the test writes its sentences. Once its context has ended it falls back on what
// is written, as far as it had found it.
func (s *stage) typist() chan asked {
	turns := make(chan asked, 10)
	s.stop()
	s.drafts = true
	s.answer = func(ctx context.Context, q bot.Question) bot.Decision {
		if q.Payer.Purpose == "" {
			return bot.Decision{Kind: bot.Answer, Text: "written: " + q.Text}
		}
		a := asked{ctx, q, make(chan string)}
		turns <- a
		said := ""
		for {
			select {
			case <-ctx.Done():
				if said == "" { // not even the search has come to its end
					return bot.Decision{Kind: bot.Handoff, Text: "nothing can be found", Reason: bot.ReasonSearchDown}
				}
				return bot.Decision{Kind: bot.Answer, Text: "written: " + q.Text}
			case sentence, ok := <-a.more:
				if !ok {
					return bot.Decision{Kind: bot.Answer, Text: said, Drafted: true}
				}
				said += sentence
				q.Along(bot.Partial{Text: said})
			}
		}
	}
	s.start()
	return turns
}

// answered waits for the bot's n messages and returns them.
func (s *stage) answered(n int) []string {
	s.t.Helper()
	return texts(bot.ByBot, s.until(fmt.Sprint(n, " answers"), func(l []bot.Event) bool { return len(texts(bot.ByBot, l)) >= n }))
}

// ended waits for the end of a context and returns why.
func ended(ctx context.Context, within time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(within):
		return nil
	}
}

var ana = bot.Author{Kind: bot.ByAgent, ID: "ana", Name: "Ana"}

func (s *stage) by(id string) desk.Act { return desk.Act{Agent: ana, Conversation: conv, ID: id} }

func TestTheCustomerReadsAlong(t *testing.T) {
	s := setUp(t)
	turns := s.typist()
	act := s.act("m1")
	act.Address = "192.0.2.0/24"
	if _, err := s.room.LeaveContact(t.Context(), act, "a@example.org", "Ana Ames"); !errors.Is(err, bot.ErrNotFound) {
		t.Fatal(err)
	}
	if _, err := s.room.Say(t.Context(), act, "may I?", ""); err != nil {
		t.Fatal(err)
	}
	a := <-turns
	if want := (bot.Payer{Purpose: bot.ForAnswer, Site: "shop", Visitor: "v1", Address: "192.0.2.0/24"}); a.q.Payer != want {
		t.Errorf("asked for %+v", a.q.Payer)
	}
	if want := []string{"Known v1"}; !reflect.DeepEqual(a.q.Names, want) {
		t.Errorf("names %q", a.q.Names)
	}
	a.more <- "You may. "
	a.more <- "Until May."
	close(a.more)
	if got := s.answered(1); got[0] != "You may. Until May." || !s.log()[1].Body.Drafted {
		t.Fatalf("said %q", got)
	}
	if want := []bot.Partial{{After: 1, Text: "You may. "}, {After: 1, Text: "You may. Until May."}}; !reflect.DeepEqual(s.shown.list(), want) {
		t.Fatalf("shown %+v", s.shown.list())
	}
	// The address is forgotten with the turn, and the name is known from now on.
	if _, err := s.room.LeaveContact(t.Context(), s.act("c"), "a@example.org", "Ana Ames"); err != nil {
		t.Fatal(err)
	}
	s.say("m2", "and then?")
	b := <-turns
	if b.q.Payer.Address != "" || !strings.Contains(strings.Join(b.q.Names, "|"), "Ana Ames") {
		t.Errorf("asked for %+v, names %q", b.q.Payer, b.q.Names)
	}
	close(b.more)
}

// Stopped or left alone, the bot says what is written, and the model is not paid for any longer.
func TestNobodyWaitsForTheWords(t *testing.T) {
	for name, stop := range map[string]func(*stage) error{
		"stopped": func(s *stage) error { return s.room.Stop(conv, visitor.ID) },
		"left":    func(s *stage) error { s.room.Left(conv); return nil },
	} {
		for _, when := range []string{"before anything was shown", "in the middle"} {
			t.Run(name+" "+when, func(t *testing.T) {
				s := setUp(t)
				turns := s.typist()
				s.say("m1", "may I?")
				a := <-turns
				if when == "in the middle" {
					a.more <- "You may."
				}
				if err := s.room.Stop(conv, "v2"); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("somebody else's stop: %v", err)
				}
				if err := a.ctx.Err(); err != nil {
					t.Fatalf("somebody else has stopped it: %v", err)
				}
				if err := stop(s); err != nil {
					t.Fatal(err)
				}
				if err := ended(a.ctx, 5*time.Second); err == nil || errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("the wording goes on: %v", err)
				}
				if got := s.answered(1); got[0] != "written: may I?" {
					t.Fatalf("said %q", got)
				}
				if n := len(turns); n != 0 {
					t.Fatalf("the model was asked %d times more", n)
				}
				for end := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) { // the turn ends after its commit
					if err := s.room.Stop(conv, visitor.ID); errors.Is(err, bot.ErrNotFound) {
						break
					} else if time.Now().After(end) {
						t.Fatalf("nothing is left to be stopped: %v", err)
					}
				}
			})
		}
	}
}

func TestTakenOverWhileDrafting(t *testing.T) {
	s := setUp(t)
	turns := s.typist()
	s.say("m1", "may I?")
	a := <-turns
	a.more <- "You may."
	for until := time.Now().Add(5 * time.Second); len(s.shown.list()) == 0 && time.Now().Before(until); time.Sleep(time.Millisecond) {
	}
	if _, err := s.desk.Claim(t.Context(), s.by("k")); err != nil {
		t.Fatal(err)
	}
	if err := ended(a.ctx, 5*time.Second); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the wording goes on: %v", err)
	}
	s.takenBack(1)
	if got := texts(bot.ByBot, s.log()); len(got) != 0 {
		t.Fatalf("the bot talked over the agent: %q", got)
	}
}

// takenBack waits until what was shown was taken back, and tells of nothing that came after it.
func (s *stage) takenBack(after int64) {
	s.t.Helper()
	for until := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		all := s.shown.list()
		if n := len(all); n > 0 && all[n-1].Text == "" && all[n-1].After == after {
			return
		}
		if time.Now().After(until) {
			s.t.Fatalf("not taken back: %+v", all)
		}
	}
}

func TestMessageWhileDrafting(t *testing.T) {
	s := setUp(t)
	turns := s.typist()
	s.say("m1", "one")
	a := <-turns
	a.more <- "First."
	s.say("m2", "two")
	b := <-turns
	if a.ctx.Err() == nil || b.q.Text != "one\ntwo" {
		t.Fatalf("asked %q, and the first wording goes on: %v", b.q.Text, a.ctx.Err() == nil)
	}
	s.takenBack(1)
	b.more <- "Both."
	close(b.more)
	if got := s.answered(1); got[0] != "Both." {
		t.Fatalf("said %q", got)
	}
	if all := s.shown.list(); all[len(all)-1].After != 2 {
		t.Fatalf("shown %+v", all)
	}
}

// What staff do while a model words an answer does not have it asked again.
func TestNotesDoNotDisturb(t *testing.T) {
	s := setUp(t)
	turns := s.typist()
	if _, err := s.room.AskForPerson(t.Context(), s.act("p")); err != nil {
		t.Fatal(err)
	}
	s.say("m1", "may I?") // nobody is here: the bot helps
	a := <-turns
	a.more <- "You may."
	if err := s.desk.Look(t.Context(), s.by("")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.Note(t.Context(), s.by("n"), "a regular"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.room.LeaveContact(t.Context(), s.act("c"), "a@example.org", "Ana"); err != nil {
		t.Fatal(err)
	}
	if a.ctx.Err() != nil {
		t.Fatal("the wording was ended")
	}
	close(a.more)
	if got := s.answered(1); got[0] != "You may." {
		t.Fatalf("said %q", got)
	}
	if len(turns) != 0 {
		t.Fatal("the model was asked again")
	}
	for _, p := range s.shown.list() {
		if p.Text == "" {
			t.Fatal("what was said was taken back")
		}
	}
}

// Whether an earlier answer helped changes what the bot does: it thinks again.
func TestFeedbackWhileDrafting(t *testing.T) {
	s := setUp(t)
	turns := s.typist()
	s.say("m1", "one")
	close((<-turns).more)
	s.answered(1)
	s.say("m2", "two")
	a := <-turns
	if _, err := s.room.Feedback(t.Context(), s.act("f"), 2, false); err != nil {
		t.Fatal(err)
	}
	b := <-turns
	if a.ctx.Err() == nil || b.q.Earlier[0].Helpful == nil {
		t.Fatal("the feedback is not known")
	}
	close(b.more)
	s.answered(2)
}

// A message that another process has taken is found when the answer is committed.
func TestMessageElsewhereWhileDrafting(t *testing.T) {
	if err := answersBoth(setUp(t)); err != nil {
		t.Fatal(err)
	}
}

// answersBoth: what was said while the bot worded an answer is answered too, though this process did not hear of it.
func answersBoth(s *stage) error {
	turns := s.typist()
	s.say("m1", "one")
	a := <-turns
	other := chat.New(s.config)
	if _, err := other.Say(context.Background(), s.act("m2"), "two", ""); err != nil {
		return err
	}
	a.more <- "First."
	close(a.more)
	select {
	case b := <-turns:
		if b.q.Text != "one\ntwo" {
			return fmt.Errorf("asked %q", b.q.Text)
		}
		close(b.more)
		s.answered(1)
		return nil
	case <-time.After(time.Second):
		return fmt.Errorf("said %q", texts(bot.ByBot, s.log()))
	}
}

// leftAlone: a model does not go on for a customer who has said more.
func leftAlone(s *stage) error {
	turns := s.typist()
	s.say("m1", "one")
	a := <-turns
	s.say("m2", "two")
	if ended(a.ctx, time.Second) == nil {
		close(a.more)
		return errors.New("the wording goes on")
	}
	close((<-turns).more)
	s.answered(1)
	return nil
}

// TestNoModelWithoutTheNames: what is to be kept from a model must be known before one is asked.
func TestNoModelWithoutTheNames(t *testing.T) {
	s := setUp(t)
	s.forgot = errors.New("the disk is gone")
	s.typist()
	if _, err := s.room.Say(t.Context(), s.act("m1"), "may I?", ""); err != nil {
		t.Fatal(err)
	}
	if got := s.answered(1); got[0] != "written: may I?" {
		t.Errorf("said %q", got)
	}
}
