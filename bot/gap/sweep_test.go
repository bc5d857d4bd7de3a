package gap

import (
	"testing"
	"os"

	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/importing/importtest"
)

func TestSweep(t *testing.T) {
	if os.Getenv("SWEEP") == "" { t.Skip() }
	var texts, truth []string
	for _, r := range importtest.DemoShop(t) {
		for i, p := range append([]string{r.Title}, r.Phrasings...) {
			_ = i
			texts, truth = append(texts, p), append(truth, r.Article)
		}
	}
	e, err := encoder.New()
	if err != nil { t.Fatal(err) }
	v, err := e.Encode(t.Context(), texts)
	if err != nil { t.Fatal(err) }
	t.Log(len(texts))
	for _, w := range []float64{0, 0.3, 0.5,0.6, 0.7, 0.8, 1} {
		bestF, bestV, bestA := quality{}, quality{}, quality{}
		var tf, tv, ta float64
		for th := 0.06; th < 0.7; th += 0.02 {
			s := newSpace(Measure{w, 1 - w, th})
			var begin []int
			for i, x := range texts {
				begin = append(begin, s.add(x, v[i], -1))
			}
			s.weigh()
			s.link(begin, func(int, int) {})
			q := compare(truth, s.nodeOf)
			if q.f1 > bestF.f1 { bestF, tf = q, th }
			if q.v > bestV.v { bestV, tv = q, th }
			if q.rand > bestA.rand { bestA, ta = q, th }
		}
		t.Logf("w=%.1f f1 at %.2f %v", w, tf, bestF)
		t.Logf("w=%.1f v  at %.2f %v", w, tv, bestV)
		t.Logf("w=%.1f ri at %.2f %v", w, ta, bestA)
	}
}
