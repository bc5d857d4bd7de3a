package index

import (
	"maps"
	"slices"
	"sync"

	"frontdesk/knowledge"
)

// Articles that are not for everybody. Who may not read one is answered as if it did not exist: from a catalogue
// without it, in which its words are not counted, and with its part in what was learnt hidden. Only what was learnt
// from all articles together, such as how rare an n-gram is, knows of it.

// mostReaders bounds how many catalogues of readers are kept.
const mostReaders = 64

// readers keeps the catalogues of those who may not read everything.
type readers struct {
	mu    sync.Mutex
	known map[string]*catalogue // by site
	state int64                 // of the whole catalogue that they were made of
}

// reader is what a catalogue of a reader knows besides: which catalogue it is a part of, and which classes of the last
// lesson are hidden.
type reader struct {
	whole *catalogue

	mu      sync.Mutex
	learned *learned
	hidden  []bool
}

// narrow leaves to the search what the query says may be looked at.
func (s *search) narrow() {
	s.books = s.books.seenBy(s.query.Site, s.query.Staff)
	if r := s.books.reader; r != nil {
		s.sifts = true
		s.view.hidden = r.hides(s.books, s.view.learned)
	}
	s.query.Without = s.books.withRelatives(s.query.Without)
	s.view = s.view.without(s.query.Without)
}

// mayRead reports whether the customers of a site, or the staff, may read the article.
func (e *entry) mayRead(site string, staff bool) bool {
	return knowledge.Content{Audience: e.audience}.MayRead(site, staff)
}

// seenBy is the catalogue as somebody sees it who asks: without what is not for them.
func (c *catalogue) seenBy(site string, staff bool) *catalogue {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if staff || len(c.restricted) == 0 {
		return c
	}
	if !c.named(site) {
		site = "" // sees what everybody does
	}
	c.readers.mu.Lock()
	defer c.readers.mu.Unlock()
	if c.readers.known == nil || c.readers.state != c.state || len(c.readers.known) >= mostReaders {
		c.readers.known, c.readers.state = make(map[string]*catalogue), c.state
	}
	seen := c.readers.known[site]
	if seen == nil {
		seen = c.withoutHidden(site)
		c.readers.known[site] = seen
	}
	return seen
}

// named reports whether any article is for the customers of a site in particular.
func (c *catalogue) named(site string) bool {
	for _, e := range c.restricted {
		if slices.Contains(e.audience, site) {
			return true
		}
	}
	return false
}

// withoutHidden copies the catalogue but for what the customers of a site may not read. The caller holds c.mu for
// reading.
func (c *catalogue) withoutHidden(site string) *catalogue {
	out := &catalogue{
		vocabulary: c.vocabulary, entries: maps.Clone(c.entries), translations: maps.Clone(c.translations),
		df: slices.Clone(c.df), dfShort: slices.Clone(c.dfShort), totals: c.totals, reader: &reader{whole: c},
	}
	for id, e := range c.restricted {
		if !e.mayRead(site, false) {
			delete(out.entries, id)
			out.count(e, -1)
		}
	}
	return out
}

// has reports whether an article is still published with this content.
func (c *catalogue) has(e *entry) bool {
	if c.reader == nil {
		return c.entries[e.article] == e
	}
	whole := c.reader.whole
	whole.mu.RLock()
	defer whole.mu.RUnlock()
	return whole.entries[e.article] == e
}

// hides tells, by class, which articles of a lesson the reader must not see. The result must not be changed.
func (r *reader) hides(books *catalogue, l *learned) []bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.learned == l {
		return r.hidden
	}
	hidden := make([]bool, len(l.ids))
	for class, id := range l.ids {
		hidden[class] = books.entries[id] == nil
	}
	r.learned, r.hidden = l, hidden
	return hidden
}
