package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"

	"frontdesk/knowledge/importing/importtest"
)

// probe is a made-up question with the articles that would be right.
type probe struct {
	text  string
	right []string
}

// titleProbes makes questions of titles as customers might type them: lower case, one word dropped.
// A title that several articles bear is right for all of them.
func titleProbes(revisions []knowledge.Revision, rng *rand.Rand) []probe {
	owners := make(map[string][]string)
	for _, r := range revisions {
		key := strings.ToLower(r.Title)
		owners[key] = append(owners[key], r.Article)
	}
	var out []probe
	for _, r := range revisions {
		words := strings.Fields(strings.ToLower(r.Title))
		if len(words) >= 4 {
			i := rng.IntN(len(words))
			words = append(words[:i:i], words[i+1:]...)
		}
		out = append(out, probe{strings.Join(words, " "), owners[strings.ToLower(r.Title)]})
	}
	return out
}

// typoProbes makes questions of titles with one slip of the finger in one word of at least five
// letters.
func typoProbes(revisions []knowledge.Revision, rng *rand.Rand) []probe {
	out := titleProbesPlain(revisions)
	for i, p := range out {
		words := strings.Fields(p.text)
		var long []int
		for j, w := range words {
			if len(w) >= 5 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
				long = append(long, j)
			}
		}
		if len(long) > 0 {
			j := long[rng.IntN(len(long))]
			words[j] = slip(words[j], rng)
		}
		out[i].text = strings.Join(words, " ")
	}
	return out
}

func titleProbesPlain(revisions []knowledge.Revision) []probe {
	owners := make(map[string][]string)
	for _, r := range revisions {
		key := strings.ToLower(r.Title)
		owners[key] = append(owners[key], r.Article)
	}
	var out []probe
	for _, r := range revisions {
		out = append(out, probe{strings.ToLower(r.Title), owners[strings.ToLower(r.Title)]})
	}
	return out
}

// headingProbes makes questions of headings of at least three words that stand in few articles.
func headingProbes(t testing.TB, revisions []knowledge.Revision, rng *rand.Rand, wanted int) []probe {
	t.Helper()
	owners := make(map[string][]string)
	for _, r := range revisions {
		doc, err := markup.Parse(r.Body)
		if err != nil {
			continue
		}
		for _, b := range doc.Blocks {
			if h := strings.ToLower(doc.Text[b.Start:b.End]); b.Kind == markup.Heading && len(strings.Fields(h)) >= 3 && !slices.Contains(owners[h], r.Article) {
				owners[h] = append(owners[h], r.Article)
			}
		}
	}
	var all []string
	for h, o := range owners {
		if len(o) == 1 {
			all = append(all, h)
		}
	}
	slices.Sort(all)
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var out []probe
	for _, h := range all[:min(wanted, len(all))] {
		out = append(out, probe{h, owners[h]})
	}
	return out
}

// slip changes a word as a hurried finger would: a letter left out, doubled, replaced, or two swapped.
func slip(w string, rng *rand.Rand) string {
	b := []byte(w)
	i := rng.IntN(len(b) - 1)
	switch rng.IntN(4) {
	case 0:
		return string(append(b[:i:i], b[i+1:]...))
	case 1:
		return string(append(b[:i+1:i+1], b[i:]...))
	case 2:
		b[i] = 'a' + byte(rng.IntN(26))
		return string(b)
	}
	b[i], b[i+1] = b[i+1], b[i]
	return string(b)
}

// measure asks all probes and returns the share answered first, the mean reciprocal rank of ten, and
// the times taken, sorted.
func measure(t testing.TB, ix *Index, probes []probe) (first, mrr float64, took []time.Duration) {
	t.Helper()
	for _, p := range probes {
		began := time.Now()
		res, err := ix.Search(context.Background(), knowledge.Query{Text: p.text})
		took = append(took, time.Since(began))
		if err != nil {
			t.Fatalf("searching %q: %v", p.text, err)
		}
		for rank, h := range res.Hits {
			if slices.Contains(p.right, h.Article) {
				mrr += 1 / float64(rank+1)
				if rank == 0 {
					first++
				}
				break
			}
		}
	}
	n := float64(len(probes))
	slices.Sort(took)
	return first / n, mrr / n, took
}

// TestFindsProductHelp is a smoke test with slack, over real help articles: it fails when retrieval
// breaks, not when it gets a little worse.
func TestFindsProductHelp(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes seconds")
	}
	revisions := importtest.ProductHelp(t)
	ix := started(t, Options{Dir: t.TempDir(), Source: newMemory(revisions...)})
	began := time.Now()
	ready(t, ix)
	t.Logf("%d articles indexed in %v", len(revisions), time.Since(began).Round(time.Millisecond))

	rng := rand.New(rand.NewPCG(7, 7))
	for _, c := range []struct {
		name       string
		probes     []probe
		first, mrr float64
	}{
		{"titles", titleProbes(revisions, rng), .70, .80},
		{"typos", typoProbes(revisions, rng), .70, .75},
		{"headings", headingProbes(t, revisions, rng, 700), .50, .60},
	} {
		rng.Shuffle(len(c.probes), func(i, j int) { c.probes[i], c.probes[j] = c.probes[j], c.probes[i] })
		c.probes = c.probes[:min(700, len(c.probes))]
		first, mrr, took := measure(t, ix, c.probes)
		t.Logf("%-9s %d questions: first %.3f, MRR %.3f, p50 %v, p99 %v", c.name, len(c.probes), first, mrr, took[len(took)/2], took[len(took)*99/100])
		if first < c.first || mrr < c.mrr {
			t.Errorf("%s: first %.3f and MRR %.3f; wanted at least %.2f and %.2f", c.name, first, mrr, c.first, c.mrr)
		}
	}
}
