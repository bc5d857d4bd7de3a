package ground

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
)

// pair is a sentence with the passage that it cites, and whether it says what that says.
type pair struct {
	Title, Source, Sentence, Locale, Kind, Half string
	Faithful                                    bool
}

func pairs(t testing.TB) (out []pair) {
	t.Helper()
	f, err := os.Open("testdata/faithful.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func (p pair) check(off disabled) Finding {
	g := New([]Source{{N: 1, Title: p.Title, Text: p.Source, Locale: p.Locale, Links: []string{"https://help.example/a/1"}}}, Options{Locale: p.Locale})
	g.off = off
	return g.Check(p.Sentence, []int{1})[0]
}

// tally counts the pairs of one kind.
type tally struct{ through, unfaithful, refused, faithful int }

func rates(t testing.TB, half string, off disabled, tell func(string, ...any)) map[string]*tally {
	out := map[string]*tally{"": {}}
	for _, p := range pairs(t) {
		if p.Half != half {
			continue
		}
		k := out[p.Kind]
		if k == nil {
			k = &tally{}
			out[p.Kind] = k
		}
		f := p.check(off)
		said := f.Verdict == bot.Passed
		for _, c := range []*tally{k, out[""]} {
			switch {
			case p.Faithful:
				c.faithful++
				if !said {
					c.refused++
				}
			default:
				c.unfaithful++
				if said {
					c.through++
				}
			}
		}
		if said != p.Faithful && tell != nil {
			tell("%-12s %-5v %s | %s → %s %q", p.Kind, p.Faithful, p.Title, p.Sentence, f.Verdict, f.Found)
		}
	}
	return out
}

func table(half string, kinds map[string]*tally) string {
	var names []string
	for k := range kinds {
		names = append(names, k)
	}
	slices.Sort(names)
	var b strings.Builder
	fmt.Fprintf(&b, "%s half: kind, unfaithful let through, faithful refused\n", half)
	for _, n := range names {
		k, name := kinds[n], n
		if name == "" {
			name = "ALL"
		}
		fmt.Fprintf(&b, "  %-12s %3d of %3d   %3d of %3d\n", name, k.through, k.unfaithful, k.refused, k.faithful)
	}
	return b.String()
}

func TestFaithful(t *testing.T) {
	for _, half := range []string{"dev", "held"} {
		tell := t.Logf
		if half == "held" && os.Getenv("GROUND_SHOW") == "" {
			tell = nil
		}
		t.Log(table(half, rates(t, half, 0, tell)))
	}
}
