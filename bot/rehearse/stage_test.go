package rehearse_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/bot"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func TestSitTellsWhatGetsWorseAndBetter(t *testing.T) {
	s := newShop("tent repair", "boots size", "parcels")
	s.exam = []knowledge.ExamQuestion{
		question("tent repair", "tent"), question("boots size", "boots"), question("rent skis", "skis"), question("fly to mars"),
	}
	stage := s.stage(t, nil)
	c, err := stage.Sit(t.Context(), publish(revision("skis rent", 1)))
	if err != nil || c.Asked != 4 || len(c.Worse) != 0 || len(c.Better) != 1 || c.Better[0].Text != "rent skis" || c.Was != 2 || c.Is != 3 {
		t.Errorf("a new article: %+v, %v", c, err)
	}
	c, err = stage.Sit(t.Context(), withdraw("boots"))
	if err != nil || len(c.Worse) != 1 || len(c.Better) != 0 || c.Worse[0].Text != "boots size" || c.Worse[0].BeforeGrade != exam.Correct || c.Worse[0].AfterGrade == exam.Correct {
		t.Errorf("a withdrawal: %+v, %v", c, err)
	}
	taker := revision("taker tent repair boots", 1) // takes a question away from another article
	c, err = stage.Sit(t.Context(), publish(taker))
	if err != nil || len(c.Worse) == 0 {
		t.Errorf("one that takes questions away: %+v, %v", c, err)
	}
	list := "sandals => boots"
	s.exam = append(s.exam, question("sandals big", "boots"))
	c, err = stage.Sit(t.Context(), knowledge.Proposal{Synonyms: &list})
	if err != nil || len(c.Better) != 1 || c.Better[0].Text != "sandals big" || len(c.Worse) != 0 {
		t.Errorf("other synonyms: %+v, %v", c, err)
	}
	if rev, _ := s.PublishedRevision(t.Context(), "boots"); rev.Number != 1 || len(s.published) != 3 {
		t.Errorf("the corpus was changed: %v", s.published)
	}
}

func TestVerdict(t *testing.T) {
	s := newShop("tent repair", "boots size")
	draft := revision("tent repair", 2)
	draft.Text = "New words of the draft."
	pairs, err := s.stage(t, nil).Ask(t.Context(), publish(draft), []knowledge.ExamQuestion{
		question("tent repair", "tent"), question("tent of boots", "tent"), question("hello"), question("nothing at all", "tent"),
	})
	if err != nil {
		t.Fatal(err)
	}
	was, is := pairs[0].Before, pairs[0].After
	if was.Decision != exam.Answer || was.Revision != 1 || was.Text != "All about tent repair." || was.Passage != "about" || is.Revision != 2 || is.Text != "New words of the draft." || is.Passage != "words" {
		t.Errorf("quoted %+v and %+v", was, is)
	}
	if is.Title != "tent repair" || is.Confidence != 1 || is.Threshold != 0.5 || is.Score != 1 || is.Article != "tent" || is.Place(pairs[0].Articles) != 1 {
		t.Errorf("judged %+v", is)
	}
	if v := pairs[1].After; v.Decision != exam.Clarify || len(v.Offered) != 2 || pairs[1].AfterGrade != exam.Asked {
		t.Errorf("asked back %+v", v)
	}
	if v := pairs[2].After; v.Decision != exam.Handoff || v.Text == "" || pairs[2].AfterGrade != exam.Correct {
		t.Errorf("small talk %+v", v)
	}
	if v := pairs[3].After; v.Decision == exam.Answer || v.Article != "" || v.Passage != "" || pairs[3].AfterGrade != exam.Nothing {
		t.Errorf("nothing found %+v", v)
	}
}

// What a rule forbids is no answer, and no earlier answer either.
func TestNeverSayRulesCount(t *testing.T) {
	s := newShop("tent repair", "boots size")
	s.exam = []knowledge.ExamQuestion{question("tent repair", "tent"), question("boots size", "boots")}
	stage := s.stage(t, func(c *rehearse.Config) {
		c.Guard = func(a rehearse.Answerer) rehearse.Answerer { return muzzle{a, "lifetime"} }
	})
	bad := revision("tent repair", 2)
	bad.Text = "We mend it for a lifetime."
	c, err := stage.Sit(t.Context(), publish(bad))
	if err != nil || len(c.Worse) != 1 || c.Worse[0].After.Decision != exam.Handoff || c.Worse[0].After.Text != "A person can answer this." {
		t.Fatalf("forbidden words: %+v, %v", c, err)
	}
	s.published["tent"] = bad
	s.change++
	said, err := stage.Said(t.Context(), s.exam)
	if err != nil || len(said) != 2 || said[0].Text != bad.Text || said[0].Decision != exam.Answer {
		t.Errorf("said before the rules: %+v, %v", said, err)
	}
	if pairs, err := stage.SitAll(t.Context(), knowledge.Proposal{}); err != nil || pairs[0].After.Decision != exam.Handoff {
		t.Errorf("what is said is free of the rules now: %+v, %v", pairs, err)
	}
}

func TestNothingIsRehearsedWithoutQuestions(t *testing.T) {
	s := newShop("tent repair")
	s.fault = errors.New("the index is broken")
	stage := s.stage(t, nil)
	if c, err := stage.Sit(t.Context(), withdraw("tent")); err != nil || c.Asked != 0 || s.made != 0 {
		t.Errorf("%+v, %v, %d made", c, err, s.made)
	}
	if said, err := stage.Said(t.Context(), nil); err != nil || len(said) != 0 {
		t.Errorf("said %v, %v", said, err)
	}
	s.exam = []knowledge.ExamQuestion{question("tent repair", "tent")}
	if _, err := stage.Sit(t.Context(), withdraw("tent")); !errors.Is(err, s.fault) {
		t.Errorf("a rehearsal that cannot be made: %v", err)
	}
}

// A search that does not work must not look like a question that nobody can answer.
func TestBrokenSearchIsNoVerdict(t *testing.T) {
	s := newShop("tent repair")
	s.exam = []knowledge.ExamQuestion{question("tent repair", "tent")}
	s.down = true
	if _, err := s.stage(t, nil).Sit(t.Context(), withdraw("tent")); !errors.Is(err, rehearse.ErrBroken) {
		t.Errorf("sat a broken corpus: %v", err)
	}
}

func TestEarlierQuestionsArePlayed(t *testing.T) {
	s := newShop("tent repair", "boots size", "repair cost")
	q := question("and for boots", "boots")
	q.Before = []string{"tent repair"}
	var asked []string
	var mu sync.Mutex
	s.searching = func(_ context.Context, text string) { mu.Lock(); asked = append(asked, text); mu.Unlock() }
	pairs, err := s.stage(t, nil).Ask(t.Context(), knowledge.Proposal{}, []knowledge.ExamQuestion{q})
	if err != nil || pairs[0].After.Place([]string{"boots"}) == 0 {
		t.Fatalf("%+v, %v", pairs, err)
	}
	if len(asked) < 3 || asked[0] != "tent repair" || !strings.Contains(asked[2], "tent repair and for boots") {
		t.Errorf("searched for %q", asked)
	}
	if s.made != 1 {
		t.Errorf("%d rehearsals for nothing changed", s.made)
	}
}

// Questions on articles that not everybody may read are asked by somebody who may.
func TestAskedAsWhoMayRead(t *testing.T) {
	s := newShop("tent repair")
	staff, club := revision("refunds rules", 1), revision("members postage", 1)
	staff.Audience, club.Audience = []string{knowledge.StaffOnly}, []string{"club", "other"}
	s.published["refunds"], s.published["members"] = staff, club
	stage := s.stage(t, nil)
	pairs, err := stage.Ask(t.Context(), knowledge.Proposal{}, []knowledge.ExamQuestion{
		question("refunds rules", "refunds"), question("members postage", "members"), question("members postage", "tent"), question("refunds rules"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if pairs[0].AfterGrade != exam.Correct || pairs[1].AfterGrade != exam.Correct {
		t.Errorf("those who may read are told %+v and %+v", pairs[0].After, pairs[1].After)
	}
	if pairs[2].After.Article == "members" || pairs[3].After.Article == "refunds" {
		t.Errorf("others are told %+v and %+v", pairs[2].After, pairs[3].After)
	}
	// To be for staff only from now on is a change for the worse for those who asked.
	hidden := revision("tent repair", 2)
	hidden.Audience = []string{knowledge.StaffOnly}
	s.exam = []knowledge.ExamQuestion{question("tent repair", "tent")}
	if c, err := stage.Sit(t.Context(), publish(hidden)); err != nil || len(c.Worse) != 1 {
		t.Errorf("hidden from customers: %+v, %v", c, err)
	}
	d, err := stage.Turn(t.Context(), publish(hidden), bot.Question{Text: "tent repair", Site: "shop"})
	if err != nil || d.Kind == bot.Answer {
		t.Errorf("a customer tries it and is told %+v, %v", d, err)
	}
	members := revision("members hats", 2)
	members.Audience = club.Audience
	if d, err = stage.Turn(t.Context(), publish(members), bot.Question{Text: "members hats"}); err != nil || d.Kind != bot.Answer {
		t.Errorf("somebody tries it and is told %+v, %v", d, err)
	}
}

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
