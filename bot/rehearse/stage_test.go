package rehearse_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

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
	if err != nil || len(c.Worse) != 1 || len(c.Better) != 0 || c.Worse[0].Text != "boots size" || c.Worse[0].WasGrade != exam.Correct || c.Worse[0].IsGrade == exam.Correct {
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
	was, is := pairs[0].Was, pairs[0].Is
	if was.Decision != exam.Answer || was.Revision != 1 || was.Text != "All about tent repair." || was.Passage != "about" || is.Revision != 2 || is.Text != "New words of the draft." || is.Passage != "words" {
		t.Errorf("quoted %+v and %+v", was, is)
	}
	if is.Title != "tent repair" || is.Confidence != 1 || is.Threshold != 0.5 || is.Score != 1 || is.Article != "tent" || is.Place(pairs[0].Articles) != 1 {
		t.Errorf("judged %+v", is)
	}
	if v := pairs[1].Is; v.Decision != exam.Clarify || len(v.Offered) != 2 || pairs[1].IsGrade != exam.Asked {
		t.Errorf("asked back %+v", v)
	}
	if v := pairs[2].Is; v.Decision != exam.Handoff || v.Text == "" || pairs[2].IsGrade != exam.Correct {
		t.Errorf("small talk %+v", v)
	}
	if v := pairs[3].Is; v.Decision == exam.Answer || v.Article != "" || v.Passage != "" || pairs[3].IsGrade != exam.Nothing {
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
	if err != nil || len(c.Worse) != 1 || c.Worse[0].Is.Decision != exam.Handoff || c.Worse[0].Is.Text != "A person can answer this." {
		t.Fatalf("forbidden words: %+v, %v", c, err)
	}
	s.published["tent"] = bad
	s.change++
	said, err := stage.Said(t.Context(), s.exam)
	if err != nil || len(said) != 2 || said[0].Text != bad.Text || said[0].Decision != exam.Answer {
		t.Errorf("said before the rules: %+v, %v", said, err)
	}
	if pairs, err := stage.SitAll(t.Context(), knowledge.Proposal{}); err != nil || pairs[0].Is.Decision != exam.Handoff {
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
	if err != nil || pairs[0].Is.Place([]string{"boots"}) == 0 {
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
	if pairs[0].IsGrade != exam.Correct || pairs[1].IsGrade != exam.Correct {
		t.Errorf("those who may read are told %+v and %+v", pairs[0].Is, pairs[1].Is)
	}
	if pairs[2].Is.Article == "members" || pairs[3].Is.Article == "refunds" {
		t.Errorf("others are told %+v and %+v", pairs[2].Is, pairs[3].Is)
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
