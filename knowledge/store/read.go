package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
)

// Article returns the article with the id, or knowledge.ErrNotFound.
func (s *Store) Article(ctx context.Context, id string) (knowledge.Article, error) {
	a, err := scanArticle(s.db.Read().QueryRowContext(ctx, `SELECT `+articleColumns+` FROM article a WHERE a.id = $1`, id))
	return a, found(err, "read article %q", id)
}

// Revision returns one revision of an article, published or not, or knowledge.ErrNotFound.
func (s *Store) Revision(ctx context.Context, id string, number int) (knowledge.Revision, error) {
	r, err := scanRevision(s.db.Read().QueryRowContext(ctx,
		`SELECT `+revisionColumns+` FROM revision r WHERE r.article = $1 AND r.number = $2`, id, number))
	return r, found(err, "read revision %d of %q", number, id)
}

// PublishedRevision returns the revision of an article that may be said now. It returns
// knowledge.ErrNotFound for an article that is a draft or withdrawn.
func (s *Store) PublishedRevision(ctx context.Context, id string) (knowledge.Revision, error) {
	r, err := scanRevision(s.db.Read().QueryRowContext(ctx, `SELECT `+revisionColumns+`
		FROM article a JOIN revision r ON r.article = a.id AND r.number = a.published
		WHERE a.id = $1 AND a.status = 'published'`, id))
	return r, found(err, "read the published revision of %q", id)
}

// Revisions returns all revisions of an article, newest first, or knowledge.ErrNotFound.
func (s *Store) Revisions(ctx context.Context, id string) ([]knowledge.Revision, error) {
	out, err := revisions(s.db.Read().QueryContext(ctx,
		`SELECT `+revisionColumns+` FROM revision r WHERE r.article = $1 ORDER BY r.number DESC`, id))
	if err == nil && len(out) == 0 {
		err = sql.ErrNoRows
	}
	return out, found(err, "read the revisions of %q", id)
}

func revisions(rows *sql.Rows, err error) ([]knowledge.Revision, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []knowledge.Revision
	for rows.Next() {
		r, err := scanRevision(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Current returns an article with its newest revision, or knowledge.ErrNotFound.
func (s *Store) Current(ctx context.Context, id string) (knowledge.Article, knowledge.Revision, error) {
	var a knowledge.Article
	r, err := scanRevision(joined{&a, s.db.Read().QueryRowContext(ctx, `SELECT `+articleColumns+`, `+revisionColumns+`
		FROM article a JOIN revision r ON r.article = a.id AND r.number = a.latest WHERE a.id = $1`, id)})
	return a, r, found(err, "read article %q", id)
}

// joined scans an article off the front of a row and leaves the rest to the caller.
type joined struct {
	article *knowledge.Article
	row     scanner
}

// Scan implements scanner.
func (j joined) Scan(dest ...any) (err error) {
	*j.article, err = scanArticle(j.row, dest...)
	return err
}

// WasPublished reports whether a revision is or once was published. Staff may see those, since a
// customer may have been told what they say.
func (s *Store) WasPublished(ctx context.Context, id string, number int) (bool, error) {
	var n int
	err := s.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM change WHERE article = $1 AND revision = $2`, id, number).Scan(&n)
	return n > 0 && number > 0, found(err, "check that revision %d of %q was published", number, id)
}

// StillPublished reports, within a writer's transaction, whether a revision is the one of its article
// that may be said. The bot asks it in the commit that sends an answer.
func (s *Store) StillPublished(tx *sqldb.Tx, article string, revision int) (bool, error) {
	var n int
	err := tx.QueryRow(`SELECT COUNT(*) FROM article WHERE id = $1 AND published = $2 AND status = 'published'`,
		article, revision).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("check that revision %d of %q is published: %w", revision, article, err)
	}
	return n == 1, nil
}

// found wraps an error of reading, and says ErrNotFound for a row that is not there.
func found(err error, format string, args ...any) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		err = knowledge.ErrNotFound
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), err)
}
