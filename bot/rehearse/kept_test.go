package rehearse_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
)

func TestRehearsalsAreKept(t *testing.T) {
	s := newShop("tent repair")
	now := time.Unix(0, 0)
	stage := s.stage(t, func(c *rehearse.Config) { c.Clock = func() time.Time { return now } })
	ask := func(p knowledge.Proposal) {
		t.Helper()
		if _, err := stage.Ask(t.Context(), p, []knowledge.ExamQuestion{question("tent repair", "tent")}); err != nil {
			t.Fatal(err)
		}
	}
	wants := func(made, open int, what string) {
		t.Helper()
		if s.made != made || s.open != open {
			t.Errorf("%s: %d made and %d open, want %d and %d", what, s.made, s.open, made, open)
		}
	}
	draft := revision("tent repair", 2)
	ask(publish(draft))
	wants(2, 2, "at first")
	again := draft
	again.Author, again.At = "somebody", time.Now()
	ask(publish(again))
	wants(2, 2, "the same draft")
	if _, err := stage.Turn(t.Context(), publish(draft), bot.Question{Text: "tent repair"}); err != nil {
		t.Fatal(err)
	}
	wants(2, 2, "to try it")
	for i, change := range []func(*knowledge.Revision){
		func(r *knowledge.Revision) { r.Title += " x" }, func(r *knowledge.Revision) { r.Phrasings = []string{"x"} },
		func(r *knowledge.Revision) { r.Tags = []string{"x"} }, func(r *knowledge.Revision) { r.Number++ },
	} {
		other := draft
		change(&other)
		ask(publish(other))
		wants(3+i, min(3, 3+i), "another draft")
	}
	s.change++
	ask(knowledge.Proposal{})
	wants(7, 3, "another corpus")
	s.learned++
	ask(knowledge.Proposal{})
	wants(8, 3, "other things learnt")
	now = now.Add(time.Minute)
	ask(knowledge.Proposal{})
	now = now.Add(time.Minute)
	stage.Rest(90 * time.Second)
	wants(8, 1, "after a rest")
	stage.Close()
	wants(8, 0, "at the end")
}

// A rehearsal that is not kept any more stays open for those who are asking it.
func TestInUseStaysOpen(t *testing.T) {
	s := newShop("tent repair")
	stage := s.stage(t, nil)
	asking, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	s.searching = func(_ context.Context, text string) {
		if text == "tent repair" {
			once.Do(func() { close(asking); <-goOn })
		}
	}
	done := make(chan error)
	go func() {
		_, err := stage.Turn(t.Context(), publish(revision("tent repair", 2)), bot.Question{Text: "tent repair"})
		done <- err
	}()
	<-asking
	for i := range 6 {
		if _, err := stage.Turn(t.Context(), publish(revision(fmt.Sprint("boots ", i), 1)), bot.Question{Text: "boots"}); err != nil {
			t.Fatal(err)
		}
	}
	stage.Close()
	if s.open != 1 {
		t.Errorf("%d are open while one is asked", s.open)
	}
	close(goOn)
	if err := <-done; err != nil {
		t.Errorf("what was asked of it: %v", err)
	}
	if s.open != 0 {
		t.Errorf("%d are open afterwards", s.open)
	}
}

// Many who ask for the same make it once; if the one who makes it leaves, another does.
func TestMadeOnceForAll(t *testing.T) {
	s := newShop("tent repair")
	stage := s.stage(t, nil)
	began := make(chan struct{})
	var tries sync.Mutex
	tried := 0
	s.hold = func(ctx context.Context) error {
		tries.Lock()
		tried++
		n := tried
		tries.Unlock()
		if n > 1 {
			return nil
		}
		close(began)
		<-ctx.Done()
		return ctx.Err()
	}
	leaving, leave := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		_, err := stage.Turn(leaving, knowledge.Proposal{}, bot.Question{Text: "tent repair"})
		first <- err
	}()
	<-began
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if d, err := stage.Turn(t.Context(), knowledge.Proposal{}, bot.Question{Text: "tent repair"}); err != nil || d.Kind != bot.Answer {
				t.Errorf("%v, %v", d.Kind, err)
			}
		})
	}
	leave()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who left is told %v", err)
	}
	all.Wait()
	if s.made != 1 {
		t.Errorf("made %d times", s.made)
	}
}

func TestCancelled(t *testing.T) {
	s := newShop("tent repair")
	for i := range 1000 {
		s.exam = append(s.exam, question(fmt.Sprint("tent repair ", i), "tent"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	n := 0
	s.searching = func(context.Context, string) {
		mu.Lock()
		defer mu.Unlock()
		if n++; n == 20 {
			cancel()
		}
	}
	if _, err := s.stage(t, nil).Sit(ctx, withdraw("tent")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if n > 200 {
		t.Errorf("%d were asked after it was cancelled", n)
	}
}

// A corpus that changes between both sides is rehearsed again; one that never rests is not compared.
func TestMovedMeanwhile(t *testing.T) {
	s := newShop("tent repair")
	s.exam = []knowledge.ExamQuestion{question("tent repair", "tent")}
	moves := 1
	s.hold = func(context.Context) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if moves > 0 {
			moves--
			s.change++
		}
		return nil
	}
	stage := s.stage(t, nil)
	if c, err := stage.Sit(t.Context(), withdraw("tent")); err != nil || len(c.Worse) != 1 || s.made != 4 {
		t.Errorf("moved once: %+v, %v, %d made", c, err, s.made)
	}
	moves = 1000
	s.change++
	if _, err := stage.Sit(t.Context(), withdraw("tent")); !errors.Is(err, knowledge.ErrMoved) {
		t.Errorf("never rests: %v", err)
	}
}

// The same question is asked once of a rehearsal, as long as it is answered; every difference counts.
func TestTurnsAreRemembered(t *testing.T) {
	s := newShop("tent repair")
	asked := 0
	s.searching = func(context.Context, string) { asked++ }
	stage := s.stage(t, nil)
	yes := true
	for i, q := range []bot.Question{
		{Text: "tent repair", Site: "shop"}, {Text: "tent repair", Site: "club"}, {Text: "tent repair", Site: "shop", Staff: true}, {Text: "tent repair", Site: "shop", Locale: "de"},
		{Text: "tent repair", Site: "shop", Earlier: []bot.Exchange{{Question: "x", Kind: bot.Answer}}},
		{Text: "tent repair", Site: "shop", Earlier: []bot.Exchange{{Question: "x", Kind: bot.Answer, Helpful: &yes}}},
	} {
		var first bot.Decision
		for again := range 3 {
			d, err := stage.Turn(t.Context(), knowledge.Proposal{}, q)
			if err != nil {
				t.Fatal(err)
			}
			if again == 0 {
				first = d
			} else if d.Text != first.Text || d.Kind != first.Kind {
				t.Errorf("asked again: %+v, first %+v", d, first)
			}
		}
		if asked != i+1 {
			t.Errorf("%d searches for %d questions", asked, i+1)
		}
	}
	s.down = true
	for range 2 {
		if _, err := stage.Turn(t.Context(), knowledge.Proposal{}, bot.Question{Text: "boots", Site: "shop"}); !errors.Is(err, rehearse.ErrBroken) {
			t.Errorf("broken: %v", err)
		}
	}
	s.down = false
	if d, err := stage.Turn(t.Context(), knowledge.Proposal{}, bot.Question{Text: "boots", Site: "shop"}); err != nil || d.Kind == bot.Answer {
		t.Errorf("mended: %+v, %v", d, err)
	}
}
