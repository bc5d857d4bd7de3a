package index

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"frontdesk/knowledge/learn"
)

// trainable is the cost of training, in steps of a classifier, that a rehearsal spends on training it as a whole: about
// a second of one processor.
const trainable = 4e9

// learnAgain learns the books of a rehearsal from what was known of the corpus before. The weights of the clues and the
// judges are taken over: to find them, the corpus is asked a thousand questions by classifiers trained five or ten
// times, and a few articles hardly change what comes of that.
func (ix *Index) learnAgain(ctx context.Context, books *catalogue, known *learned, affordable float64) (*learned, error) {
	l := &lesson{ix: ix, books: books, workers: runtime.GOMAXPROCS(0)}
	l.learned = &learned{change: known.change, class: make(map[string]int32), ranking: known.ranking}
	l.collect()
	if known.near.HasMeanings() {
		l.recall(known)
		if err := l.encode(ctx); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(l.compareAll(), ctx.Err()); err != nil {
		return nil, err
	}
	if known.lexical == nil || len(l.ids) < 2 {
		return l.learned, nil
	}
	var err error
	l.classifiers, err = l.trainAgain(ctx, known, affordable)
	return l.learned, err
}

// recall takes over the meanings of examples that an earlier lesson had, if it kept them.
func (l *lesson) recall(known *learned) {
	l.recalled = make([][]float32, len(l.texts))
	if known.vectors == nil {
		return
	}
	for class, id := range l.ids {
		was, ok := known.class[id]
		if !ok {
			continue
		}
		before := known.entries[was].examples()
		for i := l.first[class]; i < l.first[class+1]; i++ {
			if at := slices.Index(before, l.texts[i]); at >= 0 {
				l.recalled[i] = known.vectors[known.first[was]+int32(at)]
			}
		}
	}
}

// trainAgain trains the classifiers that were known before: as a whole where that is affordable, and else only where
// something changed.
func (l *lesson) trainAgain(ctx context.Context, known *learned, affordable float64) (c classifiers, err error) {
	classes := make([]int, len(l.owner))
	for i, class := range l.owner {
		classes[i] = int(class)
	}
	change := l.changesSince(known)
	var g errgroup.Group
	g.Go(survive(func() (err error) {
		if l.lexicalCost() <= affordable {
			c.lexical = l.trainLexical(l.grams, classes)
			return nil
		}
		c.lexical, err = l.patchLexical(ctx, known, change)
		return err
	}))
	g.Go(survive(func() (err error) {
		if l.meanings == nil || known.sense == nil {
			return nil
		}
		c.gauss = l.fitGauss(l.meanings, classes)
		if l.senseCost() <= affordable {
			c.sense = l.trainSense(l.meanings, classes)
			return nil
		}
		c.sense, err = l.patchSense(ctx, known, change)
		return err
	}))
	return c, g.Wait()
}

// lexicalCost is how many weights training the classifier by n-grams looks at and moves.
func (l *lesson) lexicalCost() float64 {
	grams := 0
	for _, x := range l.grams {
		grams += len(x.At)
	}
	return float64(grams) * float64(2*lexicalTraining.Passes) * float64(len(l.ids))
}

// senseCost is the same of the classifier by meaning.
func (l *lesson) senseCost() float64 {
	return float64(len(l.texts)) * float64(len(l.meanings[0])) * float64(2*senseTraining.Passes) * float64(len(l.ids))
}

// changes is what became of the classes of an earlier lesson.
type changes struct {
	before []int32    // by class: its class then, −1 if it is new
	made   []int32    // classes whose examples are not what they were
	gone   [][]string // by class: examples that it had then and has no more
}

func (l *lesson) changesSince(known *learned) *changes {
	c := &changes{before: make([]int32, len(l.ids)), gone: make([][]string, len(l.ids))}
	for class, id := range l.ids {
		c.before[class] = -1
		var had []string
		if was, ok := known.class[id]; ok {
			c.before[class] = was
			if known.entries[was] == l.entries[class] {
				continue
			}
			had = known.entries[was].examples()
		}
		has := l.texts[l.first[class]:l.first[class+1]]
		if slices.Equal(had, has) {
			continue
		}
		c.made = append(c.made, int32(class))
		for _, text := range had {
			if !slices.Contains(has, text) {
				c.gone[class] = append(c.gone[class], text)
			}
		}
	}
	return c
}

// isNewText reports whether an example was not among those of its class before.
func (c *changes) isNewText(l *lesson, known *learned, example int32) bool {
	was := c.before[l.owner[example]]
	return was < 0 || known.entries[was] != l.entries[l.owner[example]] && !slices.Contains(known.entries[was].examples(), l.texts[example])
}

// patchLexical patches the classifier by n-grams.
func (l *lesson) patchLexical(ctx context.Context, known *learned, c *changes) (chooser, error) {
	p := &patcher{
		lesson: l, known: known, changes: c, training: lexicalTraining, old: known.lexical,
		vector: func(example int32) learn.Sparse { return l.grams[example] },
		lost:   func(text string) learn.Sparse { return l.near.Lexicon.Vector(text) },
		then:   func(text string, _ learn.Sparse) learn.Sparse { return known.near.Lexicon.Vector(text) },
		random: rand.New(rand.NewPCG(seed, 2)),
	}
	return p.patch(ctx)
}

// patchSense patches the classifier by meaning.
func (l *lesson) patchSense(ctx context.Context, known *learned, c *changes) (chooser, error) {
	lost, err := l.lostMeanings(ctx, c)
	if err != nil {
		return nil, err
	}
	p := &patcher{
		lesson: l, known: known, changes: c, training: senseTraining, old: known.sense,
		vector: func(example int32) learn.Sparse { return learn.Dense(l.meanings[example]) },
		lost:   func(text string) learn.Sparse { return lost[text] },
		then:   func(_ string, x learn.Sparse) learn.Sparse { return x },
		random: rand.New(rand.NewPCG(seed, 3)),
	}
	return p.patch(ctx)
}

// lostMeanings are the meanings of examples that are no more. Without the encoder there are none, and the patch knows
// only what came.
func (l *lesson) lostMeanings(ctx context.Context, c *changes) (map[string]learn.Sparse, error) {
	out := make(map[string]learn.Sparse)
	for _, class := range c.made {
		if len(c.gone[class]) == 0 {
			continue
		}
		vectors, err := l.ix.texts.Encode(ctx, c.gone[class])
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			l.ix.log.Warn("meanings of former titles and phrasings cannot be told", "error", err)
			return out, nil
		}
		for i, v := range vectors {
			out[c.gone[class][i]] = learn.Dense(v)
		}
	}
	return out, nil
}
