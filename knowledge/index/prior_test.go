package index

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/importing/importtest"
)

var updatePrior = flag.Bool("update-prior", false, "write what a corpus starts from before it has phrasings of its own")

// TestPrior finds what a corpus of few phrasings starts from: the weights of the clues and the trials that
// confidence is fitted to. Both come from the demonstration shop alone, with no, one, two or all of its
// phrasings; what is left out is asked. It makes sure that what is kept in the repository still fits.
func TestPrior(t *testing.T) {
	if testing.Short() {
		t.Skip("learns the demonstration shop four times")
	}
	lite, err := encoder.New()
	if err != nil {
		t.Fatal(err)
	}
	var all [ways][]answered
	for _, kept := range []int{0, 0, 1, 2} {
		one := shopAnswers(t, lite, kept)
		for way := range all {
			all[way] = append(all[way], one[way]...)
		}
	}
	var weights [ways][]float64
	var out [ways][]knowledge.Trial
	for way := range all {
		weights[way] = fitRanking(all[way], prior[way])
		out[way] = newCatalogue().trials(all[way], weights[way])
		right, able := 0, 0
		for _, a := range out[way] {
			if a.Answerable {
				able++
				if a.Right {
					right++
				}
			}
		}
		t.Logf("way %d: %.3f right of %d; weights %.2f", way, float64(right)/float64(able), able, weights[way])
	}
	if *updatePrior {
		b, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("/tmp/w/prior.json", b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for way := range weights {
		for k, w := range weights[way] {
			if math.Abs(w-prior[way][k]) > 1 {
				t.Logf("way %d: weight %d is %.2f, would be %.2f", way, k, prior[way][k], w)
			}
		}
	}
}

// shopAnswers asks the shop, with so many phrasings of each article kept, the others.
func shopAnswers(t *testing.T, e knowledge.Encoder, kept int) (all [ways][]answered) {
	revs := importtest.DemoShop(t)
	asked := make(map[string][]string)
	for i := range revs {
		p := revs[i].Phrasings
		n := min(kept, len(p))
		asked[revs[i].Article] = p[n:]
		revs[i].Phrasings = p[:n]
	}
	ix := shopIndex(t, revs, e)
	put := func(q trialQuestion, without ...string) {
		s := &search{ctx: t.Context(), books: ix.books.Load(), engine: ix.engine.Load(), query: knowledge.Query{Text: q.text, Without: without}, view: ix.learned.Load().whole().without(without)}
		s.meaning = ix.meaning(t.Context(), q.text)
		a := answered{q, s.find(ix), s.view}
		all[withMeaning] = append(all[withMeaning], a)
		a.found = a.withoutMeaning()
		all[byWords] = append(all[byWords], a)
	}
	for _, r := range revs {
		for i, text := range asked[r.Article] {
			q := trialQuestion{text: text, right: r.Article, able: true, example: -1}
			put(q)
			if i%2 == 0 {
				q.able = false
				put(q, r.Article)
			}
		}
	}
	for i, text := range elsewhere() {
		if i%2 == kept%2 {
			put(trialQuestion{text: text, example: -1})
		}
	}
	return all
}

// shopIndex returns an index that has learnt the revisions.
func shopIndex(t *testing.T, revs []knowledge.Revision, e knowledge.Encoder) *Index {
	t.Helper()
	ix, err := Open(t.Context(), Options{Source: newMemory(revs...), Encoder: e})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- ix.Run(t.Context()) }()
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	if err := ix.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := ix.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}
