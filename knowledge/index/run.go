package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"frontdesk/knowledge"
)

const (
	batchArticles  = 500    // articles written to a new copy at once
	batchDocuments = 4000   // documents after which a batch is written earlier
	pageChanges    = 500    // changes followed at once
	tooFar         = 1000   // a copy this many changes and one corpus behind is rebuilt, not brought up
	firstRetry     = 2      // seconds until a failed rebuild is tried again; doubles
	lastRetry      = 5 * 60 // seconds, the longest wait between tries
)

// Run loads the corpus, opens or rebuilds the searchable copy, and follows changes until the context
// ends. It may be called once. Faults of the source or the files are logged and tried again; the
// error is not nil only if Run could not be started.
func (ix *Index) Run(ctx context.Context) error {
	ix.mu.Lock()
	if ix.closed || ix.ended != nil {
		ix.mu.Unlock()
		return errors.New("running the index: it is closed or was run before")
	}
	ctx, ix.cancel = context.WithCancel(ctx)
	ix.running, ix.ended = true, make(chan struct{})
	ix.mu.Unlock()
	defer func() {
		ix.cancel()
		close(ix.ended)
	}()

	r := &runner{Index: ix, built: make(chan build, 1), learnt: make(chan error, 1)}
	r.run(ctx)
	return nil
}

// runner is the state of one Run. Only its goroutine changes the catalogue and the copies.
type runner struct {
	*Index
	built    chan build // result of the rebuild that is going on
	building bool
	learnt   chan error // result of the learning that is going on
	learning bool
	learnAt  time.Time
	failures int
	retryAt  time.Time
	silent   bool // the last poll failed and was logged
}

// build is the outcome of a rebuild.
type build struct {
	engine *engine
	err    error
}

func (r *runner) run(ctx context.Context) {
	ticker := time.NewTicker(r.poll)
	defer ticker.Stop()
	defer func() {
		if r.learning {
			<-r.learnt
		}
		if r.building {
			if b := <-r.built; b.engine != nil {
				r.discard(b.engine)
			}
		}
	}()
	r.tick(ctx)
	for {
		var broken <-chan struct{}
		if e := r.engine.Load(); e != nil {
			broken = e.broken
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-r.nudge:
		case <-r.rebuild:
			r.retryAt = time.Time{}
			r.startBuild(ctx)
		case <-broken:
			r.dropBroken()
		case b := <-r.built:
			r.building = false
			r.take(ctx, b)
		case err := <-r.learnt:
			r.learning = false
			r.noteLearnt(ctx, err)
		}
		r.tick(ctx)
	}
}

// tick does whatever is due: load, reopen, rebuild, follow.
func (r *runner) tick(ctx context.Context) {
	if err := r.catchUp(ctx); err != nil && ctx.Err() == nil {
		if !r.silent {
			r.log.Error("the index cannot follow the corpus and tries again", "error", err)
		}
		r.silent = true
		return
	}
	r.silent = false
}

func (r *runner) catchUp(ctx context.Context) error {
	if r.books.Load() == nil {
		if err := r.load(ctx); err != nil {
			return err
		}
		r.reopen(ctx)
	}
	if err := r.follow(ctx); err != nil {
		return err
	}
	if r.engine.Load() == nil && !r.clock().Before(r.retryAt) {
		r.startBuild(ctx)
	}
	r.startLearning(ctx)
	return nil
}

// load reads the whole corpus into a new catalogue.
func (r *runner) load(ctx context.Context) error {
	head, err := r.source.Head(ctx)
	if err != nil {
		return fmt.Errorf("reading the newest change: %w", err)
	}
	books := newCatalogue()
	books.vocabulary.synonyms = &r.synonyms
	err = r.source.EachPublished(ctx, func(rev knowledge.Revision) error {
		if _, err := books.publish(rev); err != nil {
			r.log.Warn("an article is quarantined", "article", rev.Article, "revision", rev.Number, "error", err)
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("reading the published articles: %w", err)
	}
	r.seen.Store(head)
	r.books.Store(books)
	r.generation.Add(1)
	r.loaded.reach()
	return nil
}

// reopen takes the copy on disk into use if it is whole and not too old.
func (r *runner) reopen(ctx context.Context) {
	if r.home == nil {
		return
	}
	dir, err := r.home.current()
	if err == nil {
		r.home.note(dir)
		err = r.adopt(ctx, dir)
	}
	if err != nil {
		dir = ""
		if errors.Is(err, fs.ErrNotExist) {
			r.log.Info("there is no index yet; it is built")
		} else {
			r.log.Warn("the index cannot be used and is rebuilt", "reason", err)
		}
	}
	if err := r.home.sweep(dir); err != nil {
		r.log.Warn("old copies of the index could not be removed", "error", err)
	}
}

func (r *runner) adopt(ctx context.Context, dir string) error {
	if err := unseal(dir); err != nil {
		return err
	}
	e, err := openEngine(dir)
	if err != nil {
		return err
	}
	if err := r.bringUp(ctx, e); err != nil {
		r.logClose(e, e.close())
		return err
	}
	r.engine.Store(e)
	r.ready.reach()
	return nil
}

// bringUp applies to a copy the changes it lacks, and audits it.
func (r *runner) bringUp(ctx context.Context, e *engine) error {
	if err := r.follow(ctx); err != nil {
		return err
	}
	seen, books := r.seen.Load(), r.books.Load()
	behind := seen - e.applied
	if behind < 0 || behind > int64(books.size()+tooFar) {
		return fmt.Errorf("the copy is at change %d and the corpus at %d", e.applied, seen)
	}
	for e.applied < seen {
		changes, err := r.source.Changes(ctx, e.applied, pageChanges)
		if err != nil {
			return fmt.Errorf("reading changes: %w", err)
		}
		// What came meanwhile is left to follow, which tells the copy in use as well.
		for len(changes) > 0 && changes[len(changes)-1].Seq > seen {
			changes = changes[:len(changes)-1]
		}
		if len(changes) == 0 {
			return fmt.Errorf("the changes after %d are gone", e.applied)
		}
		if err := e.apply(books.vocabulary, books.enter(changes, r.fault), changes[len(changes)-1].Seq); err != nil {
			return err
		}
	}
	return e.audit(books.current())
}

func (r *runner) fault(article string, err error) {
	r.log.Warn("an article is quarantined", "article", article, "error", err)
}

// enter brings the catalogue to the state after the changes and returns what a copy must replace.
func (c *catalogue) enter(changes []knowledge.Change, fault func(article string, err error)) []replacement {
	last := make(map[string]int, len(changes))
	for i, ch := range changes {
		last[ch.Article] = i
	}
	out := make([]replacement, 0, len(last))
	for i, ch := range changes {
		if last[ch.Article] != i {
			continue
		}
		out = append(out, replacement{article: ch.Article})
		if ch.Revision == nil {
			c.withdraw(ch.Article)
			continue
		}
		entry, err := c.publish(*ch.Revision)
		if err != nil {
			fault(ch.Article, err)
		}
		out[len(out)-1].entry = entry
	}
	return out
}

// follow applies new changes to the catalogue and the copy in use.
func (r *runner) follow(ctx context.Context) error {
	head, err := r.source.Head(ctx)
	if err != nil {
		return fmt.Errorf("reading the newest change: %w", err)
	}
	if head < r.seen.Load() {
		return r.startOver(head)
	}
	for r.seen.Load() < head {
		changes, err := r.source.Changes(ctx, r.seen.Load(), pageChanges)
		if err != nil {
			return fmt.Errorf("reading changes: %w", err)
		}
		if len(changes) == 0 {
			return nil
		}
		reached := changes[len(changes)-1].Seq
		r.move(changes, reached)
	}
	return nil
}

// move brings the catalogue and the copy in use to the state after some changes, together for whoever copies both.
func (r *runner) move(changes []knowledge.Change, reached int64) {
	r.moving.Lock()
	defer r.moving.Unlock()
	books := r.books.Load()
	replaced := books.enter(changes, r.fault)
	if e := r.engine.Load(); e != nil {
		if err := e.apply(books.vocabulary, replaced, reached); err != nil {
			e.breakDown(err)
			r.dropBroken()
		}
	}
	r.seen.Store(reached)
	r.generation.Add(1)
}

// startOver forgets everything: the corpus went back in time, as after a restored backup.
func (r *runner) startOver(head int64) error {
	seen := r.seen.Load()
	r.books.Store(nil)
	if e := r.engine.Swap(nil); e != nil {
		r.discard(e)
	}
	r.retryAt = time.Time{}
	r.Nudge()
	return fmt.Errorf("the corpus is at change %d after it was at %d; the index starts over", head, seen)
}

// dropBroken takes a damaged copy out of use.
func (r *runner) dropBroken() {
	e := r.engine.Load()
	if e == nil || !e.isBroken() || !r.engine.CompareAndSwap(e, nil) {
		return
	}
	r.log.Error("the index is damaged and is rebuilt; titles are searched meanwhile", "error", e.damage)
	r.discard(e)
}

// discard closes a copy and removes its files.
func (r *runner) discard(e *engine) {
	r.logClose(e, e.close())
	if r.home != nil {
		keep := ""
		if used := r.engine.Load(); used != nil {
			keep = used.dir
		}
		if keep != e.dir {
			removeCopy(e.dir, r.log)
		}
	}
}
