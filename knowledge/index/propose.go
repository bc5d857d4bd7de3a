package index

import "context"

const (
	shortWanted   = 30   // documents of titles and phrasings that a search engine brings
	passageWanted = 40   // passages that it brings
	mostSifted    = 2000 // documents that are looked through where most of them may not be said
)

// proposer brings the documents of one field that have terms of a question, the best first.
type proposer interface {
	propose(ctx context.Context, field string, terms []boosted, limit int) ([]proposal, error)
}

// live proposes from the copy in use, for one search.
type live struct {
	ix     *Index
	engine *engine
}

// proposers are those of the live index; nobody if there is no copy that could be used.
func (ix *Index) proposers() []proposer {
	e := ix.engine.Load()
	if e == nil || e.isBroken() {
		return nil
	}
	return []proposer{&live{ix, e}}
}

// propose asks the copy. If it was swapped under our hands, the new one is asked; if it is damaged, nobody can
// be.
func (l *live) propose(ctx context.Context, field string, terms []boosted, limit int) ([]proposal, error) {
	out, err := l.engine.propose(ctx, field, terms, limit)
	if err == nil || ctx.Err() != nil {
		return out, err
	}
	now := l.ix.engine.Load()
	if now == l.engine {
		l.engine.breakDown(err)
	}
	if now == nil || now == l.engine || now.isBroken() {
		return nil, err
	}
	l.engine = now
	return now.propose(ctx, field, terms, limit)
}

// proposed is what a search engine says about a document, taken apart.
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
	for _, p := range s.from {
		for _, field := range []struct {
			name  string
			limit int
		}{{fieldShort, shortWanted}, {fieldBody, passageWanted}} {
			list, err := s.documents(p, field.name, terms, field.limit)
			if err != nil {
				return nil, err
			}
			out = append(out, list...)
		}
	}
	return out, nil
}

// documents are the best of one field. Where much of what a search engine holds may not be said, it is asked for
// more until enough of it may.
func (s *search) documents(p proposer, field string, terms []boosted, wanted int) ([]proposed, error) {
	for limit := wanted; ; limit *= 4 {
		hits, err := p.propose(s.ctx, field, terms, limit)
		if err != nil {
			return nil, err
		}
		out := make([]proposed, 0, len(hits))
		for _, h := range hits {
			if hash, passage, article, ok := parseDocumentID(h.id); ok && (!s.sifts || s.says(article, hash)) {
				out = append(out, proposed{article, hash, passage, h.score})
			}
		}
		if !s.sifts || len(out) >= wanted || len(hits) < limit || limit >= mostSifted {
			return out[:min(len(out), wanted)], nil
		}
	}
}

// says reports whether an article may be said and has the content that a document was made of.
func (s *search) says(article string, hash uint32) bool {
	s.books.mu.RLock()
	defer s.books.mu.RUnlock()
	e := s.books.entries[article]
	return e != nil && e.hash == hash && !s.view.hidesArticle(e)
}
