package importing_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// room returns the editors' room over a store; gate may be nil.
func room(s *store.Store, gate editing.Gate) *editing.Room {
	return editing.New(editing.Config{Store: s, Clock: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler), Gate: gate})
}

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
	mia := room(s, nil)
	if _, _, err := mia.Withdraw(ctx, editing.Step{ID: "b", Author: "mia"}); err != nil {
		t.Fatal(err)
	}
	if _, err := mia.Save(ctx, "c", 1, knowledge.Content{Title: "C", Body: "edited"}, "mia"); err != nil {
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

// What a source cannot say stays as it was written here; what it says and leaves empty does not.
func TestSilentSourcesKeepWhatIsHere(t *testing.T) {
	s, ctx := openStore(t), t.Context()
	put(t, s, "x", knowledge.Content{Title: "X", Body: "old", Audience: []string{knowledge.StaffOnly}, Review: "2026-12-31", Original: "y", OriginalRevision: 2}, true)
	apply(t, s, file(t, "x.csv", "id,title,body\nx,X,new\n"))
	if r, err := s.PublishedRevision(ctx, "x"); err != nil || r.Body != "new" || r.MayRead("shop", false) || r.Review == "" || r.Original != "y" || r.OriginalRevision != 2 {
		t.Errorf("after a CSV without these columns: %+v %v", r.Content, err)
	}
	if sum := apply(t, s, file(t, "x.csv", "id,title,body\nx,X,new\n")); sum != (importing.Summary{Same: 1}) {
		t.Errorf("the same again: %+v", sum)
	}
	apply(t, s, folder(t, "x.md", "---\ntitle: X\n---\nnew"))
	if r, err := s.PublishedRevision(ctx, "x"); err != nil || !r.MayRead("shop", false) || r.Review != "" || r.Original != "" {
		t.Errorf("after Markdown without front matter for them: %+v %v", r.Content, err)
	}
}

// Articles that something else keeps are changed by that only, and belong to no other source.
func TestKeeper(t *testing.T) {
	s, ctx := openStore(t), t.Context()
	keep := func(files ...string) importing.Plan {
		t.Helper()
		b, err := importing.Read(ctx, folder(t, files...), importing.Options{Keeper: "folder"})
		if err != nil {
			t.Fatal(err)
		}
		p, err := importing.MakePlan(ctx, s, b)
		if err != nil {
			t.Fatal(err)
		}
		p.WithdrawGone = true
		return p
	}
	put(t, s, "a", knowledge.Content{Title: "A", Body: "A"}, true)
	put(t, s, "by-title", knowledge.Content{Title: "By title", Body: "mine"}, true)
	p := keep("a.md", "A", "x/by-title.md", "---\ntitle: By title\n---\ntheirs")
	if got := actions(p); got["a"] != importing.Again || got["x/by-title"] != importing.New || len(got) != 2 {
		t.Fatalf("plan %v", got)
	}
	carryOut(t, s, p)
	for id, want := range map[string]string{"a": "folder", "x/by-title": "folder", "by-title": ""} {
		if a, err := s.Article(ctx, id); err != nil || a.Source != want || a.Status != knowledge.Published {
			t.Errorf("%s: %+v %v", id, a, err)
		}
	}
	if got := actions(keep("a.md", "A", "x/by-title.md", "---\ntitle: By title\n---\ntheirs")); got["a"] != importing.Same || got["x/by-title"] != importing.Same || len(got) != 2 {
		t.Errorf("again: %v", got)
	}

	// An import of the same files is told where they are kept; it neither changes them nor finds them gone.
	b := read(t, folder(t, "a.md", "other", "new.md", "new"))
	b.Source = "folder"
	p, err := importing.MakePlan(ctx, s, b)
	if err != nil || len(p.Problems) != 1 || !strings.Contains(p.Problems[0].String(), `a.md:1: error: the article "a" is kept in the folder; change it there`) {
		t.Fatalf("%+v %v", p.Problems, err)
	}
	if _, err := importing.Apply(ctx, s, p, "import", at); !errors.Is(err, importing.ErrProblems) {
		t.Errorf("applied: %v", err)
	}
	if got := actions(from(t, s, "folder", "new.md", "new")); len(got) != 1 {
		t.Errorf("an import of the same name: %v", got)
	}
	carryOut(t, s, keep("a.md", "A"))
	if a, err := s.Article(ctx, "x/by-title"); err != nil || a.Status != knowledge.Withdrawn || a.Source != "" {
		t.Errorf("gone from the folder: %+v %v", a, err)
	}
}

// What the exam is asked about is what would be published and withdrawn, and no more.
func TestProposal(t *testing.T) {
	s := openStore(t)
	apply(t, s, folder(t, "same.md", "same", "changed.md", "old", "gone.md", "gone"))
	put(t, s, "again", knowledge.Content{Title: "Again", Body: "again"}, false)
	p := from(t, s, "x", "same.md", "same", "changed.md", "new", "again.md", "again", "new.md", "new", "draft.md", "---\ndraft: true\n---\nx")
	p.Rows = append(p.Rows, importing.Row{Action: importing.Gone, ID: "gone"}, importing.Row{Action: importing.Gone, ID: "edited", Edited: true})
	said := func() string {
		var out []string
		for _, c := range p.Proposal().Changes {
			if c.Revision == nil {
				out = append(out, "-"+c.Article)
				continue
			}
			out = append(out, fmt.Sprintf("%s %d %s", c.Article, c.Revision.Number, c.Revision.Text))
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	if got := said(); got != "again 1 again, changed 2 new, new 1 new" {
		t.Errorf("proposed: %s", got)
	}
	p.WithdrawGone = true
	if got := said(); got != "-gone, again 1 again, changed 2 new, new 1 new" {
		t.Errorf("with what is gone: %s", got)
	}
	p = p.Only(func(r importing.Row) bool { return r.ID == "new" })
	if got := said(); got != "new 1 new" || p.Count[importing.New] != 1 || p.Count[importing.Changed] != 0 {
		t.Errorf("a part: %s %v", got, p.Count)
	}
}

// A digest changes with what would be done, and with what it would be done to.
func TestDigest(t *testing.T) {
	s := openStore(t)
	files := []string{"a.md", "A", "b.md", "B"}
	first := from(t, s, "x", files...).Digest()
	if again := from(t, s, "x", files...).Digest(); again != first {
		t.Error("the same plan has another digest")
	}
	seen := map[string]string{first: "nothing changed"}
	check := func(what, digest string) {
		if same, twice := seen[digest]; twice {
			t.Errorf("%s: as if %s", what, same)
		}
		seen[digest] = what
	}
	check("another source", from(t, s, "y", files...).Digest())
	put(t, s, "a", knowledge.Content{Title: "A", Body: "mine"}, true)
	check("an article is there", from(t, s, "x", files...).Digest())
	if _, err := room(s, nil).Save(t.Context(), "a", 1, knowledge.Content{Title: "A", Body: "mine too"}, "mia"); err != nil {
		t.Fatal(err)
	}
	check("it was edited", from(t, s, "x", files...).Digest())
}

// The gate stops an import as a whole, and a reason lets it through.
func TestExamStopsImport(t *testing.T) {
	s, ctx := openStore(t), t.Context()
	gate := func(_ context.Context, p knowledge.Proposal) (exam.Comparison, error) {
		var c exam.Comparison
		for _, change := range p.Changes {
			if change.Article == "bad" {
				c.Worse = append(c.Worse, exam.Pair{})
			}
		}
		return c, nil
	}
	r := room(s, gateFunc(gate))
	p := plan(t, s, folder(t, "good.md", "good", "bad.md", "bad"))
	if _, err := importing.Apply(ctx, r, p, "import", at); !errors.Is(err, knowledge.ErrExam) {
		t.Fatalf("not stopped: %v", err)
	}
	if n, err := s.Count(ctx); err != nil || n.All != 0 {
		t.Errorf("after it was stopped: %+v %v", n, err)
	}
	p.Overrule = "the question is out of date"
	if sum, err := importing.Apply(ctx, r, p, "import", at); err != nil || sum.New != 2 {
		t.Errorf("overruled: %+v %v", sum, err)
	}
}

type gateFunc func(context.Context, knowledge.Proposal) (exam.Comparison, error)

func (f gateFunc) Sit(ctx context.Context, p knowledge.Proposal) (exam.Comparison, error) {
	return f(ctx, p)
}
