package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// shareName names the share of questions without an answer among what was learnt.
const shareName = "share"

// Share returns the share of questions without an answer, as it was learnt last by any node; ok is false if none was.
func (s *Store) Share(ctx context.Context) (share float64, ok bool, err error) {
	err = s.db.Read().QueryRowContext(ctx, `SELECT value FROM learnt WHERE name = $1`, shareName).Scan(&share)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("read the share of questions without an answer: %w", err)
	}
	return share, true, nil
}

// SetShare keeps what was learnt of it, for all nodes. The error is bot.ErrInvalid for what is no share from 0 to 1.
func (s *Store) SetShare(ctx context.Context, share float64) error {
	if !(share >= 0 && share <= 1) {
		return fmt.Errorf("keep the share of questions without an answer: %w: %v is no share", bot.ErrInvalid, share)
	}
	err := s.db.WriteKey(ctx, learntKey, func(tx *sqldb.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO learnt (name, value, at) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at`, shareName, share, millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep the share of questions without an answer: %w", err)
	}
	return nil
}
