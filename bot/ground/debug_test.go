package ground

import (
	"fmt"
	"os"
	"testing"
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
	s := g.sources[0].reader.read(fold(os.Getenv("GROUND_SAY")))
	dump(s)
	w := newWitness(g, s, g.sources[0])
	for _, r := range w.candidates() {
		v, f, rank := w.examine(r)
		fmt.Println(r, w.share(r), v, f, rank)
	}
}

func TestBind(t *testing.T) {
	g := New([]Source{{N: 1, Text: "Two-factor sign-in is optional for members and required for administrators."}}, Options{})
	s := g.sources[0].reader.read("Two-factor sign-in is required for members.")
	w := newWitness(g, s, g.sources[0])
	fmt.Println(w.boundTo(run{0, 0}, &s.clauses[0]))
	rd := w.p.readings[0]
	fmt.Println(rd.chunks, rd.binders(must, 0), rd.binders(may, 0))
	for _, p := range rd.binders(must, 0) {
		fmt.Println(rd.near(p.fact), rd.bareChunk(p.fact))
	}
}
