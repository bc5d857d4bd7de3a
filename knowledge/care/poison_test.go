package care

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
)

// poisoned are articles one of which breaks whatever reads it.
type poisoned struct {
	shelf
	order []knowledge.Revision
	bad   string
	read  int // how often the bad one was
}

func (p *poisoned) Head(context.Context) (int64, error) { return 1, nil }

func (p *poisoned) Changes(context.Context, int64, int) ([]knowledge.Change, error) { return nil, nil }

func (p *poisoned) EachPublished(_ context.Context, f func(knowledge.Revision) error) error {
	for _, r := range p.order {
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

func (p *poisoned) Article(_ context.Context, id string) (knowledge.Article, error) {
	if id == p.bad {
		p.read++
		panic("poison")
	}
	return knowledge.Article{ID: id, Status: knowledge.Published, Latest: 1, Published: 1}, nil
}

func (p *poisoned) Revision(ctx context.Context, id string, n int) (knowledge.Revision, error) {
	if id == p.bad {
		panic("poison")
	}
	return p.shelf.Revision(ctx, id, n)
}

// An article that breaks what looks at it is told once and harms no other.
func TestPoison(t *testing.T) {
	var said strings.Builder
	log := slog.New(slog.NewTextHandler(&said, nil))
	p := &poisoned{shelf: make(shelf), bad: "b"}
	for id, text := range map[string]string{"a": "It takes 3 days.", "b": "It takes 4 days.", "c": "It takes 5 days."} {
		p.shelf[id] = revision(id, "? How long does delivery take?\n"+text)
	}
	p.order = []knowledge.Revision{p.shelf["a"], p.shelf["b"], p.shelf["c"]}
	c := corpus{source: p, log: log}
	for range 2 {
		if err := c.readAll(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if all := c.sorted(); len(all) != 3 || all[1].title != "How long does delivery take?" || p.read != 1 || strings.Count(said.String(), "panic=poison") != 1 {
		t.Errorf("%d articles, the bad one read %d times; the log says %s", len(all), p.read, said.String())
	}

	// It breaks the comparison only.
	said.Reset()
	var all []*entry
	for _, r := range p.order {
		all = append(all, &entry{asked: askedOf(r), number: 1, title: r.Title})
	}
	tw := newTwins(p, log)
	rows, err := tw.find(t.Context(), all, time.Time{})
	if err != nil || len(rows) != 1 || rows[0].Article.ID != "a" || rows[0].Other.ID != "c" || rows[0].Sentences == nil {
		t.Errorf("rows %+v, %v", rows, err)
	}
	if !strings.Contains(said.String(), "poison") {
		t.Errorf("the log says %q", said.String())
	}
}
