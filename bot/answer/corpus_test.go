package answer

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/knowledge"
	"frontdesk/knowledge/confidence"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/index"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
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

func (s *shop) PublishedRevision(_ context.Context, article string) (knowledge.Revision, error) {
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

// serving returns a running index over the shop that has learnt from it, as in service.
func (s *shop) serving(t testing.TB) *index.Index {
	t.Helper()
	meanings, err := encoder.New()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(t.Context(), index.Options{
		Dir: t.TempDir(), Source: s, Encoder: meanings, Languages: []string{"en"},
		Fit: func(trials []knowledge.Trial, meaning bool) knowledge.Judge {
			return confidence.Fit(trials, meaning, confidence.Options{Unanswerable: confidence.DefaultUnanswerable})
		},
	})
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
	if err := errors.Join(ix.Wait(ctx), ix.WaitLearned(ctx)); err != nil {
		t.Fatal(err)
	}
	return ix
}
