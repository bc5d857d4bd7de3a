package care_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// room is a real store with lists over it, and a clock that the test turns.
type room struct {
	*store.Store
	t       testing.TB
	now     time.Time
	lists   *care.Lists
	links   *care.Links
	tallies []care.Tally
	quoted  map[string]bool
	answers int
	web     func(address string) (int, bool, error)
	probed  int
}

func (r *room) Tallies(context.Context, time.Duration) ([]care.Tally, error) { return r.tallies, nil }

func (r *room) Quoted(context.Context, time.Time) (map[string]bool, int, error) {
	return r.quoted, r.answers, nil
}

func openRoom(t testing.TB) *room {
	t.Helper()
	db, err := sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "care.db"), sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	r := &room{Store: store.New(db), t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	if err := r.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return r.now }
	r.links = care.NewLinks(r.Store, r, clock)
	r.lists = care.New(care.Config{Store: r.Store, Votes: r, Quotes: r, Links: r.links, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	return r
}

// write writes an article's next revision and publishes it.
func (r *room) write(id string, c knowledge.Content) {
	r.t.Helper()
	c = c.Clean()
	doc, err := markup.Parse(c.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	p := store.Put{ID: id, Content: c, Text: doc.Text, Author: "import", At: r.now, Publish: true}
	a, err := r.Article(r.t.Context(), id)
	if err == nil {
		p.Base = a.Latest
		_, err = r.SaveDraft(r.t.Context(), p)
	} else {
		_, err = r.Create(r.t.Context(), p)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// rows returns a list as "article: why" with the other article behind it.
func (r *room) rows(name care.List) []string {
	r.t.Helper()
	rows, total, err := r.lists.List(r.t.Context(), name)
	if err != nil || total != len(rows) {
		r.t.Fatalf("%s: %d of %d, %v", name, len(rows), total, err)
	}
	out := []string{}
	for _, row := range rows {
		if row.Article.Title == "" || !strings.HasSuffix(row.Why, ".") || !strings.HasSuffix(row.Next, ".") || row.At.IsZero() || row.Article.Status == "" {
			r.t.Errorf("%s: a row that says too little: %+v", name, row)
		}
		s := row.Article.ID + ": " + row.Why
		if row.Other != nil {
			s += " → " + row.Other.ID
		}
		out = append(out, s)
	}
	return out
}

func (r *room) want(name care.List, want ...string) {
	r.t.Helper()
	if got := r.rows(name); fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	counts, err := r.lists.Counts(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for _, c := range counts {
		if c.List == name && c.N != len(want) {
			r.t.Errorf("%s is said to have %d rows", name, c.N)
		}
	}
}
