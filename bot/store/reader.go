package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// SetSeen records how far somebody has read; staff is "" for the customer. It never goes back.
func (s *Store) SetSeen(ctx context.Context, conversation, staff string, seq int64, now time.Time) error {
	return s.db.WriteKey(ctx, conversationKey(conversation), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO reader (conversation, reader, seq, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (conversation, reader) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE excluded.seq > reader.seq`, conversation, staff, seq, millis(now))
		if err != nil {
			return fmt.Errorf("write how far was read: %w", err)
		}
		if staff == "" && s.mail != nil {
			return s.mail.Withdraw(tx, conversation, seq, now)
		}
		if _, err := tx.Exec(`DELETE FROM mention WHERE staff = $1 AND conversation = $2 AND seq <= $3`, staff, conversation, seq); err != nil {
			return fmt.Errorf("take the mentions off: %w", err)
		}
		return nil
	})
}

// Seen returns the number of the newest event that somebody has seen; staff is "" for the customer.
func (s *Store) Seen(ctx context.Context, conversation, staff string) (int64, error) {
	return seen(s.db.Read().QueryRowContext(ctx, seenSQL, conversation, staff))
}

const seenSQL = `SELECT seq FROM reader WHERE conversation = $1 AND reader = $2`

func seenBy(tx *sqldb.Tx, conversation, staff string) (int64, error) {
	return seen(tx.QueryRow(seenSQL, conversation, staff))
}

func seen(row scanner) (seq int64, err error) {
	if err = row.Scan(&seq); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read how far was read: %w", err)
	}
	return seq, nil
}

// Mentions returns how many unseen notes mention a member of the staff, by conversation.
func (s *Store) Mentions(ctx context.Context, staff string) (map[string]int, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT conversation, count(*) FROM mention WHERE staff = $1 GROUP BY conversation`, staff)
	if err != nil {
		return nil, fmt.Errorf("read mentions: %w", err)
	}
	defer rows.Close()
	out := make(map[string]int)
	for rows.Next() {
		var id string
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, fmt.Errorf("read mentions: %w", err)
		}
		out[id] = n
	}
	return out, rows.Err()
}
