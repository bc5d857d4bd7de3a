package ground

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
)

// What is changed in a sentence that says the same in other words is found as well as in a verbatim one. The changes are
// those that always change the meaning; "must" for an imperative and "free" said twice do not.
func TestPerturbedPairs(t *testing.T) {
	telling := []string{"number", "number word", "unit", "negation added", "negation dropped", "name", "limit", "guarantee", "link", "opposite"}
	for _, half := range []string{"dev", "held"} {
		through, all := make(map[string]int), make(map[string]int)
		for _, p := range pairs(t) {
			if p.Half != half || !p.Faithful || p.Locale != "en" || p.check(0).Verdict != bot.Passed {
				continue
			}
			for _, c := range changes {
				s := c.make(p.Sentence)
				if s == "" || s == p.Sentence || !slices.Contains(telling, c.name) {
					continue
				}
				changed := p
				changed.Sentence = s
				all[c.name]++
				if f := changed.check(0); f.Verdict == bot.Passed {
					through[c.name]++
					if half == "dev" {
						t.Errorf("%s: %q passed", c.name, s)
					}
				}
			}
		}
		var b strings.Builder
		for _, name := range telling {
			fmt.Fprintf(&b, "  %-16s let through %d of %d\n", name, through[name], all[name])
		}
		t.Logf("%s half\n%s", half, b.String())
	}
}
