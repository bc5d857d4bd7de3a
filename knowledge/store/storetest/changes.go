package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func changes(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	if head := must[int64](t)(s.Head(ctx)); head != 0 {
		t.Errorf("head of nothing is %d", head)
	}
	for _, id := range []string{"a", "b"} {
		must[knowledge.Article](t)(s.Create(ctx, draft(id, 0)))
	}
	must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day))
	must[knowledge.Article](t)(s.Publish(ctx, "b", 1, day))
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("b", 1)))
	must[knowledge.Article](t)(s.Withdraw(ctx, "a", day))
	got := must[[]knowledge.Change](t)(s.Changes(ctx, 0, 10))
	if len(got) != 3 || got[0].Seq != 1 || got[1].Seq != 2 || got[2].Seq != 3 {
		t.Fatalf("changes are %+v", got)
	}
	if got[0].Article != "a" || got[0].Revision != nil || got[2].Revision != nil {
		t.Errorf("a withdrawn article is shown as published: %+v", got)
	}
	if r := got[1].Revision; r == nil || r.Article != "b" || r.Number != 1 || r.Text != "text of b" || len(r.Phrasings) != 1 {
		t.Errorf("change carries %+v", r)
	}
	if got := must[[]knowledge.Change](t)(s.Changes(ctx, 1, 1)); len(got) != 1 || got[0].Seq != 2 {
		t.Errorf("one change after 1 is %+v", got)
	}
	if got := must[[]knowledge.Change](t)(s.Changes(ctx, 3, 10)); len(got) != 0 {
		t.Errorf("after the last there is %+v", got)
	}
	if head := must[int64](t)(s.Head(ctx)); head != 3 {
		t.Errorf("head is %d", head)
	}
}

// racingChanges proves that changes are numbered without gaps and each is seen once, by a reader that
// follows while many publish and some writes fail.
func racingChanges(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const writers, each = 8, 12
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				p := draft(fmt.Sprintf("w%d-%d", w, i), 0)
				p.Publish = true
				if err := s.Write(ctx, store.Batch{Puts: []store.Put{p}, At: day, Head: store.AnyHead}); err != nil {
					t.Error(err)
				}
				if err := s.Write(ctx, store.Batch{Puts: []store.Put{draft(p.ID+"x", 0), p}, At: day, Head: store.AnyHead}); !errors.Is(err, knowledge.ErrExists) {
					t.Errorf("second put: %v", err)
				}
			}
		})
	}
	seen := make(map[string]bool)
	next := int64(0)
	for deadline := time.Now().Add(20 * time.Second); next < writers*each && time.Now().Before(deadline); {
		for _, c := range must[[]knowledge.Change](t)(s.Changes(ctx, next, 7)) {
			if next++; c.Seq != next || seen[c.Article] {
				t.Fatalf("change %d for %s came as number %d", c.Seq, c.Article, next)
			}
			seen[c.Article] = true
		}
	}
	wg.Wait()
	if len(seen) != writers*each {
		t.Errorf("saw %d of %d changes", len(seen), writers*each)
	}
}

func eachPublished(t *testing.T, s *store.Store, _ *sqldb.DB) {
	var puts []store.Put
	for i := range 200 {
		p := draft(fmt.Sprintf("a%03d", i), 0)
		p.Publish = i%2 == 0
		puts = append(puts, p)
	}
	if err := s.Write(t.Context(), store.Batch{Puts: puts, At: day, Head: store.AnyHead}); err != nil {
		t.Fatal(err)
	}
	must[knowledge.Article](t)(s.Withdraw(t.Context(), "a000", day))
	var got []string
	err := s.EachPublished(t.Context(), func(r knowledge.Revision) error {
		got = append(got, r.Article)
		return nil
	})
	if err != nil || len(got) != 99 || got[0] != "a002" || !slices.IsSorted(got) {
		t.Errorf("visited %d %v %v", len(got), got, err)
	}
	stop := errors.New("stop")
	if err := s.EachPublished(t.Context(), func(knowledge.Revision) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of the visitor became %v", err)
	}
}

func stillPublished(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	ask := func(number int) (still bool) {
		if err := db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			still, err = s.StillPublished(tx, "a", number)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return still
	}
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	if ask(1) || ask(0) {
		t.Error("a draft counts as published")
	}
	must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day))
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1)))
	if !ask(1) || ask(2) || ask(0) {
		t.Error("revision 1 is the published one")
	}
	must[knowledge.Article](t)(s.Publish(ctx, "a", 2, day))
	if ask(1) || !ask(2) {
		t.Error("revision 2 is the published one")
	}
	must[knowledge.Article](t)(s.Withdraw(ctx, "a", day))
	if ask(1) || ask(2) || ask(0) {
		t.Error("a withdrawn article counts as published")
	}
}
