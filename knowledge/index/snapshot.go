package index

import (
	"context"
	"errors"
	"fmt"

	bleve "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	"github.com/blevesearch/bleve/v2/search/query"
)

// snapshot is a copy as it was at one moment. It stays so whatever becomes of the copy: written to, swapped for
// another, or closed.
type snapshot struct {
	engine *engine
	find   func(ctx context.Context, q query.Query, limit int) (bleve.DocumentMatchCollection, error)
	let    func() error // go of it
}

// snapshot holds on to what the copy has now, until it is closed.
func (e *engine) snapshot() (*snapshot, error) {
	s := &snapshot{engine: e}
	err := e.guard(func() error {
		advanced, err := e.index.Advanced()
		if err != nil {
			return err
		}
		reader, err := advanced.Reader()
		if err != nil {
			return err
		}
		described := e.index.Mapping()
		s.let = reader.Close
		s.find = func(ctx context.Context, q query.Query, limit int) (_ bleve.DocumentMatchCollection, err error) {
			searcher, err := q.Searcher(ctx, reader, described, bleve.SearcherOptions{})
			if err != nil {
				return nil, err
			}
			defer func() { err = errors.Join(err, searcher.Close()) }()
			best := collector.NewTopNCollector(limit, 0, bleve.SortOrder{&bleve.SortScore{Desc: true}})
			err = best.Collect(ctx, searcher, reader)
			return best.Results(), err
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("holding on to the searchable copy: %w", err)
	}
	return s, nil
}

// propose returns the best documents of one field for the terms.
func (s *snapshot) propose(ctx context.Context, field string, terms []boosted, limit int) (out []proposal, err error) {
	if len(terms) == 0 {
		return nil, nil
	}
	err = s.engine.guard(func() error {
		hits, err := s.find(ctx, anyOf(field, terms), limit)
		for _, h := range hits {
			out = append(out, proposal{h.ID, h.Score})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("searching what the copy was: %w", err)
	}
	return out, nil
}

// close lets go of it.
func (s *snapshot) close() error {
	if err := s.engine.guard(s.let); err != nil {
		return fmt.Errorf("letting go of the searchable copy: %w", err)
	}
	return nil
}

// anyOf finds the documents that have any of the terms in a field.
func anyOf(field string, terms []boosted) query.Query {
	clauses := make([]query.Query, len(terms))
	for i, t := range terms {
		q := query.NewTermQuery(t.term)
		q.SetField(field)
		q.SetBoost(t.boost)
		clauses[i] = q
	}
	return query.NewDisjunctionQuery(clauses)
}
