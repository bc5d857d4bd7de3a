package index

import (
	"math"
	"sync"
	"sync/atomic"

	"frontdesk/knowledge"
)

// catalogue is the side table of the index: every published article with its terms, and the true
// statistics of the corpus. It alone decides what may be found; the search engine only proposes.
type catalogue struct {
	vocabulary *vocabulary

	mu      sync.RWMutex
	entries map[string]*entry
	faults  map[string]error // articles that could not be indexed
	df      []int32          // by term: articles that contain it
	dfShort []int32          // by term: articles that have it in title or phrasings
	totals  totals

	translations map[string][]string // by original: the articles that are translations of it
	restricted   map[string]*entry   // those that are not for everybody
	state        int64               // rises with every change
	readers      readers
	reader       *reader // nil in the whole catalogue

	weights atomic.Pointer[scale] // for the number of articles when it was made
}

// totals are the sums that average lengths are made of.
type totals struct {
	titles, titleTerms       int
	phrasings, phrasingTerms int
	passages, passageTerms   int
}

func newCatalogue() *catalogue {
	return &catalogue{
		vocabulary: newVocabulary(), entries: make(map[string]*entry), faults: make(map[string]error),
		translations: make(map[string][]string), restricted: make(map[string]*entry),
	}
}

// publish analyses a revision and puts it in the place of the article's former one. A revision that
// cannot be indexed takes its article out and is remembered as a fault.
func (c *catalogue) publish(r knowledge.Revision) (*entry, error) {
	e, err := prepare(c.vocabulary, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(r.Article)
	if err != nil {
		c.faults[r.Article] = err
		return nil, err
	}
	c.entries[r.Article] = e
	c.count(e, +1)
	c.link(e, true)
	if len(e.audience) > 0 {
		c.restricted[e.article] = e
	}
	return e, nil
}

// withdraw takes an article out.
func (c *catalogue) withdraw(article string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(article)
}

func (c *catalogue) drop(article string) {
	c.state++
	delete(c.faults, article)
	if old := c.entries[article]; old != nil {
		delete(c.entries, article)
		delete(c.restricted, article)
		c.count(old, -1)
		c.link(old, false)
	}
}

// count adds an entry to the statistics, or with sign −1 takes it out.
func (c *catalogue) count(e *entry, sign int) {
	c.df = tally(c.df, e.distinct, sign)
	seen := make(map[uint32]struct{}, 32)
	var short []uint32
	for _, s := range e.short {
		for _, t := range s {
			if _, ok := seen[t]; !ok {
				seen[t] = struct{}{}
				short = append(short, t)
			}
		}
	}
	c.dfShort = tally(c.dfShort, short, sign)

	t := &c.totals
	for i, s := range e.short {
		if i == 0 {
			t.titles, t.titleTerms = t.titles+sign, t.titleTerms+sign*len(s)
		} else {
			t.phrasings, t.phrasingTerms = t.phrasings+sign, t.phrasingTerms+sign*len(s)
		}
	}
	for _, p := range e.passages {
		t.passages, t.passageTerms = t.passages+sign, t.passageTerms+sign*int(p.to-p.from)
	}
}

func tally(counts []int32, terms []uint32, sign int) []int32 {
	for _, t := range terms {
		for int(t) >= len(counts) {
			counts = append(counts, 0)
		}
		counts[t] += int32(sign)
	}
	return counts
}

// idf is the inverse document frequency of a term that occurs in df of n documents, as BM25 has it
// (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section
// 3.2), with one added inside the logarithm so that it is never negative.
func idf(n int, df int32) float64 {
	d := float64(df)
	return math.Log(1 + (float64(n)-d+0.5)/(d+0.5))
}

func count(counts []int32, term uint32) int32 {
	if int(term) < len(counts) {
		return counts[term]
	}
	return 0
}

func average(sum, n int) float64 {
	if n <= 0 || sum <= 0 {
		return 1
	}
	return float64(sum) / float64(n)
}

// quarantined copies the faults.
func (c *catalogue) quarantined() map[string]error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := make(map[string]error, len(c.faults))
	for id, err := range c.faults {
		out[id] = err
	}
	return out
}

// size is the number of articles that can be found.
func (c *catalogue) size() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.entries)
}

// current lists the ids of all documents that the search engine must hold, and no others.
func (c *catalogue) current() map[string]struct{} {
	c.mu.RLock()
	defer c.mu.RUnlock()
	ids := make(map[string]struct{}, len(c.entries)+c.totals.passages)
	for _, e := range c.entries {
		ids[e.documentID(shortDocument)] = struct{}{}
		for i, p := range e.passages {
			if p.to > p.from {
				ids[e.documentID(i)] = struct{}{}
			}
		}
	}
	return ids
}

// scale returns the weights for the present size of the corpus.
func (c *catalogue) scale() *scale {
	n := c.size()
	if s := c.weights.Load(); s != nil && s.articles == n {
		return s
	}
	s := newScale(n)
	c.weights.Store(s)
	return s
}
