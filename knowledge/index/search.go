package index

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/knowledge"
)

const (
	defaultLimit = 10
	weak         = 0.30 // a best score below this calls for a second, fuzzy pass
	loadWait     = 2 * time.Second
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
	s := &search{ctx: ctx, books: books, from: ix.proposers(), query: query, view: ix.blank, plain: ix.blank}
	s.room = ix.borrowRoom()
	defer ix.rooms.Put(s.room)
	if l := ix.learned.Load(); l != nil {
		s.view = l.whole()
		s.meaning = ix.meaning(ctx, query.Text, encodeTime)
	}
	s.narrow()
	result := s.run()
	result.Version = ix.seen.Load()
	result.Took = ix.clock().Sub(began)
	return result, ctx.Err()
}

// borrowRoom returns a place for the clues of one question; it is to be put back into rooms.
func (ix *Index) borrowRoom() *room {
	if r, ok := ix.rooms.Get().(*room); ok {
		return r
	}
	return new(room)
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
	ctx     context.Context
	books   *catalogue
	from    []proposer // nobody when only titles can be searched
	sifts   bool       // much of what is proposed may not be in the books
	query   knowledge.Query
	view    view
	plain   view      // what is known before anything was learnt
	room    *room     // for the clues; nil makes one for good
	meaning []float32 // of the question; nil without an encoder
}

func (s *search) run() knowledge.Result {
	f := s.find()
	by := s.view.ranking[byWords]
	if f.clues.withMeaning {
		by = s.view.ranking[withMeaning]
	}
	if f.fresh {
		f, by = f.byWordsAlone(), s.plain.ranking[byWords]
	}
	s.books.mu.RLock()
	f.list = s.books.rank(f.list, by.weights)
	s.books.mu.RUnlock()
	return s.result(f, by.judge)
}

// found is what a search found, before it is ranked.
type found struct {
	q     *question
	scale *scale
	list  []scored
	clues *clues
	fuzzy bool
	fresh bool // its words lead straight to an article that has not been learnt yet
}

// find brings the candidates with everything known about them.
func (s *search) find() found {
	f := found{scale: s.books.scale()}
	before := ""
	if n := len(s.query.Before); n > 0 {
		before = s.query.Before[n-1]
	}
	s.books.mu.RLock()
	f.q = s.books.ask(s.query.Text, s.query.Locale, before, f.scale)
	s.view.forget(s.books, f.q)
	f.fuzzy = s.books.soften(f.q, false)
	s.books.mu.RUnlock()

	if s.room == nil { // the clues are kept
		s.room = new(room)
	}
	f.clues = s.view.consult(s.query.Text, s.meaning, s.room)
	f.list = s.pass(f)
	if !f.fuzzy && (len(f.list) == 0 || f.list[0].score < weak) {
		s.books.mu.RLock()
		softened := s.books.soften(f.q, true)
		s.books.mu.RUnlock()
		if softened {
			if again := s.pass(f); len(again) > 0 && (len(f.list) == 0 || again[0].score > f.list[0].score) {
				f.list, f.fuzzy = again, true
			}
		}
	}
	f.fresh = len(f.list) > 0 && f.list[0].nearest >= freshNearest && s.view.fresh(f.list[0].entry)
	s.books.mu.RLock()
	defer s.books.mu.RUnlock()
	scorer := s.scorer(f)
	scorer.books.vocabulary.mu.RLock()
	defer scorer.books.vocabulary.mu.RUnlock()
	f.list = scorer.widen(f.list, s.view, f.clues)
	for i := range f.list {
		inform(&f.list[i], s.view, f.clues)
	}
	return f
}

// withoutMeaning is what would have been found by words alone.
func (f found) withoutMeaning() found {
	c := *f.clues
	c.withMeaning, c.meaning, c.meaning3, c.senseShare, c.gaussShare, c.distance = false, nil, nil, nil, nil, nil
	f.clues = &c
	f.list = slices.Clone(f.list)
	for i := range f.list {
		sc := &f.list[i]
		sc.meaning, sc.meaning3, sc.senseShare, sc.gaussShare, sc.distance = 0, 0, 0, 0, 0
	}
	return f
}

func (s *search) scorer(f found) *scorer {
	scorer := newScorer(s.books, f.q, f.scale, s.query.Locale, len(s.from) == 0)
	scorer.hidden = s.view.shortHider()
	scorer.nearest = func(e *entry) []int { return s.view.nearestShort(e, f.clues) }
	return scorer
}

// pass brings candidates and scores them, best first.
func (s *search) pass(f found) []scored {
	q := f.q
	var proposed []proposed
	if len(s.from) > 0 {
		var err error
		if proposed, err = s.propose(q); err != nil && s.ctx.Err() == nil {
			s.from = nil
		}
	}
	s.books.mu.RLock()
	defer s.books.mu.RUnlock()
	candidates := s.books.candidates(proposed)
	if len(candidates) == 0 {
		candidates = s.books.withShort(q)
	}
	scorer := s.scorer(f)
	scorer.books.vocabulary.mu.RLock()
	defer scorer.books.vocabulary.mu.RUnlock()
	list := make([]scored, 0, len(candidates))
	for _, c := range candidates {
		if s.view.hidesArticle(c.entry) || slices.Contains(s.query.Without, c.entry.article) {
			continue
		}
		if sc := scorer.score(c); sc.score > 0 {
			list = append(list, sc)
		}
	}
	byScore(list)
	return list
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

func (s *search) result(f found, judge knowledge.Judge) knowledge.Result {
	s.books.mu.RLock()
	defer s.books.mu.RUnlock()
	r := knowledge.Result{Terms: s.books.names(f.q), Fuzzy: f.fuzzy, State: knowledge.IndexReady, Judge: judge}
	if len(s.from) == 0 {
		r.State = knowledge.IndexTitlesOnly
	}
	r.Language = languageAsked(s.query.Text, f.q.language.Code())
	scorer := s.scorer(f)
	compare(f.list, s.view, f.clues)
	s.books.examine(s.query.Text, f)
	for i, sc := range f.list {
		if i == s.query.Limit {
			break
		}
		if said := s.translated(scorer, sc, r.Language); s.books.has(said.entry) { // an article withdrawn since it was scored is not said
			r.Hits = append(r.Hits, scorer.hit(said))
		}
	}
	return r
}
