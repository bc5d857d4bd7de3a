package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
)

// Autosave is what somebody has typed and not saved. It is no revision and can never be published.
type Autosave struct {
	Article string            // id of the article, or a name that the page made up for one that is new
	Author  string            // who typed it
	Base    int               // newest revision when typing began, 0 for a new article
	Content knowledge.Content // neither clean nor valid
	At      time.Time
}

// PutAutosave keeps what somebody has typed, in place of what they had typed for the same article before.
func (s *Store) PutAutosave(ctx context.Context, a Autosave) error {
	content, err := json.Marshal(a.Content)
	if err != nil {
		return fmt.Errorf("keep what was typed for %q: %w", a.Article, err)
	}
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		result, err := tx.Exec(`UPDATE autosave SET base = $3, content = $4, at = $5 WHERE article = $1 AND author = $2`,
			a.Article, a.Author, a.Base, string(content), a.At.UnixMilli())
		var n int64
		if err == nil {
			n, err = result.RowsAffected()
		}
		if err == nil && n == 0 {
			_, err = tx.Exec(`INSERT INTO autosave (article, author, base, content, at) VALUES ($1, $2, $3, $4, $5)`,
				a.Article, a.Author, a.Base, string(content), a.At.UnixMilli())
		}
		if err != nil {
			return fmt.Errorf("keep what was typed for %q: %w", a.Article, err)
		}
		return nil
	})
}

// Autosaves returns what people have typed for an article and not saved, newest first.
func (s *Store) Autosaves(ctx context.Context, article string) ([]Autosave, error) {
	return s.autosaves(ctx, `article = $1 ORDER BY at DESC, author`, article)
}

// mostAutosaves is how many are returned; each may have a megabyte.
const mostAutosaves = 100

// AutosavesBy returns what somebody has typed and not saved, newest first, at most the hundred newest.
func (s *Store) AutosavesBy(ctx context.Context, author string) ([]Autosave, error) {
	return s.autosaves(ctx, `author = $1 ORDER BY at DESC, article`, author)
}

func (s *Store) autosaves(ctx context.Context, where, of string) ([]Autosave, error) {
	return query(ctx, s.db, "read what was typed", func(row scanner) (a Autosave, err error) {
		var content string
		var at int64
		if err = row.Scan(&a.Article, &a.Author, &a.Base, &content, &at); err == nil {
			a.At, err = time.UnixMilli(at).UTC(), json.Unmarshal([]byte(content), &a.Content)
		}
		return a, err
	}, `SELECT article, author, base, content, at FROM autosave WHERE `+where+` LIMIT $2`, of, mostAutosaves)
}

// DropAutosave forgets what somebody has typed for an article; there need not be anything.
func (s *Store) DropAutosave(ctx context.Context, article, author string) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error { return dropAutosave(tx, article, author) })
}

func dropAutosave(tx *sqldb.Tx, article, author string) error {
	if _, err := tx.Exec(`DELETE FROM autosave WHERE article = $1 AND author = $2`, article, author); err != nil {
		return fmt.Errorf("forget what was typed for %q: %w", article, err)
	}
	return nil
}
