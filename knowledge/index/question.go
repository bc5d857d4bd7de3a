package index

import (
	"math"
	"sort"
	"strings"
)

const (
	maxTerms      = 48   // distinct terms of a question that are scored: the rarest
	maxCandidates = 14   // of those, the number the search engine is asked for
	maxContext    = 12   // terms of an earlier question that lend it context
	stopWeight    = 0.25 // what a stop word counts in the likeness of two questions
	turnWeight    = 1.6  // what a qualifier counts there
	oneSlip       = 0.85 // what a word counts that is one slip of the finger away
	twoSlips      = 0.6
	lightWeight   = 0.5 // what an everyday word counts
	damping       = 0.7 // exponent of idf in the likeness: the plain word that tells two questions about one rare thing apart must count
	numberWeight  = 0.5 // what an unknown number counts: an order number is nothing to search for
)

// question is a customer's text as the index sees it.
type question struct {
	terms   []asked
	words   int     // words in the text
	matches []match // which terms of the corpus answer to which asked term
	filter  [4]uint64
	content int     // number of terms that are searched in passages
	total   float64 // sum of the weights of those terms
	norm    float64 // length of the question's vector of short weights
	unknown float64 // share of total that no article knows
	context []uint32
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
	lang := languageOf(locale)
	q := &question{}
	seen := make(map[string]bool)
	eachWord(text, func(w string) {
		q.words++
		if len(q.terms) >= 4*maxTerms {
			return
		}
		a := c.askedTerm(w, lang, s)
		key := "\x00" + w
		if a.known {
			key = c.vocabulary.term(a.term)
		}
		if !seen[key] {
			seen[key] = true
			q.terms = append(q.terms, a)
		}
	})
	q.keepRarest()
	c.weigh(q, lang, s)
	c.lend(q, before, lang)
	return q
}

func (c *catalogue) askedTerm(word string, lang *language, s *scale) asked {
	a := asked{word: word, class: lang.class(word), light: lang.light[word], numeric: strings.Trim(word, "0123456789.") == ""}
	if t, ok := c.vocabulary.find(word, lang); ok && count(c.df, t) > 0 {
		a.term, a.known = t, true
	}
	return a
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
func (c *catalogue) weigh(q *question, lang *language, s *scale) {
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
			q.match(match{a.term, i, 1})
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

func (q *question) match(m match) {
	q.matches = append(q.matches, m)
	q.filter[m.term>>6&3] |= 1 << (m.term & 63)
	a := &q.terms[m.asked]
	a.factor = max(a.factor, m.factor)
}

// may reports whether a term can be among the matches; it errs only on the side of yes.
func (q *question) may(term uint32) bool { return q.filter[term>>6&3]&(1<<(term&63)) != 0 }

// splitCompounds takes an unknown word apart if both halves are words of the corpus ("giftcard").
func (c *catalogue) splitCompounds(q *question, lang *language) {
	for i := 0; i < len(q.terms); i++ {
		a := q.terms[i]
		if a.known || a.numeric || len(a.word) < 6 || c.hasSimilar(a.word, 1) {
			continue
		}
		head, tail, ok := c.split(a.word, lang)
		if !ok {
			continue
		}
		q.terms[i] = head
		q.terms = append(q.terms[:i+1], append([]asked{tail}, q.terms[i+1:]...)...)
		i++
	}
}

func (c *catalogue) split(word string, lang *language) (head, tail asked, ok bool) {
	best := int32(0)
	for at := 3; at+3 <= len(word); at++ {
		h, t := c.askedTerm(word[:at], lang, nil), c.askedTerm(word[at:], lang, nil)
		if !h.known || !t.known || h.class != content || t.class != content {
			continue
		}
		if n := min(count(c.df, h.term), count(c.df, t.term)); n > best {
			best, head, tail, ok = n, h, t, true
		}
	}
	return head, tail, ok
}

// joinCompounds lets two neighbouring words match the corpus's one ("rain coat", "raincoat").
func (c *catalogue) joinCompounds(q *question, lang *language) {
	for i := 0; i+1 < len(q.terms); i++ {
		a, b := q.terms[i], q.terms[i+1]
		if a.class != content || b.class == function && len(b.word) > 3 || a.numeric || b.numeric || len(a.word)+len(b.word) > maxWord {
			continue
		}
		if t, ok := c.vocabulary.find(a.word+b.word, lang); ok && count(c.df, t) > 0 {
			q.match(match{t, i, 1})
			if b.class == content {
				q.match(match{t, i + 1, 1})
			}
		}
	}
}

// lend takes the terms of an earlier question that this one does not have.
func (c *catalogue) lend(q *question, before string, lang *language) {
	eachWord(before, func(w string) {
		if a := c.askedTerm(w, lang, nil); a.known && a.class == content && len(q.context) < maxContext {
			q.context = append(q.context, a.term)
		}
	})
}

// soften lets words that may be misspelt match similar words of the corpus. Without all, only words
// unknown to the corpus are softened. It reports whether anything came of it.
func (c *catalogue) soften(q *question, all bool) bool {
	any := false
	for i := range q.terms {
		a := &q.terms[i]
		if a.known && !all || a.class != content || a.numeric || len(a.word) < 4 {
			continue
		}
		own := int32(0)
		if a.known {
			own = count(c.df, a.term)
		}
		for _, s := range c.similar(a.word, own) {
			factor := oneSlip
			if s.distance > 1 {
				factor = twoSlips
			}
			q.match(match{s.term, i, factor})
			any = true
		}
	}
	if any {
		q.countUnknown()
	}
	return any
}

func (c *catalogue) hasSimilar(word string, distance int) bool {
	found := false
	c.vocabulary.similarTo(word, distance, func(s similar) { found = found || count(c.df, s.term) > 0 })
	return found
}

// similar returns up to three terms that the word may have been meant to be, the likeliest first:
// fewest slips, then the same first letter, then the commonest. Terms must be clearly commoner than own.
func (c *catalogue) similar(word string, own int32) []similar {
	limit := 1
	if len(word) >= 8 {
		limit = 2
	}
	var found []similar
	c.vocabulary.similarTo(word, limit, func(s similar) {
		if n := count(c.df, s.term); n > 4*own && n > 0 {
			found = append(found, s)
		}
	})
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		if a.distance != b.distance {
			return a.distance < b.distance
		}
		if fa, fb := a.word[0] == word[0], b.word[0] == word[0]; fa != fb {
			return fa
		}
		if na, nb := count(c.df, a.term), count(c.df, b.term); na != nb {
			return na > nb
		}
		return a.word < b.word
	})
	var out []similar
	for _, s := range found {
		if s.distance > found[0].distance || len(out) == 3 {
			break
		}
		if !hasTerm(out, s.term) {
			out = append(out, s)
		}
	}
	return out
}

func hasTerm(list []similar, term uint32) bool {
	for _, s := range list {
		if s.term == term {
			return true
		}
	}
	return false
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
