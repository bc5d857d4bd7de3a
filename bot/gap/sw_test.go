package gap
import ("testing";"os";"strings";"fmt";"slices";"frontdesk/knowledge/importing/importtest";"frontdesk/knowledge/vector")
func TestSw(t *testing.T) {
	if os.Getenv("SWEEP") == "" { t.Skip() }
	e := builtIn(t)
	type set struct{ q, n []string }
	sets := map[string]*set{"all": {}, "demo": {}, "rest": {}}
	b, _ := os.ReadFile("testdata/needs.txt")
	dom := ""
	for i, block := range strings.Split(strings.TrimSpace(string(b)), "\n\n")[1:] {
		if strings.HasPrefix(block, "#") { dom = block; sets[dom] = &set{}; continue }
		for q := range strings.SplitSeq(block, "\n") {
			for _, d := range []string{dom, "all"} { sets[d].q = append(sets[d].q, q); sets[d].n = append(sets[d].n, fmt.Sprint(i)) }
		}
	}
	for _, r := range importtest.DemoShop(t) {
		for _, p := range append([]string{r.Title}, r.Phrasings...) { sets["demo"].q = append(sets["demo"].q, p); sets["demo"].n = append(sets["demo"].n, r.Article) }
	}
	delete(sets, "rest")
	for _, name := range []string{"all", "# shop", "# library", "# software", "demo"} {
		x := sets[name]
		m, err := e.Embed(t.Context(), x.q)
		if err != nil { t.Fatal(err) }
		for _, center := range []float32{0, 1} {
		mean := make([]float32, len(m[0]))
		for _, v := range m { vector.Axpy(mean, 1/float32(len(m)), v) }
		c := make([][]float32, len(m))
		for i, v := range m {
			c[i] = slices.Clone(v)
			if center > 0 {
			vector.Axpy(c[i], -center*float32(len(m))/float32(len(m)+0), mean)
			norm := vector.Dot(c[i], c[i])
			scale := 1/sqrt(norm)
			for k := range c[i] { c[i][k] *= scale }
			}
		}
		for _, w := range []float64{0, .5,.6,.7, .8} {
			if w == 0 && center > 0 { continue }
			best, bt := quality{}, 0.0
			var med, lo float32
			for th := 0.06; th < 0.7; th += 0.02 {
				s := newSpace(Measure{w, 1 - w, th})
				var begin []int
				for i, q := range x.q { begin = append(begin, s.add(read(q, "en", []string{"en"}).terms, c[i], -1)) }
				s.weigh()
				if med == 0 {
					var all []float32
					row := make([]float32, len(x.q))
					for i := range x.q { s.likeness(i, row); all = append(all, row[:i]...) }
					slices.Sort(all)
					med, lo = all[len(all)/2], all[len(all)*16/100]
				}
				s.link(begin, func(int, int) {})
				q := compare(x.n, s.nodeOf)
				if q.rand > best.rand { best, bt = q, th }
			}
			t.Logf("%10s %d c=%.1f w=%.1f th %.2f med %.3f spread %.3f k=%.2f %v", name, len(x.q), center, w, bt, med, med-lo, (bt-float64(med))/float64(med-lo), best)
		}
		}
	}
}
func sqrt(x float32) float32 { z := x/2+0.5; for range 30 { z = (z + x/z)/2 }; return z }
