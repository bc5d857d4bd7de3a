package index

import (
	"context"
	"sort"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/knowledge"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// memory is a Source without SQL.
type memory struct {
	mu        sync.Mutex
	published map[string]knowledge.Revision
	changes   []string // article of change i+1
	err       error    // what every call returns, if not nil
}

func newMemory(revisions ...knowledge.Revision) *memory {
	m := &memory{published: make(map[string]knowledge.Revision)}
	for _, r := range revisions {
		m.publish(r)
	}
	return m
}

func (m *memory) publish(r knowledge.Revision) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.published[r.Article] = r
	m.changes = append(m.changes, r.Article)
}

func (m *memory) withdraw(article string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.published, article)
	m.changes = append(m.changes, article)
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func (m *memory) Head(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.changes)), m.err
}

func (m *memory) Changes(_ context.Context, after int64, limit int) ([]knowledge.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []knowledge.Change
	for i := after; i < int64(len(m.changes)) && len(out) < limit; i++ {
		c := knowledge.Change{Seq: i + 1, Article: m.changes[i]}
		if r, ok := m.published[c.Article]; ok {
			c.Revision = &r
		}
		out = append(out, c)
	}
	return out, m.err
}

func (m *memory) EachPublished(_ context.Context, yield func(knowledge.Revision) error) error {
	m.mu.Lock()
	list := make([]knowledge.Revision, 0, len(m.published))
	for _, r := range m.published {
		list = append(list, r)
	}
	err := m.err
	m.mu.Unlock()
	sort.Slice(list, func(i, j int) bool { return list[i].Article < list[j].Article })
	for _, r := range list {
		if err == nil {
			err = yield(r)
		}
	}
	return err
}

// article makes a published revision.
func article(id, title, text string, phrasings ...string) knowledge.Revision {
	return knowledge.Revision{
		Article: id, Number: 1, Text: text,
		Content: knowledge.Content{Title: title, Phrasings: phrasings, Locale: "en"},
	}
}

// started opens an index and runs it until the test ends.
func started(t testing.TB, o Options) *Index {
	t.Helper()
	if o.Poll == 0 {
		o.Poll = 10 * time.Millisecond
	}
	ix, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	run(t, ix)
	return ix
}

// run starts an opened index and closes it when the test ends.
func run(t testing.TB, ix *Index) {
	t.Helper()
	go func() { _ = ix.Run(context.Background()) }()
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Errorf("closing the index: %v", err)
		}
	})
}

// ready waits until the index searches passages.
func ready(t testing.TB, ix *Index) {
	t.Helper()
	eventually(t, "the index to be ready", func() bool { return ix.State() == knowledge.IndexReady })
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}

// find searches and returns the articles found, best first.
func find(t testing.TB, ix *Index, text string) []string {
	t.Helper()
	res, err := ix.Search(context.Background(), knowledge.Query{Text: text})
	if err != nil {
		t.Fatalf("searching %q: %v", text, err)
	}
	return articles(res)
}

func articles(res knowledge.Result) []string {
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.Article)
	}
	return ids
}
