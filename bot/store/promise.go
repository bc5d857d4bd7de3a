package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// putPromise writes how a promise stands.
func putPromise(tx *sqldb.Tx, conversation string, p bot.Promise, events []bot.Event) error {
	var made time.Time
	if len(events) > 0 {
		made = events[0].At
	}
	_, err := tx.Exec(`INSERT INTO promise (conversation, id, agent, body, made, due, remind, state, late, why, reminded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (conversation, id) DO UPDATE SET state = excluded.state, late = excluded.late, why = excluded.why, reminded = excluded.reminded`,
		conversation, p.ID, p.Agent, plain(p.Text), millis(made), p.Due, millis(bot.RemindAt(made, time.UnixMilli(p.Due))), string(p.State), p.Late, plain(p.Why), p.Reminded)
	if err != nil {
		return fmt.Errorf("write the promise: %w", err)
	}
	return nil
}

// DuePromises returns up to limit promises that somebody has to hear of by now: a reminder is due and was not
// given, or the time has passed and the customer was not told.
func (s *Store) DuePromises(ctx context.Context, now time.Time, limit int) ([]bot.Promise, error) {
	return s.promises(ctx, `WHERE (state = 'open' AND due <= $1) OR (state = 'open' AND NOT reminded AND remind <= $1) ORDER BY due LIMIT $2`, millis(now), limit)
}

// Promises returns the promises of a conversation, in the order in which they are due.
func (s *Store) Promises(ctx context.Context, conversation string) ([]bot.Promise, error) {
	return s.promises(ctx, `WHERE conversation = $1 ORDER BY due, id`, conversation)
}

// Owed returns up to limit promises that are still owed, those due first first.
func (s *Store) Owed(ctx context.Context, limit int) ([]bot.Promise, error) {
	return s.promises(ctx, `WHERE state IN ('open', 'late') ORDER BY due, id LIMIT $1`, limit)
}

func (s *Store) promises(ctx context.Context, where string, args ...any) ([]bot.Promise, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT conversation, id, agent, body, due, remind, state, late, why, reminded FROM promise `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read promises: %w", err)
	}
	defer rows.Close()
	var out []bot.Promise
	for rows.Next() {
		var p bot.Promise
		if err := rows.Scan(&p.Conversation, &p.ID, &p.Agent, &p.Text, &p.Due, &p.Remind, &p.State, &p.Late, &p.Why, &p.Reminded); err != nil {
			return nil, fmt.Errorf("read promises: %w", err)
		}
		out = append(out, p)
	}
	return out, rows.Err()
}
