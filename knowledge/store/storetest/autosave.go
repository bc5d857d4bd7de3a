package storetest

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// trail returns what the audit log says of an object, oldest first, as "what: detail"; "" is everything.
func trail(t *testing.T, db *sqldb.DB, object string) (out []string) {
	t.Helper()
	entries := must[[]audit.Entry](t)(audit.List(t.Context(), db, audit.Filter{Object: object, Limit: 1000}))
	for i := len(entries) - 1; i >= 0; i-- {
		out = append(out, strings.TrimSuffix(entries[i].What+": "+entries[i].Detail, ": "))
	}
	return out
}

// intact reads the audit log through: whatever was written meanwhile, its chain is whole.
func intact(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if _, _, err := audit.Verify(t.Context(), db, ""); err != nil {
		t.Error(err)
	}
}

func autosaves(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	typed := store.Autosave{Article: "a", Author: "mia", Base: 1, At: day.Add(1234567 * time.Nanosecond), Content: knowledge.Content{
		Title: "  not clean ", Body: strings.Repeat("x", knowledge.MaxBody+1), Phrasings: []string{"", "ü"}, Audience: []string{"staff", "shop"}, Review: "soon", Original: "o", OriginalRevision: -1}}
	if err := s.PutAutosave(ctx, typed); err != nil {
		t.Fatal(err)
	}
	typed.At = day.Add(time.Millisecond)
	if got := must[[]store.Autosave](t)(s.Autosaves(ctx, "a")); !reflect.DeepEqual(got, []store.Autosave{typed}) {
		t.Errorf("read %+v, want %+v", got, typed)
	}
	again := store.Autosave{Article: "a", Author: "mia", Base: 2, At: day.Add(time.Hour), Content: knowledge.Content{Title: "later"}}
	bobs := store.Autosave{Article: "a", Author: "bob", At: day.Add(2 * time.Hour)}
	fresh := store.Autosave{Article: "new:1", Author: "mia", At: day}
	for _, a := range []store.Autosave{again, bobs, fresh} {
		if err := s.PutAutosave(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	if got := must[[]store.Autosave](t)(s.Autosaves(ctx, "a")); !reflect.DeepEqual(got, []store.Autosave{bobs, again}) {
		t.Errorf("of the article there is %+v", got)
	}
	if got := must[[]store.Autosave](t)(s.AutosavesBy(ctx, "mia")); !reflect.DeepEqual(got, []store.Autosave{again, fresh}) {
		t.Errorf("of mia there is %+v", got)
	}
	for range 2 { // dropping what is not there is no fault
		if err := s.DropAutosave(ctx, "a", "bob"); err != nil {
			t.Fatal(err)
		}
	}
	if got := must[[]store.Autosave](t)(s.Autosaves(ctx, "a")); !reflect.DeepEqual(got, []store.Autosave{again}) {
		t.Errorf("after dropping bob's there is %+v", got)
	}
	if c := must[store.Counts](t)(s.Count(ctx)); c.All != 0 {
		t.Errorf("what was typed became %+v", c)
	}
	if said := trail(t, db, ""); len(said) != 0 {
		t.Errorf("what was typed is in the audit log: %q", said)
	}
}

// savedIsNotTyped proves that a save drops what its author typed and nothing else, and that a save which is refused
// drops nothing.
func savedIsNotTyped(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	for _, id := range []string{"a", "b"} {
		must[knowledge.Article](t)(s.Create(ctx, draft(id, 0)))
		for _, who := range []string{"mia", "bob"} {
			if err := s.PutAutosave(ctx, store.Autosave{Article: id, Author: who, Base: 1, At: day}); err != nil {
				t.Fatal(err)
			}
		}
	}
	left := func() (out []string) {
		for _, who := range []string{"mia", "bob"} {
			for _, a := range must[[]store.Autosave](t)(s.AutosavesBy(ctx, who)) {
				out = append(out, who+" "+a.Article)
			}
		}
		return out
	}
	if _, err := s.SaveDraft(ctx, draft("a", 7)); err == nil || len(left()) != 4 {
		t.Errorf("a save that was refused (%v) left %q", err, left())
	}
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1))) // by mia
	if got, want := left(), []string{"mia b", "bob a", "bob b"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after mia saved a, there is %q, want %q", got, want)
	}
}

// racingAutosaves has two editors type into one article at once, each in two windows.
func racingAutosaves(t *testing.T, s *store.Store, _ *sqldb.DB) {
	var all sync.WaitGroup
	for _, who := range []string{"mia", "bob", "mia", "bob"} {
		all.Go(func() {
			for i := range 20 {
				a := store.Autosave{Article: "a", Author: who, Base: i, At: day, Content: knowledge.Content{Title: who}}
				if err := s.PutAutosave(t.Context(), a); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got := must[[]store.Autosave](t)(s.Autosaves(t.Context(), "a"))
	if len(got) != 2 || got[0].Author != "bob" || got[1].Author != "mia" {
		t.Fatalf("there is %+v", got)
	}
	for _, a := range got {
		if a.Content.Title != a.Author || a.Base != 19 {
			t.Errorf("%s typed %+v", a.Author, a)
		}
	}
}
