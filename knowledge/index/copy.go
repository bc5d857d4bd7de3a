package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Fields of the search engine's documents.
const (
	fieldShort   = "s" // title, phrasings and tags of an article
	fieldBody    = "b" // one passage with its heading
	fieldArticle = "a" // id of the article, to find all its documents
)

const (
	termsAnalyzer = "terms"
	asyncErrors   = "frontdesk" // name of our callback in the engine's table
	mostDocuments = 20_000      // more than an article within its size limit can have
)

var appliedKey = []byte("frontdesk.applied")

var errBroken = errors.New("the searchable copy is damaged")

// engine is one copy of the corpus in the search engine. It trusts nothing that comes out of the
// files: a panic while reading them marks the engine as broken, and the copy is built anew.
type engine struct {
	dir     string // "" in memory
	index   bleve.Index
	applied int64 // change number up to which the copy is current; owned by the goroutine of Run

	once   sync.Once
	broken chan struct{} // closed when damage was found
	damage error
}

// asyncDispatch carries errors of the search engine's own goroutines to the engine they belong to. The
// search engine knows only one process-wide table of callbacks, so one callback is registered in it,
// once, and finds the engine by its path.
var asyncDispatch struct {
	register sync.Once
	engines  sync.Map // path of the store → *engine
}

func registerAsyncErrors() {
	asyncDispatch.register.Do(func() {
		scorch.RegistryAsyncErrorCallbacks[asyncErrors] = func(err error, path string) {
			if e, ok := asyncDispatch.engines.Load(path); ok {
				e.(*engine).breakDown(fmt.Errorf("in the background: %w", err))
			}
		}
	})
}

// newMapping describes the documents: terms arrive ready, nothing is stored, no positions are kept.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer(termsAnalyzer, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, fmt.Errorf("describing the terms: %w", err)
	}
	field := func(analyzer string) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = analyzer, false, false, false, false
		return f
	}
	d := bleve.NewDocumentStaticMapping()
	d.AddFieldMappingsAt(fieldShort, field(termsAnalyzer))
	d.AddFieldMappingsAt(fieldBody, field(termsAnalyzer))
	d.AddFieldMappingsAt(fieldArticle, field(keyword.Name))
	m.DefaultMapping = d
	m.DefaultAnalyzer = termsAnalyzer
	return m, nil
}

func settings() map[string]any {
	return map[string]any{"bolt_timeout": "2s", "asyncErrorCallbackName": asyncErrors}
}

// createEngine makes an empty copy in a directory that does not exist yet, or in memory.
func createEngine(dir string) (*engine, error) {
	registerAsyncErrors()
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	e := newEngine(dir)
	err = e.guard(func() error {
		e.index, err = bleve.NewUsing(dir, m, scorch.Name, scorch.Name, settings())
		return err
	})
	if err != nil {
		e.forget()
		return nil, fmt.Errorf("creating the searchable copy: %w", err)
	}
	return e, nil
}

// openEngine opens the copy in a directory.
func openEngine(dir string) (*engine, error) {
	registerAsyncErrors()
	e := newEngine(dir)
	err := e.guard(func() error {
		var err error
		if e.index, err = bleve.OpenUsing(dir, settings()); err != nil {
			return err
		}
		value, err := e.index.GetInternal(appliedKey)
		if err != nil {
			return err
		}
		e.applied, err = strconv.ParseInt(string(value), 10, 64)
		return err
	})
	if err != nil {
		e.close()
		return nil, fmt.Errorf("opening the searchable copy: %w", err)
	}
	return e, nil
}

func newEngine(dir string) *engine {
	e := &engine{dir: dir, broken: make(chan struct{})}
	if dir != "" {
		asyncDispatch.engines.Store(e.storePath(), e)
	}
	return e
}

func (e *engine) storePath() string { return filepath.Join(e.dir, "store") }

func (e *engine) forget() {
	if e.dir != "" {
		asyncDispatch.engines.CompareAndDelete(e.storePath(), e)
	}
}

// breakDown marks the copy as damaged.
func (e *engine) breakDown(err error) {
	e.once.Do(func() {
		e.damage = fmt.Errorf("%w: %w", errBroken, err)
		close(e.broken)
	})
}

func (e *engine) isBroken() bool {
	select {
	case <-e.broken:
		return true
	default:
		return false
	}
}

// guard runs f on the caller's goroutine. A panic, or a fault on a page of a mapped file that cannot be read
// any more, breaks the copy and not the process.
func (e *engine) guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			e.breakDown(fmt.Errorf("panic: %v", p))
			err = e.damage
		}
	}()
	return f()
}

// write runs f, which changes the copy, and gives up waiting when the copy breaks: a search engine
// whose own goroutine died never answers.
func (e *engine) write(f func() error) error {
	done := make(chan error, 1)
	go func() { done <- e.guard(f) }()
	select {
	case err := <-done:
		return err
	case <-e.broken:
		select {
		case err := <-done:
			return err
		case <-time.After(time.Second):
			return e.damage
		}
	}
}

// replacement is what a change makes of an article: its new entry, or nil if it is withdrawn.
type replacement struct {
	article string
	entry   *entry
}

// apply replaces articles and notes the change number reached, in one batch.
func (e *engine) apply(v *vocabulary, changes []replacement, applied int64) error {
	err := e.write(func() error {
		b := e.index.NewBatch()
		for _, c := range changes {
			ids, err := e.documentsOf(c.article)
			if err != nil {
				return err
			}
			for _, id := range ids {
				b.Delete(id)
			}
			if c.entry != nil {
				if err := addDocuments(b, v, c.entry); err != nil {
					return err
				}
			}
		}
		b.SetInternal(appliedKey, strconv.AppendInt(nil, applied, 10))
		return e.index.Batch(b)
	})
	if err != nil {
		return fmt.Errorf("writing %d articles to the searchable copy: %w", len(changes), err)
	}
	e.applied = applied
	return nil
}

// add puts new articles into a copy that does not have them yet.
func (e *engine) add(v *vocabulary, entries []*entry, applied int64) error {
	err := e.write(func() error {
		b := e.index.NewBatch()
		for _, en := range entries {
			if err := addDocuments(b, v, en); err != nil {
				return err
			}
		}
		b.SetInternal(appliedKey, strconv.AppendInt(nil, applied, 10))
		return e.index.Batch(b)
	})
	if err != nil {
		return fmt.Errorf("writing %d articles to the new copy: %w", len(entries), err)
	}
	e.applied = applied
	return nil
}

func addDocuments(b *bleve.Batch, v *vocabulary, en *entry) error {
	for _, d := range en.documents(v) {
		if err := b.Index(d.id, map[string]any{fieldArticle: en.article, d.field: d.terms}); err != nil {
			return fmt.Errorf("article %q: %w", en.article, err)
		}
	}
	return nil
}

// documentsOf lists the ids of an article's documents, of any revision.
func (e *engine) documentsOf(article string) ([]string, error) {
	q := query.NewTermQuery(article)
	q.SetField(fieldArticle)
	req := bleve.NewSearchRequestOptions(q, mostDocuments, 0, false)
	res, err := e.index.Search(req)
	if err != nil {
		return nil, fmt.Errorf("finding the documents of %q: %w", article, err)
	}
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		ids[i] = h.ID
	}
	return ids, nil
}

// proposal is a document that the search engine holds for promising.
type proposal struct {
	id    string
	score float64
}

// propose returns the best documents of one field for the terms.
func (e *engine) propose(ctx context.Context, field string, terms []boosted, limit int) (out []proposal, err error) {
	if len(terms) == 0 {
		return nil, nil
	}
	err = e.guard(func() error {
		req := bleve.NewSearchRequestOptions(anyOf(field, terms), limit, 0, false)
		res, err := e.index.SearchInContext(ctx, req)
		if err != nil {
			return err
		}
		for _, h := range res.Hits {
			out = append(out, proposal{h.ID, h.Score})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("searching the copy: %w", err)
	}
	return out, nil
}

// boosted is a term with its weight in the search for candidates.
type boosted struct {
	term  string
	boost float64
}

// audit compares the documents that the copy really holds with those it must hold.
func (e *engine) audit(want map[string]struct{}) error {
	return e.guard(func() error {
		advanced, err := e.index.Advanced()
		if err != nil {
			return fmt.Errorf("auditing the searchable copy: %w", err)
		}
		reader, err := advanced.Reader()
		if err != nil {
			return fmt.Errorf("auditing the searchable copy: %w", err)
		}
		defer func() { _ = reader.Close() }()
		ids, err := reader.DocIDReaderAll()
		if err != nil {
			return fmt.Errorf("auditing the searchable copy: %w", err)
		}
		defer func() { _ = ids.Close() }()
		held := 0
		for {
			internal, err := ids.Next()
			if err != nil {
				return fmt.Errorf("auditing the searchable copy: %w", err)
			}
			if internal == nil {
				break
			}
			id, err := reader.ExternalID(internal)
			if err != nil {
				return fmt.Errorf("auditing the searchable copy: %w", err)
			}
			if _, ok := want[id]; !ok {
				return fmt.Errorf("%w: it holds %.80q, which it must not", errBroken, id)
			}
			held++
		}
		if held != len(want) {
			return fmt.Errorf("%w: it holds %d documents instead of %d", errBroken, held, len(want))
		}
		return nil
	})
}

// close closes the copy. A broken one may never answer, so it is not waited for.
func (e *engine) close() error {
	e.forget()
	if e.index == nil {
		return nil
	}
	if err := e.write(e.index.Close); err != nil {
		return fmt.Errorf("closing the searchable copy: %w", err)
	}
	return nil
}

// compact merges a freshly written copy into one segment, which halves the time of a search. A copy in
// memory stays as it was written.
func (e *engine) compact(ctx context.Context) error {
	if e.dir == "" {
		return nil
	}
	err := e.write(func() error {
		advanced, err := e.index.Advanced()
		if err != nil {
			return err
		}
		if s, ok := advanced.(*scorch.Scorch); ok {
			return s.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("compacting the searchable copy: %w", err)
	}
	return nil
}
