// Package storetest is the suite that every engine of the knowledge store passes.
package storetest

import (
	"errors"
	"reflect"
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
		"waiting": waiting, "waiting ends": waitingEnds, "racing imports": racingImports,
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

// racingSaves proves that of many editors with the same base exactly one gets through each round.
func racingSaves(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	for base := 1; base <= 10; base++ {
		oneOf(t, 8, knowledge.ErrConflict, func(int) error { return second(s.SaveDraft(ctx, draft("a", base))) })
	}
}
