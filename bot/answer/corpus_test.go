package answer

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"go.yaml.in/yaml/v3"

	"frontdesk/knowledge"
	"frontdesk/knowledge/index"
	"frontdesk/knowledge/markup"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// demoShop reads the corpus of the demo, which lies elsewhere in this repository.
func demoShop(t testing.TB) []knowledge.Revision {
	t.Helper()
	return corpusFolder(t, filepath.Join(root(), "cmd", "frontdesk", "internal", "demo", "corpus"))
}

// corpusFolder reads a folder of Markdown with front matter, or skips the test if it is not there.
func corpusFolder(t testing.TB, dir string) []knowledge.Revision {
	t.Helper()
	var out []knowledge.Revision
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".md") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if rev, ok := markdownArticle(strings.TrimSuffix(filepath.ToSlash(name), ".md"), string(raw)); ok {
			out = append(out, rev)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Skipf("SKIPPED: no corpus in %s: %v", dir, err)
	}
	return out
}

func markdownArticle(id, raw string) (knowledge.Revision, bool) {
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	var front struct {
		Title     string
		Phrasings []string
		Tags      []string
		Category  string
		Locale    string
	}
	if rest, ok := strings.CutPrefix(raw, "---\n"); ok {
		head, body, _ := strings.Cut(rest, "\n---")
		raw = body
		if yaml.Unmarshal([]byte(head), &front) != nil || front.Title == "" {
			return knowledge.Revision{}, false
		}
	}
	doc, err := markup.Parse(strings.TrimSpace(raw))
	if err != nil || front.Title == "" {
		return knowledge.Revision{}, false
	}
	return knowledge.Revision{Article: id, Number: 1, Text: doc.Text, Content: knowledge.Content{
		Title: front.Title, Phrasings: front.Phrasings, Tags: front.Tags, Category: front.Category, Locale: "en",
	}}, true
}

// shop is a corpus in memory: the source of an index and the revisions to quote.
type shop struct {
	mu        sync.Mutex
	revisions map[string]knowledge.Revision
	order     []string
	err       error
}

func newShop(revisions []knowledge.Revision) *shop {
	s := &shop{revisions: make(map[string]knowledge.Revision)}
	for _, r := range revisions {
		s.revisions[r.Article] = r
		s.order = append(s.order, r.Article)
	}
	return s
}

func (s *shop) Published(_ context.Context, article string) (knowledge.Revision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.revisions[article]; ok || s.err != nil {
		return r, s.err
	}
	return knowledge.Revision{}, fmt.Errorf("reading %q: %w", article, knowledge.ErrNotFound)
}

func (s *shop) Head(context.Context) (int64, error) { return int64(len(s.order)), nil }

func (s *shop) Changes(context.Context, int64, int) ([]knowledge.Change, error) { return nil, nil }

func (s *shop) EachPublished(_ context.Context, yield func(knowledge.Revision) error) error {
	for _, id := range s.order {
		if err := yield(s.revisions[id]); err != nil {
			return err
		}
	}
	return nil
}

// serving returns a running index over the shop.
func (s *shop) serving(t testing.TB) *index.Index {
	t.Helper()
	ix, err := index.Open(t.Context(), index.Options{Dir: t.TempDir(), Source: s})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = ix.Run(context.Background()) }()
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Errorf("closing the index: %v", err)
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := ix.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	return ix
}
