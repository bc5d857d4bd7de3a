package gap

import (
	"context"
	_ "embed" // the questions
	"fmt"
	"strings"
)

// written are questions as customers type them, in blocks that are one need each.
//
//go:embed needs.txt
var written string

// Calibrate finds the measure for an embedder whose cosines may lie anywhere: the threshold that groups some 300 English
// questions best of which it is known what they need. It asks the embedder for all of them at once.
func Calibrate(ctx context.Context, e Embedder) (Measure, error) {
	questions, needs := development()
	texts := make([]Text, len(questions))
	for i, q := range questions {
		texts[i] = Text{Text: q, Locale: "en"}
	}
	g := NewGrouper(Config{Embedder: e, Languages: []string{"en"}})
	read, _, err := g.fresh(ctx, texts)
	if err != nil {
		return Measure{}, fmt.Errorf("calibrate the grouping: %w", err)
	}
	need := make([]int, len(read))
	for i, t := range read {
		need[i] = needs[t.at]
	}
	best, most := byMeaning, -1.0
	for percent := 10; percent <= 80; percent += 2 {
		m := byMeaning
		m.Threshold = float64(percent) / 100
		s := newSpace(m, g.usual)
		var nodes []int
		for _, t := range read {
			nodes = append(nodes, s.add(t.terms, t.meaning, -1))
		}
		s.weigh()
		s.link(nodes, func(int, int) {})
		if score := pairScore(need, s.nodeOf); score > most {
			best, most = m, score
		}
	}
	return best, nil
}

// development returns the written questions and the numbers of their needs.
func development() (questions []string, needs []int) {
	for i, block := range strings.Split(strings.TrimSpace(written), "\n\n") {
		if strings.HasPrefix(block, "#") {
			continue
		}
		for q := range strings.Lines(block) {
			questions, needs = append(questions, strings.TrimSpace(q)), append(needs, i)
		}
	}
	return questions, needs
}

// pairScore is the harmonic mean of two shares: of the pairs in one group those that are of one need, and of the pairs of one
// need those that are in one group.
func pairScore(needs []int, groups []int32) float64 {
	var both, grouped, needed float64
	for i := range needs {
		for j := range i {
			same, together := needs[i] == needs[j], groups[i] == groups[j]
			if same {
				needed++
			}
			if together {
				grouped++
			}
			if same && together {
				both++
			}
		}
	}
	return 2 * both / max(grouped+needed, 1)
}
