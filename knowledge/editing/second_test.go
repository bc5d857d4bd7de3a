package editing_test

import (
	"errors"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/store"
)

func TestTwoPersons(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{TwoPersons: true, Gate: g}), t.Context()
	publish := func(revision int, who string) error {
		return third(b.Publish(ctx, editing.Step{ID: "a", Revision: revision, Author: who}))
	}
	refused := func(name string, err error) {
		t.Helper()
		if !errors.Is(err, knowledge.ErrSecond) {
			t.Errorf("%s: %v", name, err)
		}
	}
	allowed := func(name string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !b.TwoPersons() || open(t).TwoPersons() {
		t.Error("the room does not know its own rule")
	}
	b.write(t, "a", "k1", "mia")
	refused("one's own", publish(1, "mia"))
	says(t, "one's own", publish(1, "mia"), knowledge.ErrSecond, "you have written revision 1; ask a colleague to look at it and publish it")
	if g.sat.Load() != 0 {
		t.Error("an exam was sat for somebody who may not publish")
	}
	allowed("a colleague's", publish(1, "bob"))
	b.write(t, "a", "k1 k2", "bob")
	b.write(t, "a", "k1 k2 k3", "mia")
	refused("bob has written revision 2, on which it stands", publish(3, "bob"))
	refused("mia has written it", publish(3, "mia"))
	refused("bob has written revision 2", publish(2, "bob"))
	allowed("mia has written 3, which is none of it", publish(2, "mia"))
	if err := b.AskReview(ctx, "a", 3, "", "eve"); err != nil {
		t.Fatal(err)
	}
	says(t, "eve has asked for the review", publish(3, "eve"), knowledge.ErrSecond, "you have asked for its review; a colleague has to publish it")
	allowed("bob's text was published by mia", publish(3, "bob"))
	if _, ok, _ := b.store.Review(ctx, "a"); ok {
		t.Error("what is published still waits for review")
	}
	if _, _, err := b.Withdraw(ctx, editing.Step{ID: "a", Author: "bob", Overrule: "for the test"}); err != nil {
		t.Errorf("a withdrawal wants one person: %v", err)
	}
	refused("mia's own text, brought back", publish(3, "mia"))
	allowed("mia's text, brought back by bob", publish(3, "bob"))
	refused("mia brings back her first", publish(1, "mia"))

	at := morning.AddDate(0, 0, 1)
	b.write(t, "a", "k1 k2 k3 more", "mia")
	plan := store.Scheduled{Article: "a", Act: store.ActPublish, Revision: 4, Due: at, Author: "mia"}
	refused("scheduled by oneself", b.Schedule(ctx, plan))
	plan.Author = "bob"
	allowed("scheduled by a colleague", b.Schedule(ctx, plan))
	allowed("an import", b.Write(ctx, store.Batch{At: morning, Puts: []store.Put{{ID: "new", Content: knowledge.Content{Title: "x"}, Text: "x", Author: "mia", Publish: true, At: morning}}}))
}

func TestReviews(t *testing.T) {
	b, ctx := open(t), t.Context()
	b.write(t, "a", "x", "mia")
	b.write(t, "a", "y", "mia")
	if err := b.AskReview(ctx, "a", 2, "  please ", "mia"); err != nil {
		t.Fatal(err)
	}
	if r, ok, err := b.store.Review(ctx, "a"); err != nil || !ok || r != (store.Review{Article: "a", Revision: 2, Author: "mia", Note: "please", At: morning}) {
		t.Errorf("there waits %+v %v %v", r, ok, err)
	}
	says(t, "empty", b.ReturnReview(ctx, "a", " \n", "bob"), knowledge.ErrInvalid, "the note is empty; say what should be changed")
	says(t, "long", b.AskReview(ctx, "a", 2, strings.Repeat("a", 2001), "mia"), knowledge.ErrInvalid, "the note has 2001 bytes; at most 2000 are allowed")
	says(t, "nul", b.AskReview(ctx, "a", 2, "a\x00", "mia"), knowledge.ErrInvalid, "the note is not readable text")
	if err := b.ReturnReview(ctx, "a", "too long", "bob"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ got, want error }{
		"return twice": {b.ReturnReview(ctx, "a", "too long", "bob"), knowledge.ErrNotFound},
		"old":          {b.AskReview(ctx, "a", 1, "", "mia"), knowledge.ErrConflict},
		"none":         {b.AskReview(ctx, "x", 1, "", "mia"), knowledge.ErrNotFound},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	b.publish(t, "a", 2)
	says(t, "published", b.AskReview(ctx, "a", 2, "", "mia"), knowledge.ErrInvalid, "revision 2 is published already, so there is nothing to review")
}

func TestAutosaves(t *testing.T) {
	b, ctx := open(t), t.Context()
	b.write(t, "a", "x", "mia")
	typed := store.Autosave{Article: "a", Author: "mia", Base: 1, Content: knowledge.Content{Body: strings.Repeat("a", knowledge.MaxBody+9), Review: "soon"}}
	if err := b.Autosave(ctx, typed); err != nil {
		t.Fatal(err)
	}
	if err := b.Autosave(ctx, store.Autosave{Article: "new:1", Author: "mia", Content: knowledge.Content{Title: "unsaid"}}); err != nil {
		t.Fatal(err)
	}
	got, err := b.store.AutosavesBy(ctx, "mia")
	if err != nil || len(got) != 2 || got[0].Content.Body != typed.Content.Body || !got[0].At.Equal(morning) {
		t.Errorf("kept %d %v", len(got), err)
	}
	large := typed
	large.Content.Body = strings.Repeat("<", 200_000) // each is six bytes of JSON
	says(t, "large", b.Autosave(ctx, large), knowledge.ErrInvalid, "what was typed has 1200")
	for name, s := range map[string]store.Autosave{"nobody": {Article: "a"}, "no name": {Author: "mia"}, "control": {Article: "a\nb", Author: "mia"}} {
		if err := b.Autosave(ctx, s); !errors.Is(err, knowledge.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"publish": third(b.Publish(ctx, editing.Step{ID: "a", Revision: 2})), "of a new one": third(b.Publish(ctx, editing.Step{ID: "new:1", Revision: 1})),
		"as revision 0": third(b.Publish(ctx, editing.Step{ID: "a"})), "schedule": b.Schedule(ctx, store.Scheduled{Article: "new:1", Act: store.ActPublish, Revision: 1, Due: morning.AddDate(0, 0, 1)}),
	} {
		if !errors.Is(err, knowledge.ErrNotFound) {
			t.Errorf("what was only typed, %s: %v", name, err)
		}
	}
	if a, err := b.store.Article(ctx, "a"); err != nil || a.Latest != 1 {
		t.Errorf("typing made %+v %v", a, err)
	}
	b.write(t, "a", "x", "mia") // the same as before: no revision, and nothing is left unsaved
	if left, err := b.store.Autosaves(ctx, "a"); err != nil || len(left) != 0 {
		t.Errorf("after saving, there is left %d %v", len(left), err)
	}
}
