package importing_test

import (
	"errors"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// from plans the import of a folder as a source.
func from(t *testing.T, s *store.Store, source string, files ...string) importing.Plan {
	t.Helper()
	b := read(t, folder(t, files...))
	b.Source = source
	p, err := importing.MakePlan(t.Context(), s, b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func carryOut(t *testing.T, s *store.Store, p importing.Plan) importing.Summary {
	t.Helper()
	sum, err := importing.Apply(t.Context(), s, p, importing.Author(p.Source), at)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func actions(p importing.Plan) map[string]importing.Action {
	out := make(map[string]importing.Action)
	for _, r := range p.Rows {
		out[r.ID] = r.Action
	}
	return out
}

func TestGone(t *testing.T) {
	s, ctx := openStore(t), t.Context()
	put(t, s, "mine", knowledge.Content{Title: "Mine"}, true)
	carryOut(t, s, from(t, s, "web", "a.md", "A", "b.md", "B", "c.md", "C", "d.md", "---\ndraft: true\n---\nD"))
	carryOut(t, s, from(t, s, "other", "e.md", "E"))
	mia := room(s, nil)
	if _, err := mia.Save(ctx, "c", 1, knowledge.Content{Title: "C", Body: "edited"}, "mia"); err != nil {
		t.Fatal(err)
	}
	p := from(t, s, "web", "a.md", "A")
	if got := actions(p); len(got) != 3 || got["a"] != importing.Same || got["b"] != importing.Gone || got["c"] != importing.Gone || p.Others != 5 {
		t.Fatalf("plan %v, %d others", got, p.Others)
	}
	if sum := carryOut(t, s, p); sum != (importing.Summary{Same: 1}) {
		t.Errorf("without leave: %+v", sum)
	}
	p.WithdrawGone = true
	late := p
	if sum := carryOut(t, s, p); sum != (importing.Summary{Same: 1, Withdrawn: 1}) {
		t.Errorf("with leave: %+v", sum)
	}
	for id, want := range map[string]knowledge.Status{"a": knowledge.Published, "b": knowledge.Withdrawn, "c": knowledge.Published, "d": knowledge.Draft, "e": knowledge.Published, "mine": knowledge.Published} {
		if a, err := s.Article(ctx, id); err != nil || a.Status != want {
			t.Errorf("%s is %s %v, want %s", id, a.Status, err, want)
		}
	}
	if _, err := s.SaveDraft(ctx, store.Put{ID: "b", Base: 1, Content: knowledge.Content{Title: "B again", Locale: "en"}, Author: "mia", At: at}); err != nil {
		t.Fatal(err)
	}
	if _, err := importing.Apply(ctx, s, late, importing.Author("web"), at); !errors.Is(err, knowledge.ErrConflict) {
		t.Errorf("an article that was edited since the plan: %v", err)
	}
	if p := from(t, s, "web", "x.md", "\xff"); len(p.Rows) != 0 {
		t.Errorf("a batch with errors: %+v", p.Rows)
	}
	if p := from(t, s, "web", "notes.txt", "x"); len(p.Rows) != 0 {
		t.Errorf("a source without articles: %+v", p.Rows)
	}
	if p := from(t, s, "", "x.md", "x"); len(p.Rows) != 1 {
		t.Errorf("no source: %+v", p.Rows)
	}
}

func TestDraftsOfASource(t *testing.T) {
	s := openStore(t)
	draft := []string{"a.md", "---\ndraft: true\n---\nA"}
	if sum := carryOut(t, s, from(t, s, "web", draft...)); sum != (importing.Summary{New: 1, Drafts: 1}) {
		t.Errorf("%+v", sum)
	}
	if got := actions(from(t, s, "web", draft...)); got["a"] != importing.Same {
		t.Errorf("again: %v", got)
	}
	if sum := carryOut(t, s, from(t, s, "web", "a.md", "A")); sum != (importing.Summary{Published: 1}) {
		t.Errorf("published there: %+v", sum)
	}
	if sum := carryOut(t, s, from(t, s, "web", "a.md", "---\ndraft: yes\n---\nA2")); sum != (importing.Summary{Changed: 1, Drafts: 1}) {
		t.Errorf("a new draft there: %+v", sum)
	}
	if r, err := s.PublishedRevision(t.Context(), "a"); err != nil || r.Text != "A" {
		t.Errorf("published is %q %v", r.Text, err)
	}
}

func TestFoundByTitle(t *testing.T) {
	s := openStore(t)
	put(t, s, "gift-cards", knowledge.Content{Title: "Gift cards", Body: "old"}, true)
	put(t, s, "sizes", knowledge.Content{Title: "Another title", Body: "old"}, true)
	put(t, s, "rent", knowledge.Content{Title: "Rent", Body: "old", Locale: "de"}, true)
	put(t, s, "same", knowledge.Content{Title: "Same", Body: "old"}, true)
	p := from(t, s, "web", "x/1.md", "---\ntitle: Gift cards\n---\nnew", "x/2.md", "---\ntitle: Sizes\n---\nsee [cards](article:x/1)", "x/3.md", "---\ntitle: Rent\n---\nx",
		"x/4.md", "---\ntitle: Same\n---\nx", "x/5.md", "---\ntitle: Same\n---\ny")
	got := actions(p)
	if len(got) != 5 || got["gift-cards"] != importing.Changed || got["x/2"] != importing.New || got["x/3"] != importing.New || got["x/4"] != importing.New || got["x/5"] != importing.New || p.Others != 3 {
		t.Errorf("plan %v", got)
	}
	carryOut(t, s, p)
	if r, err := s.PublishedRevision(t.Context(), "x/2"); err != nil || r.Body != "see [cards](article:gift-cards)" {
		t.Errorf("the link became %q %v", r.Body, err)
	}
	again := from(t, s, "web", "x/1.md", "---\ntitle: Gift cards\n---\nnew", "x/2.md", "---\ntitle: Sizes\n---\nsee [cards](article:x/1)")
	if got := actions(again); got["gift-cards"] != importing.Same || got["x/2"] != importing.Same {
		t.Errorf("again: %v", got)
	}
}
