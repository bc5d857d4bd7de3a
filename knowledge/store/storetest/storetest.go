// Package storetest is the suite that every engine of the knowledge store passes.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// Open makes an empty, migrated store and returns the database under it.
type Open func(t *testing.T) (*store.Store, *sqldb.DB)

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, *store.Store, *sqldb.DB){
		"round trip": roundTrip, "missing": missing, "conflicts": conflicts, "publishing": publishing, "republishing": republishing,
		"list": list, "list is literal": listIsLiteral, "list pages": listPages, "changes": changes, "racing changes": racingChanges,
		"each published": eachPublished, "all or nothing": allOrNothing, "still published": stillPublished, "racing saves": racingSaves,
		"synonyms": synonyms, "racing synonyms": racingSynonyms,
		"autosaves": autosaves, "saved is not typed": savedIsNotTyped, "racing autosaves": racingAutosaves,
		"schedules": schedules, "schedules refused": schedulesRefused, "overtaken": overtaken, "racing schedulers": racingSchedulers, "changed appointment": changedAppointment,
		"reviews": reviews, "racing reviews": racingReviews, "exam": exams, "racing exam": racingExam, "files": files,
		"suggestions": suggestions, "racing closers": racingClosers, "heads": heads, "racing heads": racingHeads, "overrules": overrules,
		"sources": sources, "releases": releases, "families": families, "last published": lastPublished,
	} {
		t.Run(name, func(t *testing.T) {
			s, db := open(t)
			test(t, s, db)
		})
	}
}

var day = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// draft returns a small article to be written.
func draft(id string, base int) store.Put {
	return store.Put{
		ID: id, Base: base, Text: "text of " + id, Author: "mia", At: day,
		Content: knowledge.Content{Title: "Title of " + id, Body: "text of *" + id + "*", Locale: "en", Category: "Orders", Tags: []string{"a", "b"}, Phrasings: []string{"how " + id + "?"}},
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func roundTrip(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	p := draft("ä/b c", 0)
	p.At = day.Add(123456789 * time.Nanosecond)
	a := must[knowledge.Article](t)(s.Create(ctx, p))
	want := knowledge.Article{ID: "ä/b c", Status: knowledge.Draft, Latest: 1, Created: day.Add(123 * time.Millisecond), Updated: day.Add(123 * time.Millisecond)}
	if a != want {
		t.Errorf("created %+v, want %+v", a, want)
	}
	if got := must[knowledge.Article](t)(s.Article(ctx, p.ID)); got != want {
		t.Errorf("read %+v, want %+v", got, want)
	}
	r := must[knowledge.Revision](t)(s.Revision(ctx, p.ID, 1))
	if wantRev := (knowledge.Revision{Content: p.Content, Article: p.ID, Number: 1, Text: p.Text, Author: "mia", At: want.Created}); !reflect.DeepEqual(r, wantRev) {
		t.Errorf("read %+v, want %+v", r, wantRev)
	}
	bare := store.Put{ID: "bare", Content: knowledge.Content{Title: "t", Locale: "de"}, At: day}
	must[knowledge.Article](t)(s.Create(ctx, bare))
	if r := must[knowledge.Revision](t)(s.Revision(ctx, "bare", 1)); !r.Content.Equal(bare.Content) {
		t.Errorf("bare content became %+v", r.Content)
	}
	a, r, err := s.Current(ctx, p.ID)
	if err != nil || a != want || r.Title != p.Content.Title {
		t.Errorf("current is %+v %+v %v", a, r, err)
	}
}

func missing(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	for name, err := range map[string]error{
		"article": second(s.Article(ctx, "x")), "revision": second(s.Revision(ctx, "a", 2)), "revision 0": second(s.Revision(ctx, "a", 0)), "revisions": second(s.Revisions(ctx, "x")),
		"published": second(s.PublishedRevision(ctx, "a")), "save": second(s.SaveDraft(ctx, draft("x", 1))), "publish": second(s.Publish(ctx, "x", 1, day)),
		"publish revision": second(s.Publish(ctx, "a", 2, day)), "withdraw": second(s.Withdraw(ctx, "x", day)),
	} {
		if !errors.Is(err, knowledge.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func conflicts(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	if err := second(s.Create(ctx, draft("a", 0))); !errors.Is(err, knowledge.ErrExists) {
		t.Errorf("second create: %v", err)
	}
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1)))
	for _, base := range []int{-1, 0, 1, 3} {
		if err := second(s.SaveDraft(ctx, draft("a", base))); !errors.Is(err, knowledge.ErrConflict) {
			t.Errorf("save over %d: %v", base, err)
		}
	}
	if err := second(s.Withdraw(ctx, "a", day)); !errors.Is(err, knowledge.ErrConflict) {
		t.Errorf("withdraw a draft: %v", err)
	}
	if a := must[knowledge.Article](t)(s.Article(ctx, "a")); a.Latest != 2 {
		t.Errorf("a refused write left revision %d", a.Latest)
	}
}

func publishing(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	a := must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day.Add(time.Hour)))
	if a.Status != knowledge.Published || a.Published != 1 || a.HasDraft() || !a.Updated.Equal(day.Add(time.Hour)) {
		t.Errorf("published: %+v", a)
	}
	p := draft("a", 1)
	p.Content.Title = "Newer"
	a = must[knowledge.Article](t)(s.SaveDraft(ctx, p))
	if a.Status != knowledge.Published || a.Published != 1 || !a.HasDraft() {
		t.Errorf("draft over published: %+v", a)
	}
	if r := must[knowledge.Revision](t)(s.PublishedRevision(ctx, "a")); r.Number != 1 || r.Title != "Title of a" {
		t.Errorf("published revision is %+v", r)
	}
	a = must[knowledge.Article](t)(s.Publish(ctx, "a", 2, day))
	if a.Published != 2 {
		t.Errorf("published the newer: %+v", a)
	}
	a = must[knowledge.Article](t)(s.Withdraw(ctx, "a", day))
	if a.Status != knowledge.Withdrawn || a.Published != 0 {
		t.Errorf("withdrawn: %+v", a)
	}
	if err := second(s.PublishedRevision(ctx, "a")); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("a withdrawn article still has a published revision: %v", err)
	}
	if all := must[[]knowledge.Revision](t)(s.Revisions(ctx, "a")); len(all) != 2 || all[0].Number != 2 || all[1].Title != "Title of a" {
		t.Errorf("revisions are %+v", all)
	}
	for number, want := range map[int]bool{0: false, 1: true, 2: true, 3: false} {
		if got := must[bool](t)(s.WasPublished(ctx, "a", number)); got != want {
			t.Errorf("revision %d was published: %v", number, got)
		}
	}
	if c := must[store.Counts](t)(s.Count(ctx)); c != (store.Counts{All: 1, Withdrawn: 1}) {
		t.Errorf("counts are %+v", c)
	}
}

func republishing(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	for range 2 {
		must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day))
	}
	for range 2 {
		must[knowledge.Article](t)(s.Withdraw(ctx, "a", day))
	}
	if head := must[int64](t)(s.Head(ctx)); head != 2 {
		t.Errorf("four calls, two of them without effect, made %d changes", head)
	}
	if a := must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day)); a.Status != knowledge.Published {
		t.Errorf("published again: %+v", a)
	}
}

func list(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	for i, id := range []string{"alpha", "beta", "gamma", "delta"} {
		p := draft(id, 0)
		p.At = day.Add(time.Duration(i) * time.Hour)
		p.Content.Tags = []string{"Rücksendung" + id}
		must[knowledge.Article](t)(s.Create(ctx, p))
	}
	must[knowledge.Article](t)(s.Publish(ctx, "beta", 1, day.Add(9*time.Hour)))
	must[knowledge.Article](t)(s.Publish(ctx, "gamma", 1, day.Add(8*time.Hour)))
	p := draft("gamma", 1)
	p.Content.Title, p.At = "Renamed", day.Add(10*time.Hour)
	must[knowledge.Article](t)(s.SaveDraft(ctx, p))
	must[knowledge.Article](t)(s.Publish(ctx, "delta", 1, day.Add(7*time.Hour)))
	must[knowledge.Article](t)(s.Withdraw(ctx, "delta", day.Add(7*time.Hour)))
	for _, c := range []struct {
		f    store.Filter
		want []string
	}{
		{store.Filter{}, []string{"gamma", "beta", "delta", "alpha"}},
		{store.Filter{Status: knowledge.Published}, []string{"gamma", "beta"}},
		{store.Filter{Status: knowledge.Draft}, []string{"gamma", "alpha"}},
		{store.Filter{Status: knowledge.Withdrawn}, []string{"delta"}},
		{store.Filter{Text: "TITLE of"}, []string{"beta", "delta", "alpha"}},
		{store.Filter{Text: "renamed"}, []string{"gamma"}},
		{store.Filter{Text: "RÜCKSENDUNGalpha"}, []string{"alpha"}},
		{store.Filter{Text: "orders", Status: knowledge.Withdrawn}, []string{"delta"}},
		{store.Filter{Text: "nothing"}, nil},
	} {
		rows, total, err := s.List(ctx, c.f)
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(rows); !slices.Equal(got, c.want) || total != len(c.want) {
			t.Errorf("list %+v: %v of %d, want %v", c.f, got, total, c.want)
		}
	}
	rows, _, _ := s.List(ctx, store.Filter{Text: "renamed"})
	if r := rows[0]; r.Title != "Renamed" || !r.HasDraft() || r.Author != "mia" || r.Category != "Orders" || !slices.Equal(r.Tags, []string{"a", "b"}) {
		t.Errorf("row is %+v", r)
	}
}

func ids(rows []store.Row) (out []string) {
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func listIsLiteral(t *testing.T, s *store.Store, _ *sqldb.DB) {
	for _, id := range []string{"100%", "a_b", "axb", `back\slash`, "'quote'"} {
		must[knowledge.Article](t)(s.Create(t.Context(), draft(id, 0)))
	}
	for text, want := range map[string]string{"%": "100%", "a_b": "a_b", `\`: `back\slash`, "'": "'quote'"} {
		rows, total, err := s.List(t.Context(), store.Filter{Text: text})
		if err != nil || total != 1 || rows[0].ID != want {
			t.Errorf("list %q: %v of %d, %v", text, ids(rows), total, err)
		}
	}
}

func listPages(t *testing.T, s *store.Store, _ *sqldb.DB) {
	for i := range 25 {
		must[knowledge.Article](t)(s.Create(t.Context(), draft(fmt.Sprintf("a%02d", i), 0)))
	}
	var seen []string
	for page := 1; page <= 4; page++ {
		rows, total, err := s.List(t.Context(), store.Filter{Page: page, PerPage: 10})
		if err != nil || total != 25 {
			t.Fatal(total, err)
		}
		seen = append(seen, ids(rows)...)
	}
	if len(seen) != 25 || !slices.IsSorted(seen) {
		t.Errorf("pages showed %v", seen)
	}
}

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

func allOrNothing(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("old", 0)))
	puts := []store.Put{draft("new", 0), draft("old", 1), draft("late", 7)}
	if err := s.Write(ctx, store.Batch{Puts: puts, Again: []store.Publication{{ID: "old", Revision: 1}}, At: day, Head: store.AnyHead}); !errors.Is(err, knowledge.ErrNotFound) {
		t.Fatalf("a bad put: %v", err)
	}
	if c := must[store.Counts](t)(s.Count(ctx)); c.All != 1 || c.Published != 0 {
		t.Errorf("a failed import left %+v", c)
	}
	if a := must[knowledge.Article](t)(s.Article(ctx, "old")); a.Latest != 1 {
		t.Errorf("a failed import left %+v", a)
	}
	if err := s.Write(ctx, store.Batch{Puts: puts[:2], Again: []store.Publication{{ID: "old", Revision: 1}}, At: day, Head: store.AnyHead}); err != nil {
		t.Fatal(err)
	}
	if a := must[knowledge.Article](t)(s.Article(ctx, "old")); a.Latest != 2 || a.Published != 1 {
		t.Errorf("import left %+v", a)
	}
	if err := s.Write(ctx, store.Batch{Puts: []store.Put{draft("newer", 0)}, Gone: []store.Publication{{ID: "old", Revision: 1}}, At: day, Head: store.AnyHead}); !errors.Is(err, knowledge.ErrConflict) {
		t.Errorf("an article that was edited meanwhile is withdrawn: %v", err)
	}
	if _, err := s.Article(ctx, "newer"); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("a failed import left an article: %v", err)
	}
	if err := s.Write(ctx, store.Batch{Gone: []store.Publication{{ID: "old", Revision: 2}}, At: day, Head: store.AnyHead}); err != nil {
		t.Fatal(err)
	}
	if a := must[knowledge.Article](t)(s.Article(ctx, "old")); a.Status != knowledge.Withdrawn {
		t.Errorf("what is gone is left as %+v", a)
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

// racingSaves proves that of many editors with the same base exactly one gets through each round.
func racingSaves(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	for base := 1; base <= 10; base++ {
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 8 {
			wg.Go(func() {
				_, err := s.SaveDraft(ctx, draft("a", base))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !errors.Is(err, knowledge.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Fatalf("%d of 8 saves over revision %d got through", won, base)
		}
	}
}
