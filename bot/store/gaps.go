package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/bot"
)

// writtenSQL asks for each status by itself, as the index has them.
const writtenSQL = `SELECT * FROM (SELECT ` + columns + ` FROM conversation WHERE status = 'open' AND updated >= $1 AND (updated > $1 OR id > $2) ORDER BY updated, id LIMIT $3) AS a
	UNION ALL SELECT * FROM (SELECT ` + columns + ` FROM conversation WHERE status = 'resolved' AND updated >= $1 AND (updated > $1 OR id > $2) ORDER BY updated, id LIMIT $3) AS b
	ORDER BY updated, id LIMIT $3`

// Written lists up to limit conversations that were written in at a time or later, oldest first; of those at the time itself,
// the ones after an id. The time that is compared is that of messages and of changes of the owner, up to a minute
// late: it does not move when something is rated. What has come since a conversation was looked at is told by its Head.
func (s *Store) Written(ctx context.Context, since time.Time, after string, limit int) ([]bot.Conversation, error) {
	rows, err := s.db.Read().QueryContext(ctx, writtenSQL, millis(since), after, limit)
	if err != nil {
		return nil, fmt.Errorf("list what was written: %w", err)
	}
	defer rows.Close()
	var out []bot.Conversation
	for rows.Next() {
		c, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}
