package index

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/learn"
	"frontdesk/knowledge/vector"
)

func TestZY(t *testing.T) {
	e, _ := encoder.New()
	load := func(d string) []knowledge.Revision {
		f, _ := os.Open("/work/shared/data/" + d + "/corpus.jsonl")
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<26)
		var revs []knowledge.Revision
		for s.Scan() {
			var a struct{ ID, Question, Answer string }
			json.Unmarshal(s.Bytes(), &a)
			revs = append(revs, knowledge.Revision{Content: knowledge.Content{Title: a.Question, Locale: "en"}, Article: a.ID, Number: 1, Text: a.Answer})
		}
		return revs
	}
	var sq [ways][]answered
	for _, d := range []string{"stackfaq"} {
		ix := shopIndex(t, load(d), e)
		var dev, rep [ways][]answered
		f, _ := os.Open("/work/shared/data/" + d + "/questions.jsonl")
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<26)
		n := 0
		for s.Scan() {
			var q struct {
				Query string
				Rel   []string `json:"relevant_ids"`
			}
			json.Unmarshal(s.Bytes(), &q)
			n++
			if len(q.Rel) == 0 || d == "squad2" && n%4 != 0 {
				continue
			}
			id, _ := strconv.Atoi(q.Rel[0][1:])
			if id/20%2 == 1 && d == "squad2" {
				continue
			}
			tq := trialQuestion{text: q.Query, right: q.Rel[0], able: true, example: -1}
			s := &search{ctx: t.Context(), books: ix.books.Load(), engine: ix.engine.Load(), query: knowledge.Query{Text: tq.text}, view: ix.learned.Load().whole()}
			s.meaning = ix.meaning(t.Context(), tq.text)
			a := answered{tq, s.find(ix), s.view}
			to := &dev
			if id%2 == 1 && d == "stackfaq" {
				to = &rep
			}
			to[withMeaning] = append(to[withMeaning], a)
			a.found = a.withoutMeaning()
			to[byWords] = append(to[byWords], a)
		}
		if d == "squad2" {
			sq = dev
		}
		hit := func(all []answered, w []float64) float64 {
			n := 0.0
			for _, tr := range trials(all, w) {
				if tr.Right {
					n++
				}
			}
			return n / float64(len(all))
		}
		demo := shopAnswers(t, e, 0)
		if d == "stackfaq" {
			bodyTest(t, e, load(d), dev[withMeaning], hit)
		}
		for way := range dev {
			w := fitRanking(dev[way], prior[way])
			t.Logf("%s way %d: prior dev %.3f fitted dev %.3f weights %.2f", d, way, hit(dev[way], prior[way]), hit(dev[way], w), w)
			both := append(append([]answered{}, dev[way]...), demo[way]...)
			w = fitRanking(both, prior[way])
			t.Logf("%s +demo way %d: dev %.3f weights %.2f", d, way, hit(dev[way], w), w)
			for _, norm := range []float64{3, 5, 7, 10, 14, 20} {
				for _, cov := range []float64{0, 1, 3} {
					w := append([]float64{}, prior[way]...)
					w[clueNormalised], w[clueCoverage] = norm, cov
					t.Logf("%s way %d norm %.0f cov %.0f: dev %.3f", d, way, norm, cov, hit(dev[way], w))
				}
			}
		}
	}
	_ = sq
}

func bodyTest(t *testing.T, e knowledge.Encoder, revs []knowledge.Revision, all []answered, hit func([]answered, []float64) float64) {
	vec := map[string][][]float32{}
	for _, r := range revs {
		var parts []string
		for _, p := range regexp.MustCompile(`[.!?]\s+|\n+`).Split(r.Text, -1) {
			if len(strings.Fields(p)) >= 3 {
				parts = append(parts, p)
			}
		}
		if len(parts) > 12 {
			parts = parts[:12]
		}
		if len(r.Text) > 0 {
			v, _ := e.Encode(t.Context(), parts)
			vec[r.Article] = v
		}
	}
	for _, n := range []int{1, 2, 4, 8, 12} {
		var sets []learn.Set
		for _, a := range all {
			q, _ := e.Encode(t.Context(), []string{a.text})
			set := learn.Set{Right: -1}
			for i, sc := range a.list {
				o := sc.option()
				best := float32(0)
				for k, v := range vec[sc.entry.article] {
					if k < n {
						best = max(best, vector.Dot(v, q[0]))
					}
				}
				o = append(o, float64(best*best))
				set.Options = append(set.Options, o)
				if sc.entry.article == a.right {
					set.Right = i
				}
			}
			if set.Right >= 0 {
				sets = append(sets, set)
			}
		}
		p := append(append([]float64{}, prior[1]...), 1)
		p[clueNormalised] = 14
		sp := append(append([]float64{}, spread...), 3)
		for k := range sp {
			sp[k] *= 3
		}
		w := learn.FitChoice(sets, p, sp)
		ok := 0
		for _, s := range sets {
			sh := learn.Shares(s.Options, w)
			b := 0
			for i := range sh {
				if sh[i] > sh[b] {
					b = i
				}
			}
			if b == s.Right {
				ok++
			}
		}
		t.Logf("body way n %d: fitted dev %.3f of %d/%d weights %.2f", n, float64(ok)/float64(len(all)), len(sets), len(all), w)
	}
}
