package sheet

import (
	"cmp"
	"maps"
	"slices"

	"frontdesk/knowledge/exam"
)

// group is one kind of mistake.
type group struct {
	Name  string
	What  string // it means
	All   int
	Shown []mistake
}

// mistake is a question to read.
type mistake struct {
	exam.Result
	Expected []named
	Got      *named // nil if nothing was found
	Rank     int    // of the right article, 0 if it was not found
	Features []feature
}

type named struct{ ID, Title string }

type feature struct {
	Name  string
	Value float64
}

// shown is how many mistakes of a kind are shown, the worst first.
const shown = 20

// mistakes sorts the questions that were not decided rightly.
func mistakes(results []exam.Result, titles map[string]string) []group {
	kinds := []struct {
		name, what string
		is         func(exam.Result) bool
		up         bool // lowest confidence first
	}{
		{"Sure, and another article was right", "The customer reads a wrong answer. Surest first.",
			func(r exam.Result) bool { return r.Question.Answerable() && !r.Right() && r.Sure() }, false},
		{"Sure, and there is no answer", "The customer reads an answer to something else. Surest first.",
			func(r exam.Result) bool { return !r.Question.Answerable() && r.Sure() }, false},
		{"Right, and not sure", "The right article came first, and the customer has to wait for a person. Least sure first.",
			func(r exam.Result) bool { return r.Right() && !r.Sure() }, true},
		{"Neither found nor sure", "The right article did not come first, and the bot knew better than to say it. Surest first.",
			func(r exam.Result) bool { return r.Question.Answerable() && !r.Right() && !r.Sure() }, false},
	}
	var out []group
	for _, k := range kinds {
		var list []exam.Result
		for _, r := range results {
			if k.is(r) {
				list = append(list, r)
			}
		}
		slices.SortStableFunc(list, func(a, b exam.Result) int {
			if k.up {
				a, b = b, a
			}
			return cmp.Compare(b.Confidence, a.Confidence)
		})
		g := group{Name: k.name, What: k.what, All: len(list)}
		for _, r := range list[:min(shown, len(list))] {
			g.Shown = append(g.Shown, newMistake(r, titles))
		}
		out = append(out, g)
	}
	return out
}

func newMistake(r exam.Result, titles map[string]string) mistake {
	m := mistake{Result: r, Rank: r.Rank()}
	for _, id := range r.Question.Relevant {
		m.Expected = append(m.Expected, named{id, titles[id]})
	}
	if len(r.Ranked) > 0 {
		m.Got = &named{r.Ranked[0], cmp.Or(r.Title, titles[r.Ranked[0]])}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Features)) {
		m.Features = append(m.Features, feature{name, r.Features[name]})
	}
	return m
}
