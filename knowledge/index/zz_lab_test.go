package index

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
)

func TestZZ(t *testing.T) {
	e, _ := encoder.New()
	for _, d := range []string{"curekart", "banking77-oos", "clinc150"} {
		for _, kept := range []int{1, 3} {
			f, _ := os.Open("/work/shared/data/" + d + "/corpus.jsonl")
			s := bufio.NewScanner(f)
			s.Buffer(nil, 1<<26)
			r := rand.New(rand.NewPCG(1, 2))
			var revs []knowledge.Revision
			asked := map[string][]string{}
			for s.Scan() {
				var a struct {
					ID        string
					Phrasings []string
				}
				json.Unmarshal(s.Bytes(), &a)
				r.Shuffle(len(a.Phrasings), func(i, j int) { a.Phrasings[i], a.Phrasings[j] = a.Phrasings[j], a.Phrasings[i] })
				n := min(kept, len(a.Phrasings)-1)
				if n < 1 {
					continue
				}
				revs = append(revs, knowledge.Revision{Content: knowledge.Content{Title: a.Phrasings[0], Phrasings: a.Phrasings[1:n], Locale: "en"}, Article: a.ID, Number: 1})
				asked[a.ID] = a.Phrasings[n:min(n+10, len(a.Phrasings))]
			}
			ix := shopIndex(t, revs, e)
			var all [ways][]answered
			for _, rv := range revs {
				for _, text := range asked[rv.Article] {
					q := trialQuestion{text: text, right: rv.Article, able: true, example: -1}
					s := &search{ctx: t.Context(), books: ix.books.Load(), engine: ix.engine.Load(), query: knowledge.Query{Text: q.text}, view: ix.learned.Load().whole()}
					s.meaning = ix.meaning(t.Context(), q.text)
					a := answered{q, s.find(ix), s.view}
					all[withMeaning] = append(all[withMeaning], a)
					a.found = a.withoutMeaning()
					all[byWords] = append(all[byWords], a)
				}
			}
			for way := range all {
				hit := func(w []float64) float64 {
					n := 0.0
					for _, tr := range trials(all[way], w) {
						if tr.Right {
							n++
						}
					}
					return n / float64(len(all[way]))
				}
				w := fitRanking(all[way], prior[way])
				t.Logf("%s kept %d way %d: prior %.3f fitted %.3f weights %.2f", d, kept, way, hit(prior[way]), hit(w), w)
			}
		}
	}
}
