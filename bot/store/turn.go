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

// DueTurns lists up to limit turns whose time has come, oldest first, whoever holds them.
func (s *Store) DueTurns(ctx context.Context, now time.Time, limit int) ([]bot.PendingTurn, error) {
	return s.turns(ctx, `WHERE due <= $1 ORDER BY due, conversation LIMIT $2`, millis(now), limit)
}

// turns reads the turns that the rest of a query asks for.
func (s *Store) turns(ctx context.Context, rest string, args ...any) ([]bot.PendingTurn, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT conversation, attempts FROM turn `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("list pending turns: %w", err)
	}
	defer rows.Close()
	var out []bot.PendingTurn
	for rows.Next() {
		var t bot.PendingTurn
		if err := rows.Scan(&t.Conversation, &t.Attempts); err != nil {
			return nil, fmt.Errorf("list pending turns: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// PostponeTurn counts a failed try, sets when the next one is due, and lets go of the turn.
func (s *Store) PostponeTurn(ctx context.Context, conversation string, due time.Time) error {
	err := s.db.WriteKey(ctx, conversationKey(conversation), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE turn SET attempts = attempts + 1, due = $1, node = '', until = 0 WHERE conversation = $2`, millis(due), conversation)
		return err
	})
	if err != nil {
		return fmt.Errorf("postpone turn: %w", err)
	}
	return nil
}

// FailTurn counts a failed try, has the next one due after a wait by the store's clock, and lets go of the turn. wait
// tells it from the number of tries that have failed, this one included, which FailTurn returns; 0 if there is no turn
// any more. wait may be called more than once.
func (s *Store) FailTurn(ctx context.Context, conversation string, wait func(failed int) time.Duration) (failed int, err error) {
	err = s.db.WriteKey(ctx, conversationKey(conversation), func(tx *sqldb.Tx) error {
		failed = 0
		err := tx.QueryRow(`SELECT attempts + 1 FROM turn WHERE conversation = $1`, conversation).Scan(&failed)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		now, err := tx.Now()
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE turn SET attempts = $1, due = $2, node = '', until = 0 WHERE conversation = $3`, failed, millis(now.Add(wait(failed))), conversation)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count a failed turn: %w", err)
	}
	return failed, nil
}

// DropTurn forgets a turn that has nothing left to answer, unless something was appended after head.
func (s *Store) DropTurn(ctx context.Context, conversation string, head int64) error {
	err := s.db.WriteKey(ctx, conversationKey(conversation), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`DELETE FROM turn WHERE conversation = $1 AND $2 = (SELECT max(seq) FROM event WHERE conversation = $1)`, conversation, head)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop turn: %w", err)
	}
	return nil
}
