package store

import (
	"context"
	"fmt"
)

// Family returns an article's original and all translations of that, the original first, then by locale. A translation
// is an article whose newest revision names the original; what was written into another one meanwhile counts there. An
// article that has none is returned alone. It returns knowledge.ErrNotFound if there is no such article.
func (s *Store) Family(ctx context.Context, id string) ([]Row, error) {
	_, newest, err := s.Current(ctx, id)
	if err != nil {
		return nil, err
	}
	original := id
	if newest.Original != "" {
		original = newest.Original
	}
	return query(ctx, s.db, fmt.Sprintf("read the translations of %q", original), scanRow,
		`SELECT `+rowColumns+` FROM article a JOIN revision r ON r.article = a.id AND r.number = a.latest
		WHERE a.id = $1 OR a.id IN (SELECT t.article FROM revision t WHERE t.original = $1 AND t.original <> '') AND r.original = $1
		ORDER BY CASE WHEN a.id = $1 THEN 0 ELSE 1 END, r.locale, a.id`, original)
}

// LastPublished returns the number of the revision that an article says or last said, 0 if it was never published.
func (s *Store) LastPublished(ctx context.Context, id string) (int, error) {
	var n int
	err := s.db.Read().QueryRowContext(ctx, `SELECT revision FROM change WHERE article = $1 AND revision > 0 ORDER BY seq DESC LIMIT 1`, id).Scan(&n)
	if none(err) {
		return 0, nil
	}
	return n, found(err, "read what was last published of %q", id)
}
