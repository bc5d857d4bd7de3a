package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// AddVisitor stores a new visitor under the hash of its token.
func (s *Store) AddVisitor(ctx context.Context, v bot.Visitor, tokenHash string, now time.Time) error {
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO visitor (id, token_hash, site, created, seen) VALUES ($1, $2, $3, $4, $4)`, v.ID, tokenHash, v.Site, millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("store visitor: %w", err)
	}
	return nil
}

// TokenLife is how long a visitor's token is good for after it was last used.
const TokenLife = 180 * 24 * time.Hour

// seenLag is how far the stored time of the last use may be behind, so that not every visit writes.
const seenLag = 24 * time.Hour

// VisitorByToken finds who holds the token; ok is false if nobody does, or if it was not used for TokenLife.
func (s *Store) VisitorByToken(ctx context.Context, tokenHash string, now time.Time) (v bot.Visitor, ok bool, err error) {
	var seen int64
	err = s.db.Read().QueryRowContext(ctx, `SELECT id, site, blocked, seen FROM visitor WHERE token_hash = $1`, tokenHash).Scan(&v.ID, &v.Site, &v.Blocked, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	if err != nil {
		return v, false, fmt.Errorf("find visitor: %w", err)
	}
	switch unused := now.Sub(fromMillis(seen)); {
	case unused > TokenLife:
		return bot.Visitor{}, false, nil
	case unused > seenLag:
		err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(`UPDATE visitor SET seen = $1 WHERE token_hash = $2 AND seen < $1`, millis(now), tokenHash)
			return err
		})
	}
	if err != nil {
		return bot.Visitor{}, false, fmt.Errorf("note the visit: %w", err)
	}
	return v, true, nil
}
