package index

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

const (
	mostExamples    = 200 // titles and phrasings of one article that are learnt from
	mostGrams       = 1 << 17
	classifierCells = 32 << 20 // numbers in a classifier; the n-grams are cut to fit
	enoughExamples  = 3.0      // per article on average, for a classifier to be of use
	mostTrials      = 1600     // of each kind
	encodeBatch     = 256
	seed            = 20261122
)

// How the classifiers are trained; found by leaving out phrasings of several corpora.
var (
	lexicalTraining = learn.Training{Passes: 6, Rate: 1, OvR: true, Seed: seed}
	senseTraining   = learn.Training{Passes: 8, Rate: 1, Seed: seed}
)

// lesson is a corpus on its way to being learnt.
type lesson struct {
	*learned
	ix       *Index
	books    *catalogue
	texts    []string // by example
	grams    []learn.Sparse
	meanings [][]float32 // by example; nil without an encoder
	group    []int       // by class: the fold that leaves it out
	fold     []int       // by example: the fold that leaves it out
	folds    int
	random   *rand.Rand

	elsewhere         []string
	elsewhereMeanings [][]float32
}

// startLearning begins to learn the corpus anew if it has changed since. Questions are answered meanwhile
// from what was learnt before.
func (r *runner) startLearning(ctx context.Context) {
	l := r.learned.Load()
	if r.learning || r.engine.Load() == nil || l != nil && l.change == r.seen.Load() {
		return
	}
	r.learning = true
	go func() { r.learnt <- r.learn(ctx) }()
}

func (r *runner) noteLearnt(ctx context.Context, err error) {
	if err != nil {
		if ctx.Err() == nil {
			r.log.Error("the index could not learn from its articles", "error", err)
		}
		return
	}
	r.taught.reach()
}

// learn learns the corpus as it is now, and uses what was learnt from then on.
func (ix *Index) learn(ctx context.Context) error {
	books := ix.books.Load()
	if books == nil {
		return fmt.Errorf("learning the corpus: it is not loaded")
	}
	l := &lesson{ix: ix, books: books, random: rand.New(rand.NewPCG(seed, 1))}
	l.learned = &learned{change: ix.seen.Load(), class: make(map[string]int32)}
	l.collect()
	if err := l.encode(ctx); err != nil {
		return err
	}
	lexicon := learn.NewLexicon(l.texts, l.gramLimit())
	l.grams = make([]learn.Sparse, len(l.texts))
	for i, t := range l.texts {
		l.grams[i], _ = lexicon.Vector(t)
	}
	l.near = learn.NewNeighbours(lexicon, l.grams, l.meanings)
	l.ranking = ix.blank.ranking
	l.findElsewhere(ctx)
	trials := l.examine(ctx)
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("learning the corpus: %w", err)
	}
	l.lexical, l.sense, l.gauss = l.train(-1)
	for m := range l.ranking {
		if of := trialsOf(trials, m == 1); ix.fit != nil && len(of) > 0 {
			l.ranking[m].judge = ix.fit(of, m == 1)
		}
	}
	ix.learned.Store(l.learned)
	return nil
}

// collect lists the examples of every article in a fixed order.
func (l *lesson) collect() {
	l.books.mu.RLock()
	defer l.books.mu.RUnlock()
	for id := range l.books.entries {
		l.ids = append(l.ids, id)
	}
	slices.Sort(l.ids)
	for class, id := range l.ids {
		e := l.books.entries[id]
		l.class[id] = int32(class)
		l.first = append(l.first, int32(len(l.texts)))
		for i, text := range append([]string{e.title}, e.phrasings...) {
			if i == mostExamples {
				break
			}
			l.texts = append(l.texts, text)
			l.owner = append(l.owner, int32(class))
		}
	}
	l.first = append(l.first, int32(len(l.texts)))
}

func (l *lesson) gramLimit() int {
	return max(1<<12, min(mostGrams, classifierCells/max(1, len(l.ids))))
}

func (l *lesson) encode(ctx context.Context) error {
	if l.ix.encoder == nil || !l.ix.understands(l.mainLanguage()) {
		return nil
	}
	for at := 0; at < len(l.texts); at += encodeBatch {
		part, err := l.ix.texts.Encode(ctx, l.texts[at:min(at+encodeBatch, len(l.texts))])
		if err != nil {
			if ctx.Err() != nil {
				return fmt.Errorf("learning the corpus: %w", ctx.Err())
			}
			l.ix.log.Warn("meanings cannot be compared; going by words alone", "error", err)
			l.meanings = nil
			return nil
		}
		l.meanings = append(l.meanings, part...)
	}
	return nil
}

// understands reports whether the encoder's model knows a language.
func (ix *Index) understands(language string) bool {
	return len(ix.languages) == 0 || slices.Contains(ix.languages, language)
}

// mainLanguage is the base language of most articles.
func (l *lesson) mainLanguage() string {
	l.books.mu.RLock()
	defer l.books.mu.RUnlock()
	n := make(map[string]int)
	best := ""
	for _, id := range l.ids {
		if e := l.books.entries[id]; e != nil {
			lang := baseLanguage(e.locale)
			if n[lang]++; n[lang] > n[best] || n[lang] == n[best] && lang < best {
				best = lang
			}
		}
	}
	return best
}

// train fits the classifiers to all examples but those that the fold leaves out; −1 leaves out none.
func (l *lesson) train(fold int) (lexical, sense *learn.Linear, gauss *learn.Gauss) {
	if float64(len(l.texts)) < enoughExamples*float64(len(l.ids)) || len(l.ids) < 2 || l.gramLimit()*len(l.ids) > 2*classifierCells {
		return nil, nil, nil
	}
	var grams, meanings []learn.Sparse
	var vectors [][]float32
	var classes []int
	for i := range l.texts {
		if fold >= 0 && (l.fold[i] == fold || l.group[l.owner[i]] == fold) {
			continue
		}
		grams = append(grams, l.grams[i])
		classes = append(classes, int(l.owner[i]))
		if l.meanings != nil {
			meanings = append(meanings, learn.Dense(l.meanings[i]))
			vectors = append(vectors, l.meanings[i])
		}
	}
	lexical = learn.Train(grams, classes, l.near.Lexicon.Size(), len(l.ids), lexicalTraining)
	if l.meanings != nil {
		sense = learn.Train(meanings, classes, len(l.meanings[0]), len(l.ids), senseTraining)
		d := float64(len(vectors[0]))
		gauss = learn.NewGauss(vectors, classes, len(l.ids), d/(d+float64(len(vectors))))
	}
	return lexical, sense, gauss
}

// question is one the corpus asks itself.
type trialQuestion struct {
	example   int32
	found     bool // its article can be found
	elsewhere int  // in place of an example, if that is −1
}

// examine asks the corpus its own phrasings: each with only itself left out, which should be found, or
// with its article left out, which should be refused.
func (l *lesson) examine(ctx context.Context) []knowledge.Trial {
	l.divide()
	var trials []knowledge.Trial
	pick := l.pick()
	var sets [2][]learn.Set
	type asked struct {
		found
		able  bool
		right string
		view  view
	}
	var all []asked
	for fold := range l.folds {
		if len(pick[fold]) == 0 || ctx.Err() != nil {
			continue
		}
		lexical, sense, gauss := l.train(fold)
		hidden := make([]bool, len(l.ids))
		for class, g := range l.group {
			hidden[class] = g == fold
		}
		gone := l.count(hidden)
		for i := range l.elsewhere {
			if i%l.folds == fold {
				pick[fold] = append(pick[fold], trialQuestion{example: -1, elsewhere: i})
			}
		}
		for _, tq := range pick[fold] {
			v := view{learned: l.learned, lexical: lexical, sense: sense, gauss: gauss, example: tq.example, hidden: hidden, hiddenArticles: gone}
			text, right, meaning := l.asked(tq)
			s := &search{ctx: ctx, books: l.books, engine: l.ix.engine.Load(), query: knowledge.Query{Text: text}, view: v, meaning: meaning}
			a := asked{able: tq.found, right: right, view: v, found: s.find(l.ix)}
			ways := []asked{a}
			if meaning != nil {
				ways = append(ways, a)
				ways[0].found = a.found.withoutMeaning()
			}
			for m, a := range ways {
				all = append(all, a)
				if tq.found {
					set := learn.Set{Right: -1}
					for i, sc := range a.list {
						set.Options = append(set.Options, sc.option())
						if sc.entry.article == a.right {
							set.Right = i
						}
					}
					if set.Right >= 0 {
						sets[m] = append(sets[m], set)
					}
				}
			}
		}
	}
	for m := range sets {
		l.ranking[m].weights = learn.FitChoice(sets[m], l.ranking[m].weights, spread)
	}
	for _, a := range all {
		m := 0
		if a.clues.withMeaning {
			m = 1
		}
		order(a.list, l.ranking[m].weights)
		l.books.mu.RLock()
		scorer := newScorer(l.books, a.q, a.scale, "", false)
		compare(a.list, a.view, a.clues)
		t := knowledge.Trial{Answerable: a.able, Meaning: m == 1, Elsewhere: a.right == ""}
		if len(a.list) > 0 {
			t.Features = scorer.features(a.list[0])
			t.Right = a.able && a.list[0].entry.article == a.right
		}
		l.books.mu.RUnlock()
		trials = append(trials, t)
	}
	return trials
}

// asked returns a question's text, its article and its meaning.
func (l *lesson) asked(q trialQuestion) (text, right string, meaning []float32) {
	if q.example < 0 {
		if l.meanings != nil {
			meaning = l.elsewhereMeanings[q.elsewhere]
		}
		return l.elsewhere[q.elsewhere], "", meaning
	}
	if l.meanings != nil {
		meaning = l.meanings[q.example]
	}
	return l.texts[q.example], l.ids[l.owner[q.example]], meaning
}

// divide deals articles and examples out to the folds.
func (l *lesson) divide() {
	l.folds = 10
	if len(l.texts) > 3000 {
		l.folds = 5
	}
	l.group = make([]int, len(l.ids))
	for class, at := range l.random.Perm(len(l.ids)) {
		l.group[class] = at % l.folds
	}
	l.fold = make([]int, len(l.texts))
	for i, at := range l.random.Perm(len(l.texts)) {
		l.fold[i] = at % l.folds
	}
}

// pick draws the questions by fold: phrasings of articles that have further ones, and titles of those
// that have none.
func (l *lesson) pick() [][]trialQuestion {
	out := make([][]trialQuestion, l.folds)
	found, refused := 0, 0
	for _, i := range l.random.Perm(len(l.texts)) {
		class := l.owner[i]
		title, alone := int32(i) == l.first[class], l.first[class+1]-l.first[class] == 1
		if title && !alone || strings.TrimSpace(l.texts[i]) == "" {
			continue
		}
		if refused < mostTrials {
			refused++
			out[l.group[class]] = append(out[l.group[class]], trialQuestion{example: int32(i)})
		}
		if found < mostTrials && !alone && l.fold[i] != l.group[class] {
			found++
			out[l.fold[i]] = append(out[l.fold[i]], trialQuestion{example: int32(i), found: true})
		}
	}
	return out
}

// The ranking's prior weights and how far each may be from them; see FitChoice.
var (
	priorWords   = []float64{.5, .2, 5, 0, 0, 0, 0, 6, 1, 1, 1}
	priorMeaning = []float64{.5, .2, 3, .5, .2, 6, 2, 5, 1, 1, 1}
	spread       = []float64{.5, .3, 3, .5, .3, 3, 3, 3, 2, 2, 0}
)

func blank(fit func(t []knowledge.Trial, meaning bool) knowledge.Judge) view {
	empty := learn.NewLexicon(nil, 0)
	l := &learned{class: map[string]int32{}, first: []int32{0}, near: learn.NewNeighbours(empty, nil, nil)}
	l.ranking = [2]ranking{{weights: priorWords}, {weights: priorMeaning}}
	for m := range l.ranking {
		if fit != nil {
			l.ranking[m].judge = fit(nil, m == 1)
		}
	}
	return l.whole()
}

func (ix *Index) meaning(ctx context.Context, text string) []float32 {
	if ix.encoder == nil {
		return nil
	}
	v, err := ix.encoder.Encode(ctx, []string{text})
	if err != nil || len(v) != 1 {
		ix.log.Warn("a question's meaning cannot be told; going by its words", "error", err)
		return nil
	}
	return v[0]
}

func trialsOf(all []knowledge.Trial, meaning bool) []knowledge.Trial {
	var out []knowledge.Trial
	for _, t := range all {
		if t.Meaning == meaning {
			out = append(out, t)
		}
	}
	return out
}

// count tells, by term, how many of the hidden articles contain it.
func (l *lesson) count(hidden []bool) []int32 {
	l.books.mu.RLock()
	defer l.books.mu.RUnlock()
	var out []int32
	for class, id := range l.ids {
		if e := l.books.entries[id]; hidden[class] && e != nil {
			out = tally(out, e.distinct, +1)
		}
	}
	return out
}

//go:embed elsewhere.txt
var elsewhereText string

const tooNear = 0.6 // a cosine from which a question from elsewhere may well be one of this corpus

// elsewhere lists questions that the corpus very likely does not answer.
func (l *lesson) findElsewhere(ctx context.Context) {
	var texts []string
	for line := range strings.Lines(elsewhereText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			texts = append(texts, line)
		}
	}
	var meanings [][]float32
	if l.meanings != nil {
		var err error
		if meanings, err = l.ix.texts.Encode(ctx, texts); err != nil {
			return
		}
	}
	cosines := make([]float32, len(l.texts))
	for i, text := range texts {
		x, _ := l.near.Lexicon.Vector(text)
		l.near.ByGrams(x, cosines)
		if len(cosines) == 0 || slices.Max(cosines) > tooNear {
			continue
		}
		if meanings != nil {
			if l.near.ByMeaning(meanings[i], cosines); slices.Max(cosines) > tooNear {
				continue
			}
			l.elsewhereMeanings = append(l.elsewhereMeanings, meanings[i])
		}
		l.elsewhere = append(l.elsewhere, text)
	}
}
