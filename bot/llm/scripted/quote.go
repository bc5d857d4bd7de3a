package scripted

import (
	"math"
	"slices"
	"strings"
)

// Quote says sentences of the passages that share most words with the question, word for word and each with its
// passage's number: mostly of the first passage, and at most three, or a list with what introduces it. Without passages
// it repeats the question. That is the good answer of the route Chat, so that OK does the same.
func Quote() Step { return saying("quote", quote) }

// Bounds of a quotation.
const (
	mostSentences = 3
	mostItems     = 8
	furtherWorth  = 0.6 // of the best sentence's worth, for a further one of the same passage
	elsewhere     = 1.6 // times the best sentence's worth, for one of another passage
)

func quote(q Request) string {
	p := readPrompt(q)
	if len(p.passages) == 0 {
		return p.question
	}
	worth := newWorth(p)
	first := worth.best(0)
	picked := worth.around(first)
	if other := worth.best(1); other.passage > 0 && !picked.list && other.value > elsewhere*max(first.value, 0.5) {
		if len(picked.lines) >= mostSentences {
			picked.lines = picked.lines[:mostSentences-1]
		}
		picked.lines = append(picked.lines, cite(worth.units[other.passage][other.unit].text, p.passages[other.passage].n))
	}
	if len(picked.lines) == 0 {
		return "NOTHING"
	}
	if picked.list {
		return strings.Join(picked.lines, "\n")
	}
	return strings.Join(picked.lines, " ")
}

// worth tells how well sentences fit a question.
type worth struct {
	prompt   prompt
	question []string
	units    [][]unit
	values   [][]float64
	rare     []float64 // of the question's words: the rarer in the passages, the more it says
}

// newWorth weighs words by how few sentences have them (inverse document frequency: Spärck Jones, 1972).
func newWorth(p prompt) *worth {
	w := &worth{prompt: p, question: terms(p.question)}
	slices.Sort(w.question)
	w.question = slices.Compact(w.question)
	found := make([]int, len(w.question))
	n := 0
	for _, passage := range p.passages {
		all := units(passage.text)
		for _, u := range all {
			n++
			for _, i := range w.matches(u.text) {
				found[i]++
			}
		}
		w.units = append(w.units, all)
	}
	for _, f := range found {
		w.rare = append(w.rare, math.Log(1+float64(n)/float64(f+1)))
	}
	for _, all := range w.units {
		w.values = append(w.values, w.weigh(all))
	}
	return w
}

// matches are the words of the question, by index and in order, that a text has.
func (w *worth) matches(text string) []int {
	all := terms(text)
	var got []int
	for i, q := range w.question {
		if slices.ContainsFunc(all, func(t string) bool { return akin(t, q) }) {
			got = append(got, i)
		}
	}
	return got
}

// weigh values the sentences of a passage. What a heading says helps what stands below it; the first sentence is often
// the answer.
func (w *worth) weigh(all []unit) []float64 {
	values := make([]float64, len(all))
	above := 0.0
	began := false
	for i, u := range all {
		own := 0.0
		for _, m := range w.matches(u.text) { // in order: a sum of floats in another one is another sum
			own += w.rare[m]
		}
		if u.head {
			above = own / 2
			values[i] = -1
			continue
		}
		values[i] = own + above
		if !began {
			values[i] += 0.5
			began = true
		}
		switch {
		case strings.HasSuffix(u.text, ":") && !u.intro: // what it announces is not in the passage
			values[i] /= 4
		case strings.Contains(u.text, " | "), strings.Contains(u.text, "://"): // prompts tend to forbid tables and links
			values[i] /= 2
		}
	}
	return values
}

// place is a sentence of a passage, by indexes, and its worth; of passage -1 it is none.
type place struct {
	passage, unit int
	value         float64
}

// best is the best sentence of the first passage, or of those from another one on.
func (w *worth) best(from int) place {
	found := place{passage: -1, value: -1}
	until := len(w.units)
	if from == 0 {
		until = 1
	}
	for p := from; p < until; p++ {
		for u, v := range w.values[p] {
			if v > found.value {
				found = place{p, u, v}
			}
		}
	}
	return found
}

// quotation is what is said, in lines of a list or in sentences.
type quotation struct {
	lines []string
	list  bool
}

// around is a sentence with those that belong to it.
func (w *worth) around(at place) quotation {
	if at.passage < 0 {
		return quotation{}
	}
	all, n := w.units[at.passage], w.prompt.passages[at.passage].n
	if u := all[at.unit]; u.item || u.intro {
		return listed(all, at.unit, n)
	}
	picked := []int{at.unit}
	for i := at.unit; refersBack(all[i].text) && i > 0 && all[i-1].block == all[i].block && plainly(all[i-1]) && len(picked) < mostSentences; i-- {
		picked = append(picked, i-1)
	}
	if next := at.unit + 1; next < len(all) && all[next].block == all[at.unit].block && plainly(all[next]) && len(picked) < mostSentences {
		picked = append(picked, next)
	}
	further, value := -1, furtherWorth*at.value
	for i, v := range w.values[at.passage] {
		if v > value && !slices.Contains(picked, i) && plainly(all[i]) && !refersBack(all[i].text) {
			further, value = i, v
		}
	}
	if further >= 0 && len(picked) < mostSentences {
		picked = append(picked, further)
	}
	slices.Sort(picked)
	var q quotation
	for _, i := range picked {
		q.lines = append(q.lines, cite(all[i].text, n))
	}
	return q
}

// plainly reports whether a sentence can be quoted without what stands around it.
func plainly(u unit) bool {
	return !u.head && !u.item && !u.intro && !strings.HasSuffix(u.text, ":") && !strings.Contains(u.text, " | ")
}

// refersBack reports whether a sentence begins with a word that means something only after another sentence.
func refersBack(text string) bool {
	first, _, _ := strings.Cut(strings.ToLower(text), " ")
	return slices.Contains(backward, strings.Trim(first, ",.'’"))
}

var backward = strings.Fields(`it it's its this that these those they their them he she such so then there therefore thus otherwise however but and or also instead both either
neither afterwards er sie es dies diese dieser dieses das dann danach dort daher deshalb sonst jedoch aber und oder auch`)

// listed is a list with the line that introduces it.
func listed(all []unit, at, n int) quotation {
	q := quotation{list: true}
	first := at
	for first > 0 && all[first].item && all[first-1].item && all[first-1].block == all[at].block {
		first--
	}
	if first > 0 && all[first-1].intro {
		first--
	}
	for i := first; i < len(all) && len(q.lines) <= mostItems && (i == first || all[i].item); i++ {
		mark := marked.FindString(all[i].text)
		said := sentences(all[i].text[len(mark):])
		for j, one := range said {
			said[j] = cite(one, n)
		}
		q.lines = append(q.lines, mark+strings.Join(said, " "))
	}
	return q
}
