package index

import (
	"math/rand/v2"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"frontdesk/knowledge"

	"frontdesk/knowledge/importing/importtest"
)

// BenchmarkSearch compares the whole search with a plain one of the search engine over the same
// articles: one document per article with title and body, English analysis, the best ten.
func BenchmarkSearch(b *testing.B) {
	revisions := importtest.ProductHelp(b)
	probes := titleProbes(revisions, rand.New(rand.NewPCG(7, 7)))
	b.Run("plain", func(b *testing.B) {
		plain := plainEngine(b, revisions)
		b.ResetTimer()
		for i := 0; b.Loop(); i++ {
			title, body := bleve.NewMatchQuery(probes[i%len(probes)].text), bleve.NewMatchQuery(probes[i%len(probes)].text)
			title.SetField("title")
			title.SetBoost(3)
			body.SetField("body")
			if _, err := plain.Search(bleve.NewSearchRequest(bleve.NewDisjunctionQuery(title, body))); err != nil {
				b.Fatal(err)
			}
		}
	})
	slips := typoProbes(revisions, rand.New(rand.NewPCG(7, 7)))
	for _, way := range []struct {
		name    string
		encoder knowledge.Encoder
	}{{"index", nil}, {"index with meanings", builtIn(b)}} {
		ix := started(b, Options{Dir: b.TempDir(), Source: newMemory(revisions...), Encoder: way.encoder})
		ready(b, ix)
		if err := ix.WaitLearned(b.Context()); err != nil {
			b.Fatal(err)
		}
		for _, asked := range []struct {
			name   string
			probes []probe
		}{{"", probes}, {", misspelt", slips}} {
			b.Run(way.name+asked.name, func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					if _, err := ix.Search(b.Context(), knowledge.Query{Text: asked.probes[i%len(asked.probes)].text}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkBuild measures how long the copy of 2,113 articles takes from nothing to ready.
func BenchmarkBuild(b *testing.B) {
	revisions := importtest.ProductHelp(b)
	for b.Loop() {
		ix := started(b, Options{Dir: b.TempDir(), Source: newMemory(revisions...)})
		ready(b, ix)
		if err := ix.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func plainEngine(b *testing.B, revisions []knowledge.Revision) bleve.Index {
	b.Helper()
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = en.AnalyzerName
	field := bleve.NewTextFieldMapping()
	field.Store, field.IncludeTermVectors, field.IncludeInAll, field.DocValues = false, false, false, false
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt("title", field)
	m.DefaultMapping.AddFieldMappingsAt("body", field)
	ix, err := bleve.NewUsing(b.TempDir()+"/plain", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = ix.Close() })
	batch := ix.NewBatch()
	for i, r := range revisions {
		if err := batch.Index(r.Article, map[string]any{"title": r.Title, "body": r.Text}); err != nil {
			b.Fatal(err)
		}
		if i%500 == 499 || i == len(revisions)-1 {
			if err := ix.Batch(batch); err != nil {
				b.Fatal(err)
			}
			batch = ix.NewBatch()
		}
	}
	return ix
}
