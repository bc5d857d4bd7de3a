package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/knowledge"
)

const (
	defaultLimit  = 10
	shortWanted   = 30   // documents of titles and phrasings that the engine brings
	passageWanted = 40   // passages that it brings
	weak          = 0.30 // a best score below this calls for a second, fuzzy pass
	loadWait      = 2 * time.Second
)

// Search finds the articles that may answer a question, best first. The order is deterministic. An
// error means that nothing could be searched; Result.State tells how much of the corpus was.
func (ix *Index) Search(ctx context.Context, query knowledge.Query) (knowledge.Result, error) {
	began := ix.clock()
	books, err := ix.await(ctx)
	if err != nil {
		return knowledge.Result{State: knowledge.IndexDown, Took: ix.clock().Sub(began)}, err
	}
	if query.Limit <= 0 {
		query.Limit = defaultLimit
	}
	s := &search{ctx: ctx, books: books, engine: ix.engine.Load(), query: query}
	if s.engine != nil && s.engine.isBroken() {
		s.engine = nil
	}
	result := s.run(ix)
	result.Version = ix.seen.Load()
	result.Took = ix.clock().Sub(began)
	return result, ctx.Err()
}

// await returns the catalogue, waiting a moment for it when the index has only just been started.
func (ix *Index) await(ctx context.Context) (*catalogue, error) {
	if c := ix.books.Load(); c != nil {
		return c, nil
	}
	timer := time.NewTimer(loadWait)
	defer timer.Stop()
	select {
	case <-ix.loaded.done:
	case <-timer.C:
	case <-ctx.Done():
		return nil, fmt.Errorf("searching: %w", ctx.Err())
	}
	if c := ix.books.Load(); c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("searching: the corpus is not loaded")
}

// search is one question on its way.
type search struct {
	ctx    context.Context
	books  *catalogue
	engine *engine // nil when only titles can be searched
	query  knowledge.Query
}

func (s *search) run(ix *Index) knowledge.Result {
	scale := s.books.scale()
	before := ""
	if n := len(s.query.Before); n > 0 {
		before = s.query.Before[n-1]
	}
	s.books.mu.RLock()
	q := s.books.ask(s.query.Text, s.query.Locale, before, scale)
	fuzzy := s.books.soften(q, false)
	s.books.mu.RUnlock()

	list := s.pass(ix, q, scale)
	if !fuzzy && (len(list) == 0 || list[0].score < weak) {
		s.books.mu.RLock()
		softened := s.books.soften(q, true)
		s.books.mu.RUnlock()
		if softened {
			if again := s.pass(ix, q, scale); len(again) > 0 && (len(list) == 0 || again[0].score > list[0].score) {
				list, fuzzy = again, true
			}
		}
	}
	return s.result(q, scale, list, fuzzy)
}

// pass brings candidates and scores them, best first.
func (s *search) pass(ix *Index, q *question, scale *scale) []scored {
	var proposed []proposed
	if s.engine != nil {
		var err error
		if proposed, err = s.propose(q); err != nil && s.ctx.Err() == nil {
			s.engine = s.failOver(ix, err)
			if s.engine != nil {
				proposed, err = s.propose(q)
			}
			if err != nil {
				s.engine = nil
			}
		}
	}
	s.books.mu.RLock()
	defer s.books.mu.RUnlock()
	candidates := s.books.candidates(proposed)
	if len(candidates) == 0 {
		candidates = s.books.withShort(q)
	}
	scorer := newScorer(s.books, q, scale, s.query.Locale, s.engine == nil)
	scorer.books.vocabulary.mu.RLock()
	defer scorer.books.vocabulary.mu.RUnlock()
	list := make([]scored, 0, len(candidates))
	for _, c := range candidates {
		if sc := scorer.score(c); sc.score > 0 {
			list = append(list, sc)
		}
	}
	slices.SortFunc(list, func(a, b scored) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(a.entry.article, b.entry.article)
	})
	return list
}

// failOver decides after a failed search: the copy was swapped under our hands (search the new one), or
// it is damaged (titles only).
func (s *search) failOver(ix *Index, err error) *engine {
	if now := ix.engine.Load(); now != nil && now != s.engine && !now.isBroken() {
		return now
	}
	if now := ix.engine.Load(); now == s.engine {
		s.engine.breakDown(err)
	}
	return nil
}

// proposed is what the search engine says about a document, taken apart.
type proposed struct {
	article string
	hash    uint32
	passage int
	score   float64
}

func (s *search) propose(q *question) ([]proposed, error) {
	s.books.mu.RLock()
	terms := s.books.searched(q)
	s.books.mu.RUnlock()
	var out []proposed
	for _, field := range []struct {
		name  string
		limit int
	}{{fieldShort, shortWanted}, {fieldBody, passageWanted}} {
		hits, err := s.engine.propose(s.ctx, field.name, terms, field.limit)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			if hash, passage, article, ok := parseDocumentID(h.id); ok {
				out = append(out, proposed{article, hash, passage, h.score})
			}
		}
	}
	return out, nil
}

// candidates groups proposals by article and drops those that are out of date or damaged.
func (c *catalogue) candidates(list []proposed) []candidate {
	at := make(map[string]int, len(list))
	var out []candidate
	for _, p := range list {
		e := c.entries[p.article]
		if e == nil || e.hash != p.hash || p.passage >= len(e.passages) || p.passage < shortDocument {
			continue
		}
		i, ok := at[p.article]
		if !ok {
			i = len(out)
			at[p.article] = i
			out = append(out, candidate{entry: e})
		}
		out[i].engine = max(out[i].engine, p.score)
		if p.passage >= 0 {
			out[i].passages = append(out[i].passages, p.passage)
		}
	}
	return out
}

// withShort lists all articles of which a title or phrasing has a term of the question. It looks at
// every article, and so serves only while there is no engine, or when that finds nothing.
func (c *catalogue) withShort(q *question) []candidate {
	var out []candidate
	for _, e := range c.entries {
		if e.sharesShort(q) {
			out = append(out, candidate{entry: e})
		}
	}
	return out
}

func (e *entry) sharesShort(q *question) bool {
	for _, s := range e.short {
		for _, t := range s {
			if !q.may(t) {
				continue
			}
			for _, m := range q.matches {
				if m.term == t && (q.terms[m.asked].class == content || q.content == 0) {
					return true
				}
			}
		}
	}
	return false
}

func (s *search) result(q *question, scale *scale, list []scored, fuzzy bool) knowledge.Result {
	s.books.mu.RLock()
	defer s.books.mu.RUnlock()
	r := knowledge.Result{Terms: s.books.names(q), Fuzzy: fuzzy, State: knowledge.IndexReady}
	if s.engine == nil {
		r.State = knowledge.IndexTitlesOnly
	}
	scorer := newScorer(s.books, q, scale, s.query.Locale, s.engine == nil)
	for i, sc := range list {
		if i == s.query.Limit {
			break
		}
		// An article withdrawn since it was scored is not said.
		if s.books.entries[sc.entry.article] != sc.entry {
			continue
		}
		r.Hits = append(r.Hits, scorer.hit(sc))
	}
	if len(r.Hits) > 0 {
		r.Hits[0].Features.Margin = margin(r.Hits)
	}
	return r
}

// margin is by how much of its score the first hit leads the second.
func margin(hits []knowledge.Hit) float64 {
	if len(hits) == 1 {
		return 1
	}
	return clamp((hits[0].Score - hits[1].Score) / hits[0].Score)
}
