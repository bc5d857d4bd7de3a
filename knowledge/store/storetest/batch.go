package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// background is the context of writes that no test cuts short.
var background = context.Background()

// heads proves that what demands a head is written upon that and nothing else.
func heads(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	p := draft("a", 0)
	p.Publish = true
	for _, head := range []int64{1, -2, 7} {
		if err := s.Write(ctx, store.Batch{Puts: []store.Put{p}, At: day, Head: head}); !errors.Is(err, knowledge.ErrMoved) {
			t.Errorf("upon %d: %v", head, err)
		}
	}
	if c := must[store.Counts](t)(s.Count(ctx)); c.All != 0 {
		t.Fatalf("refusals left %+v", c)
	}
	if err := s.Write(ctx, store.Batch{Puts: []store.Put{p}, At: day, Head: 0}); err != nil {
		t.Fatal(err)
	}
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1))) // a save is no change of what may be said
	carry := func(act store.Act, head int64) error {
		return second(s.Carry(ctx, store.Examined{Act: act, Article: "a", Revision: 2, At: day, Head: head}))
	}
	if err := carry(store.ActPublish, 0); !errors.Is(err, knowledge.ErrMoved) {
		t.Errorf("publish upon 0: %v", err)
	}
	if err := carry(store.ActPublish, 1); err != nil {
		t.Error(err)
	}
	if err := carry(store.ActWithdraw, 1); !errors.Is(err, knowledge.ErrMoved) {
		t.Errorf("withdraw upon 1: %v", err)
	}
	if err := carry(store.ActWithdraw, 2); err != nil {
		t.Error(err)
	}
	if err := carry("burn", 3); !errors.Is(err, knowledge.ErrInvalid) {
		t.Errorf("an act that there is not: %v", err)
	}
	if _, err := s.PutSynonymsExamined(ctx, store.SynonymList{Text: "a, b", At: day}, store.Batch{Head: 2}); !errors.Is(err, knowledge.ErrMoved) {
		t.Errorf("synonyms upon 2: %v", err)
	}
	if _, err := s.PutSynonymsExamined(ctx, store.SynonymList{Text: "a, b", At: day}, store.Batch{Head: 3}); err != nil {
		t.Error(err)
	}
}

// racingHeads has many examine the same corpus and write upon it: one of them does each time.
func racingHeads(t *testing.T, s *store.Store, _ *sqldb.DB) {
	for round := range 8 {
		head := must[int64](t)(s.Head(t.Context()))
		oneOf(t, 6, knowledge.ErrMoved, func(i int) error {
			p := draft(fmt.Sprintf("%d-%d", round, i), 0)
			p.Publish = true
			return s.Write(t.Context(), store.Batch{Puts: []store.Put{p}, At: day, Head: head})
		})
	}
}

func overrules(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	publish := store.Examined{Act: store.ActPublish, Article: "a", Revision: 1, At: day, Head: store.AnyHead, Overrule: "the law wants it", Worse: 3}
	for range 2 { // the second changes nothing, so nothing is overruled
		must[knowledge.Article](t)(s.Carry(ctx, publish))
	}
	withdraw := store.Examined{Act: store.ActWithdraw, Article: "a", At: day, Head: store.AnyHead, Overrule: "it is not true", Worse: 1}
	must[knowledge.Article](t)(s.Carry(ctx, withdraw))
	publish.Worse = store.Unsat
	must[knowledge.Article](t)(s.Carry(ctx, publish))
	want := []string{"article.create: revision 1", "article.publish: revision 1", "article.overrule: 3 questions get worse: the law wants it",
		"article.withdraw", "article.overrule: 1 question gets worse: it is not true", "article.publish: revision 1", "article.overrule: the exam could not be sat: the law wants it"}
	if got := trail(t, db, "a"); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
	p := draft("b", 0)
	p.Publish = true
	if err := s.Write(ctx, store.Batch{Puts: []store.Put{p, draft("c", 0)}, At: day, Head: store.AnyHead, Overrule: "as agreed", Worse: 2}); err != nil {
		t.Fatal(err)
	}
	must[store.SynonymList](t)(s.PutSynonymsExamined(ctx, store.SynonymList{Text: "a, b", At: day}, store.Batch{Head: store.AnyHead, Overrule: "as agreed too", Worse: 2}))
	said := trail(t, db, "")
	wantLast := []string{"article.import: 2 revisions written, 0 published again, 0 withdrawn: b, c", "article.overrule: 2 questions get worse: as agreed",
		"synonyms.set: version 1", "article.overrule: 2 questions get worse: as agreed too"}
	if got := said[len(said)-4:]; !slices.Equal(got, wantLast) {
		t.Errorf("the log ends with %q, want %q", got, wantLast)
	}
	intact(t, db)
}

// sources proves that an article which is kept elsewhere is changed from there alone.
func sources(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	over := draft("a", 1)
	over.Source, over.Publish = "folder", true
	if err := write(s, over); err != nil {
		t.Fatal(err)
	}
	a := must[knowledge.Article](t)(s.Article(ctx, "a"))
	if a.Source != "folder" || a.Published != 2 {
		t.Fatalf("taken over, it is %+v", a)
	}
	other := draft("a", 2)
	other.Source = "elsewhere"
	batch := func(b store.Batch) error { b.At, b.Head = day, store.AnyHead; return s.Write(ctx, b) }
	for name, err := range map[string]error{
		"save": second(s.SaveDraft(ctx, draft("a", 2))), "publish": second(s.Publish(ctx, "a", 1, day)), "withdraw": second(s.Withdraw(ctx, "a", day)),
		"import": write(s, draft("a", 2)), "another source": write(s, other),
		"again": batch(store.Batch{Again: []store.Publication{{ID: "a", Revision: 1}}}), "gone": batch(store.Batch{Gone: []store.Publication{{ID: "a", Revision: 2, Source: "elsewhere"}}}),
	} {
		if !errors.Is(err, knowledge.ErrSource) || !strings.Contains(err.Error(), `: "a" is kept in the folder; change it there`) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := must[knowledge.Article](t)(s.Article(ctx, "a")); got != a {
		t.Errorf("refusals left %+v", got)
	}
	if err := batch(store.Batch{Refuse: []store.Refusal{{ID: "a", Reason: "the exam gets worse"}, {ID: "x", Reason: "new"}}}); err != nil {
		t.Fatal(err)
	}
	refused := must[[]store.Row](t)(s.Refused(ctx))
	if len(refused) != 1 || refused[0].ID != "a" || refused[0].Refused != "the exam gets worse" || refused[0].Published != 2 || refused[0].Title != "Title of a" {
		t.Errorf("refused are %+v", refused)
	}
	if rows, total, err := s.List(ctx, store.Filter{Source: "folder"}); err != nil || total != 1 || rows[0].ID != "a" {
		t.Errorf("the folder has %v of %d %v", ids(rows), total, err)
	}
	if err := batch(store.Batch{Again: []store.Publication{{ID: "a", Revision: 2, Source: "folder"}}}); err != nil {
		t.Fatal(err)
	}
	if got := must[knowledge.Article](t)(s.Article(ctx, "a")); got.Refused != "" || got.Published != 2 || must[int64](t)(s.Head(ctx)) != 1 {
		t.Errorf("published again, it is %+v", got)
	}
	if err := batch(store.Batch{Gone: []store.Publication{{ID: "a", Revision: 2, Source: "folder"}}}); err != nil {
		t.Fatal(err)
	}
	if got := must[knowledge.Article](t)(s.Article(ctx, "a")); got.Status != knowledge.Withdrawn || got.Source != "" {
		t.Errorf("gone from the folder, it is %+v", got)
	}
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 2))) // it is ours again
	want := []string{"article.create: revision 1", "article.import: 1 revisions written, 0 published again, 0 withdrawn", "article.refuse: the exam gets worse",
		"article.import: 0 revisions written, 1 published again, 0 withdrawn", "article.import: 0 revisions written, 0 published again, 1 withdrawn", "article.save: revision 3"}
	if got := trail(t, db, "a"); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

// releases proves that the articles of a source that is no more can be taken back.
func releases(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	for id, source := range map[string]string{"a": "folder", "b": "folder", "c": "other", "d": ""} {
		p := draft(id, 0)
		p.Source = source
		must[knowledge.Article](t)(s.Create(ctx, p))
	}
	for source, want := range map[string]int{"": 0, "none": 0, "folder": 2} {
		if got := must[int](t)(s.Release(ctx, source, day)); got != want {
			t.Errorf("released %d of %q, want %d", got, source, want)
		}
	}
	for id, want := range map[string]error{"a": nil, "b": nil, "c": knowledge.ErrSource, "d": nil} {
		if err := second(s.SaveDraft(ctx, draft(id, 1))); !errors.Is(err, want) {
			t.Errorf("save %s: %v", id, err)
		}
	}
	if got, want := trail(t, db, "folder"), []string{"article.release: 2 articles are kept here from now on"}; !slices.Equal(got, want) {
		t.Errorf("the log says %q", got)
	}
}

func families(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	write := func(id string, base int, locale, original string) {
		t.Helper()
		p := draft(id, base)
		p.Content.Locale, p.Content.Original, p.Content.Audience, p.Content.Review = locale, original, []string{"shop"}, "2026-12-31"
		if original != "" {
			p.Content.OriginalRevision = 1
		}
		must[knowledge.Article](t)(save(t, s, p))
	}
	write("tent", 0, "en", "")
	write("zelt", 0, "de", "tent")
	write("tente", 0, "fr", "tent")
	write("was", 0, "it", "tent")
	write("was", 1, "it", "") // it is none any more
	write("alone", 0, "en", "")
	write("orphan", 0, "de", "lost")
	for id, want := range map[string][]string{
		"tent": {"tent", "zelt", "tente"}, "zelt": {"tent", "zelt", "tente"}, "was": {"was"}, "alone": {"alone"}, "orphan": {"orphan"},
	} {
		if got := ids(must[[]store.Row](t)(s.Family(ctx, id))); !slices.Equal(got, want) {
			t.Errorf("the family of %s is %q, want %q", id, got, want)
		}
	}
	rows := must[[]store.Row](t)(s.Family(ctx, "zelt"))
	if r := rows[1]; r.Original != "tent" || r.OriginalRevision != 1 || r.Locale != "de" || r.Review != "2026-12-31" || !reflect.DeepEqual(r.Audience, []string{"shop"}) || r.Title != "Title of zelt" {
		t.Errorf("a row is %+v", r)
	}
	if _, err := s.Family(ctx, "x"); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("the family of none: %v", err)
	}
}

func lastPublished(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1)))
	check := func(want int) {
		t.Helper()
		if got := must[int](t)(s.LastPublished(ctx, "a")); got != want {
			t.Errorf("last published was %d, want %d", got, want)
		}
	}
	check(0)
	must[knowledge.Article](t)(s.Publish(ctx, "a", 2, day))
	check(2)
	must[knowledge.Article](t)(s.Publish(ctx, "a", 1, day))
	check(1)
	must[knowledge.Article](t)(s.Withdraw(ctx, "a", day))
	check(1)
}
