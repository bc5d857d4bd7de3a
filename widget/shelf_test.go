package widget

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// shelf is the real store with an index that finds articles whose id the question names. Its faults are made on
// demand.
type shelf struct {
	*store.Store
	room *editing.Room
	t    testing.TB
	db   *sqldb.DB

	mu    sync.Mutex
	now   time.Time
	state knowledge.IndexState
	fault error           // of reading an article, if set
	lag   []knowledge.Hit // what an index still says that has not heard of a change
	gate  fixedGate
	lists *care.Lists
	links *care.Links
}

// nobodysWeb has no pages, readersSilence no votes and no quotes.
type (
	nobodysWeb     struct{}
	readersSilence struct{}
)

func (nobodysWeb) Probe(context.Context, string) (int, bool, error) { return 404, true, nil }

func (readersSilence) Tallies(context.Context, time.Duration) ([]care.Tally, error) { return nil, nil }

func (readersSilence) Quoted(context.Context, time.Time) (map[string]bool, int, error) {
	return nil, 0, nil
}

// fixedGate says of every change that it makes the same questions worse.
type fixedGate struct{ worse []exam.Pair }

func (g *fixedGate) Sit(context.Context, knowledge.Proposal) (exam.Comparison, error) {
	return exam.Compare(g.worse, 0), nil
}

func newShelf(t testing.TB, db *sqldb.DB) *shelf {
	t.Helper()
	s := &shelf{Store: store.New(db), t: t, db: db, state: knowledge.IndexReady, now: time.Unix(0, 0)}
	s.room = editing.New(editing.Config{Store: s.Store, Clock: s.tick, Log: slog.New(slog.DiscardHandler), Gate: &s.gate})
	s.links = care.NewLinks(s.Store, nobodysWeb{}, time.Now)
	s.lists = care.New(care.Config{Store: s.Store, Votes: readersSilence{}, Quotes: readersSilence{}, Links: s.links, Clock: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.restock()
	return s
}

// restock puts four articles on the empty shelf: two published, one withdrawn, one never published.
func (s *shelf) restock() {
	s.t.Helper()
	err := s.db.Write(s.t.Context(), func(tx *sqldb.Tx) error {
		for _, table := range []string{"synonyms", "suggestion", "review", "schedule", "autosave", "exam", "change", "revision", "article"} {
			if _, err := tx.Exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.add("Draft", false)
	s.add("Gone", true)
	s.withdraw("gone")
	s.add("Size", true)
	s.add("Returns", true)
	if err := s.PutFile(s.t.Context(), store.File{ID: keptFile, Name: "a.txt", Type: "text/plain", Data: []byte("kept"), Size: 4, At: s.tick()}); err != nil {
		s.t.Fatal(err)
	}
	if err := s.PutSuggestion(s.t.Context(), store.Suggestion{ID: "open", Article: "returns", Revision: 1, Text: "It is 30 days.", Author: "anna", At: s.tick()}); err != nil {
		s.t.Fatal(err)
	}
}

// keptFile is the id of a file on the shelf.
const keptFile = "0123456789abcdef0123456789abcdef"

// add writes an article whose id is its title in small letters.
func (s *shelf) add(title string, publish bool) {
	s.t.Helper()
	a, err := s.room.Create(s.t.Context(), "", knowledge.Content{Title: title, Body: "About **" + title + "**.\n\n- first\n- second"}, "import")
	if err == nil && publish {
		_, _, err = s.room.Publish(s.t.Context(), editing.Step{ID: a.ID, Revision: 1, Author: "import"})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) withdraw(id string) {
	s.t.Helper()
	if _, _, err := s.room.Withdraw(s.t.Context(), editing.Step{ID: id, Author: "import"}); err != nil {
		s.t.Fatal(err)
	}
}

// tick returns a time later than all before, so that the order of changes is known.
func (s *shelf) tick() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(time.Second)
	return s.now
}

func (s *shelf) PublishedRevision(ctx context.Context, id string) (knowledge.Revision, error) {
	if s.fault != nil {
		return knowledge.Revision{}, s.fault
	}
	return s.Store.PublishedRevision(ctx, id)
}

func (s *shelf) State() knowledge.IndexState { return s.state }

func (s *shelf) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	if s.state == knowledge.IndexDown {
		return knowledge.Result{}, errors.New("the index at /srv/index is corrupt")
	}
	hits := s.lag
	for _, id := range []string{"returns", "size"} {
		if rev, err := s.Store.PublishedRevision(ctx, id); err == nil && strings.Contains(strings.ToLower(q.Text), id) {
			hits = append(hits, knowledge.Hit{Article: id, Revision: rev.Number, Title: rev.Title, Passage: knowledge.Span{End: 5}})
		}
	}
	return knowledge.Result{Hits: hits, State: s.state}, nil
}

// fill publishes many further articles.
func (s *shelf) fill(n int) {
	s.t.Helper()
	for i := range n {
		s.add(fmt.Sprintf("Zz%02d", i), true)
	}
}
