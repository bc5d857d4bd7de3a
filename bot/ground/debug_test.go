package ground

import (
	"fmt"
	"os"
	"testing"
)

func dump(r *reading) {
	for i, c := range r.clauses {
		fmt.Printf("  clause %d neg=%v cond=%x ell=%v cue=%x:", i, c.negated, c.condition, c.elliptic, c.cue)
		for t := c.from; t < c.to; t++ {
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
