package index

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"frontdesk/knowledge"
)

// startBuild begins to build a new copy beside the one in use. At most one is built at a time.
func (r *runner) startBuild(ctx context.Context) {
	if r.building || r.books.Load() == nil {
		return
	}
	dir := ""
	if r.home != nil {
		var err error
		if dir, err = r.home.next(); err != nil {
			r.postpone(err)
			return
		}
	}
	r.building = true
	books := r.books.Load()
	go func() {
		e, err := r.write(ctx, dir, books)
		r.done.Store(0)
		r.built <- build{e, err}
	}()
}

// write makes a whole new copy from the source. Analysis shares the catalogue's vocabulary and
// nothing else with it.
func (ix *Index) write(ctx context.Context, dir string, books *catalogue) (*engine, error) {
	head, err := ix.source.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the newest change: %w", err)
	}
	e, err := createEngine(dir)
	if err != nil {
		return nil, err
	}
	ix.step("created")
	w := &writer{Index: ix, engine: e, books: books, head: head}
	err = ix.source.EachPublished(ctx, func(rev knowledge.Revision) error {
		if entry, err := prepare(books.vocabulary, rev); err == nil { // the catalogue reports the fault
			return w.put(ctx, entry)
		}
		return ctx.Err()
	})
	if err == nil {
		err = w.flush(ctx)
	}
	if err == nil {
		err = e.compact(ctx)
	}
	if err != nil {
		_ = e.close()
		removeCopy(dir, ix.log)
		return nil, fmt.Errorf("rebuilding the index: %w", err)
	}
	ix.step("written")
	return e, nil
}

// writer collects entries into batches.
type writer struct {
	*Index
	engine    *engine
	books     *catalogue
	head      int64
	pending   []*entry
	documents int
}

func (w *writer) put(ctx context.Context, en *entry) error {
	w.pending = append(w.pending, en)
	w.documents += 1 + len(en.passages)
	if len(w.pending) >= batchArticles || w.documents >= batchDocuments {
		return w.flush(ctx)
	}
	return nil
}

func (w *writer) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.engine.add(w.books.vocabulary, w.pending, w.head); err != nil {
		return err
	}
	w.done.Add(int64(len(w.pending)))
	w.pending, w.documents = w.pending[:0], 0
	return nil
}

// take puts a finished copy into use: brought up to date, audited, named in CURRENT, swapped, and only
// then the old one removed.
func (r *runner) take(ctx context.Context, b build) {
	err := b.err
	if err == nil {
		if err = r.bringUp(ctx, b.engine); err == nil && r.home != nil {
			r.step("audited")
			err = r.home.use(b.engine.dir)
		}
		if err != nil {
			r.logClose(b.engine, b.engine.close())
			removeCopy(b.engine.dir, r.log)
		}
	}
	if err != nil {
		if ctx.Err() == nil {
			r.postpone(err)
		}
		return
	}
	r.step("named")
	r.failures, r.retryAt = 0, time.Time{}
	old := r.engine.Swap(b.engine)
	r.ready.reach()
	r.step("swapped")
	if old != nil {
		r.discard(old)
	}
	r.log.Info("the index is ready", "articles", r.books.Load().size(), "change", r.seen.Load())
}

// postpone notes a failed rebuild and when to try again.
func (r *runner) postpone(err error) {
	wait := min(firstRetry<<min(r.failures, 10), lastRetry)
	r.failures++
	r.retryAt = r.clock().Add(time.Duration(wait) * time.Second)
	r.log.Error("the index could not be rebuilt", "error", err, "again_in_seconds", wait)
}

func (r *runner) logClose(e *engine, err error) {
	if err != nil {
		r.log.Warn("a copy of the index did not close well", "dir", e.dir, "error", err)
	}
}

func removeCopy(dir string, log *slog.Logger) {
	if dir == "" {
		return
	}
	if err := os.RemoveAll(dir); err != nil {
		log.Warn("an old copy of the index could not be removed", "dir", dir, "error", err)
	}
}
