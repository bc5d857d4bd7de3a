package storetest

import (
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func reviews(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	for _, id := range []string{"a", "b", "f"} {
		p := draft(id, 0)
		if id == "f" {
			p.Source = "folder"
		}
		must[knowledge.Article](t)(s.Create(ctx, p))
	}
	if _, ok, err := s.Review(ctx, "a"); ok || err != nil {
		t.Errorf("a review that nobody asked for: %v %v", ok, err)
	}
	a := store.Review{Article: "a", Revision: 1, Author: "mia", Note: "ready?", At: day.Add(time.Hour)}
	b := store.Review{Article: "b", Revision: 1, Author: "bob", At: day}
	for _, r := range []store.Review{a, b} {
		if err := s.AskReview(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if got, ok, err := s.Review(ctx, "a"); !ok || err != nil || got != a {
		t.Errorf("read %+v %v %v, want %+v", got, ok, err, a)
	}
	if got := must[[]store.Review](t)(s.Reviews(ctx)); !reflect.DeepEqual(got, []store.Review{b, a}) {
		t.Errorf("there wait %+v", got)
	}
	if err := s.ReturnReview(ctx, "a", "eve", "too long", day.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	a.Returned, a.Reviewer = "too long", "eve"
	if got, _, _ := s.Review(ctx, "a"); got != a {
		t.Errorf("sent back, it is %+v", got)
	}
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1)))
	for name, c := range map[string]struct{ got, want error }{
		"no article":      {s.AskReview(ctx, store.Review{Article: "x", Revision: 1, At: day}), knowledge.ErrNotFound},
		"no revision":     {s.AskReview(ctx, store.Review{Article: "a", Revision: 9, At: day}), knowledge.ErrNotFound},
		"revision 0":      {s.AskReview(ctx, store.Review{Article: "a", At: day}), knowledge.ErrNotFound},
		"an old revision": {s.AskReview(ctx, store.Review{Article: "a", Revision: 1, At: day}), knowledge.ErrConflict},
		"kept elsewhere":  {s.AskReview(ctx, store.Review{Article: "f", Revision: 1, At: day}), knowledge.ErrSource},
		"return twice":    {s.ReturnReview(ctx, "a", "bob", "no", day), knowledge.ErrNotFound},
		"return none":     {s.ReturnReview(ctx, "f", "bob", "no", day), knowledge.ErrNotFound},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	again := store.Review{Article: "a", Revision: 2, Author: "mia", At: day.Add(3 * time.Hour)}
	if err := s.AskReview(ctx, again); err != nil {
		t.Fatal(err)
	}
	must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day))
	if got, ok, _ := s.Review(ctx, "a"); !ok || got != again {
		t.Errorf("after an older revision was published, there waits %+v %v", got, ok)
	}
	must[knowledge.Article](t)(s.Publish(ctx, "a", 2, day))
	if got, ok, _ := s.Review(ctx, "a"); ok {
		t.Errorf("after it was published, there waits %+v", got)
	}
	want := []string{"article.create: revision 1", "review.ask: revision 1", "review.return: too long", "article.save: revision 2", "review.ask: revision 2",
		"article.publish: revision 1", "article.publish: revision 2"}
	if got := trail(t, db, "a"); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

// racingReviews has one editor ask for a review of the newest revision while another saves over it: either the review
// was first, and waits for the revision that its author saw, or it is refused.
func racingReviews(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	for n := 1; n <= 15; n++ {
		var all sync.WaitGroup
		var asked error
		all.Go(func() { asked = s.AskReview(ctx, store.Review{Article: "a", Revision: n, Author: "mia", At: day}) })
		all.Go(func() { must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", n))) })
		all.Wait()
		if asked != nil && !errors.Is(asked, knowledge.ErrConflict) {
			t.Fatal(asked)
		}
		r, ok, err := s.Review(ctx, "a")
		if err != nil || asked == nil && (!ok || r.Revision != n) || asked != nil && ok && r.Revision >= n {
			t.Fatalf("asked for %d (%v), there waits %+v %v %v", n, asked, r, ok, err)
		}
	}
	intact(t, db)
}
