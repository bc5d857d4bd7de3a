package store

import (
	"context"

	"frontdesk/bot"
)

// Decided returns the bot's newest messages with their traces, newest first, from the conversations that
// were written last: at most limit messages from at most limit conversations.
func (s *Store) Decided(ctx context.Context, limit int) ([]bot.Event, error) {
	return s.events(ctx, "read what the bot decided", `JOIN (SELECT id FROM conversation ORDER BY updated DESC, id LIMIT $1) c ON e.conversation = c.id
		WHERE e.trace <> '' ORDER BY e.at DESC, e.conversation, e.seq DESC LIMIT $1`, limit)
}
