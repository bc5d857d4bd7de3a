package mail

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables of the outbox and of the key up to date.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	return db.Migrate(ctx, "mail", migrations)
}

// outboxKey is what writes of senders are kept apart by. A letter is put in and taken back with its conversation, which may
// happen at the same time: so no write of a sender takes for granted in which state it finds one.
const outboxKey = "outbox"

// The states of a letter.
const (
	waiting   = "waiting"
	sent      = "sent"
	failed    = "failed"
	withdrawn = "withdrawn"
)

// Enqueue keeps a letter in the transaction of its cause. A letter whose id is known already changes nothing. A letter
// to what is no address is kept as failed and returns no error, because the cause must not fail for it.
//
// A reply takes the place of earlier ones of its conversation that still wait, if it tells all that they tell: the customer
// gets one mail. Errors: ErrLetter for a mistake of the program, before anything is changed.
func Enqueue(tx *sqldb.Tx, l Letter) error {
	if err := l.check(); err != nil {
		return err
	}
	if l.Due.Before(l.Created) {
		l.Due = l.Created
	}
	body, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("keep the letter %s: %w", l.ID, err)
	}
	state, reason, ended := waiting, "", int64(0)
	if CheckAddress(l.To) != nil {
		state, reason, ended, body = failed, "the address is not an e-mail address", l.Created.UnixMilli(), nil
	}
	n, err := tx.Insert(`INSERT INTO mail (id, conversation, recipient, kind, first_seq, last_seq, letter, created, due, attempts, next_try, state, ended, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING`,
		l.ID, l.Conversation, oneLine(l.To, 254), string(l.Kind), l.First, l.Last, string(body), l.Created.UnixMilli(), l.Due.UnixMilli(), state, ended, reason)
	if err != nil {
		return fmt.Errorf("keep the letter %s: %w", l.ID, err)
	}
	if n == 0 || state != waiting || l.Kind != KindReply || l.Last == 0 {
		return nil
	}
	_, err = tx.Exec(`UPDATE mail SET state = 'withdrawn', ended = $1, recipient = '', letter = ''
		WHERE conversation = $2 AND id <> $3 AND state = 'waiting' AND kind = 'reply' AND recipient = $4 AND last_seq > 0 AND first_seq >= $5 AND last_seq <= $6`,
		l.Created.UnixMilli(), l.Conversation, l.ID, l.To, l.First, l.Last)
	if err != nil {
		return fmt.Errorf("take back what the letter %s tells again: %w", l.ID, err)
	}
	return nil
}

// Withdraw takes back the replies of a conversation that wait and tell nothing beyond event number seen: the customer has
// read them in the chat. It returns how many there were.
func Withdraw(tx *sqldb.Tx, conversation string, seen int64, now time.Time) (int64, error) {
	n, err := tx.Insert(`UPDATE mail SET state = 'withdrawn', ended = $1, recipient = '', letter = ''
		WHERE conversation = $2 AND state = 'waiting' AND kind = 'reply' AND last_seq > 0 AND last_seq <= $3`, now.UnixMilli(), conversation, seen)
	if err != nil {
		return 0, fmt.Errorf("take back letters: %w", err)
	}
	return n, nil
}

// Undelivered is a letter that was given up.
type Undelivered struct {
	ID           string
	Conversation string
	To           string
	Kind         Kind
	Attempts     int
	Reason       string // what the server or the network said last
	At           time.Time
}

const mostFailed = 500

// Failed returns the letters that were given up, newest first, at most 500.
func (s *Sender) Failed(ctx context.Context) ([]Undelivered, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT id, conversation, recipient, kind, attempts, reason, ended FROM mail
		WHERE state = 'failed' ORDER BY ended DESC, id LIMIT $1`, mostFailed)
	if err != nil {
		return nil, fmt.Errorf("read failed letters: %w", err)
	}
	defer rows.Close()
	var all []Undelivered
	for rows.Next() {
		var u Undelivered
		var at int64
		if err := rows.Scan(&u.ID, &u.Conversation, &u.To, &u.Kind, &u.Attempts, &u.Reason, &at); err != nil {
			return nil, fmt.Errorf("read failed letters: %w", err)
		}
		u.At = time.UnixMilli(at)
		all = append(all, u)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read failed letters: %w", err)
	}
	return all, nil
}

// Counts are the letters by what became of them.
type Counts struct {
	Waiting, Sent, Failed, Withdrawn int
}

// Count counts all letters ever kept.
func (s *Sender) Count(ctx context.Context) (Counts, error) {
	var c Counts
	rows, err := s.db.Read().QueryContext(ctx, `SELECT state, count(*) FROM mail GROUP BY state`)
	if err != nil {
		return c, fmt.Errorf("count letters: %w", err)
	}
	defer rows.Close()
	in := map[string]*int{waiting: &c.Waiting, sent: &c.Sent, failed: &c.Failed, withdrawn: &c.Withdrawn}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return Counts{}, fmt.Errorf("count letters: %w", err)
		}
		if at, ok := in[state]; ok {
			*at = n
		}
	}
	if err := rows.Err(); err != nil {
		return Counts{}, fmt.Errorf("count letters: %w", err)
	}
	return c, nil
}

// Again has a failed letter tried once more, as when the mail server's fault was mended. It reports whether there was one
// with this id whose text is known; a letter to what is no address has none.
func (s *Sender) Again(ctx context.Context, id string) (bool, error) {
	var n int64
	err := s.db.WriteKey(ctx, outboxKey, func(tx *sqldb.Tx) error {
		now, err := s.now(tx)
		if err != nil {
			return err
		}
		n, err = tx.Insert(`UPDATE mail SET state = 'waiting', ended = 0, attempts = 0, due = $1, next_try = $1
			WHERE id = $2 AND state = 'failed' AND letter <> ''`, now.UnixMilli(), id)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("try the letter %s again: %w", id, err)
	}
	s.Nudge()
	return n > 0, nil
}
