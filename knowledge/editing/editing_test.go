package editing_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
)

func TestLifeOfAnArticle(t *testing.T) {
	b, ctx := open(t), t.Context()
	a, err := b.Create(ctx, "", knowledge.Content{Title: "  Returns &  refunds ", Body: "Send it **back**.\r\n", Tags: []string{"x", "x", ""}}, "mia")
	if err != nil {
		t.Fatal(err)
	}
	if a.ID != "returns-refunds" || a.Latest != 1 || a.Status != knowledge.Draft || !a.Created.Equal(morning) {
		t.Errorf("created %+v", a)
	}
	r, err := b.store.Revision(ctx, a.ID, 1)
	if err != nil || r.Title != "Returns & refunds" || r.Body != "Send it **back**." || r.Text != "Send it back." || len(r.Tags) != 1 || r.Locale != "en" || r.Author != "mia" {
		t.Errorf("stored %+v %v", r, err)
	}
	if b.announced.Load() != 0 {
		t.Error("a draft was announced")
	}
	if a, _, err = b.Publish(ctx, editing.Step{ID: a.ID, Revision: 1, Author: "mia"}); err != nil || a.Published != 1 || b.announced.Load() != 1 {
		t.Errorf("published %+v %v, announced %d", a, err, b.announced.Load())
	}
	same := knowledge.Content{Title: "Returns & refunds", Body: "Send it **back**.\n\n", Tags: []string{"x"}}
	if a, err = b.Save(ctx, a.ID, 1, same, "ben"); err != nil || a.Latest != 1 {
		t.Errorf("unchanged content made %+v %v", a, err)
	}
	same.Body = "Keep it."
	if a, err = b.Save(ctx, a.ID, 1, same, "ben"); err != nil || a.Latest != 2 || a.Published != 1 {
		t.Errorf("changed content made %+v %v", a, err)
	}
	same.Body = "Burn it."
	if _, err = b.Save(ctx, a.ID, 1, same, "eve"); !errors.Is(err, knowledge.ErrConflict) {
		t.Errorf("save over an older revision: %v", err)
	}
	if a, _, err = b.Withdraw(ctx, editing.Step{ID: a.ID, Author: "mia"}); err != nil || a.Status != knowledge.Withdrawn || b.announced.Load() != 2 {
		t.Errorf("withdrawn %+v %v, announced %d", a, err, b.announced.Load())
	}
}

func TestFaultsChangeNothing(t *testing.T) {
	b, ctx := open(t), t.Context()
	a, err := b.Create(ctx, "", knowledge.Content{Title: "a"}, "mia")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]knowledge.Content{
		"no title": {Body: "x"}, "nul": {Title: "a\x00"}, "utf-8": {Title: "a", Body: "\xff"}, "bomb": {Title: "a", Body: strings.Repeat(">", 1000)}, "size": {Title: "a", Body: strings.Repeat("a ", knowledge.MaxBody)},
	} {
		if _, err := b.Create(ctx, "", c, "mia"); !errors.Is(err, knowledge.ErrInvalid) {
			t.Errorf("create, %s: %v", name, err)
		}
		if _, err := b.Save(ctx, a.ID, 1, c, "mia"); !errors.Is(err, knowledge.ErrInvalid) {
			t.Errorf("save, %s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"save":     second(b.Save(ctx, "x", 1, knowledge.Content{Title: "a"}, "mia")),
		"publish":  third(b.Publish(ctx, editing.Step{ID: "x", Revision: 1, Author: "mia"})),
		"revision": third(b.Publish(ctx, editing.Step{ID: a.ID, Revision: 9, Author: "mia"})),
		"withdraw": third(b.Withdraw(ctx, editing.Step{ID: "x", Author: "mia"})),
	} {
		if !errors.Is(err, knowledge.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Preview(strings.Repeat("- ", 1000) + "a"); !errors.Is(err, knowledge.ErrInvalid) {
		t.Errorf("preview of a bomb: %v", err)
	}
	if doc, err := b.Preview("# a"); err != nil || doc.Text != "a" || len(doc.Nodes) != 1 {
		t.Errorf("preview: %+v %v", doc, err)
	}
	if c, err := b.store.Count(ctx); err != nil || c.All != 1 || b.announced.Load() != 0 {
		t.Errorf("faults left %+v %v, announced %d", c, err, b.announced.Load())
	}
}

func second[T any](_ T, err error) error        { return err }
func third[T, U any](_ T, _ U, err error) error { return err }

func TestSameTitle(t *testing.T) {
	b := open(t)
	var mu sync.Mutex
	ids := make(map[string]bool)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			a, err := b.Create(t.Context(), "", knowledge.Content{Title: "Gift cards"}, "mia")
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			ids[a.ID] = true
			mu.Unlock()
		})
	}
	wg.Wait()
	for _, id := range []string{"gift-cards", "gift-cards-2", "gift-cards-3", "gift-cards-4", "gift-cards-5", "gift-cards-6"} {
		if !ids[id] {
			t.Errorf("no article %s among %v", id, ids)
		}
	}
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"How do I return an opened tent?": "how-do-i-return-an-opened-tent", "Wir können’s!": "wir-konnens", "Straße 7½": "straße-7", "配送 時間": "配送-時間", "  ": "article", "?!": "article", "-a-": "a",
		"../../etc/passwd": "etc-passwd", "हिन्दी": "हिन्दी", "İstanbul": "istanbul",
	} {
		if got := editing.Slug(title); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
	long := editing.Slug(strings.Repeat("über ", 100))
	if len(long) > 80 || strings.HasSuffix(long, "-") || knowledge.ValidID(long) != nil {
		t.Errorf("long title gave %q", long)
	}
}
