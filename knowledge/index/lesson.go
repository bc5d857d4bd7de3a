package index

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
	"frontdesk/knowledge/learn"
)

const (
	mostExamples    = 200      // titles and phrasings of one article that are learnt from
	mostGrams       = 1 << 17  // n-grams that are told apart
	classifierCells = 32 << 20 // numbers in a classifier; the n-grams are cut to fit
	fewPhrasings    = 3        // of an article; with fewer, its headings stand in for them
	enoughExamples  = 3.0      // per article on average, for a classifier to be of use
	encodeBatch     = 256
	seed            = 20261122
	tooNear         = 0.6 // a cosine from which a question from elsewhere may well be one of this corpus
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
	asks     int      // examples that are titles or phrasings; the others are headings
	grams    []learn.Sparse
	meanings [][]float32 // by example; nil without an encoder
	recalled [][]float32 // by example: those that are known from an earlier lesson, or nil
	group    []int       // by class: the fold that leaves it out
	fold     []int       // by example: the fold that leaves it out
	folds    int
	workers  int
	exam     []knowledge.Asked // questions with known answers
	lacking  bool              // an encoder failed, so that it was asked less than it should

	elsewhere         []string // questions that the corpus does not answer
	elsewhereMeanings [][]float32
}

// failedLesson is a lesson that came to nothing.
type failedLesson struct {
	change int64
	err    error
}

const learnAgain = 15 * time.Second // after a lesson that failed

// startLearning begins to learn the corpus anew if it has changed since. Questions are answered meanwhile
// from what was learnt before.
func (r *runner) startLearning(ctx context.Context) {
	l := r.learned.Load()
	if r.learning || r.engine.Load() == nil || r.books.Load() == nil || l != nil && l.change == r.seen.Load() || r.clock().Before(r.learnAt) {
		return
	}
	r.learning = true
	change := r.seen.Load()
	go func() {
		err := survive(func() error { return r.learn(ctx) })()
		r.unlearnt.Store(nil)
		if err != nil {
			r.unlearnt.Store(&failedLesson{change, err})
		}
		r.learnt <- err
	}()
}

func (r *runner) noteLearnt(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		r.log.Error("the index could not learn from its articles", "error", err, "again_in_seconds", learnAgain.Seconds())
		r.learnAt = r.clock().Add(learnAgain)
	}
}

// learn learns the corpus as it is now, and uses what was learnt from then on.
func (ix *Index) learn(ctx context.Context) error {
	l, err := ix.newLesson(ctx)
	if err != nil {
		return fmt.Errorf("learning the corpus: %w", err)
	}
	key := l.key()
	recalled := l.recallAll(key)
	if !recalled {
		if err := l.findRankings(ctx); err != nil {
			return fmt.Errorf("learning the corpus: %w", err)
		}
		l.classifiers = l.train(-1)
		l.sitExam(ctx)
	}
	whole := ctx.Err() == nil // else the exam may have been cut short
	ix.judgeBy(l.learned)
	if !recalled && whole {
		l.keep(key)
	}
	if r, ok := ix.texts.(retainer); ok {
		r.Retain(append(slices.Clone(l.texts), elsewhere()...))
	}
	return nil
}

// findRankings asks the corpus its own questions, and finds from the answers how candidates are put in order.
func (l *lesson) findRankings(ctx context.Context) error {
	l.findElsewhere(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	answered, err := l.askItself(ctx)
	if err != nil {
		return err
	}
	for way := range l.ranking {
		l.ranking[way].weights = fitRanking(answered[way], l.ranking[way].weights)
		l.ranking[way].trials = l.books.trials(answered[way], l.ranking[way].weights)
	}
	l.ix.asks.Add(1)
	return nil
}

// retainer is an encoder that keeps vectors, and may forget those of other texts.
type retainer interface{ Retain(texts []string) }

// newLesson gathers what is to be learnt, and how near everything is to everything else.
func (ix *Index) newLesson(ctx context.Context) (*lesson, error) {
	books := ix.books.Load()
	if books == nil {
		return nil, errors.New("it is not loaded")
	}
	l := &lesson{ix: ix, books: books, workers: 1, exam: ix.examNow()}
	if ix.learned.Load() == nil { // the first time nobody is served well until it is over
		l.workers = runtime.GOMAXPROCS(0)
	}
	l.learned = &learned{change: ix.seen.Load(), class: make(map[string]int32), ranking: ix.blank.ranking}
	l.collect()
	if ix.encoder != nil && ix.understands(l.mainLanguage()) {
		if err := l.encode(ctx); err != nil {
			return nil, err
		}
	}
	if err := l.compareAll(); err != nil {
		return nil, err
	}
	return l, ctx.Err()
}

// compareAll finds out how near the examples are to each other.
func (l *lesson) compareAll() error {
	lexicon := learn.NewLexicon(l.texts, l.gramLimit())
	l.grams = make([]learn.Sparse, len(l.texts))
	var g errgroup.Group
	for worker := range l.workers {
		g.Go(survive(func() error {
			for i := worker; i < len(l.texts); i += l.workers {
				l.grams[i] = lexicon.Vector(l.texts[i])
			}
			return nil
		}))
	}
	if err := g.Wait(); err != nil {
		return err
	}
	l.near = learn.NewNeighbours(lexicon, l.grams, l.meanings)
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
		l.entries = append(l.entries, e)
		l.first = append(l.first, int32(len(l.texts)))
		for _, text := range e.examples() {
			l.texts = append(l.texts, text)
			l.owner = append(l.owner, int32(class))
		}
		l.asks += min(len(e.short), mostExamples)
	}
	l.first = append(l.first, int32(len(l.texts)))
	l.kin = newKin(l.books, l.entries)
	l.noteTopics()
}

// examples are the texts that are learnt for an article: its title, its phrasings, and its headings if it has few of
// those.
func (e *entry) examples() []string {
	out := append([]string{e.title}, e.phrasings[:min(len(e.phrasings), mostExamples-1)]...)
	if len(e.phrasings) < fewPhrasings {
		out = append(out, e.headings...)
	}
	return out
}

// noteTopics finds the titles that several articles have which are no translations of each other.
func (l *lesson) noteTopics() {
	l.namesakes = make(map[string][]int32)
	for class, e := range l.entries {
		title := strings.ToLower(e.title)
		l.title = append(l.title, title)
		l.namesakes[title] = append(l.namesakes[title], int32(class))
	}
	for class, e := range l.entries {
		others := l.namesakes[l.title[class]]
		l.topic = append(l.topic, len(e.phrasings) == 0 && slices.ContainsFunc(others, func(other int32) bool {
			return int(other) != class && !slices.Contains(l.kin.of(int32(class)), other)
		}))
	}
	for title, classes := range l.namesakes {
		if len(classes) < 2 {
			delete(l.namesakes, title)
		}
	}
}

func (l *lesson) gramLimit() int {
	return max(1<<12, min(mostGrams, classifierCells/max(1, len(l.ids))))
}

// encode finds the meanings of all examples that are not known yet. If the encoder fails, the lesson goes on without
// any.
func (l *lesson) encode(ctx context.Context) error {
	vectors := make([][]float32, len(l.texts))
	copy(vectors, l.recalled)
	var missing []int
	for i, v := range vectors {
		if v == nil {
			missing = append(missing, i)
		}
	}
	for batch := range slices.Chunk(missing, encodeBatch) {
		texts := make([]string, len(batch))
		for k, i := range batch {
			texts[k] = l.texts[i]
		}
		part, err := l.ix.texts.Encode(ctx, texts)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			l.ix.log.Warn("meanings cannot be compared; going by words alone", "error", err)
			return nil
		}
		for k, i := range batch {
			vectors[i] = part[k]
		}
	}
	if len(vectors) > 0 {
		l.meanings = vectors
	}
	if _, keeps := l.ix.texts.(retainer); !keeps {
		l.learned.vectors = l.meanings
	}
	return nil
}

// understands reports whether the encoder's model knows a language.
func (ix *Index) understands(language string) bool {
	return len(ix.languages) == 0 || slices.Contains(ix.languages, language)
}

// mainLanguage is the base language of most articles.
func (l *lesson) mainLanguage() string {
	n := make(map[string]int)
	best := ""
	for _, e := range l.entries {
		lang := baseLanguage(e.locale)
		if n[lang]++; n[lang] > n[best] || n[lang] == n[best] && lang < best {
			best = lang
		}
	}
	return best
}

// train fits the classifiers to all examples but those that the fold leaves out; −1 leaves out none.
func (l *lesson) train(fold int) (c classifiers) {
	if float64(l.asks) < enoughExamples*float64(len(l.ids)) || len(l.ids) < 2 || l.gramLimit()*len(l.ids) > 2*classifierCells {
		return c
	}
	var grams []learn.Sparse
	var meanings [][]float32
	var classes []int
	for i := range l.texts {
		if fold >= 0 && (l.fold[i] == fold || l.group[l.owner[i]] == fold) {
			continue
		}
		grams = append(grams, l.grams[i])
		classes = append(classes, int(l.owner[i]))
		if l.meanings != nil {
			meanings = append(meanings, l.meanings[i])
		}
	}
	if len(classes) == 0 {
		return c
	}
	c.lexical = l.trainLexical(grams, classes)
	if l.meanings != nil {
		c.sense = l.trainSense(meanings, classes)
		c.gauss = l.fitGauss(meanings, classes)
	}
	return c
}

func (l *lesson) trainLexical(grams []learn.Sparse, classes []int) chooser {
	return trained{learn.Train(grams, classes, l.near.Lexicon.Size(), len(l.ids), lexicalTraining)}
}

func (l *lesson) trainSense(meanings [][]float32, classes []int) chooser {
	return trained{learn.Train(learn.DenseRows(meanings), classes, len(meanings[0]), len(l.ids), senseTraining)}
}

// fitGauss relies on how meanings spread in each direction the less, the fewer examples there are for each dimension.
func (l *lesson) fitGauss(meanings [][]float32, classes []int) *learn.Gauss {
	size := len(meanings[0])
	return learn.NewGauss(meanings, classes, len(l.ids), float64(size)/float64(size+len(meanings)))
}

//go:embed elsewhere.txt
var elsewhereText string

// elsewhere lists questions that hardly any corpus answers.
func elsewhere() []string {
	var texts []string
	for line := range strings.Lines(elsewhereText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			texts = append(texts, line)
		}
	}
	return texts
}

// findElsewhere keeps the questions from elsewhere that are not near to anything in this corpus.
func (l *lesson) findElsewhere(ctx context.Context) {
	texts := elsewhere()
	var meanings [][]float32
	if l.meanings != nil {
		var err error
		if meanings, err = l.ix.texts.Encode(ctx, texts); err != nil {
			l.lacking = true
			return
		}
	}
	cosines := make([]float32, len(l.texts))
	if len(cosines) == 0 {
		return
	}
	for i, text := range texts {
		l.near.ByGrams(l.near.Lexicon.Vector(text), cosines)
		if slices.Max(cosines) > tooNear {
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

// encodeTime is the longest that a customer waits for a question's meaning.
const encodeTime = 500 * time.Millisecond

// meaning encodes a question; nil if that is not possible within the limit, or if the model does not know its language.
func (ix *Index) meaning(ctx context.Context, text string, limit time.Duration) []float32 {
	if ix.encoder == nil {
		return nil
	}
	if len(ix.languages) > 0 {
		if code, sure := language.Detect(text, ix.languages[0]); sure && !ix.understands(code) {
			return nil
		}
	}
	short, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	v, err := ix.encoder.Encode(short, []string{text})
	if err == nil && len(v) == 1 {
		ix.encoderDown.Store(false)
		return v[0]
	}
	if ctx.Err() == nil && !ix.encoderDown.Swap(true) { // once, not with every question
		ix.log.Warn("the meaning of questions cannot be told; going by their words", "error", err)
	}
	return nil
}
