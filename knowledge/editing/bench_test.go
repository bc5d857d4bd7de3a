package editing_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

var morning = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

var discard = slog.New(slog.DiscardHandler)

// bench is a room over a store of its own.
type bench struct {
	*editing.Room
	store     *store.Store
	db        *sqldb.DB
	path      string
	announced atomic.Int32
	now       atomic.Int64 // milliseconds since 1970
}

// tester is a test or a run of a property.
type tester interface {
	Helper()
	Fatal(...any)
}

// open returns a room over an empty store; c has what is not the same for all.
func open(t *testing.T, c ...editing.Config) *bench {
	t.Helper()
	b := openAt(t, t.Context(), filepath.Join(t.TempDir(), "x.db"), c...)
	t.Cleanup(func() { b.db.Close() })
	return b
}

// beside returns another room over the same database, as another process has.
func (b *bench) beside(t *testing.T, c editing.Config) *bench {
	t.Helper()
	other := openAt(t, t.Context(), b.path, c)
	t.Cleanup(func() { other.db.Close() })
	return other
}

func openAt(t tester, ctx context.Context, path string, c ...editing.Config) *bench {
	t.Helper()
	db, err := sqldb.Open(ctx, path, sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{store: store.New(db), db: db, path: path}
	b.now.Store(morning.UnixMilli())
	if err := b.store.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	var config editing.Config
	if len(c) > 0 {
		config = c[0]
	}
	if g, ok := config.Gate.(*words); ok && g.store == nil {
		g.store = b.store
	}
	config.Store, config.Clock, config.Log = b.store, b.clock, discard
	config.Announce = func() { b.announced.Add(1) }
	b.Room = editing.New(config)
	return b
}

func (b *bench) clock() time.Time { return time.UnixMilli(b.now.Load()).UTC() }

// later moves the clock.
func (b *bench) later(d time.Duration) { b.now.Add(d.Milliseconds()) }

// write creates an article of the id, or saves over its newest revision.
func (b *bench) write(t tester, id, body, author string) knowledge.Article {
	t.Helper()
	ctx := context.Background()
	a, err := b.store.Article(ctx, id)
	if err != nil {
		a, err = b.Create(ctx, id, knowledge.Content{Title: id, Body: body}, author)
	} else {
		a, err = b.Save(ctx, id, a.Latest, knowledge.Content{Title: id, Body: body}, author)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// publish publishes a revision, over the exam.
func (b *bench) publish(t tester, id string, revision int) {
	t.Helper()
	if _, _, err := b.Publish(context.Background(), editing.Step{ID: id, Revision: revision, Author: "chief", Overrule: "for the sake of the test"}); err != nil {
		t.Fatal(err)
	}
}

// trail returns what the audit log says of an object, oldest first.
func (b *bench) trail(t tester, object string) (out []string) {
	t.Helper()
	entries, err := audit.List(context.Background(), b.db, audit.Filter{Object: object, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for i := len(entries) - 1; i >= 0; i-- {
		out = append(out, strings.TrimSuffix(entries[i].What+": "+entries[i].Detail, ": "))
	}
	return out
}

// words is a gate whose exam has the questions k1 to k3. One is answered if a published text has the word and none has
// the word with "not-" before it. It looks at the store itself, so it is never behind.
type words struct {
	store *store.Store
	// during, if set, is called while the exam is sat, after the corpus was looked at.
	during func(ctx context.Context) error
	sat    atomic.Int32
}

var questions = []string{"k1", "k2", "k3"}

// Sit implements editing.Gate.
func (g *words) Sit(ctx context.Context, p knowledge.Proposal) (exam.Comparison, error) {
	g.sat.Add(1)
	before := make(map[string]string)
	err := g.store.EachPublished(ctx, func(r knowledge.Revision) error {
		before[r.Article] = r.Text
		return nil
	})
	if err != nil {
		return exam.Comparison{}, err
	}
	after := make(map[string]string)
	for id, text := range before {
		after[id] = text
	}
	for _, c := range p.Changes {
		delete(after, c.Article)
		if c.Revision != nil {
			after[c.Article] = c.Revision.Text
		}
	}
	if p.Synonyms != nil && strings.Contains(*p.Synonyms, "worse") {
		clear(after)
	}
	var pairs []exam.Pair
	for _, q := range questions {
		asked := knowledge.ExamQuestion{ID: q, Asked: knowledge.Asked{Text: q, Articles: []string{"right"}}}
		pairs = append(pairs, exam.PairOf(asked, verdict(before, q), verdict(after, q)))
	}
	if g.during != nil {
		if err := g.during(ctx); err != nil {
			return exam.Comparison{}, err
		}
	}
	return exam.Compare(pairs, 0), nil
}

func verdict(texts map[string]string, question string) exam.Verdict {
	if answers(texts, question) {
		return exam.Verdict{Decision: exam.Answer, Article: "right"}
	}
	return exam.Verdict{Decision: exam.Handoff}
}

func answers(texts map[string]string, question string) bool {
	found := false
	for _, text := range texts {
		for _, word := range strings.Fields(text) {
			if word == "not-"+question {
				return false
			}
			found = found || word == question
		}
	}
	return found
}

// history returns how many questions were answered after each change of the corpus, from the change log itself.
func (b *bench) history(t tester) (answered []string) {
	t.Helper()
	ctx := context.Background()
	rows, err := b.db.Read().QueryContext(ctx, `SELECT c.article, COALESCE(r.text, '') FROM change c LEFT JOIN revision r ON r.article = c.article AND r.number = c.revision ORDER BY c.seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	texts := make(map[string]string)
	for rows.Next() {
		var id, text string
		if err := rows.Scan(&id, &text); err != nil {
			t.Fatal(err)
		}
		texts[id] = text
		var right []string
		for _, q := range questions {
			if answers(texts, q) {
				right = append(right, q)
			}
		}
		answered = append(answered, strings.Join(right, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return answered
}

// declines returns the changes after which a question is not answered any more that was before.
func declines(answered []string) (out []string) {
	was := ""
	for i, now := range answered {
		for _, q := range strings.Fields(was) {
			if !strings.Contains(now, q) {
				out = append(out, fmt.Sprintf("change %d: %q after %q", i+1, now, was))
				break
			}
		}
		was = now
	}
	return out
}
