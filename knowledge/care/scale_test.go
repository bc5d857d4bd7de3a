package care

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
)

// shelf has revisions in memory.
type shelf map[string]knowledge.Revision

func (s shelf) Revision(_ context.Context, id string, _ int) (knowledge.Revision, error) {
	return s[id], nil
}

// Twins of 16,000 articles are found in bounded time; the second look, with one article changed, takes much less.
func TestTwinsOfManyArticles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 16,000 articles")
	}
	s := make(shelf)
	var all []*entry
	for _, r := range importtest.LongAnswers(t) {
		s[r.Article] = r
		all = append(all, &entry{asked: askedOf(r), number: 1, title: r.Title})
	}
	tw := newTwins(s, slog.New(slog.DiscardHandler))
	var rows []Row
	began, looks, longest := time.Now(), 0, time.Duration(0)
	for tw.of == nil {
		look := time.Now()
		var err error
		if rows, err = tw.find(t.Context(), all, look); err != nil {
			t.Fatal(err)
		}
		longest = max(longest, time.Since(look))
		if looks++; looks > mostPairs/mostNew+1 {
			t.Fatal("it does not come to an end")
		}
	}
	first := time.Since(began)
	kinds := map[bool]int{}
	for _, r := range rows {
		kinds[r.Sentences != nil]++
	}
	all[0].number++
	began = time.Now()
	if _, err := tw.find(t.Context(), all, began); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles: %d contradictions, %d duplicates; %v in %d looks, the longest %v; after a change %v", len(all), kinds[true], kinds[false], first, looks, longest, time.Since(began))
	if len(rows) == 0 || len(rows) > mostPairs {
		t.Errorf("%d rows", len(rows))
	}
}

// TestTwinsOfProductHelp looks at the help of a real product. Most of its pages are no twins of each other; some are
// copies for another country or another kind of document.
func TestTwinsOfProductHelp(t *testing.T) {
	s := make(shelf)
	var all []*entry
	for _, r := range importtest.ProductHelp(t) {
		s[r.Article] = r
		all = append(all, &entry{asked: askedOf(r), number: 1, title: r.Title})
	}
	tw := newTwins(s, slog.New(slog.DiscardHandler))
	rows, err := tw.find(t.Context(), all, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles, %d twins", len(all), len(rows))
	if len(rows) > len(all)/20 {
		t.Errorf("%d of %d articles are twins", len(rows), len(all))
	}
}
