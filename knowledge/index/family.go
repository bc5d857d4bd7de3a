package index

import (
	"slices"
)

// Articles that are translations of one another are a family: they give the same answer. A result has one of them.

// longestChain bounds how far links from translation to original are followed.
const longestChain = 16

// link notes that an entry is a translation, or with linked false that it is none any more.
func (c *catalogue) link(e *entry, linked bool) {
	if e.original == "" || e.original == e.article {
		return
	}
	// Copies of the catalogue share the lists, which therefore never change.
	rest := slices.DeleteFunc(slices.Clone(c.translations[e.original]), func(id string) bool { return id == e.article })
	if linked {
		rest = append(rest, e.article)
		slices.Sort(rest)
	}
	if len(rest) == 0 {
		delete(c.translations, e.original)
		return
	}
	c.translations[e.original] = rest
}

// root names the family of an article: by the article that all the others come from, published or not. An article
// without relatives is a family of its own. The caller holds c.mu for reading.
func (c *catalogue) root(id string) string {
	if len(c.translations) == 0 {
		return id
	}
	seen := []string{id}
	for len(seen) < longestChain {
		e := c.entries[id]
		if e == nil || e.original == "" {
			return id
		}
		id = e.original
		if at := slices.Index(seen, id); at >= 0 { // a ring of originals
			return slices.Min(seen[at:])
		}
		seen = append(seen, id)
	}
	return id
}

// family lists the published articles of the family of an article, itself included, by id. The caller holds c.mu for
// reading.
func (c *catalogue) family(id string) []*entry {
	all := []string{c.root(id)}
	for i := 0; i < len(all); i++ {
		for _, next := range c.translations[all[i]] {
			if !slices.Contains(all, next) {
				all = append(all, next)
			}
		}
	}
	slices.Sort(all)
	var out []*entry
	for _, member := range all {
		if e := c.entries[member]; e != nil {
			out = append(out, e)
		}
	}
	return out
}

// withRelatives adds to articles the others of their families: whoever does not want one does not want its
// translations.
func (c *catalogue) withRelatives(articles []string) []string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if len(c.translations) == 0 {
		return articles
	}
	out := slices.Clone(articles)
	for _, id := range articles {
		for _, e := range c.family(id) {
			if !slices.Contains(out, e.article) {
				out = append(out, e.article)
			}
		}
	}
	return out
}

// rank puts candidates in order, the best of each family alone, so that translations take no share from each other.
// The caller holds c.mu for reading.
func (c *catalogue) rank(list []scored, weights []float64) []scored {
	order(list, weights)
	if len(c.translations) == 0 {
		return list
	}
	had := make(map[string]bool, len(list))
	alone := slices.DeleteFunc(slices.Clone(list), func(sc scored) bool {
		root := c.root(sc.entry.article)
		again := had[root]
		had[root] = true
		return again
	})
	if len(alone) == len(list) {
		return list
	}
	order(alone, weights)
	return alone
}

// translated is what is said in the place of a candidate: the one of its family in the language asked, if there is one,
// with the rank and the features of the candidate and a passage of its own. The caller holds c.mu for reading.
func (s *search) translated(by *scorer, sc scored, asked string) scored {
	if len(s.books.translations) == 0 || asked == "" || isIn(sc.entry.locale, asked) {
		return sc
	}
	other := s.memberIn(asked, sc.entry)
	if other == nil {
		return sc
	}
	by.books.vocabulary.mu.RLock()
	own := by.score(candidate{entry: other})
	by.books.vocabulary.mu.RUnlock()
	sc.entry, sc.phrasing, sc.passage = other, own.phrasing, own.passage
	if !slices.ContainsFunc(by.best, func(f float64) bool { return f > 0 }) {
		sc.passage = -1 // no word of the question is in any
	}
	return sc
}

// memberIn is the one of a family in a language; if there are several, that of the customer's own locale, or else the
// first.
func (s *search) memberIn(asked string, e *entry) *entry {
	var found *entry
	for _, member := range s.books.family(e.article) {
		if !isIn(member.locale, asked) || slices.Contains(s.query.Without, member.article) {
			continue
		}
		if found == nil || s.query.Locale != "" && member.locale == s.query.Locale && found.locale != s.query.Locale {
			found = member
		}
	}
	return found
}
