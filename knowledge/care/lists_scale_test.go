package care_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/knowledge/store"
)

// TestCountsOfManyArticles: over 16,000 articles the counts are at hand once the lists were made, and follow a change.
func TestCountsOfManyArticles(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 16,000 articles")
	}
	corpus := importtest.LongAnswers(t)
	r := openRoom(t)
	b := store.Batch{At: r.now, Head: store.AnyHead}
	for i, a := range corpus {
		c := knowledge.Content{Title: a.Title, Body: a.Text + fmt.Sprintf("\n\n[more](article:none-%d)", i%10), Locale: a.Locale, Review: "2026-01-01"}
		b.Puts = append(b.Puts, store.Put{ID: a.Article, Content: c, Text: a.Text, At: r.now, Publish: true})
	}
	if err := r.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	count := func() (int, time.Duration) {
		t.Helper()
		began := time.Now()
		counts, err := r.lists.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range counts {
			if c.List == care.PastReview || c.List == care.BrokenLinks {
				n += c.N
			}
		}
		return n, time.Since(began)
	}
	n, first := count()
	for range 8 { // the rest of the twins
		count()
	}
	_, again := count()
	r.write("new", knowledge.Content{Title: "A new one", Body: "x", Review: "2026-01-01"})
	more, changed := count()
	t.Logf("%d articles: first %v, at hand %v, after a change %v", len(b.Puts), first, again, changed)
	if n != 2*len(b.Puts) || more != n+1 {
		t.Errorf("%d rows of %d articles, then %d", n, len(b.Puts), more)
	}
}
