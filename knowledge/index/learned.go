package index

import (
	"math"
	"slices"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

// learned is what was learnt from one state of the corpus: how near a question is to every title and
// phrasing, which article classifiers would choose, and how far each of these signs is to be trusted. It
// is never changed once it is in use.
type learned struct {
	change  int64    // of the corpus that it was learnt from
	ids     []string // article by class
	entries []*entry // by class, as they were
	class   map[string]int32
	owner   []int32 // class by example
	first   []int32 // first example by class: its title, then its phrasings, then its headings if it has few of those; one more at the end
	topic   []bool  // by class: it has no phrasings, and its title is also that of others that are no translations of it
	near    *learn.Neighbours
	kin     *kin // nil if there are no translations

	title     []string           // by class, in lower case
	namesakes map[string][]int32 // by such a title: its classes, if there are several
	vectors   [][]float32        // meanings by example; nil if what encoded them keeps them
	classifiers
	ranking [ways]ranking
}

// classifiers choose among the articles. They are nil with too few phrasings, those by meaning also
// without an encoder.
type classifiers struct {
	lexical chooser      // by n-grams
	sense   chooser      // by meaning
	gauss   *learn.Gauss // by the distance of the meaning
}

// chooser scores every class for a text with its vector.
type chooser interface {
	scores(text string, x learn.Sparse) []float32
}

// trained is a chooser that was trained as a whole.
type trained struct{ *learn.Linear }

func (t trained) scores(_ string, x learn.Sparse) []float32 { return t.Scores(x) }

// ranking is how candidates are put in order, and how sure one may be of the first.
type ranking struct {
	weights []float64 // of the clues in their order
	judge   knowledge.Judge
	trials  []knowledge.Trial // that the judge was fitted to
}

// view hides a part of what was learnt, so that the corpus can be asked its own questions.
type view struct {
	*learned
	classifiers
	example        int32   // hidden, −1 for none
	hidden         []bool  // by class; nil for none
	hiddenArticles []int32 // by term: hidden articles that contain it
}

func (l *learned) whole() view { return view{learned: l, classifiers: l.classifiers, example: -1} }

// blank is what is known before anything was learnt.
func blank(fit func(t []knowledge.Trial, meaning bool) knowledge.Judge) view {
	l := &learned{class: map[string]int32{}, first: []int32{0}}
	l.near = learn.NewNeighbours(learn.NewLexicon(nil, 0), nil, nil)
	for way := range l.ranking {
		l.ranking[way].weights = prior[way]
		if fit != nil {
			l.ranking[way].judge = fit(nil, way == withMeaning)
		}
	}
	return l.whole()
}

// hidesArticle reports whether the whole article is hidden.
func (v view) hidesArticle(e *entry) bool {
	if v.hidden == nil {
		return false
	}
	class, ok := v.class[e.article]
	return ok && v.hidden[class]
}

// without hides some articles.
func (v view) without(articles []string) view {
	var hidden []bool // what is hidden already may be hidden for others, too
	for _, id := range articles {
		if class, ok := v.class[id]; ok {
			if hidden == nil {
				hidden = make([]bool, len(v.ids))
				copy(hidden, v.hidden)
			}
			hidden[class] = true
		}
	}
	if hidden != nil {
		v.hidden = hidden
	}
	return v
}

// shortHider tells which title or phrasing of an article is hidden; it is nil if none is. Of an article that was
// published anew since it was learnt nothing is: the number would name another phrasing, or none.
func (v view) shortHider() func(e *entry, short int) bool {
	if v.example < 0 {
		return nil
	}
	class := v.owner[v.example]
	learnt, hidden := v.entries[class], int(v.example-v.first[class])
	return func(e *entry, short int) bool { return short == hidden && e == learnt }
}

// forget makes unknown the words of a question that only what is hidden has.
func (v view) forget(books *catalogue, q *question) {
	if v.hidden == nil {
		return
	}
	for i := range q.terms {
		a := &q.terms[i]
		if !a.known {
			continue
		}
		left := count(books.df, a.term) - count(v.hiddenArticles, a.term)
		if left > 1 || left == 1 && !v.onlyInExample(books, a.term) {
			continue
		}
		a.known, a.factor = false, 0
		q.matches = slices.DeleteFunc(q.matches, func(m match) bool { return m.asked == i })
	}
	q.countUnknown()
}

// onlyInExample reports whether the hidden example's article has a term nowhere but there.
func (v view) onlyInExample(books *catalogue, term uint32) bool {
	if v.example < 0 {
		return false
	}
	class := v.owner[v.example]
	e, at := books.entries[v.ids[class]], int(v.example-v.first[class])
	return e != nil && e == v.entries[class] && !v.hidden[class] && slices.Contains(e.short[at], term) && !e.hasBeside(term, at)
}

// hasBeside reports whether an article has a term anywhere but in one of its titles and phrasings.
func (e *entry) hasBeside(term uint32, short int) bool {
	for i, s := range e.short {
		if i != short && slices.Contains(s, term) {
			return true
		}
	}
	return slices.Contains(e.body, term) || slices.Contains(e.tags, term)
}

// clues are what the learned parts say about a question, by class.
type clues struct {
	cosines     []float32 // of n-grams, by example
	grams       []float32 // the highest of them
	meaning     []float32
	meaning3    []float32 // mean cosine of the nearest three
	learnt      []float32 // log-odds
	learntShare []float32 // logarithm
	senseShare  []float32
	distance    []float32 // by class, squared, per dimension
	gaussShare  []float32 // logarithm
	vote        []float32 // share of the nearest examples, weighed by how near
	withMeaning bool
}

const (
	shareFloor = 1e-4 // smallest share of a class that is told apart from none
	noMeaning  = -1   // less than any cosine
)

// consult gathers the clues. meaning is the question's vector, or nil.
func (v view) consult(text string, meaning []float32, room *room) *clues {
	n := len(v.ids)
	c := &clues{
		cosines: cleared(&room.cosines, v.near.Len()), grams: cleared(&room.grams, n), meaning: cleared(&room.meaning, n),
		meaning3: cleared(&room.meaning3, n), vote: cleared(&room.vote, n),
		withMeaning: meaning != nil && v.near.HasMeanings(),
	}
	x := v.near.Lexicon.Vector(text)
	v.near.ByGrams(x, c.cosines)
	if v.example >= 0 {
		c.cosines[v.example] = 0
	}
	for class := range v.ids {
		top := float32(0)
		for _, cosine := range c.cosines[v.first[class]:v.first[class+1]] {
			top = max(top, cosine)
		}
		c.grams[class] = top
	}
	if v.lexical != nil {
		c.learnt = v.lexical.scores(text, x)
		c.learntShare = oddsShares(c.learnt, v.hidden, v.kin)
	}
	if !c.withMeaning {
		v.poll(c, nil, room)
	} else {
		cosines := cleared(&room.meanings, v.near.Len())
		v.near.ByMeaning(meaning, cosines)
		v.nearestThree(cosines, c)
		v.poll(c, cosines, room)
		if v.sense != nil {
			c.senseShare = v.sense.scores(text, learn.Dense(meaning))
			logSoftmax(c.senseShare, v.hidden, v.kin)
		}
		if v.gauss != nil {
			c.distance = make([]float32, n)
			v.gauss.Distances(meaning, c.distance)
			c.gaussShare = make([]float32, n)
			for i, d := range c.distance {
				c.gaussShare[i] = -d / 2
				c.distance[i] = d / float32(len(meaning))
			}
			logSoftmax(c.gaussShare, v.hidden, v.kin)
		}
	}
	return c
}

// room is where the clues of one question lie. Those of questions that nobody asks for again are used for the
// next: a large corpus has many examples, and clearing up after each question would cost more than asking it.
type room struct {
	cosines, meanings, likeness    []float32 // by example
	grams, meaning, meaning3, vote []float32 // by class
}

// cleared returns n zeros, in the place of what was there before if that is large enough.
func cleared(place *[]float32, n int) []float32 {
	if cap(*place) < n {
		*place = make([]float32, n)
	}
	*place = (*place)[:n]
	clear(*place)
	return *place
}

const (
	manyShort = 12 // titles and phrasings from which on only the nearest are compared word by word
	fewShort  = 8
)

const voters = 10 // nearest examples that have a vote

// poll lets the nearest examples vote for their articles, each with its likeness.
func (v view) poll(c *clues, meanings []float32, room *room) {
	likeness := cleared(&room.likeness, len(c.cosines))
	copy(likeness, c.cosines)
	for i, m := range meanings {
		likeness[i] += m
	}
	if v.example >= 0 {
		likeness[v.example] = 0
	}
	for class, hides := range v.hidden {
		if hides {
			clear(likeness[v.first[class]:v.first[class+1]])
		}
	}
	total := float32(0)
	for _, i := range highest(likeness, voters, nil) {
		if likeness[i] > 0 {
			w := likeness[i] * likeness[i]
			c.vote[v.owner[i]] += w
			total += w
		}
	}
	if total > 0 {
		v.kin.share(c.vote, total)
	}
}

// nearestShort lists which of an article's title and phrasings are worth comparing word by word: the title
// and those with the nearest n-grams; nil means all.
func (v view) nearestShort(e *entry, c *clues) []int {
	class, ok := v.class[e.article]
	if !ok || v.entries[class] != e || len(e.short) <= manyShort {
		return nil
	}
	first := v.first[class]
	out := append(make([]int, 0, fewShort+1), 0)
	for _, i := range highest(c.cosines[first+1:first+int32(min(len(e.short), mostExamples))], fewShort, nil) {
		out = append(out, int(i)+1)
	}
	return out
}

// nearestThree fills in the cosine of the nearest example and the mean of the nearest three, by class.
func (v view) nearestThree(cosines []float32, c *clues) {
	for class := range v.ids {
		a, b, d := float32(noMeaning), float32(noMeaning), float32(noMeaning)
		n := 0
		for i := v.first[class]; i < v.first[class+1]; i++ {
			if i == v.example {
				continue
			}
			n++
			switch cos := cosines[i]; {
			case cos > a:
				a, b, d = cos, a, b
			case cos > b:
				b, d = cos, b
			case cos > d:
				d = cos
			}
		}
		c.meaning[class] = max(a, 0)
		switch {
		case n >= 3:
			c.meaning3[class] = (a + b + d) / 3
		case n == 2:
			c.meaning3[class] = (a + b) / 2
		default:
			c.meaning3[class] = max(a, 0)
		}
	}
}

// oddsShares turns log-odds into the logarithms of the shares of their probabilities.
func oddsShares(odds []float32, hidden []bool, k *kin) []float32 {
	out := make([]float32, len(odds))
	total := 0.0
	for i, o := range odds {
		if hidden != nil && hidden[i] {
			continue
		}
		p := learn.Sigmoid(float64(o))
		out[i] = float32(p)
		total += p
	}
	rest := k.rests(out, total)
	for i, p := range out {
		out[i] = float32(math.Log(float64(p)/max(rest(i), 1e-9) + shareFloor))
	}
	return out
}

// logSoftmax turns scores into the logarithms of their shares.
func logSoftmax(scores []float32, hidden []bool, k *kin) {
	top := float32(math.Inf(-1))
	for i, s := range scores {
		if hidden == nil || !hidden[i] {
			top = max(top, s)
		}
	}
	total := 0.0
	for i, s := range scores {
		if hidden == nil || !hidden[i] {
			total += math.Exp(float64(s - top))
		}
	}
	if k == nil {
		for i, s := range scores {
			scores[i] = float32(math.Log(math.Exp(float64(s-top))/total + shareFloor))
		}
		return
	}
	parts := make([]float32, len(scores))
	for i, s := range scores {
		if hidden == nil || !hidden[i] {
			parts[i] = float32(math.Exp(float64(s - top)))
		}
	}
	rest := k.rests(parts, total)
	for i, s := range scores {
		scores[i] = float32(math.Log(math.Exp(float64(s-top))/rest(i) + shareFloor))
	}
}

// leaders lists the classes that any of the clues has among its first n.
func (v view) leaders(c *clues, n int) []int32 {
	seen := make(map[int32]bool)
	for _, list := range [][]float32{c.grams, c.meaning, c.learnt, c.senseShare, c.gaussShare} {
		for _, class := range highest(list, n, v.hidden) {
			seen[class] = true
		}
	}
	out := make([]int32, 0, len(seen))
	for class := range seen {
		out = append(out, class)
	}
	slices.Sort(out)
	return out
}

// highest returns the places of the n highest values that are not hidden, in no order.
func highest(values []float32, n int, hidden []bool) []int32 {
	var out []int32
	lowest := 0
	for i, v := range values {
		if hidden != nil && hidden[i] || len(out) == n && v <= values[out[lowest]] {
			continue
		}
		if len(out) < n {
			out = append(out, int32(i))
		} else {
			out[lowest] = int32(i)
		}
		lowest = 0
		for k := range out {
			if values[out[k]] < values[out[lowest]] {
				lowest = k
			}
		}
	}
	return out
}

// The clues that candidates are ranked by, in the order of their weights.
const (
	clueLearntShare = iota
	clueLearnt
	clueGrams
	clueSenseShare
	clueGaussShare
	clueMeaning
	clueMeaning3
	clueNormalised
	clueCoverage
	clueNearest
	clueContext
	clueVote
	clueCount
)

// option is the candidate's clues as a ranking weighs them.
func (s scored) option() []float64 {
	x := make([]float64, clueCount)
	x[clueLearntShare] = s.learntShare
	x[clueLearnt] = s.learnt
	x[clueContext] = s.lent
	x[clueNormalised] = s.score
	x[clueCoverage] = s.coverage
	if s.topic { // how near its title is tells nothing
		return x
	}
	x[clueGrams] = s.grams * s.grams
	x[clueSenseShare] = s.senseShare
	x[clueGaussShare] = s.gaussShare
	x[clueMeaning] = s.meaning * s.meaning
	x[clueMeaning3] = s.meaning3 * s.meaning3
	x[clueNearest] = s.nearest
	x[clueVote] = s.vote
	return x
}

// prior are the weights of the clues before a corpus says better: byWords, and withMeaning.
var prior = [ways][]float64{
	{.5, .2, 5, 0, 0, 0, 0, 14, 2, 3, 1, 0},
	{.5, .2, 5, .5, .1, 4, 4, 14, 2, 3, 1, 0},
}

// spread is how far a corpus may move each weight from its prior; see learn.FitChoice.
var spread = []float64{.5, .3, 3, .5, .3, 3, 3, 3, 2, 2, 0, 2}
