package editing_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/store"
)

// expected reports whether an error is one that people who race with each other get.
func expected(err error) bool {
	if err == nil {
		return true
	}
	for _, e := range []error{knowledge.ErrConflict, knowledge.ErrExam, knowledge.ErrMoved, knowledge.ErrNotFound, knowledge.ErrInvalid, knowledge.ErrSecond, knowledge.ErrSource} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// TestRaces has two editors, in two processes, write, type, publish and withdraw the same articles while customers
// read. Nobody overrules the exam, so no question ever gets worse; what customers read was never only typed or saved.
func TestRaces(t *testing.T) {
	b := open(t, editing.Config{Gate: new(words)})
	rooms := []*bench{b, b, b.beside(t, editing.Config{Gate: new(words)})}
	ids := []string{"a", "b"}
	for i, id := range ids {
		b.write(t, id, []string{"k1", "k1 k2"}[i], "mia")
		b.publish(t, id, 1)
	}
	texts := []string{"k1", "k2", "k1 k2 k3", "not-k1 unsaid", "nothing", "k3 not-k2 unsaid"}
	ctx, stop := context.WithCancel(t.Context())
	var customers, editors sync.WaitGroup
	customers.Go(func() {
		for ctx.Err() == nil {
			for _, id := range ids {
				r, err := b.store.PublishedRevision(t.Context(), id)
				if err != nil && !errors.Is(err, knowledge.ErrNotFound) || strings.Contains(r.Text, "unsaid") {
					t.Errorf("a customer reads %q %v", r.Text, err)
					return
				}
			}
		}
	})
	for n, room := range rooms {
		editors.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(n)))
			for range 60 {
				if err := room.anything(t.Context(), random, ids[random.IntN(2)], texts, fmt.Sprint("editor ", n)); !expected(err) {
					t.Error(err)
				}
			}
		})
	}
	editors.Wait()
	stop()
	customers.Wait()
	answered := b.history(t)
	if worse := declines(answered); len(worse) > 0 {
		t.Errorf("nobody overruled the exam, and it got worse: %q", worse)
	}
	if len(answered) < 10 {
		t.Errorf("in all this only %d changes came about: nothing was proved", len(answered))
	}
	if last := answered[len(answered)-1]; last == answered[1] {
		t.Errorf("the exam is as it was, %q: nothing was proved", last)
	}
}

// anything does what an editor may do, at random.
func (b *bench) anything(ctx context.Context, random *rand.Rand, id string, texts []string, who string) error {
	a, err := b.store.Article(ctx, id)
	if err != nil {
		return err
	}
	text := texts[random.IntN(len(texts))]
	switch random.IntN(6) {
	case 0:
		return third(b.Withdraw(ctx, editing.Step{ID: id, Author: who}))
	case 1:
		return b.Autosave(ctx, store.Autosave{Article: id, Author: who, Base: a.Latest, Content: knowledge.Content{Title: id, Body: "only typed, unsaid"}})
	case 2:
		put := store.Put{ID: id, Base: a.Latest, Content: knowledge.Content{Title: id, Body: text, Locale: "en"}, Text: text, Author: "import", At: morning, Publish: true}
		return b.Write(ctx, store.Batch{Puts: []store.Put{put}, At: morning})
	case 3:
		return third(b.Publish(ctx, editing.Step{ID: id, Revision: 1 + random.IntN(a.Latest), Author: who}))
	}
	a, err = b.Save(ctx, id, a.Latest, knowledge.Content{Title: id, Body: text}, who)
	if err != nil {
		return err
	}
	return third(b.Publish(ctx, editing.Step{ID: id, Revision: a.Latest, Author: who}))
}

// TestTwoEditors has two save over the same revision again and again: one of them is told each time, and no text is lost.
func TestTwoEditors(t *testing.T) {
	b := open(t)
	b.write(t, "a", "start", "mia")
	for base := 1; base <= 20; base++ {
		var all sync.WaitGroup
		var errs [2]error
		for i, who := range []string{"mia", "bob"} {
			all.Go(func() {
				_, errs[i] = b.Save(t.Context(), "a", base, knowledge.Content{Title: "a", Body: fmt.Sprint(who, " ", base)}, who)
			})
		}
		all.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
				if r, err := b.store.Revision(t.Context(), "a", base+1); err != nil || r.Author != []string{"mia", "bob"}[i] || r.Text != fmt.Sprint(r.Author, " ", base) {
					t.Errorf("revision %d is %+v %v", base+1, r, err)
				}
			} else if !errors.Is(err, knowledge.ErrConflict) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Fatalf("%d of two saved over revision %d", won, base)
		}
	}
}
