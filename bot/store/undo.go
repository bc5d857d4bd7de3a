package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// undosKey is what writes of what can be undone are kept apart by.
const undosKey = "undos"

// KeepUndo keeps, until a time, how an agent's action is undone. What can be undone no longer now goes.
func (s *Store) KeepUndo(ctx context.Context, id, agent string, body []byte, now, until time.Time) error {
	err := s.db.WriteKey(ctx, undosKey, func(tx *sqldb.Tx) error {
		if _, err := tx.Insert(`DELETE FROM bulk_undo WHERE until < $1`, millis(now)); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO bulk_undo (id, agent, body, until) VALUES ($1, $2, $3, $4)`, id, agent, body, millis(until))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep how an action is undone: %w", err)
	}
	return nil
}

// TakeUndo returns how an action is undone, once, to the agent who acted; ok is false if it can be undone no longer.
func (s *Store) TakeUndo(ctx context.Context, id, agent string, now time.Time) (body []byte, ok bool, err error) {
	err = s.db.WriteKey(ctx, undosKey, func(tx *sqldb.Tx) error {
		return tx.QueryRow(`DELETE FROM bulk_undo WHERE id = $1 AND agent = $2 AND until >= $3 RETURNING body`, id, agent, millis(now)).Scan(&body)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("take how an action is undone: %w", err)
	}
	return body, true, nil
}
