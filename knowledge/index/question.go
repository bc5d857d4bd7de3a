package index

import (
	"math"
	"slices"
	"sort"
	"strings"

	"frontdesk/knowledge/language"
)

const (
	maxTerms       = 48   // distinct terms of a question that are scored: the rarest
	maxCandidates  = 9    // of those, the number the search engine is asked for
	maxContext     = 12   // terms of an earlier question that lend it context
	stopWeight     = 0.25 // what a stop word counts in the likeness of two questions
	turnWeight     = 1.6  // what a qualifier counts there
	oneSlip        = 0.85 // what a word counts that is one slip of the finger away
	twoSlips       = 0.6
	lightWeight    = 0.5 // what an everyday word counts
	damping        = 0.7 // exponent of idf in the likeness: the plain word that tells two questions about one rare thing apart must count
	negationFactor = 0.7 // what one negation counts for another ("no receipt", "without a receipt")
	numberWeight   = 0.5 // what an unknown number counts: an order number is nothing to search for
)

// question is a customer's text as the index sees it.
type question struct {
	terms    []asked
	language *language.Language // that it was analysed in first
	synonyms *language.Synonyms // nil for none
	words    int                // words in the text
	matches  []match            // which terms of the corpus answer to which asked term
	filter   [4]uint64
	content  int     // number of terms that are searched in passages
	total    float64 // sum of the weights of those terms
	norm     float64 // length of the question's vector of short weights
	unknown  float64 // share of total that no article knows
	context  []uint32
}

// asked is one distinct term of the question.
type asked struct {
	word    string
	term    uint32
	known   bool // some published article has it
	class   wordClass
	weight  float64 // idf over articles; 0 for what is not searched in passages
	short   float64 // weight in the likeness to titles and phrasings
	factor  float64 // best factor among its matches, 0 if none
	light   bool
	numeric bool
	code    bool      // has letters and digits
	own     float64   // factor of its own term: less than 1 for a word that an editor's synonym put here
	instead []instead // further terms that answer to it, whatever else does
}

// instead is a term of the corpus that answers to an asked one.
type instead struct {
	term   uint32
	factor float64
}

// match says that a term of the corpus stands for the asked term of the given index.
type match struct {
	term   uint32
	asked  int
	factor float64
}

// scale turns document frequencies into weights for a corpus of a given size.
type scale struct {
	articles int
	idf      [512]float64 // by document frequency
	damped   [512]float64 // idf to the power of damping
}

func newScale(articles int) *scale {
	s := &scale{articles: articles}
	for df := range s.idf {
		s.idf[df] = idf(articles, int32(df))
		s.damped[df] = math.Pow(s.idf[df], damping)
	}
	return s
}

func (s *scale) of(df int32) float64 {
	if df >= 0 && int(df) < len(s.idf) {
		return s.idf[df]
	}
	return idf(s.articles, min(df, int32(s.articles)))
}

// short is the weight of a term in the likeness of two questions.
func (s *scale) short(class wordClass, df int32) float64 {
	var w float64
	if df >= 0 && int(df) < len(s.damped) {
		w = s.damped[df]
	} else {
		w = math.Pow(s.of(df), damping)
	}
	switch class {
	case function:
		return stopWeight * w
	case qualifier:
		return turnWeight * w
	}
	return w
}

// ask analyses a question. The caller holds c.mu for reading.
func (c *catalogue) ask(text, locale, before string, s *scale) *question {
	lang := c.vocabulary.languageOf(text, locale)
	q := &question{language: lang, synonyms: c.vocabulary.synonyms.Load()}
	q.terms = make([]asked, 0, 12)
	known, unknown := make(map[uint32]int, 12), map[string]int(nil)
	var words []string // as they are asked, for synonyms
	var at []int
	lang.EachWord(text, func(w string) {
		q.words++
		if len(q.terms) >= 4*maxTerms {
			return
		}
		a := c.askedTerm(w, lang)
		i, seen := unknown[w]
		if a.known {
			i, seen = known[a.term]
		}
		if !seen {
			i = len(q.terms)
			q.terms = append(q.terms, a)
			switch {
			case a.known:
				known[a.term] = i
			case unknown == nil:
				unknown = map[string]int{w: i}
			default:
				unknown[w] = i
			}
		}
		if q.synonyms != nil {
			words, at = append(words, w), append(at, i)
		}
	})
	c.replaceSynonyms(q, words, at, lang)
	q.keepRarest()
	c.weigh(q, lang, s)
	c.lend(q, before, lang)
	return q
}

// askedTerm looks a word of a question up, in the question's language and then in the others of the corpus.
func (c *catalogue) askedTerm(word string, lang *language.Language) asked {
	a := asked{word: word, class: lang.Class(word), own: 1, light: lang.Light(word), numeric: strings.Trim(word, "0123456789.") == ""}
	a.code = !a.numeric && strings.ContainsAny(word, "0123456789")
	if t, ok := c.vocabulary.find(word, lang); ok && count(c.df, t) > 0 {
		a.term, a.known = t, true
	}
	if a.class == qualifier && lang.Negates(word) {
		a.instead = c.negations(a, lang)
	}
	if a.class != content {
		return a
	}
	c.vocabulary.elsewhere(word, lang, func(t uint32) {
		switch {
		case count(c.df, t) == 0 || a.known && t == a.term:
		case !a.known:
			a.term, a.known = t, true
		default:
			a.instead = append(a.instead, instead{t, 1})
		}
	})
	return a
}

// negations are the other words by which articles may say what the question says by this one.
func (c *catalogue) negations(a asked, lang *language.Language) (out []instead) {
	for _, w := range lang.Negations() {
		t, ok := c.vocabulary.find(w, lang)
		if !ok || count(c.df, t) == 0 || a.known && t == a.term || slices.ContainsFunc(out, func(i instead) bool { return i.term == t }) {
			continue
		}
		out = append(out, instead{t, negationFactor})
	}
	return out
}

// keepRarest drops the commonest terms of a question that is too long.
func (q *question) keepRarest() {
	if len(q.terms) <= maxTerms {
		return
	}
	rank := func(a asked) int {
		switch {
		case a.class != content:
			return 2
		case !a.known:
			return 1
		}
		return 0
	}
	sort.SliceStable(q.terms, func(i, j int) bool { return rank(q.terms[i]) < rank(q.terms[j]) })
	q.terms = q.terms[:maxTerms]
}

// weigh fills in everything that depends on the terms. A question of stop words alone is taken at its
// word.
func (c *catalogue) weigh(q *question, lang *language.Language, s *scale) {
	c.splitCompounds(q, lang)
	q.content = 0
	for i := range q.terms {
		if q.terms[i].class == content {
			q.content++
		}
	}
	q.total, q.norm, q.matches, q.filter = 0, 0, nil, [4]uint64{}
	for i := range q.terms {
		a := &q.terms[i]
		var df, dfShort int32
		a.factor = 0
		if a.known {
			df, dfShort = count(c.df, a.term), count(c.dfShort, a.term)
			q.match(match{a.term, i, a.own})
		}
		for _, other := range a.instead {
			q.match(match{other.term, i, other.factor})
			if !a.known {
				df, dfShort = max(df, count(c.df, other.term)), max(dfShort, count(c.dfShort, other.term))
			}
		}
		if a.class == content || q.content == 0 {
			a.weight = s.of(df)
		} else {
			a.weight = 0
		}
		a.short = s.short(a.class, dfShort)
		if a.light {
			a.weight *= lightWeight
			a.short *= lightWeight
		}
		if a.numeric && !a.known {
			a.weight *= numberWeight
			a.short *= numberWeight
		}
		q.total += a.weight
		q.norm += a.short * a.short
	}
	q.norm = math.Sqrt(q.norm)
	c.joinCompounds(q, lang)
	c.partsOfCodes(q, lang)
	c.widenCompounds(q, lang)
	q.countUnknown()
}

func (q *question) countUnknown() {
	q.unknown = 0
	for _, a := range q.terms {
		q.unknown += a.weight * (1 - a.factor)
	}
	if q.total > 0 {
		q.unknown = min(1, q.unknown/q.total)
	}
}

// match notes that a term answers to an asked one, once for each pair.
func (q *question) match(m match) {
	for i := range q.matches {
		if have := &q.matches[i]; have.term == m.term && have.asked == m.asked {
			have.factor = max(have.factor, m.factor)
			q.terms[m.asked].factor = max(q.terms[m.asked].factor, m.factor)
			return
		}
	}
	q.matches = append(q.matches, m)
	q.filter[m.term>>6&3] |= 1 << (m.term & 63)
	a := &q.terms[m.asked]
	a.factor = max(a.factor, m.factor)
}

// may reports whether a term can be among the matches; it errs only on the side of yes.
func (q *question) may(term uint32) bool { return q.filter[term>>6&3]&(1<<(term&63)) != 0 }

// lend takes the terms of an earlier question that this one does not have.
func (c *catalogue) lend(q *question, before string, lang *language.Language) {
	lang.EachWord(before, func(w string) {
		if a := c.askedTerm(w, lang); a.known && a.class == content && len(q.context) < maxContext {
			q.context = append(q.context, a.term)
		}
	})
}

// searched lists the terms to ask the search engine for: those with the most weight. Terms in very
// many articles are left out while rarer ones remain, because they cost most and tell least.
func (c *catalogue) searched(q *question) []boosted {
	type weighed struct {
		match
		weight float64
	}
	var list []weighed
	for _, m := range q.matches {
		if a := q.terms[m.asked]; a.class != function || q.content == 0 {
			w := max(a.weight, a.short) * m.factor
			list = append(list, weighed{m, w})
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		if list[i].weight != list[j].weight {
			return list[i].weight > list[j].weight
		}
		return list[i].term < list[j].term
	})
	var out []boosted
	common := int32(len(c.entries)/5 + 50)
	for i, w := range list {
		if i == maxCandidates || i >= 3 && count(c.df, w.term) > common {
			break
		}
		out = append(out, boosted{c.vocabulary.term(w.term), w.factor})
	}
	return out
}

// names lists the terms of the question for the trace.
func (c *catalogue) names(q *question) []string {
	var out []string
	seen := make(map[uint32]bool)
	for _, m := range q.matches {
		if !seen[m.term] {
			seen[m.term] = true
			out = append(out, c.vocabulary.term(m.term))
		}
	}
	for _, a := range q.terms {
		if a.factor == 0 {
			out = append(out, a.word)
		}
	}
	return out
}
