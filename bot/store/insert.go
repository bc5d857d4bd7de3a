package store

import (
	"encoding/json"
	"fmt"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// The statements that append an event. The log grows at its end only: the number must be free, and where what was
// remembered says that there is a number before it, it must be there. So a log has no gap, whatever became of a
// transaction that somebody else remembers, and nothing is appended to what was erased.
//
// SQLite would copy what it selects from the table that it inserts into, unless it is in the values; there, an event
// without a kind is none.
var (
	firstSQL = `INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`
	nextSQL = map[sqldb.Engine]string{
		sqldb.SQLite: `INSERT OR IGNORE INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
			VALUES ($1, $2, CASE WHEN EXISTS (SELECT 1 FROM event WHERE conversation = $1 AND seq = $2 - 1) THEN $3 END, $4, $5, $6, $7, $8, $9, $10, $11)`,
		sqldb.Postgres: `INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
			SELECT conversation, seq + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM event WHERE conversation = $1 AND seq = CAST($2 AS BIGINT) - 1 LIMIT 1 ON CONFLICT DO NOTHING`,
	}
)

// insert appends an event, or returns errTaken. With follows, the event before it must be there.
func (s *Store) insert(tx *sqldb.Tx, e *bot.Event, follows bool) error {
	body, err := encodeBody(&e.Body)
	if err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	trace := ""
	if e.Trace != nil {
		t, err := json.Marshal(e.Trace)
		if err != nil {
			return fmt.Errorf("write trace: %w", err)
		}
		trace = string(t)
	}
	query := firstSQL
	if follows {
		query = nextSQL[s.db.Engine()]
	}
	err = tx.Later(free, query,
		e.Conversation, e.Seq, string(e.Kind), string(e.Author.Kind), e.Author.ID, e.Author.Name, e.ClientID, millis(e.At), e.Epoch, body, trace)
	if err != nil {
		return fmt.Errorf("append event %d: %w", e.Seq, err)
	}
	return nil
}

// encodeBody writes a body as JSON. Looking at every field by reflection takes longer than all else that the store does
// to a plain message.
func encodeBody(b *bot.Body) (string, error) {
	if b.JustText() && b.Text != "" {
		text, err := json.Marshal(b.Text)
		return `{"text":` + string(text) + `}`, err
	}
	whole, err := json.Marshal(b)
	return string(whole), err
}

// free refuses an event whose number is taken.
func free(rows int64) error {
	if rows == 0 {
		return errTaken
	}
	return nil
}
