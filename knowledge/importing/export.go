package importing

import (
	"context"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// ExportOptions say what is exported.
type ExportOptions struct {
	// Drafts takes the newest revision of every article that is not withdrawn, instead of what is published.
	Drafts bool
	// Progress is told how many articles of how many are written. May be nil.
	Progress func(done, total int)
	// Missing is told of every file that an article shows and that is not kept, by its address. May be nil.
	Missing func(article, address string)
}

// Exported counts what an export wrote.
type Exported struct {
	Articles int
	Files    int // images and documents that the articles show, each once
}

// Corpus is what is exported; *store.Store is one.
type Corpus interface {
	Count(ctx context.Context) (store.Counts, error)
	List(ctx context.Context, f store.Filter) (rows []store.Row, total int, err error)
	Current(ctx context.Context, id string) (knowledge.Article, knowledge.Revision, error)
	EachPublished(ctx context.Context, f func(knowledge.Revision) error) error
	File(ctx context.Context, id string) (store.File, error)
}

// Export writes the corpus as the Markdown that Read reads, one file an article, in the order of the ids. Importing
// the files into an empty store and exporting that gives the same bytes again. The images and documents that an article
// shows follow it as files/ID/name, unless an earlier one shows them too. write is called with the name of each file,
// relative and with slashes, and its content.
func Export(ctx context.Context, s Corpus, o ExportOptions, write func(name string, content []byte) error) (Exported, error) {
	var done Exported
	counts, err := s.Count(ctx)
	if err != nil {
		return done, fmt.Errorf("export: %w", err)
	}
	total := counts.Published
	if o.Drafts {
		total += counts.Drafts
	}
	names, shown := newFileNames(), &shownFiles{files: s, write: write, missing: o.Missing, seen: make(map[string]bool)}
	each := func(r knowledge.Revision, draft bool) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := write(names.of(r.Article), fileOf(r, draft)); err != nil {
			return fmt.Errorf("write article %q: %w", r.Article, err)
		}
		if done.Articles++; o.Progress != nil {
			o.Progress(done.Articles, max(done.Articles, total))
		}
		return shown.of(ctx, r)
	}
	if o.Drafts {
		err = eachNewest(ctx, s, each)
	} else {
		err = s.EachPublished(ctx, func(r knowledge.Revision) error { return each(r, false) })
	}
	done.Files = shown.written
	if err != nil {
		return done, fmt.Errorf("export: %w", err)
	}
	return done, nil
}

// eachNewest calls f with the newest revision of each article that is not withdrawn, in the order of the ids.
func eachNewest(ctx context.Context, s Corpus, f func(knowledge.Revision, bool) error) error {
	ids, err := allIDs(ctx, s)
	if err != nil {
		return err
	}
	for _, id := range ids {
		a, r, err := s.Current(ctx, id)
		switch {
		case errors.Is(err, knowledge.ErrNotFound):
			continue
		case err != nil:
			return err
		case a.Status == knowledge.Withdrawn:
			continue
		}
		if err := f(r, a.Status != knowledge.Published || a.HasDraft()); err != nil {
			return err
		}
	}
	return nil
}
