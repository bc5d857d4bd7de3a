package gap

import (
	"cmp"
	"slices"
	"strings"

	"frontdesk/bot"
)

// Material is what an article for a gap can be written from. All words are as they were written: whoever shows them
// elsewhere takes personal data out first.
type Material struct {
	Phrasings []string        // ways in which it was asked, most frequent first
	Answers   []Reply         // what agents wrote, the same words once; newest first
	Tried     []bot.Candidate // articles that the bot thought of, most frequent first; with the best score of each
}

// MaterialOf collects the material of a gap's questions.
func MaterialOf(questions []Question) Material {
	var m Material
	asked, said, tried := newCount[string](), newCount[string](), newCount[string]()
	replies, candidates := make(map[string]Reply), make(map[string]bot.Candidate)
	words := make(map[string]string)
	for _, q := range questions {
		key := bare(q.Asked())
		if words[key] == "" {
			words[key] = q.Asked()
		}
		asked.add(key)
		for _, a := range q.Answers {
			key := bare(a.Text)
			if said.add(key); !a.At.Before(replies[key].At) {
				replies[key] = a
			}
		}
		for _, c := range q.Tried {
			if tried.add(c.Article); c.Score >= candidates[c.Article].Score {
				candidates[c.Article] = c
			}
		}
	}
	for _, key := range asked.sorted() {
		m.Phrasings = append(m.Phrasings, words[key])
	}
	for _, key := range said.order {
		m.Answers = append(m.Answers, replies[key])
	}
	slices.SortStableFunc(m.Answers, func(a, b Reply) int { return b.At.Compare(a.At) })
	for _, id := range tried.sorted() {
		m.Tried = append(m.Tried, candidates[id])
	}
	return m
}

// bare is a text by which it is known again: in one case and with single blanks.
func bare(text string) string { return strings.Join(strings.Fields(strings.ToLower(text)), " ") }

// count counts things and remembers the order in which they came.
type count[K comparable] struct {
	of    map[K]int
	order []K
}

func newCount[K comparable]() *count[K] { return &count[K]{of: make(map[K]int)} }

func (c *count[K]) add(k K) {
	if c.of[k]++; c.of[k] == 1 {
		c.order = append(c.order, k)
	}
}

// sorted is the things, most frequent first, then those that came first.
func (c *count[K]) sorted() []K {
	out := slices.Clone(c.order)
	slices.SortStableFunc(out, func(a, b K) int { return cmp.Compare(c.of[b], c.of[a]) })
	return out
}
