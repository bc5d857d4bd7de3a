package index

import (
	"math"
	"slices"
	"strings"

	"frontdesk/knowledge"
)

// Parameters of BM25F (Robertson and Zaragoza 2009, section 3.5): a term's frequencies in the fields are
// normalised by the field's length, weighted, added, and only then saturated.
const (
	saturation    = 1.0
	titleWeight   = 2.2
	titleLength   = 0.4
	phraseWeight  = 1.6
	tagWeight     = 0.6
	passageWeight = 1.0
	passageLength = 0.5
	headingWeight = 0.6 // on top of the passage's weight, for terms of its heading
)

// Weights of the parts of a score. They add up to one, so that a score lies in 0..1.
const (
	partBM25      = 0.46
	partNearest   = 0.28
	partExact     = 0.12 // for the likeness raised to a high power: a question repeated word for word must win
	partProximity = 0.08
	partContext   = 0.06
	coveragePower = 0.75
)

// scored is an entry with what was found out about it.
type scored struct {
	entry     *entry
	engine    float64
	score     float64
	coverage  float64
	nearest   float64
	proximity float64
	lent      float64 // share of an earlier question's terms that its title and phrasings have
	phrasing  int     // index into entry.short of the nearest
	passage   int     // −1 if none

	learnt, learntShare, senseShare float64
	gaussShare, distance            float64
	grams, gramsLead                float64
	meaning, meaning3, meaningLead  float64
	topic                           bool
	vote                            float64
	share, margin, agree, evidence  float64
}

// candidate is an entry worth scoring. With no passages listed, all of them are looked at.
type candidate struct {
	entry    *entry
	engine   float64
	passages []int
}

// scorer scores entries for one question. The caller holds the catalogue's lock for reading.
type scorer struct {
	books                      *catalogue
	q                          *question
	scale                      *scale
	locale                     string
	titleAverage, passageTerms float64
	titlesOnly                 bool
	hidden                     func(e *entry, short int) bool // titles and phrasings that are not to be seen; nil hides none
	nearest                    func(e *entry) []int           // those that are worth a look; nil means all
	short, passage, best       []float64                      // by asked term: weighted frequencies
	at                         []place
}

// place is where in a passage an asked term stands.
type place struct {
	position int32
	asked    int32
}

func newScorer(c *catalogue, q *question, s *scale, locale string, titlesOnly bool) *scorer {
	n := len(q.terms)
	return &scorer{
		books: c, q: q, scale: s, locale: baseLanguage(locale), titlesOnly: titlesOnly,
		titleAverage: average(c.totals.titleTerms, c.totals.titles),
		passageTerms: average(c.totals.passageTerms, c.totals.passages),
		short:        make([]float64, n), passage: make([]float64, n), best: make([]float64, n),
	}
}

func (s *scorer) score(c candidate) scored {
	out := scored{entry: c.entry, engine: c.engine, passage: -1}
	s.scoreShort(c.entry, &out)
	clear(s.best)
	if !s.titlesOnly {
		s.scorePassages(c, &out)
	}
	if s.q.total <= 0 {
		return out
	}
	bm25 := 0.0
	for i, a := range s.q.terms {
		if f := s.short[i] + s.best[i]; f > 0 {
			bm25 += a.weight * f / (f + saturation)
			out.coverage += a.weight * a.factor
		}
	}
	bm25 /= s.q.total
	out.coverage = min(1, out.coverage/s.q.total)
	out.lent = s.context(c.entry)
	exact := math.Pow(out.nearest, 24)
	sum := partBM25*bm25 + partNearest*out.nearest + partExact*exact + partProximity*out.proximity + partContext*out.lent
	out.score = sum * math.Pow(out.coverage, coveragePower)
	if s.locale != "" && baseLanguage(c.entry.locale) != s.locale {
		out.score *= 0.9
	}
	return out
}

// scoreShort fills s.short from title, phrasings and tags, and finds the nearest of them.
func (s *scorer) scoreShort(e *entry, out *scored) {
	clear(s.short)
	looked := s.nearest(e)
	for i, terms := range e.short {
		if looked != nil && !slices.Contains(looked, i) || s.hidden != nil && s.hidden(e, i) {
			continue
		}
		weight := phraseWeight
		if i == 0 {
			weight = titleWeight / (1 - titleLength + titleLength*float64(len(terms))/s.titleAverage)
		}
		if near := s.likeness(terms, weight); near > out.nearest {
			out.nearest, out.phrasing = near, i
		}
	}
	for _, t := range e.tags {
		s.note(s.short, t, tagWeight)
	}
}

// likeness is the cosine of the question and a title or phrasing, both as sets of weighted terms. It
// also notes the terms in s.short, each term with its best weight.
func (s *scorer) likeness(terms []uint32, weight float64) float64 {
	dot, norm := 0.0, 0.0
	for _, t := range terms {
		w := s.scale.short(s.books.vocabulary.class[t], count(s.books.dfShort, t))
		norm += w * w
		if !s.q.may(t) {
			continue
		}
		best := 0.0
		for _, m := range s.q.matches {
			if m.term == t {
				best = max(best, s.q.terms[m.asked].short*w*m.factor)
				s.short[m.asked] = max(s.short[m.asked], weight*m.factor)
			}
		}
		dot += best
	}
	if norm == 0 || s.q.norm == 0 {
		return 0
	}
	return min(1, dot/(math.Sqrt(norm)*s.q.norm))
}

func (s *scorer) note(into []float64, term uint32, weight float64) {
	if !s.q.may(term) {
		return
	}
	for _, m := range s.q.matches {
		if m.term == term && into[m.asked] == 0 {
			into[m.asked] = weight * m.factor
		}
	}
}

// scorePassages finds the passage that matches best and leaves its frequencies in s.best.
func (s *scorer) scorePassages(c candidate, out *scored) {
	best := -1.0
	try := func(i int) {
		if value, proximity := s.scorePassage(c.entry, i); value > best {
			best = value
			out.passage, out.proximity = i, proximity
			copy(s.best, s.passage)
		}
	}
	if len(c.passages) == 0 {
		for i := range c.entry.passages {
			try(i)
		}
		return
	}
	for _, i := range c.passages {
		try(i)
	}
}

func (s *scorer) scorePassage(e *entry, i int) (value, proximity float64) {
	clear(s.passage)
	s.at = s.at[:0]
	p := e.passages[i]
	length := float64(p.to - p.from)
	norm := passageWeight / (1 - passageLength + passageLength*length/s.passageTerms)
	for at := p.from; at < p.to; at++ {
		t := e.body[at]
		if !s.q.may(t) {
			continue
		}
		for _, m := range s.q.matches {
			if m.term != t {
				continue
			}
			w := norm * m.factor
			if at < p.from+p.headingTerms {
				w += headingWeight * m.factor
			}
			s.passage[m.asked] += w
			s.at = append(s.at, place{at, int32(m.asked)})
		}
	}
	for i, f := range s.passage {
		if f > 0 {
			value += s.q.terms[i].weight * f / (f + saturation)
		}
	}
	proximity = s.closeness()
	if s.q.total > 0 {
		value /= s.q.total
	}
	return value + 0.15*proximity, proximity
}

// closeness is the share of the question's content terms that the passage has, times how densely they
// stand in the shortest stretch that has them all: 1 when they stand side by side.
func (s *scorer) closeness() float64 {
	distinct := 0
	for _, f := range s.passage {
		if f > 0 {
			distinct++
		}
	}
	if distinct == 0 || s.q.content == 0 {
		return 0
	}
	share := min(1, float64(distinct)/float64(s.q.content))
	if distinct == 1 {
		return share / 2
	}
	counts := make([]int, len(s.q.terms))
	have, from, shortest := 0, 0, int32(math.MaxInt32)
	for _, p := range s.at {
		if counts[p.asked]++; counts[p.asked] == 1 {
			have++
		}
		for have == distinct {
			first := s.at[from]
			shortest = min(shortest, p.position-first.position+1)
			if counts[first.asked]--; counts[first.asked] == 0 {
				have--
			}
			from++
		}
	}
	return share * min(1, float64(distinct)/float64(max(shortest, 1)))
}

// context is the share of an earlier question's terms that the title and phrasings have.
func (s *scorer) context(e *entry) float64 {
	if len(s.q.context) == 0 {
		return 0
	}
	n := 0
	for _, t := range s.q.context {
		if hasShort(e, t) {
			n++
		}
	}
	return float64(n) / float64(len(s.q.context))
}

func hasShort(e *entry, term uint32) bool {
	for _, s := range e.short {
		for _, t := range s {
			if t == term {
				return true
			}
		}
	}
	return false
}

func baseLanguage(locale string) string {
	base, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return base
}

// hit turns a scored entry into what callers see.
func (s *scorer) hit(sc scored) knowledge.Hit {
	e := sc.entry
	h := knowledge.Hit{
		Article: e.article, Revision: e.revision, Title: e.title, Category: e.category, Locale: e.locale,
		Score: sc.share, Engine: sc.engine, Phrasing: e.title,
		Features: s.q.features(sc),
	}
	if sc.phrasing > 0 {
		h.Phrasing = e.phrasings[sc.phrasing-1]
	}
	if sc.passage >= 0 {
		h.Passage = e.passages[sc.passage].Span
	}
	return h
}

// features are what a model of confidence weighs.
func (q *question) features(sc scored) knowledge.Features {
	f := knowledge.Features{
		Normalised: clamp(sc.score / (1 - partContext)), Coverage: clamp(sc.coverage), Nearest: clamp(sc.nearest),
		Unknown: clamp(q.unknown), Proximity: clamp(sc.proximity), Length: q.words,
		Grams: clamp(sc.grams), GramsLead: sc.gramsLead,
		Meaning: sc.meaning, MeaningLead: sc.meaningLead,
		Learnt: sc.learnt, LearntShare: sc.learntShare, SenseShare: sc.senseShare, GaussShare: sc.gaussShare, Distance: sc.distance,
		Share: clamp(sc.share), Margin: clamp(sc.margin), Agree: clamp(sc.agree), Vote: sc.vote, Evidence: sc.evidence,
	}
	if sc.topic {
		f.Topic = 1
	}
	return f
}

// clamp keeps a feature in 0..1, whatever the arithmetic did.
func clamp(x float64) float64 {
	if !(x > 0) { // also catches NaN
		return 0
	}
	return min(x, 1)
}
