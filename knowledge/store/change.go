package store

import (
	"context"
	"database/sql"
	"fmt"

	"frontdesk/knowledge"
)

// Head returns the number of the last change, 0 if there was none.
func (s *Store) Head(ctx context.Context) (int64, error) {
	var head sql.NullInt64
	if err := s.db.Read().QueryRowContext(ctx, `SELECT MAX(seq) FROM change`).Scan(&head); err != nil {
		return 0, fmt.Errorf("read the number of the last change: %w", err)
	}
	return head.Int64, nil
}

// optionalColumns are revisionColumns of a LEFT JOIN, where the revision may be missing.
const optionalColumns = `c.article, COALESCE(r.number, 0), COALESCE(r.title, ''), COALESCE(r.body, ''), COALESCE(r.text, ''),
	COALESCE(r.phrasings, '[]'), COALESCE(r.tags, '[]'), COALESCE(r.category, ''), COALESCE(r.locale, ''), COALESCE(r.author, ''), COALESCE(r.at, 0),
	COALESCE(r.audience, '[]'), COALESCE(r.review, ''), COALESCE(r.original, ''), COALESCE(r.original_revision, 0)`

// Changes returns up to limit changes after a number, in order. Each carries what is published of its
// article now, which may already be the effect of a later change.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]knowledge.Change, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT c.seq, `+optionalColumns+`
		FROM change c JOIN article a ON a.id = c.article
		LEFT JOIN revision r ON r.article = a.id AND r.number = a.published AND a.status = 'published'
		WHERE c.seq > $1 ORDER BY c.seq LIMIT $2`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read changes after %d: %w", after, err)
	}
	defer rows.Close()
	var out []knowledge.Change
	for rows.Next() {
		var c knowledge.Change
		r, err := scanRevision(numbered{&c.Seq, rows})
		if err != nil {
			return nil, fmt.Errorf("read changes after %d: %w", after, err)
		}
		c.Article = r.Article
		if r.Number != 0 {
			c.Revision = &r
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// numbered scans a number off the front of a row and leaves the rest to the caller.
type numbered struct {
	seq *int64
	row scanner
}

// Scan implements scanner.
func (n numbered) Scan(dest ...any) error { return n.row.Scan(append([]any{n.seq}, dest...)...) }

// page is how many revisions EachPublished holds at a time. A revision has up to half a megabyte.
const page = 64

// EachPublished calls f with every published revision in the order of article ids, and stops at its
// first error. It reads page by page, so an article published meanwhile may or may not be seen: read
// Head before, and Changes after it afterwards.
func (s *Store) EachPublished(ctx context.Context, f func(knowledge.Revision) error) error {
	for last := ""; ; {
		batch, err := revisions(s.db.Read().QueryContext(ctx, `SELECT `+revisionColumns+`
			FROM article a JOIN revision r ON r.article = a.id AND r.number = a.published
			WHERE a.status = 'published' AND a.id > $1 ORDER BY a.id LIMIT $2`, last, page))
		if err != nil {
			return fmt.Errorf("read published articles after %q: %w", last, err)
		}
		for _, r := range batch {
			if err := f(r); err != nil {
				return err
			}
		}
		if len(batch) < page {
			return nil
		}
		last = batch[len(batch)-1].Article
	}
}
