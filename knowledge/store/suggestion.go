package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// The states of a suggestion.
const (
	SuggestionOpen     = "open"
	SuggestionDone     = "done"
	SuggestionDeclined = "declined"
)

// Suggestion is what an agent thinks should be mended in an article.
type Suggestion struct {
	ID           string
	Article      string
	Revision     int    // that the agent read
	Conversation string // where it showed, "" if nowhere
	Text         string
	Author       string
	At           time.Time
	State        string    // one of the states above
	ClosedBy     string    // "" while it is open
	ClosedAt     time.Time // zero while it is open
}

const suggestionColumns = `id, article, revision, conversation, text, author, at, state, closed_by, closed_at`

func scanSuggestion(row scanner) (g Suggestion, err error) {
	var at, closed int64
	err = row.Scan(&g.ID, &g.Article, &g.Revision, &g.Conversation, &g.Text, &g.Author, &at, &g.State, &g.ClosedBy, &closed)
	g.At = time.UnixMilli(at).UTC()
	if closed != 0 {
		g.ClosedAt = time.UnixMilli(closed).UTC()
	}
	return g, err
}

// PutSuggestion keeps a new suggestion, which is open. It returns knowledge.ErrNotFound if there is no such article.
func (s *Store) PutSuggestion(ctx context.Context, g Suggestion) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := current(tx, g.Article); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO suggestion (`+suggestionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			g.ID, g.Article, g.Revision, g.Conversation, g.Text, g.Author, g.At.UnixMilli(), SuggestionOpen, "", 0)
		if err != nil {
			return fmt.Errorf("keep a suggestion about %q: %w", g.Article, err)
		}
		return nil
	})
}

// Suggestions returns up to limit suggestions in a state, newest first; "" is any state.
func (s *Store) Suggestions(ctx context.Context, state string, limit int) ([]Suggestion, error) {
	return query(ctx, s.db, "read the suggestions", scanSuggestion,
		`SELECT `+suggestionColumns+` FROM suggestion WHERE $1 = '' OR state = $1 ORDER BY at DESC, id LIMIT $2`, state, limit)
}

// SuggestionsOn returns how many suggestions about an article are open.
func (s *Store) SuggestionsOn(ctx context.Context, article string) (open int, err error) {
	err = s.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM suggestion WHERE article = $1 AND state = $2`, article, SuggestionOpen).Scan(&open)
	return open, found(err, "count the suggestions about %q", article)
}

// CloseSuggestion says that a suggestion was done or declined. It returns knowledge.ErrNotFound if there is none with
// the id, and knowledge.ErrConflict if somebody else has closed it.
func (s *Store) CloseSuggestion(ctx context.Context, id, state, by string, at time.Time) error {
	if state != SuggestionDone && state != SuggestionDeclined {
		return fmt.Errorf("%w: a suggestion is %s or %s, not %.20q", knowledge.ErrInvalid, SuggestionDone, SuggestionDeclined, state)
	}
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		g, err := scanSuggestion(tx.QueryRow(`SELECT `+suggestionColumns+` FROM suggestion WHERE id = $1`, id))
		if err == nil && g.State != SuggestionOpen {
			err = knowledge.ErrConflict
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE suggestion SET state = $2, closed_by = $3, closed_at = $4 WHERE id = $1`, id, state, by, at.UnixMilli())
		}
		if err != nil {
			return found(err, "close suggestion %q", id)
		}
		return record(ctx, tx, audit.Entry{At: at, What: "suggestion.close", Object: g.Article, Detail: state + ": " + shortened(g.Text)})
	})
}
