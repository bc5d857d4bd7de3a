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
		_, err := tx.Exec(`INSERT INTO visitor (id, token_hash, site, created) VALUES ($1, $2, $3, $4)`, v.ID, tokenHash, v.Site, millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("store visitor: %w", err)
	}
	return nil
}

// VisitorByToken finds who holds the token; ok is false if nobody does.
func (s *Store) VisitorByToken(ctx context.Context, tokenHash string) (v bot.Visitor, ok bool, err error) {
	err = s.db.Read().QueryRowContext(ctx, `SELECT id, site, blocked FROM visitor WHERE token_hash = $1`, tokenHash).Scan(&v.ID, &v.Site, &v.Blocked)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	if err != nil {
		return v, false, fmt.Errorf("find visitor: %w", err)
	}
	return v, true, nil
}
