package editing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/store"
)

// TestFollow proves that the exam is not sat before the corpus that is asked has what is published.
func TestFollow(t *testing.T) {
	var followed []int64
	fault := error(nil)
	g := new(words)
	b := open(t, editing.Config{Gate: g, Follow: func(_ context.Context, head int64) error {
		followed = append(followed, head)
		return fault
	}})
	b.write(t, "a", "k1", "mia")
	b.write(t, "b", "k2", "mia")
	b.publish(t, "a", 1)
	b.publish(t, "b", 1)
	if !slices.Equal(followed, []int64{0, 1}) {
		t.Errorf("waited for %v", followed)
	}
	fault = errBroken
	if _, err := b.Sit(t.Context(), knowledge.Proposal{Changes: []knowledge.Change{{Article: "a"}}}); !errors.Is(err, errBroken) || g.sat.Load() != 2 {
		t.Errorf("a corpus that lags: %v, %d exams", err, g.sat.Load())
	}
}

// TestSatAgain proves that an exam is sat again if the corpus was changed during it, and not for ever.
func TestSatAgain(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1", "mia")
	b.write(t, "b", "k2", "mia")
	times := 3
	meddle := func(context.Context) error {
		if times--; times < 0 {
			return nil
		}
		if _, err := b.store.Publish(ctx, "b", 1, morning); err != nil {
			return err
		}
		_, err := b.store.Withdraw(ctx, "b", morning)
		return err
	}
	g.during = meddle
	if _, _, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 1}); err != nil || g.sat.Load() != 4 {
		t.Errorf("after three changes: %v, %d exams", err, g.sat.Load())
	}
	g.sat.Store(0)
	times = 100
	_, _, err := b.Withdraw(ctx, editing.Step{ID: "a", Overrule: "for the test"})
	if !errors.Is(err, knowledge.ErrMoved) || !strings.HasSuffix(err.Error(), "try again in a minute") || g.sat.Load() != 4 {
		t.Errorf("with changes all the time: %v, %d exams", err, g.sat.Load())
	}
	if a, _ := b.store.Article(ctx, "a"); a.Status != knowledge.Published {
		t.Errorf("it is %+v", a)
	}
}

// TestPublicationsTakeTurns proves that exams are sat one after the other, and that nobody who reads or saves waits.
func TestPublicationsTakeTurns(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	for _, id := range []string{"a", "b"} {
		b.write(t, id, "k1", "mia")
	}
	began, goOn := make(chan struct{}, 2), make(chan struct{})
	g.during = func(context.Context) error {
		began <- struct{}{}
		<-goOn
		return nil
	}
	var all sync.WaitGroup
	all.Go(func() {
		if _, _, err := b.Publish(ctx, editing.Step{ID: "a", Revision: 1}); err != nil {
			t.Error(err)
		}
	})
	<-began
	b.write(t, "a", "k2", "mia") // while the exam is sat
	b.write(t, "c", "k3", "mia")
	if err := b.Autosave(ctx, store.Autosave{Article: "a", Author: "mia"}); err != nil {
		t.Error(err)
	}
	if _, err := b.store.PublishedRevision(ctx, "a"); !errors.Is(err, knowledge.ErrNotFound) {
		t.Error(err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := b.Publish(gone, editing.Step{ID: "b", Revision: 1}); !errors.Is(err, context.Canceled) || g.sat.Load() != 1 {
		t.Errorf("one who does not wait: %v, %d exams", err, g.sat.Load())
	}
	all.Go(func() {
		if _, _, err := b.Publish(ctx, editing.Step{ID: "b", Revision: 1}); err != nil {
			t.Error(err)
		}
	})
	goOn <- struct{}{}
	<-began // only now
	if head, err := b.store.Head(ctx); err != nil || head != 1 {
		t.Errorf("the second began at %d %v", head, err)
	}
	goOn <- struct{}{}
	all.Wait()
	if r, err := b.store.PublishedRevision(ctx, "a"); err != nil || r.Number != 1 || r.Text != "k1" {
		t.Errorf("published is %+v %v", r, err)
	}
}
