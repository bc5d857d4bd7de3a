package importing_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

func plan(t *testing.T, s *store.Store, path string) importing.Plan {
	t.Helper()
	p, err := importing.MakePlan(t.Context(), s, read(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func apply(t *testing.T, s *store.Store, path string) importing.Summary {
	t.Helper()
	sum, err := importing.Apply(t.Context(), s, plan(t, s, path), "import", at)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestImportTwice(t *testing.T) {
	s, ctx := openStore(t), t.Context()
	first := folder(t, "a.md", "A", "b.md", "B", "c.md", "C", "d.md", "D")
	if sum := apply(t, s, first); sum != (importing.Summary{New: 4}) {
		t.Errorf("first import: %+v", sum)
	}
	r, err := s.PublishedRevision(ctx, "a")
	if err != nil || r.Number != 1 || r.Author != "import" || !r.At.Equal(at) || r.Text != "A" {
		t.Errorf("imported %+v %v", r, err)
	}
	head, err := s.Head(ctx)
	if err != nil || head != 4 {
		t.Errorf("head is %d %v", head, err)
	}
	if sum := apply(t, s, first); sum != (importing.Summary{Same: 4}) {
		t.Errorf("second import: %+v", sum)
	}
	room := editing.New(s, func() time.Time { return at }, slog.New(slog.DiscardHandler), nil)
	if _, err := room.Withdraw(ctx, "b", "mia"); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Save(ctx, "c", 1, knowledge.Content{Title: "C", Body: "edited"}, "mia"); err != nil {
		t.Fatal(err)
	}
	p := plan(t, s, folder(t, "a.md", "A2", "b.md", "B", "c.md", "C", "e.md", "E"))
	var got []importing.Action
	for _, row := range p.Rows {
		got = append(got, row.Action)
	}
	want := []importing.Action{importing.Changed, importing.Again, importing.Changed, importing.New}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("plan is %v, want %v", got, want)
		}
	}
	if p.Others != 1 {
		t.Errorf("%d articles are said to be left alone", p.Others)
	}
	sum, err := importing.Apply(ctx, s, p, "import", at)
	if err != nil || sum != (importing.Summary{New: 1, Changed: 2, Published: 1}) {
		t.Errorf("third import: %+v %v", sum, err)
	}
	for id, text := range map[string]string{"a": "A2", "b": "B", "c": "C", "d": "D", "e": "E"} {
		if r, err := s.PublishedRevision(ctx, id); err != nil || r.Text != text {
			t.Errorf("%s says %q %v", id, r.Text, err)
		}
	}
}

func TestFailedImportLeavesNothing(t *testing.T) {
	s, ctx := openStore(t), t.Context()
	bad := folder(t, "a.md", "A", "b.md", "\xff")
	if _, err := importing.Apply(ctx, s, plan(t, s, bad), "import", at); !errors.Is(err, importing.ErrProblems) {
		t.Errorf("files with errors: %v", err)
	}
	good := folder(t, "a.md", "A", "b.md", "B", "c.md", "C")
	old := plan(t, s, good)
	if _, err := s.Create(ctx, store.Put{ID: "c", Content: knowledge.Content{Title: "mine"}, At: at}); err != nil {
		t.Fatal(err)
	}
	if _, err := importing.Apply(ctx, s, old, "import", at); !errors.Is(err, knowledge.ErrExists) {
		t.Errorf("an article made meanwhile: %v", err)
	}
	old = plan(t, s, good)
	if _, err := s.SaveDraft(ctx, store.Put{ID: "c", Base: 1, Content: knowledge.Content{Title: "mine again"}, At: at}); err != nil {
		t.Fatal(err)
	}
	if _, err := importing.Apply(ctx, s, old, "import", at); !errors.Is(err, knowledge.ErrConflict) {
		t.Errorf("an article edited meanwhile: %v", err)
	}
	if c, err := s.Count(ctx); err != nil || c != (store.Counts{All: 1, Drafts: 1}) {
		t.Errorf("failed imports left %+v %v", c, err)
	}
}
