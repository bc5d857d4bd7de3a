package widget

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
)

// stage is the real stage over the shelf. Its corpus finds articles whose title the question names, and is sure of those
// that are named first.
func (s *shelf) stage(t testing.TB) *rehearse.Stage {
	stage := rehearse.New(rehearse.Config{
		Rehearse: func(_ context.Context, p knowledge.Proposal) (rehearse.Searcher, error) {
			return rehearsal{s, p}, s.fault
		},
		Stamp:     func(ctx context.Context) (string, error) { head, err := s.Head(ctx); return fmt.Sprint(head), err },
		Revisions: s, Exam: s.Exam, Site: "shop",
	})
	t.Cleanup(stage.Close)
	return stage
}

// rehearsal is the shelf with a proposal.
type rehearsal struct {
	shelf    *shelf
	proposal knowledge.Proposal
}

func (r rehearsal) Close() error { return nil }

func (r rehearsal) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	revisions := make(map[string]knowledge.Revision)
	for _, id := range []string{"returns", "size", "gone", "draft"} {
		if rev, err := r.shelf.Store.PublishedRevision(ctx, id); err == nil {
			revisions[id] = rev
		}
	}
	for _, c := range r.proposal.Changes {
		delete(revisions, c.Article)
		if c.Revision != nil {
			revisions[c.Article] = *c.Revision
		}
	}
	text := strings.ToLower(q.Text)
	if r.proposal.Synonyms != nil {
		from, to, _ := strings.Cut(strings.TrimSpace(*r.proposal.Synonyms), " => ")
		text = strings.ReplaceAll(text, from, to)
	}
	var hits []knowledge.Hit
	for _, rev := range revisions {
		at := strings.Index(text, strings.ToLower(rev.Title))
		if at >= 0 && rev.MayRead(q.Site, q.Staff) && !slices.Contains(q.Without, rev.Article) {
			sure := 0.9
			if at > 0 {
				sure = 0.7
			}
			hits = append(hits, knowledge.Hit{Article: rev.Article, Revision: rev.Number, Title: rev.Title, Score: 1 / float64(1+at),
				Passage: knowledge.Span{End: 5}, Features: knowledge.Features{Normalised: sure}})
		}
	}
	slices.SortFunc(hits, func(a, b knowledge.Hit) int {
		return strings.Compare(fmt.Sprintf("%.3f", b.Score), fmt.Sprintf("%.3f", a.Score))
	})
	return knowledge.Result{Hits: hits, State: r.shelf.state, Judge: sureAs{}}, nil
}

// sureAs takes a feature for the probability.
type sureAs struct{}

func (sureAs) Probability(f knowledge.Features) float64    { return f.Normalised }
func (sureAs) Threshold() float64                          { return 0.5 }
func (sureAs) Version() string                             { return "test" }
func (sureAs) Explain(knowledge.Features) []knowledge.Part { return nil }
