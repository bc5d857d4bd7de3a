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
	return map[string]knowledge.Proposal{"nothing": {}, "one article": one, "all articles": all}
}

// BenchmarkRehearsal measures a rehearsal of 2,100 articles with 500 questions to it, on all processors, against the
// same questions to the live index. Lessons of the corpora with phrasings take minutes before it begins.
func BenchmarkRehearsal(b *testing.B) {
	plain := importtest.ProductHelp(b)
	random := rand.New(rand.NewPCG(7, 7))
	lite := builtIn(b)
	for _, corpus := range []struct {
		name      string
		revisions []knowledge.Revision
	}{{"without phrasings", plain}, {"with phrasings", withPhrasings(plain, 4, random)}} {
		questions := titleProbes(corpus.revisions, random)
		random.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
		questions = questions[:500]
		for _, meaning := range []bool{false, true} {
			o := Options{Dir: b.TempDir(), Source: newMemory(corpus.revisions...), Fit: judges}
			way := "by words"
			if meaning {
				way = "with meanings"
				o.Encoder, o.Texts = encoder.NewCached(lite, 1000), kept(b, lite)
			}
			ix := taughtWith(b, o)
			for _, change := range []string{"nothing", "one article", "all articles"} {
				b.Run(fmt.Sprintf("%s, %s, %s", corpus.name, way, change), func(b *testing.B) {
					measureRehearsal(b, ix, proposals(corpus.revisions)[change], questions)
				})
			}
		}
	}
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
