package ground

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func dump(r *reading) {
	for i, c := range r.clauses {
		fmt.Printf("  clause %d neg=%v cond=%x ell=%v cue=%x:", i, c.negated, c.condition, c.elliptic, c.cue)
		for _, t := range c.tokens {
			k := r.tokens[t]
			fmt.Printf(" %s", k.text)
			if k.cue != 0 {
				fmt.Printf("<%x>", uint32(k.cue))
			}
			if k.matter() {
				fmt.Print("*")
			}
			if k.amount {
				fmt.Print("#")
			}
		}
		fmt.Println()
	}
	for _, a := range r.amounts {
		fmt.Printf("  amount %+v\n", a)
	}
}

func TestDump(t *testing.T) {
	text := os.Getenv("GROUND_TEXT")
	if text == "" {
		return
	}
	loc := os.Getenv("GROUND_LOC")
	r := newReader(loc)
	for _, s := range segments(text) {
		fmt.Printf("%d %q head %d intro %d\n", s.shape, text[s.Start:s.End], s.head, s.intro)
		dump(r.read(fold(text[s.Start:s.End])))
	}
}

func TestRuns(t *testing.T) {
	text := os.Getenv("GROUND_TEXT")
	if text == "" {
		return
	}
	g := New([]Source{{N: 1, Text: text, Locale: os.Getenv("GROUND_LOC")}}, Options{})
	s := g.source(0).reader.read(fold(os.Getenv("GROUND_SAY")))
	dump(s)
	w := newWitness(g, s, g.source(0))
	for _, r := range w.candidates() {
		v, f, rank := w.examine(r)
		fmt.Println(r, w.share(r), v, f, rank)
	}
}

func TestBind(t *testing.T) {
	g := New([]Source{{N: 1, Text: "Two-factor sign-in is optional for members and required for administrators."}}, Options{})
	s := g.source(0).reader.read("Two-factor sign-in is required for members.")
	w := newWitness(g, s, g.source(0))
	fmt.Println(w.boundTo(run{0, 0}, &s.clauses[0]))
	rd := w.p.readings[0]
	fmt.Println(rd.chunks, rd.binders(must, 0), rd.binders(may, 0))
	for _, p := range rd.binders(must, 0) {
		fmt.Println(rd.near(p.fact), rd.bareChunk(p.fact))
	}
}

func TestWorst(t *testing.T) {
	for _, c := range [][2]string{
		{strings.Repeat("1 ", 2000), strings.Repeat("1 ", 240)},
		{strings.Repeat("a1 ", 1300), strings.Repeat("a1 ", 160)},
		{strings.Repeat("return items, ", 280), strings.Repeat("return items, ", 35)},
		{strings.Repeat("return not items if you, ", 160), strings.Repeat("return not items if you, ", 20)},
		{strings.Repeat("Free 5 days €5. ", 250), strings.Repeat("Free 5 days €5. ", 30)},
		{strings.Repeat("Free 5 days €5. ", 250), strings.Repeat("Free 5 days €5, ", 7)},
		{strings.Repeat("5 to ", 800), strings.Repeat("5 to ", 95)},
		{strings.Repeat("hundred and ", 330), strings.Repeat("hundred and ", 40)},
		{strings.Repeat("a.", 2000), strings.Repeat("a.", 240)},
		{strings.Repeat("a@", 2000), strings.Repeat("a@b.", 120)},
		{strings.Repeat("(", 4000), strings.Repeat("( ", 240)},
	} {
		b := time.Now()
		g := New([]Source{{N: 1, Text: c[0]}}, Options{})
		n := time.Since(b)
		b = time.Now()
		f := g.Check(c[1], []int{1})
		fmt.Printf("%.20q new %v check %v %s\n", c[0], n, time.Since(b), f[0].Verdict)
	}
}
