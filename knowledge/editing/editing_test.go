package editing_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

type bench struct {
	*editing.Room
	store     *store.Store
	announced int
	now       time.Time
}

func open(t *testing.T) *bench {
	t.Helper()
	db, err := sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := &bench{store: store.New(db), now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	if err := b.store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.Room = editing.New(b.store, func() time.Time { return b.now }, slog.New(slog.DiscardHandler), func() { b.announced++ })
	return b
}

func TestLifeOfAnArticle(t *testing.T) {
	b, ctx := open(t), t.Context()
	a, err := b.Create(ctx, knowledge.Content{Title: "  Returns &  refunds ", Body: "Send it **back**.\r\n", Tags: []string{"x", "x", ""}}, "mia")
	if err != nil {
		t.Fatal(err)
	}
	if a.ID != "returns-refunds" || a.Latest != 1 || a.Status != knowledge.Draft || !a.Created.Equal(b.now) {
		t.Errorf("created %+v", a)
	}
	r, err := b.store.Revision(ctx, a.ID, 1)
	if err != nil || r.Title != "Returns & refunds" || r.Body != "Send it **back**." || r.Text != "Send it back." || len(r.Tags) != 1 || r.Locale != "en" || r.Author != "mia" {
		t.Errorf("stored %+v %v", r, err)
	}
	if b.announced != 0 {
		t.Error("a draft was announced")
	}
	if a, err = b.Publish(ctx, a.ID, 1, "mia"); err != nil || a.Published != 1 || b.announced != 1 {
		t.Errorf("published %+v %v, announced %d", a, err, b.announced)
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
	if a, err = b.Withdraw(ctx, a.ID, "mia"); err != nil || a.Status != knowledge.Withdrawn || b.announced != 2 {
		t.Errorf("withdrawn %+v %v, announced %d", a, err, b.announced)
	}
}

func TestFaultsChangeNothing(t *testing.T) {
	b, ctx := open(t), t.Context()
	a, err := b.Create(ctx, knowledge.Content{Title: "a"}, "mia")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]knowledge.Content{
		"no title": {Body: "x"}, "nul": {Title: "a\x00"}, "utf-8": {Title: "a", Body: "\xff"}, "bomb": {Title: "a", Body: strings.Repeat(">", 1000)}, "size": {Title: "a", Body: strings.Repeat("a ", knowledge.MaxBody)},
	} {
		if _, err := b.Create(ctx, c, "mia"); !errors.Is(err, knowledge.ErrInvalid) {
			t.Errorf("create, %s: %v", name, err)
		}
		if _, err := b.Save(ctx, a.ID, 1, c, "mia"); !errors.Is(err, knowledge.ErrInvalid) {
			t.Errorf("save, %s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"save":     second(b.Save(ctx, "x", 1, knowledge.Content{Title: "a"}, "mia")),
		"publish":  second(b.Publish(ctx, "x", 1, "mia")),
		"revision": second(b.Publish(ctx, a.ID, 9, "mia")),
		"withdraw": second(b.Withdraw(ctx, "x", "mia")),
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
	if c, err := b.store.Count(ctx); err != nil || c.All != 1 || b.announced != 0 {
		t.Errorf("faults left %+v %v, announced %d", c, err, b.announced)
	}
}

func second[T any](_ T, err error) error { return err }

func TestSameTitle(t *testing.T) {
	b := open(t)
	var mu sync.Mutex
	ids := make(map[string]bool)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			a, err := b.Create(t.Context(), knowledge.Content{Title: "Gift cards"}, "mia")
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
