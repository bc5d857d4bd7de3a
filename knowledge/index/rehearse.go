package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// unhurriedTime is the longest that a question's meaning is waited for while nobody waits for the answer to that one
// question.
const unhurriedTime = 5 * time.Second

const draftedAtOnce = 3000 // articles; a searchable copy in memory is the slower the more often it is written to

// Rehearsal is the corpus as it would be after a proposal, to be asked. It holds on to a part of the index until it is
// closed; what becomes of the index meanwhile does not matter to it. Its methods are safe for concurrent use.
type Rehearsal struct {
	ix      *Index
	books   *catalogue
	view    view
	plain   view
	from    []proposer
	sifts   bool
	version int64

	mu      sync.RWMutex // held for reading by every search
	closed  bool
	held    *snapshot // of the copy in use
	drafted *engine   // of what the proposal changes; nil if nothing
}

// Rehearse returns the corpus as it would be after the proposal, to be asked. The live index is not changed and goes on
// answering. An empty proposal gives the corpus as it is.
//
// The changes are entered into a copy of the catalogue and learnt as the next lesson would learn them, but for what
// takes long and depends little on a few articles: how much each clue counts and how sure one may be are those of the
// last lesson, and where classifiers take too long to train as a whole, only those of the changed articles and of their
// rivals are trained. An article that cannot be indexed is left out, as the index would do.
//
// Rehearse waits until the index is ready, has learnt, and knows all changes made until now. The error says what was
// waited for in vain when the context ends, or what is wrong with the synonyms.
func (ix *Index) Rehearse(ctx context.Context, p knowledge.Proposal) (*Rehearsal, error) {
	r, err := ix.rehearse(ctx, p, trainable)
	if err != nil {
		return nil, fmt.Errorf("rehearsing a change: %w", err)
	}
	return r, nil
}

// rehearse makes a rehearsal for which classifiers are trained as a whole if that costs no more than affordable.
func (ix *Index) rehearse(ctx context.Context, p knowledge.Proposal, affordable float64) (_ *Rehearsal, err error) {
	var synonyms *language.Synonyms
	if p.Synonyms != nil {
		if synonyms, err = language.ParseSynonyms(*p.Synonyms); err != nil {
			return nil, fmt.Errorf("reading the synonyms: %w", err)
		}
	}
	r, known, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if p.Synonyms != nil {
		r.books.vocabulary.synonyms.Store(synonyms)
	}
	if err := r.enter(ctx, p.Changes); err != nil {
		return nil, err
	}
	if len(p.Changes) == 0 && known.change == r.version {
		r.view = known.whole()
		return r, nil
	}
	l, err := ix.learnAgain(ctx, r.books, known, affordable)
	if err != nil {
		return nil, err
	}
	r.view = l.whole()
	return r, nil
}

// hold waits for the index and copies what it has, and what it has learnt.
func (ix *Index) hold(ctx context.Context) (*Rehearsal, *learned, error) {
	head, err := ix.source.Head(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the newest change: %w", err)
	}
	ix.Nudge()
	tick := time.NewTicker(learnPoll)
	defer tick.Stop()
	for {
		missing, final := ix.lacks(head)
		if final != nil {
			return nil, nil, final
		}
		if missing == "" {
			r, err := ix.copyNow()
			if r != nil || err != nil {
				return r, ix.learned.Load(), err
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("the index %s: %w", missing, ctx.Err())
		}
	}
}

// lacks tells what a rehearsal still has to wait for, "" for nothing. The error is not nil if waiting is of no use.
func (ix *Index) lacks(head int64) (missing string, final error) {
	ix.mu.Lock()
	closed := ix.closed
	ix.mu.Unlock()
	switch {
	case closed:
		return "", errors.New("the index is closed")
	case ix.State() != knowledge.IndexReady:
		return "is being built", nil
	case ix.seen.Load() < head:
		return "does not know the newest changes yet", nil
	case ix.learned.Load() != nil:
		return "", nil
	}
	if failed := ix.unlearnt.Load(); failed != nil {
		return "", failed.err
	}
	return "has not learnt from its articles yet", nil
}

// copyNow copies the books and holds on to the searchable copy that belongs to them; nil if there are none at this
// moment.
func (ix *Index) copyNow() (*Rehearsal, error) {
	ix.moving.RLock()
	defer ix.moving.RUnlock()
	books, e := ix.books.Load(), ix.engine.Load()
	if books == nil || e == nil || e.isBroken() {
		return nil, nil
	}
	held, err := e.snapshot()
	if err != nil {
		return nil, err
	}
	r := &Rehearsal{ix: ix, books: books.fork(), plain: ix.blank, held: held, from: []proposer{held}, version: ix.seen.Load()}
	return r, nil
}

// enter puts the changes into the copied books, and what they bring into a searchable copy of its own: in the copy in
// use there is only what it replaces. If that is most of the corpus, the copy of its own has everything, so that
// questions need not be put to two of which one is out of date.
func (r *Rehearsal) enter(ctx context.Context, changes []knowledge.Change) error {
	if len(changes) == 0 {
		return nil
	}
	before := r.books.size()
	var drafts []*entry
	stale := make(map[string]bool, len(changes))
	for _, made := range r.books.enter(changes, r.fault) {
		stale[made.article] = true
		if made.entry != nil {
			drafts = append(drafts, made.entry)
		}
	}
	r.sifts = true
	if 2*len(stale) > before {
		drafts, r.from, r.sifts = slices.Collect(maps.Values(r.books.entries)), nil, false
	} else if len(drafts) == 0 {
		return ctx.Err()
	}
	var err error
	if r.drafted, err = createEngine(""); err != nil {
		return err
	}
	r.from = append(r.from, r.drafted)
	for batch := range slices.Chunk(drafts, draftedAtOnce) {
		if err := r.drafted.add(r.books.vocabulary, batch, r.version); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (r *Rehearsal) fault(article string, err error) {
	r.ix.log.Warn("an article is left out of a rehearsal", "article", article, "error", err)
}

// Search finds the articles that would answer a question, best first; see [Index.Search]. Unlike there, a fault of the
// search is an error, and not an answer from less of the corpus.
func (r *Rehearsal) Search(ctx context.Context, query knowledge.Query) (knowledge.Result, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.closed {
		return knowledge.Result{State: knowledge.IndexDown}, errors.New("searching a rehearsal: it is closed")
	}
	began := r.ix.clock()
	if query.Limit <= 0 {
		query.Limit = defaultLimit
	}
	s := &search{ctx: ctx, books: r.books, from: r.from, sifts: r.sifts, query: query, view: r.view, plain: r.plain}
	s.room = r.ix.borrowRoom()
	defer r.ix.rooms.Put(s.room)
	if r.view.near.HasMeanings() {
		s.meaning = r.ix.meaning(ctx, query.Text, unhurriedTime)
	}
	s.narrow()
	result := s.run()
	result.Version = r.version
	result.Took = r.ix.clock().Sub(began)
	switch {
	case ctx.Err() != nil:
		return result, ctx.Err()
	case result.State != knowledge.IndexReady:
		return result, errors.New("searching a rehearsal: its searchable copy cannot be read")
	}
	return result, nil
}

// Version is the number of the last change of the corpus that the rehearsal was made from.
func (r *Rehearsal) Version() int64 { return r.version }

// Close lets go of what the rehearsal holds, after the searches that are under way. It may be called more than once.
func (r *Rehearsal) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	err := r.held.close()
	if r.drafted != nil {
		err = errors.Join(err, r.drafted.close())
	}
	if err != nil {
		return fmt.Errorf("closing a rehearsal: %w", err)
	}
	return nil
}
