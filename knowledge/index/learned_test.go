package index

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/importing/importtest"
)

// taught returns an index that has learnt the revisions.
func taught(t testing.TB, source *memory, e knowledge.Encoder) *Index {
	t.Helper()
	return taughtWith(t, Options{Source: source, Encoder: e})
}

// taughtWith returns an index that has learnt its articles.
func taughtWith(t testing.TB, o Options) *Index {
	t.Helper()
	ix, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- ix.Run(context.WithoutCancel(t.Context())) }()
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	for _, wait := range []func(context.Context) error{ix.Wait, ix.WaitLearned} {
		if err := wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return ix
}

func builtIn(t testing.TB) knowledge.Encoder {
	t.Helper()
	lite, err := encoder.New()
	if err != nil {
		t.Fatal(err)
	}
	return lite
}

// TestMeaningsFindWhatWordsDoNot asks the demonstration shop the phrasings that were taken out of it: with
// meanings more of them must find their article, and those of others' words must too.
func TestMeaningsFindWhatWordsDoNot(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED with -short: learns the shop twice, which tells nothing about races")
	}
	revs := importtest.DemoShop(t)
	asked := make(map[string][]string)
	for i := range revs {
		p := revs[i].Phrasings
		n := (len(p) + 1) / 2
		revs[i].Phrasings, asked[revs[i].Article] = p[:n], p[n:]
	}
	right := func(e knowledge.Encoder) (hits, all int) {
		ix := taught(t, newMemory(revs...), e)
		for article, questions := range asked {
			for _, q := range questions {
				r, err := ix.Search(t.Context(), knowledge.Query{Text: q})
				if err != nil {
					t.Fatal(err)
				}
				all++
				if len(r.Hits) > 0 && r.Hits[0].Article == article {
					hits++
				}
			}
		}
		return hits, all
	}
	words, n := right(nil)
	both, _ := right(builtIn(t))
	t.Logf("of %d phrasings %d are found by words, %d with meanings", n, words, both)
	if both <= words {
		t.Errorf("%d of %d phrasings are found with meanings, %d without", both, n, words)
	}
}

// TestFreshArticles makes sure that an article is found before the index has learnt it.
func TestFreshArticles(t *testing.T) {
	source := newMemory(importtest.DemoShop(t)...)
	ix := taught(t, source, nil)
	old := ix.learned.Load()
	source.publish(knowledge.Revision{Article: "kayak", Number: 1, Content: knowledge.Content{Title: "Can I rent a kayak by the hour?", Locale: "en"}, Text: "Yes, for 12 euros an hour."})
	head, err := source.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ix.learned.Store(old)
	ix.Nudge()
	for ix.Version() < head {
		if t.Context().Err() != nil {
			t.Fatal("the change never came")
		}
	}
	v := old.whole()
	s := &search{ctx: t.Context(), books: ix.books.Load(), from: ix.proposers(), query: knowledge.Query{Text: "can I rent a kayak by the hour", Limit: 5}, view: v, plain: ix.blank}
	r := s.run()
	if len(r.Hits) == 0 || r.Hits[0].Article != "kayak" || r.Hits[0].Score < 0.5 {
		t.Fatalf("the new article is not found before it is learnt: %+v", r.Hits)
	}
}

// TestOddInput asks odd corpora odd questions: always an order, numbers that are numbers, and an end.
func TestOddInput(t *testing.T) {
	e := builtIn(t)
	one := knowledge.Revision{Article: "only", Number: 1, Content: knowledge.Content{Title: "Opening hours", Locale: "en"}, Text: "We open at nine."}
	var same []knowledge.Revision
	for i := range 5000 {
		r := one
		r.Article = fmt.Sprintf("copy-%d", i)
		same = append(same, r)
	}
	bare := importtest.DemoShop(t)
	for i := range bare {
		bare[i].Phrasings = nil
	}
	empty := knowledge.Revision{Article: "empty", Number: 1, Content: knowledge.Content{Title: "?", Locale: "en"}}
	corpora := map[string][]knowledge.Revision{"none": nil, "one": {one}, "the same again and again": same, "no phrasings": bare, "no words": {empty, one}}
	questions := []string{
		"", " ", "?", "hours", "a", strings.Repeat("opening hours ", 300), strings.Repeat("x", 4000), "😀😀😀", "¿A qué hora abren los domingos?",
		"func main() { panic(nil) }", "'; DROP TABLE article; --", "\x00\xff", strings.Repeat("7 ", 500), "營業時間是幾點",
	}
	if testing.Short() || os.Getenv("FRONTDESK_PROOFS") != "all" {
		corpora["the same again and again"] = same[:500]
	}
	for name, revs := range corpora {
		t.Run(name, func(t *testing.T) {
			ix := taught(t, newMemory(revs...), e)
			for _, q := range questions {
				r, err := ix.Search(t.Context(), knowledge.Query{Text: q, Before: []string{q}})
				if err != nil {
					t.Fatalf("%.40q: %v", q, err)
				}
				sum := 0.0
				for _, h := range r.Hits {
					sum += h.Score
					for _, n := range []float64{h.Score, h.Features.Share, h.Features.Margin, h.Features.Grams, h.Features.Meaning, h.Features.Learnt, h.Features.Distance, h.Features.Evidence, h.Features.Vote} {
						if math.IsNaN(n) || math.IsInf(n, 0) {
							t.Fatalf("%.40q: %+v", q, h)
						}
					}
				}
				if sum > 1+1e-9 {
					t.Errorf("%.40q: the shares add up to %v", q, sum)
				}
			}
		})
	}
}

// TestLearningIsRepeatable learns the same corpus twice.
func TestLearningIsRepeatable(t *testing.T) {
	revs := importtest.DemoShop(t)
	a, b := taught(t, newMemory(revs...), nil), taught(t, newMemory(revs...), nil)
	for _, q := range []string{"where is my parcel", "return without a receipt", "it's been 45 days"} {
		x, err := a.Search(t.Context(), knowledge.Query{Text: q})
		if err != nil {
			t.Fatal(err)
		}
		y, err := b.Search(t.Context(), knowledge.Query{Text: q})
		if err != nil {
			t.Fatal(err)
		}
		for i := range min(3, len(x.Hits)) {
			// The search engine may propose another of two equal candidates.
			if x.Hits[i].Article != y.Hits[i].Article || math.Abs(x.Hits[i].Score-y.Hits[i].Score) > 1e-3 {
				t.Errorf("%q, place %d: %s %.5f, then %s %.5f", q, i, x.Hits[i].Article, x.Hits[i].Score, y.Hits[i].Article, y.Hits[i].Score)
			}
		}
	}
}

// encoderThatFails fails after some calls.
type encoderThatFails struct {
	knowledge.Encoder
	left int
}

func (e *encoderThatFails) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	if e.left--; e.left < 0 {
		return nil, fmt.Errorf("the encoder is down")
	}
	return e.Encoder.Encode(ctx, texts)
}

// TestEncoderDown goes by words alone when meanings cannot be told, while learning or when asked.
func TestEncoderDown(t *testing.T) {
	revs := importtest.DemoShop(t)
	for _, left := range []int{0, 1, 1000} {
		down := &encoderThatFails{builtIn(t), left}
		ix := taught(t, newMemory(revs...), down)
		down.left = 0
		r, err := ix.Search(t.Context(), knowledge.Query{Text: revs[3].Title})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Hits) == 0 || r.Hits[0].Article != revs[3].Article || r.Hits[0].Features.Meaning != 0 {
			t.Errorf("after %d calls: %+v", left, r.Hits[:min(1, len(r.Hits))])
		}
	}
}
