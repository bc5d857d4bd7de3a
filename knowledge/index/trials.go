package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

const mostTrials = 1600 // of each kind

// The two ways in which a question can be ranked.
const (
	byWords = iota
	withMeaning
	ways
)

// trialQuestion is one that the corpus asks itself.
type trialQuestion struct {
	text      string
	meaning   []float32
	right     []string // ids of the articles that answer it
	able      bool     // one of them can be found
	elsewhere bool     // it has nothing to do with the corpus
	example   int32    // its number among the examples, −1 if it is none
}

// answers reports whether an article answers the question and can be found.
func (q trialQuestion) answers(article string) bool {
	return q.able && slices.Contains(q.right, article)
}

// answered is what came of a question, before it was ranked.
type answered struct {
	trialQuestion
	found
	view view
}

// askItself asks the corpus its own phrasings: each with only itself left out, which should be found, or
// with its article left out, which should be refused; and questions from elsewhere. The classifiers that
// answer have seen neither the question nor the articles of its fold.
func (l *lesson) askItself(ctx context.Context) (all [ways][]answered, err error) {
	l.divide()
	pick := l.pick()
	l.echo(ctx, pick)
	byFold := make([][ways][]answered, l.folds)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(l.workers)
	for fold := range l.folds {
		g.Go(survive(func() error {
			byFold[fold] = l.askFold(ctx, fold, pick[fold])
			return ctx.Err()
		}))
	}
	if err := g.Wait(); err != nil {
		return all, err
	}
	for _, f := range byFold {
		for way := range all {
			all[way] = append(all[way], f[way]...)
		}
	}
	return all, nil
}

func (l *lesson) askFold(ctx context.Context, fold int, questions []trialQuestion) (out [ways][]answered) {
	if len(questions) == 0 || ctx.Err() != nil {
		return out
	}
	v := view{learned: l.learned, classifiers: l.train(fold), hidden: make([]bool, len(l.ids))}
	for class, g := range l.group {
		v.hidden[class] = g == fold
	}
	v.hiddenArticles = l.count(v.hidden)
	for _, q := range questions {
		if ctx.Err() != nil {
			break
		}
		v.example = q.example
		s := &search{ctx: ctx, books: l.books, from: l.ix.proposers(), query: knowledge.Query{Text: q.text}, view: v, meaning: q.meaning}
		a := answered{q, s.find(), v}
		a.clues.cosines = nil // thousands of questions are kept until the ranking is fitted
		if q.meaning != nil {
			out[withMeaning] = append(out[withMeaning], a)
			a.found = a.withoutMeaning()
		}
		out[byWords] = append(out[byWords], a)
	}
	return out
}

// divide deals articles and examples out to the folds.
func (l *lesson) divide() {
	l.folds = 10
	if len(l.texts) > 3000 {
		l.folds = 5
	}
	l.group = deal(len(l.ids), l.folds, l.classLot("group"))
	for class := range l.ids {
		if all := l.kin.of(int32(class)); all != nil {
			l.group[class] = l.group[all[0]] // a translation answers what its original is left out for
		}
	}
	l.fold = deal(len(l.texts), l.folds, l.exampleLot("fold"))
}

// pick draws the questions by fold: phrasings of articles that have further ones, and titles of those
// that have none.
func (l *lesson) pick() [][]trialQuestion {
	out := make([][]trialQuestion, l.folds)
	found, refused := 0, 0
	for _, i := range inLotOrder(len(l.texts), l.exampleLot("question")) {
		class := l.owner[i]
		at, shorts := i-int(l.first[class]), min(len(l.entries[class].short), mostExamples)
		title, alone := at == 0, shorts == 1
		if at >= shorts || title && !alone || strings.TrimSpace(l.texts[i]) == "" {
			continue
		}
		q := trialQuestion{text: l.texts[i], right: l.relatives(class), example: int32(i)}
		if l.meanings != nil {
			q.meaning = l.meanings[i]
		}
		if refused < mostTrials {
			refused++
			out[l.group[class]] = append(out[l.group[class]], q)
		}
		if found < mostTrials && !alone && l.fold[i] != l.group[class] {
			found++
			q.able = true
			out[l.fold[i]] = append(out[l.fold[i]], q)
		}
	}
	for i, text := range l.elsewhere {
		q := trialQuestion{text: text, elsewhere: true, example: -1}
		if l.meanings != nil {
			q.meaning = l.elsewhereMeanings[i]
		}
		out[i%l.folds] = append(out[i%l.folds], q)
	}
	return out
}

// echo adds questions that repeat a title or phrasing, shortened a little, with nothing left out: customers
// also ask in the very words, and then words must not count for less than likeness of meaning. The more
// examples articles have, the fewer echoes are needed: some examples are near to others then, and left-out
// ones say the same. With five an article there is one echo for two answerable questions, with twenty one for thirty.
func (l *lesson) echo(ctx context.Context, questions [][]trialQuestion) {
	able := 0
	for _, fold := range questions {
		for _, q := range fold {
			if q.able {
				able++
			}
		}
	}
	var echoes []trialQuestion
	var texts []string
	each := float64(len(l.texts)) / float64(max(1, len(l.ids)))
	order := inLotOrder(len(l.texts), l.exampleLot("echo"))
	for n := range min(able, int(float64(able)*13/(each*each))) {
		i := order[n%len(order)]
		class := l.owner[i]
		text := shortened(l.texts[i], rand.New(rand.NewPCG(l.exampleLot("shortened")(i), uint64(n/len(order)))))
		echoes = append(echoes, trialQuestion{text: text, right: l.relatives(class), able: true, example: -1})
		texts = append(texts, text)
	}
	var meanings [][]float32
	if l.meanings != nil && len(texts) > 0 {
		var err error
		if meanings, err = l.ix.encoder.Encode(ctx, texts); err != nil {
			l.lacking = true
			return
		}
	}
	for i, q := range echoes {
		if meanings != nil {
			q.meaning = meanings[i]
		}
		fold := (l.group[l.class[q.right[0]]] + 1) % l.folds
		questions[fold] = append(questions[fold], q)
	}
}

// shortened leaves out about a third of a text's words, but never so many that fewer than two remain.
func shortened(text string, random *rand.Rand) string {
	words := strings.Fields(text)
	var kept []string
	for i, w := range words {
		if random.Float64() < 0.67 || len(kept)+len(words)-i <= 2 {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// count tells, by term, how many of the hidden articles contain it.
func (l *lesson) count(hidden []bool) []int32 {
	var out []int32
	for class, e := range l.entries {
		if hidden[class] {
			out = tally(out, e.distinct, +1)
		}
	}
	return out
}

// fitRanking finds the weights that put the right articles first.
func fitRanking(all []answered, prior []float64) []float64 {
	var sets []learn.Set
	for _, a := range all {
		set := learn.Set{Right: -1}
		for _, sc := range a.list {
			switch answers := a.answers(sc.entry.article); {
			case answers && set.Right >= 0 && sc.entry.article != a.right[0]:
				continue // another translation is no rival
			case answers && set.Right >= 0:
				set.Options[set.Right] = sc.option()
				continue
			case answers:
				set.Right = len(set.Options)
			}
			set.Options = append(set.Options, sc.option())
		}
		if set.Right >= 0 {
			sets = append(sets, set)
		}
	}
	return learn.FitChoice(sets, prior, spread)
}

// trials ranks what was found for each question and tells how that went.
func (c *catalogue) trials(all []answered, weights []float64) []knowledge.Trial {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := make([]knowledge.Trial, len(all))
	for i, a := range all {
		t := knowledge.Trial{Answerable: a.able, Elsewhere: a.elsewhere}
		a.list = c.rank(a.list, weights)
		compare(a.list, a.view, a.clues)
		c.examine(a.text, a.found)
		if len(a.list) > 0 {
			t.Features = a.q.features(a.list[0])
			t.Right = a.answers(a.list[0].entry.article)
		}
		out[i] = t
	}
	return out
}

// sitExam adds the questions with known answers to the trials, asked with everything that was learnt.
func (l *lesson) sitExam(ctx context.Context) {
	v := l.whole()
	var all [ways][]answered
	for _, q := range l.exam {
		s := &search{ctx: ctx, books: l.books, from: l.ix.proposers(), query: knowledge.Query{Text: q.Text, Before: q.Before}, view: v}
		if l.meanings != nil {
			s.meaning = l.ix.meaning(ctx, q.Text, encodeTime)
		}
		a := answered{trialQuestion{text: q.Text, right: l.withRelatives(q.Articles), able: len(q.Articles) > 0, example: -1}, s.find(), v}
		if s.meaning != nil {
			all[withMeaning] = append(all[withMeaning], a)
			a.found = a.withoutMeaning()
		}
		all[byWords] = append(all[byWords], a)
	}
	for way := range all {
		l.ranking[way].trials = append(l.ranking[way].trials, l.books.trials(all[way], l.ranking[way].weights)...)
	}
}
