package index

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/importing/importtest"
)

// withPhrasings gives every article some made-up phrasings of words of its own.
func withPhrasings(revs []knowledge.Revision, n int, random *rand.Rand) []knowledge.Revision {
	out := make([]knowledge.Revision, len(revs))
	for i, r := range revs {
		words := strings.Fields(r.Title + " " + r.Text[:min(len(r.Text), 400)])
		for k := range n {
			random.Shuffle(len(words), func(a, b int) { words[a], words[b] = words[b], words[a] })
			r.Phrasings = append(r.Phrasings, "how do I "+strings.ToValidUTF8(strings.Join(words[:min(len(words), 5+k)], " "), ""))
		}
		out[i] = r
	}
	return out
}

// proposals are the changes that are rehearsed.
func proposals(revs []knowledge.Revision) map[string]knowledge.Proposal {
	changed := func(r knowledge.Revision) knowledge.Change {
		r.Number, r.Phrasings = 2, append([]string{"something quite new about " + r.Title}, r.Phrasings...)
		r.Text += "\n\nA new paragraph."
		return knowledge.Change{Article: r.Article, Revision: &r}
	}
	one := knowledge.Proposal{Changes: []knowledge.Change{changed(revs[7])}}
	var all knowledge.Proposal
	for _, r := range revs {
		all.Changes = append(all.Changes, changed(r))
	}
	return map[string]knowledge.Proposal{"nothing": {}, "one-article": one, "all-articles": all}
}

// BenchmarkRehearsal measures a rehearsal of 2,100 articles with 500 questions to it, on all processors, against the
// same questions to the live index.
func BenchmarkRehearsal(b *testing.B) {
	plain := importtest.ProductHelp(b)
	lite := builtIn(b)
	for _, phrasings := range []int{0, 4} {
		random := rand.New(rand.NewPCG(7, 7))
		revisions := withPhrasings(plain, phrasings, random)
		questions := titleProbes(revisions, random)
		random.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
		b.Run(fmt.Sprintf("%d-phrasings", phrasings), func(b *testing.B) {
			for _, way := range []string{"words", "meanings"} {
				b.Run(way, func(b *testing.B) {
					o := Options{Dir: b.TempDir(), Source: newMemory(revisions...), Fit: judges}
					if way == "meanings" {
						o.Encoder, o.Texts = encoder.NewCached(lite, 1000), kept(b, lite)
					}
					ix := still(b, o)
					all := proposals(revisions)
					for _, change := range []string{"nothing", "one-article", "all-articles"} {
						b.Run(change, func(b *testing.B) { measureRehearsal(b, ix, all[change], questions[:500]) })
					}
				})
			}
		})
	}
}

// still is an index that has learnt and follows nothing. Its weights are those before the first lesson: to fit them
// takes minutes and changes nothing of what is measured.
func still(b *testing.B, o Options) *Index {
	ix, err := Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := ix.Close(); err != nil {
			b.Error(err)
		}
	})
	r := &runner{Index: ix}
	if err := r.load(b.Context()); err != nil {
		b.Fatal(err)
	}
	e, err := ix.write(b.Context(), o.Dir+"/copy", ix.books.Load())
	if err != nil {
		b.Fatal(err)
	}
	ix.engine.Store(e)
	l, err := ix.newLesson(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	l.classifiers = l.train(-1)
	ix.judgeBy(l.learned)
	return ix
}

// kept is an encoder that keeps its vectors in a file, as the product does.
func kept(b *testing.B, e knowledge.Encoder) knowledge.Encoder {
	s := encoder.OpenStore(b.TempDir()+"/vectors", e, slog.New(slog.DiscardHandler))
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

func measureRehearsal(b *testing.B, ix *Index, p knowledge.Proposal, questions []probe) {
	askAll(b, ix, questions) // so that the questions are encoded for both
	var making, asking, live time.Duration
	for b.Loop() {
		began := time.Now()
		r, err := ix.Rehearse(b.Context(), p)
		if err != nil {
			b.Fatal(err)
		}
		making += time.Since(began)
		began = time.Now()
		askAll(b, r, questions)
		asking += time.Since(began)
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		askAll(b, ix, questions)
		live += time.Since(began)
	}
	n := float64(b.N)
	b.ReportMetric(making.Seconds()/n, "s/rehearsal")
	b.ReportMetric(asking.Seconds()/n, "s/500-questions")
	b.ReportMetric(live.Seconds()/n, "s/500-live")
	b.ReportMetric((making+asking).Seconds()/live.Seconds(), "times-live")
}

// askAll asks the questions on all processors.
func askAll(b *testing.B, s searcher, questions []probe) {
	var next atomic.Int64
	var asking sync.WaitGroup
	for range 2 {
		asking.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(questions); i = next.Add(1) - 1 {
				if _, err := s.Search(b.Context(), knowledge.Query{Text: questions[i].text}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	asking.Wait()
}
