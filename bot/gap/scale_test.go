package gap

import (
	"testing"
	"time"
)

// BenchmarkTenThousand groups 10,000 questions of the labelled data from nothing, and then one more.
func BenchmarkTenThousand(b *testing.B) {
	questions := many(b, 10_000)
	for _, c := range []struct {
		name string
		e    Embedder
	}{{"words", nil}, {"meaning", builtIn(b)}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				g := NewGrouper(Config{Embedder: c.e, Languages: []string{"en"}, NewID: counter()})
				if _, err := g.Add(b.Context(), questions); err != nil {
					b.Fatal(err)
				}
				began := time.Now()
				if _, err := g.Add(b.Context(), []Text{{Text: "may i bring my own parrot to the counter", Locale: "en"}}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/one-more")
				b.ReportMetric(float64(len(g.spaces["en"].nodes)), "gaps")
			}
		})
	}
}

// many are so many different questions of the labelled data.
func many(t testing.TB, n int) (out []Text) {
	t.Helper()
	for _, set := range []string{"clinc150", "banking77-oos"} {
		for _, q := range phrasings(t, set+"/corpus.jsonl") {
			if out = append(out, Text{Text: q, Locale: "en"}); len(out) == n {
				return out
			}
		}
	}
	t.Fatalf("there are only %d questions", len(out))
	return nil
}
