package editing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

func TestGateStopsWhatGetsWorse(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1 k2", "mia")
	_, c, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 1, Author: "mia"})
	if err != nil || c.Asked != 3 || len(c.Better) != 2 || c.Was != 0 || c.Is != 2 {
		t.Fatalf("what gets better: %+v %v", c, err)
	}
	b.write(t, "a", "k1", "mia")
	for name, try := range map[string]func() (exam.Comparison, error){
		"publish": func() (exam.Comparison, error) {
			_, c, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 2, Author: "mia"})
			return c, err
		},
		"withdraw": func() (exam.Comparison, error) {
			_, c, err := b.Withdraw(ctx, editing.Step{ID: "a", Author: "mia", Overrule: "  \n"})
			return c, err
		},
		"write": func() (exam.Comparison, error) {
			err := b.Write(ctx, store.Batch{Puts: []store.Put{{ID: "b", Content: knowledge.Content{Title: "b"}, Text: "not-k1", Publish: true, At: morning}}})
			return comparison(err), err
		},
		"gone": func() (exam.Comparison, error) {
			err := b.Write(ctx, store.Batch{Gone: []store.Publication{{ID: "a", Revision: 2}}, At: morning})
			return comparison(err), err
		},
		"again": func() (exam.Comparison, error) {
			err := b.Write(ctx, store.Batch{Again: []store.Publication{{ID: "a", Revision: 2}}, At: morning})
			return comparison(err), err
		},
		"synonyms": func() (exam.Comparison, error) {
			_, c, err := b.PutSynonyms(ctx, store.SynonymList{Text: "worse", At: morning}, "")
			return c, err
		},
		"schedule": func() (exam.Comparison, error) {
			err := b.Schedule(ctx, store.Scheduled{Article: "a", Act: store.ActPublish, Revision: 2, Due: morning.AddDate(0, 0, 1), Author: "mia"})
			return comparison(err), err
		},
	} {
		c, err := try()
		stopped, ok := errors.AsType[*editing.Stopped](err)
		if !ok || !errors.Is(err, knowledge.ErrExam) || len(c.Worse) == 0 || len(c.Worse) != len(stopped.Comparison.Worse) {
			t.Errorf("%s: %+v %v", name, c, err)
		}
	}
	if head, err := b.store.Head(ctx); err != nil || head != 1 || b.announced.Load() != 1 {
		t.Errorf("what was stopped left head %d %v, announced %d", head, err, b.announced.Load())
	}
	if _, err := b.store.Article(ctx, "b"); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("what was stopped left an article: %v", err)
	}
	if l, _ := b.store.Synonyms(ctx); l.Version != 0 {
		t.Errorf("what was stopped left synonyms %+v", l)
	}
	if all, _ := b.store.AllScheduled(ctx); len(all) != 0 {
		t.Errorf("what was stopped is scheduled: %+v", all)
	}
}

// comparison returns what stopped a change, if the gate did.
func comparison(err error) exam.Comparison {
	if stopped, ok := errors.AsType[*editing.Stopped](err); ok {
		return stopped.Comparison
	}
	return exam.Comparison{}
}

func TestStoppedSaysWhatGetsWorse(t *testing.T) {
	pair := func(text string) exam.Pair {
		return exam.Pair{ExamQuestion: knowledge.ExamQuestion{Asked: knowledge.Asked{Text: text}}}
	}
	for want, c := range map[string]exam.Comparison{
		"the exam gets worse: one question of 9 would be answered worse: “Size?”":                      {Asked: 9, Worse: []exam.Pair{pair("Size?")}},
		"the exam gets worse: 2 of 9 questions would be answered worse, the first being “Where is it”": {Asked: 9, Worse: []exam.Pair{pair("Where is it"), pair("b")}},
		"the exam gets worse": {},
	} {
		if got := (&editing.Stopped{Comparison: c}).Error(); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

func TestReason(t *testing.T) {
	for written, want := range map[string]string{
		"": "", " \n\t ": "", "  the law \n wants it ": "the law wants it", "a b c": "a b c", "unausweichlich": "unausweichlich", "这条法律规定必须如此做": "这条法律规定必须如此做",
		strings.Repeat("ü", 250): strings.Repeat("ü", 250),
	} {
		if got, err := editing.Reason(written); err != nil || got != want {
			t.Errorf("%q gave %q %v", written, got, err)
		}
	}
	for written, want := range map[string]string{
		"ok": `the reason "ok" is too short; say in a few words why this is right although the exam gets worse`, "because so": "",
		"just do it!"[:7]:              "is too short",
		strings.Repeat("ü", 250) + "x": "the reason has 501 bytes; at most 500 are allowed", "a\x00b c d e f": "not readable", "a \xff c d e": "not readable",
	} {
		_, err := editing.Reason(written)
		if want == "" {
			if err != nil {
				t.Errorf("%q: %v", written, err)
			}
			continue
		}
		if !errors.Is(err, knowledge.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", written, err, want)
		}
	}
}

func TestOverruleIsWrittenDown(t *testing.T) {
	b, ctx := open(t, editing.Config{Gate: new(words)}), t.Context()
	b.write(t, "a", "k1 k2", "mia")
	if _, _, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 1, Author: "mia", Overrule: "needless but written"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Withdraw(ctx, editing.Step{ID: "a", Author: "mia", Overrule: "no"}); !errors.Is(err, knowledge.ErrInvalid) {
		t.Errorf("a reason that is none: %v", err)
	}
	a, c, err := b.Withdraw(ctx, editing.Step{ID: "a", Author: "mia", Overrule: " none of it  is true "})
	if err != nil || a.Status != knowledge.Withdrawn || len(c.Worse) != 2 {
		t.Fatalf("%+v %+v %v", a, c, err)
	}
	if err := b.Write(ctx, store.Batch{Again: []store.Publication{{ID: "a", Revision: 1}}, At: morning, Overrule: "it is true after all"}); err != nil {
		t.Fatal(err)
	}
	want := []string{"article.create: revision 1", "article.publish: revision 1", "article.withdraw", "article.overrule: 2 questions get worse: none of it is true",
		"article.import: 0 revisions written, 1 published again, 0 withdrawn"}
	if got := b.trail(t, "a"); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

func TestNothingToExamine(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1", "mia")
	b.publish(t, "a", 1)
	b.write(t, "b", "k2", "mia")
	b.publish(t, "b", 1)
	if _, _, err := b.Withdraw(ctx, editing.Step{ID: "b", Overrule: "for the test"}); err != nil {
		t.Fatal(err)
	}
	was := g.sat.Load()
	for name, err := range map[string]error{
		"published again": third(b.Publish(ctx, editing.Step{ID: "a", Revision: 1})),
		"withdrawn again": third(b.Withdraw(ctx, editing.Step{ID: "b"})),
		"drafts":          b.Write(ctx, store.Batch{Puts: []store.Put{{ID: "c", Content: knowledge.Content{Title: "c"}, Text: "not-k1"}}, At: morning}),
		"again as it is":  b.Write(ctx, store.Batch{Again: []store.Publication{{ID: "a", Revision: 1}}, At: morning}),
		"refusals":        b.Write(ctx, store.Batch{Refuse: []store.Refusal{{ID: "a", Reason: "x"}}, At: morning}),
		"a dry run":       second(b.Sit(ctx, knowledge.Proposal{})),
		"same synonyms":   third(b.PutSynonyms(ctx, store.SynonymList{At: morning}, "")),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if sat := g.sat.Load(); sat != was {
		t.Errorf("%d exams were sat for nothing", sat-was)
	}
	if c, err := b.Sit(ctx, knowledge.Proposal{Changes: []knowledge.Change{{Article: "a"}}}); err != nil || len(c.Worse) != 1 || b.trail(t, "a")[len(b.trail(t, "a"))-1] == "article.withdraw" {
		t.Errorf("a dry run: %+v %v", c, err)
	}
}

var errBroken = errors.New("the index is broken")

func TestExamThatCannotBeSat(t *testing.T) {
	g := &words{during: func(context.Context) error { return errBroken }}
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1", "mia")
	if _, _, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 1}); !errors.Is(err, errBroken) {
		t.Errorf("without a reason: %v", err)
	}
	if _, _, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 1, Overrule: "the index is down"}); err != nil {
		t.Errorf("with a reason: %v", err)
	}
	if got := b.trail(t, "a"); !slices.Contains(got, "article.overrule: the exam could not be sat: the index is down") {
		t.Errorf("the log says %q", got)
	}
	short, cancel := context.WithCancel(ctx)
	g.during = func(context.Context) error { cancel(); return short.Err() }
	if _, _, err := b.Withdraw(short, editing.Step{ID: "a", Overrule: "the index is down"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a person who has gone: %v", err)
	}
	if a, _ := b.store.Article(ctx, "a"); a.Status != knowledge.Published {
		t.Errorf("it is %+v", a)
	}
}
