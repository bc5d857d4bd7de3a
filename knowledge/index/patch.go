package index

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"

	"golang.org/x/sync/errgroup"

	"frontdesk/knowledge/learn"
)

// A large classifier takes minutes to train. What a few new examples change in it can be told from a small one: of the
// changed classes, of their rivals, and of some others as a background. It is trained twice on the same examples in the
// same order, once with those before the change and once with those after it. A class that was there before keeps its
// score and adds the difference of the two; a new one has its score in the small classifier, stretched and moved as the
// scores of the others in the small one have to be to become theirs in the large one.
const (
	patchedTogether = 64   // changed classes
	mostRivals      = 64   // classes whose examples are near to those of the changed ones
	background      = 16   // other classes
	patchedExamples = 2500 // of all of them; rivals and background are left out beyond
	nearestLooked   = 12   // examples nearest to a changed one that make their classes rivals
	probes          = 1000 // examples that rivals are looked for with; at least one of each changed class
	stretchedBy     = 128  // examples that tell how scores are stretched
)

// patcher patches one classifier.
type patcher struct {
	*lesson
	*changes
	known    *learned
	training learn.Training
	old      chooser
	vector   func(example int32) learn.Sparse
	lost     func(text string) learn.Sparse                 // of an example that is no more
	then     func(text string, x learn.Sparse) learn.Sparse // what the old classifier takes for a text
	random   *rand.Rand
}

// patchwork is a classifier as it was, with patches.
type patchwork struct {
	old     chooser
	then    func(text string, x learn.Sparse) learn.Sparse
	before  []int32
	patches []*patch
	stretch float32
	move    float32
}

func (p *patchwork) scores(text string, x learn.Sparse) []float32 {
	old := p.old.scores(text, p.then(text, x))
	out := make([]float32, len(p.before))
	for class, was := range p.before {
		if was >= 0 {
			out[class] = old[was]
		}
	}
	for _, small := range p.patches {
		x := small.pick(x)
		after, before := small.after.Scores(x), small.before.Scores(x)
		for i, class := range small.classes[:small.apply] {
			if p.before[class] < 0 {
				out[class] = p.stretch*after[i] + p.move
			} else {
				out[class] += p.stretch * (after[i] - before[i])
			}
		}
	}
	return out
}

// patch is a small classifier, before and after.
type patch struct {
	classes       []int32 // by class of the small one
	apply         int     // so many of them change; the others are the background
	places        map[uint32]uint32
	before, after *learn.Linear
}

// pick keeps what the small classifier knows of a vector.
func (p *patch) pick(x learn.Sparse) (out learn.Sparse) {
	for k, at := range x.At {
		if place, ok := p.places[at]; ok {
			out.At, out.Value = append(out.At, place), append(out.Value, x.Value[k])
		}
	}
	return out
}

// row is an example of a small classifier.
type row struct {
	text          string
	whole         learn.Sparse // its vector
	x             learn.Sparse // the same with the places of the small one
	class         int          // of the small one
	before, after bool
}

// patch makes the patchwork.
func (p *patcher) patch(ctx context.Context) (chooser, error) {
	out := &patchwork{old: p.old, then: p.then, before: p.before, stretch: 1}
	if len(p.made) == 0 {
		return out, nil
	}
	chunks := slices.Collect(slices.Chunk(p.made, patchedTogether))
	members, rows := make([]*patch, len(chunks)), make([][]row, len(chunks))
	for i, chunk := range chunks { // one after another: they draw lots
		members[i], rows[i] = p.gather(chunk)
	}
	var g errgroup.Group
	g.SetLimit(p.workers)
	for i := range chunks {
		g.Go(survive(func() error {
			if ctx.Err() == nil {
				members[i].train(rows[i], p.training)
			}
			return ctx.Err()
		}))
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out.patches = members
	out.stretch, out.move = p.align(members[0], rows[0])
	return out, nil
}

// gather lists the classes of a small classifier and their examples.
func (p *patcher) gather(chunk []int32) (*patch, []row) {
	small := &patch{places: make(map[uint32]uint32)}
	var rows []row
	have := make(map[int32]bool)
	join := func(class int32) {
		if !have[class] && (len(rows) < patchedExamples || slices.Contains(chunk, class)) {
			have[class] = true
			rows = p.examplesOf(class, len(small.classes), rows)
			small.classes = append(small.classes, class)
		}
	}
	for _, class := range chunk {
		join(class)
	}
	for _, class := range p.rivals(chunk) {
		join(class)
	}
	small.apply = len(small.classes)
	for range background {
		join(int32(p.random.IntN(len(p.ids))))
	}
	for i := range rows {
		rows[i].x = small.place(rows[i].whole)
	}
	return small, rows
}

// place numbers the places of a vector anew, without gaps: a small classifier has few of them.
func (p *patch) place(x learn.Sparse) learn.Sparse {
	out := learn.Sparse{At: make([]uint32, len(x.At)), Value: x.Value}
	for k, at := range x.At {
		place, ok := p.places[at]
		if !ok {
			place = uint32(len(p.places))
			p.places[at] = place
		}
		out.At[k] = place
	}
	return out
}

// examplesOf adds the examples of a class, before the change and after it.
func (p *patcher) examplesOf(class int32, small int, rows []row) []row {
	for i := p.first[class]; i < p.first[class+1]; i++ {
		rows = append(rows, row{text: p.texts[i], whole: p.vector(i), class: small, before: !p.isNewText(p.lesson, p.known, i), after: true})
	}
	for _, text := range p.gone[class] {
		rows = append(rows, row{text: text, whole: p.lost(text), class: small, before: true})
	}
	return rows
}

// rivals are the unchanged classes with the examples nearest to those of changed ones, the nearest first.
func (p *patcher) rivals(chunk []int32) []int32 {
	nearness := make(map[int32]float32)
	cosines := make([]float32, len(p.texts))
	note := func() {
		for _, i := range highest(cosines, nearestLooked, nil) {
			if class := p.owner[i]; cosines[i] > 0 && !slices.Contains(p.made, class) {
				nearness[class] += cosines[i]
			}
		}
	}
	each := int32(max(1, probes/len(p.made)))
	for _, class := range chunk {
		for i := p.first[class]; i < min(p.first[class]+each, p.first[class+1]); i++ {
			p.near.ByGrams(p.grams[i], cosines)
			note()
			if p.meanings != nil {
				p.near.ByMeaning(p.meanings[i], cosines)
				note()
			}
		}
	}
	out := make([]int32, 0, len(nearness))
	for class := range nearness {
		out = append(out, class)
	}
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(nearness[b], nearness[a]), cmp.Compare(a, b))
	})
	return out[:min(len(out), mostRivals)]
}

// train trains the small classifier twice. What is not there at the time takes its turn as an example without anything
// in it, so that both see the same order.
func (p *patch) train(rows []row, t learn.Training) {
	var before, after []learn.Sparse
	var classes []int
	for _, r := range rows {
		classes = append(classes, r.class)
		before, after = append(before, r.at(r.before)), append(after, r.at(r.after))
	}
	p.before = learn.Train(before, classes, len(p.places), len(p.classes), t)
	p.after = learn.Train(after, classes, len(p.places), len(p.classes), t)
}

func (r row) at(there bool) learn.Sparse {
	if there {
		return r.x
	}
	return learn.Sparse{}
}

// align finds the line that turns the scores of the small classifier, before the change, into those of the large one:
// by least squares over some examples, their own class counting as much as all the others together.
func (p *patcher) align(small *patch, rows []row) (stretch, move float32) {
	var n, sx, sy, sxx, sxy float64
	note := func(x, y float32, weight float64) {
		n, sx, sy = n+weight, sx+weight*float64(x), sy+weight*float64(y)
		sxx, sxy = sxx+weight*float64(x)*float64(x), sxy+weight*float64(x)*float64(y)
	}
	step := max(1, len(rows)/stretchedBy)
	for i := 0; i < len(rows); i += step {
		r := rows[i]
		if !r.before || p.before[small.classes[r.class]] < 0 {
			continue
		}
		xs, ys := small.before.Scores(r.x), p.old.scores(r.text, p.then(r.text, r.whole))
		for k, class := range small.classes {
			switch was := p.before[class]; {
			case was < 0:
			case k == r.class:
				note(xs[k], ys[was], 1)
			default:
				note(xs[k], ys[was], 1/float64(len(small.classes)-1))
			}
		}
	}
	spread := n*sxx - sx*sx
	if stretch = float32((n*sxy - sx*sy) / spread); spread <= 0 || stretch <= 0 {
		return 1, 0
	}
	return stretch, float32((sy - float64(stretch)*sx) / n)
}
