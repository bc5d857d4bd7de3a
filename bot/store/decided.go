package store

import (
	"context"
	"fmt"

	"frontdesk/bot"
)

// Decided returns the bot's newest messages with their traces, newest first, from the conversations that
// were written last: at most limit messages from at most limit conversations.
func (s *Store) Decided(ctx context.Context, limit int) ([]bot.Event, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT e.conversation, e.seq, e.kind, e.author, e.author_id, e.author_name, e.client_id, e.at, e.epoch, e.body, e.trace
		FROM (SELECT id FROM conversation ORDER BY updated DESC, id LIMIT $1) c
		JOIN event e ON e.conversation = c.id
		WHERE e.trace <> '' ORDER BY e.at DESC, e.conversation, e.seq DESC LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("read what the bot decided: %w", err)
	}
	defer rows.Close()
	var out []bot.Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
