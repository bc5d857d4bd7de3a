package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"frontdesk/knowledge/exam"
)

// sample makes the results of an exam: right ones, wrong ones and questions without an answer in turns.
func sample(n int) []exam.Result {
	random := rand.New(rand.NewPCG(1, 2))
	var out []exam.Result
	for i := range n {
		r := exam.Result{
			Question: exam.Question{Query: fmt.Sprintf("question <%d>", i), Relevant: []string{"a"}, History: []string{"before & before"}},
			Ranked:   []string{"a", "b"}, Title: "Article A", Confidence: random.Float64(), Threshold: 0.5, Decision: exam.Answer, Rule: "confident",
			Features: map[string]float64{"nearest": random.Float64()},
		}
		switch i % 3 {
		case 1:
			r.Ranked, r.Title = []string{"b", "a"}, ""
		case 2:
			r.Question.Relevant = nil
		}
		out = append(out, r)
	}
	return out
}

func write(t *testing.T, results []exam.Result) string {
	t.Helper()
	var b strings.Builder
	s := Sheet{
		Corpus: "shop/corpus.jsonl", Questions: "shop/q.exam", Report: exam.Measure(results, exam.Cost{Articles: 2}), Results: results,
		Titles: map[string]string{"a": "Article A", "b": "Article B <i>"},
	}
	if err := Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageIsWhole(t *testing.T) {
	t.Parallel()
	results := sample(400)
	results[0].Question.Query = ""
	results[0].Confidence, results[1].Confidence = 0.001, 0.999 // the worst of their kinds
	page := write(t, results)
	for _, want := range []string{
		"<title>Exam: shop/q.exam on shop/corpus.jsonl</title>", "question &lt;1&gt;", "before &amp; before", "(an empty message)", "Article B &lt;i&gt;",
		"5 % risk", "threshold: ", "decision accuracy", "The first 20 are shown.", "prefers-color-scheme: dark", "(place 2)", "nearest 0.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got := strings.Count(page, "<svg "); got != 3 || strings.Count(page, "<desc ") != 3 || strings.Count(page, `role="img"`) != 3 {
		t.Errorf("%d pictures, or one of them is not described", got)
	}
	if found := regexp.MustCompile(`(?i)(src|href)\s*=|url\(|@import|<script|https?:|NaN|Inf\b|ZgotmplZ|%!`).FindString(page); found != "" {
		t.Errorf("the page has %q in it", found)
	}
	wellFormed(t, page)
}

func TestPageOfLittle(t *testing.T) {
	t.Parallel()
	for name, results := range map[string][]exam.Result{"one": sample(1), "one without an answer": sample(3)[2:], "equal": {sample(1)[0], sample(1)[0]}, "none": nil} {
		page := write(t, results)
		if found := regexp.MustCompile(`NaN|Inf\b|%!`).FindString(page); found != "" {
			t.Errorf("%s: the page has %q in it", name, found)
		}
		wellFormed(t, page)
	}
}

// wellFormed reads the page as XML, which finds what is not closed or not quoted.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
	}
}

func TestDrawingsStayInside(t *testing.T) {
	t.Parallel()
	results := sample(300)
	r := exam.Measure(results, exam.Cost{})
	c := newCurve(r)
	for _, m := range c.Marks {
		if m.X < c.Left || m.X > c.Right || m.Y < c.Top || m.Y > c.Bottom {
			t.Errorf("the mark %q is outside: %+v", m.Name, m)
		}
		for _, other := range c.Marks {
			if other.Name != m.Name && other.Anchor == m.Anchor && other.LabelY-m.LabelY < lineHeight && m.LabelY-other.LabelY < lineHeight {
				t.Errorf("the labels %q and %q stand on one another", m.Name, other.Name)
			}
		}
	}
	if len(c.Table) != 10 || c.Full != c.Table[9].Risk {
		t.Errorf("table: %+v", c.Table)
	}
	counted := 0
	for _, p := range newHistogram(results, 0.5).Panels {
		counted += p.Count
		for _, b := range p.Bars {
			if b.X < p.Left || b.X+b.Width > p.Right || b.Y < p.Top || b.Y+b.Height > p.Bottom+0.1 {
				t.Errorf("the bar %+v is outside of its panel", b)
			}
		}
	}
	if counted != len(results) {
		t.Errorf("the histogram has %d of %d questions", counted, len(results))
	}
	for _, b := range newReliability(r.Bins).Bars {
		if b.Count > 0 && (b.MeanX < b.X-2 || b.MeanX > b.X+b.Width+2) {
			t.Errorf("the mean confidence is outside of its bin: %+v", b)
		}
	}
}

func TestMistakesAreSortedByHarm(t *testing.T) {
	t.Parallel()
	results := sample(200)
	wrong := 0
	for _, r := range results {
		if !r.Passed() {
			wrong++
		}
	}
	all := 0
	for i, g := range mistakes(results, nil) {
		all += g.All
		if len(g.Shown) == 0 || len(g.Shown) > shown {
			t.Errorf("%s: %d shown", g.Name, len(g.Shown))
		}
		for j := 1; j < len(g.Shown); j++ {
			if rises := g.Shown[j].Confidence > g.Shown[j-1].Confidence; rises != (i == 2) {
				t.Errorf("%s: %v stands after %v", g.Name, g.Shown[j].Confidence, g.Shown[j-1].Confidence)
			}
		}
	}
	if all != wrong {
		t.Errorf("%d mistakes are listed of %d", all, wrong)
	}
}
