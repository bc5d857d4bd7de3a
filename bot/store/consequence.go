package store

import (
	"encoding/json"
	"fmt"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// consequences writes what a change means beyond the conversation and its log: the bot's turn, what was measured,
// promises, mentions, and mail. It is part of the change's transaction.
func (s *Store) consequences(tx *sqldb.Tx, r *bot.Outcome, ch bot.Change) error {
	id := ch.After.ID
	if err := turn(tx, id, ch.Turn, ch.Events); err != nil {
		return err
	}
	for _, m := range ch.Measures {
		if _, err := tx.Exec(`INSERT INTO measure (conversation, seq, kind, team, priority, agent, began, due, ended, kept) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			id, r.Conversation.Head, m.Kind, m.Team, string(m.Priority), m.Agent, millis(m.Began), millis(m.Due), millis(m.Ended), m.Kept); err != nil {
			return fmt.Errorf("write what was measured: %w", err)
		}
	}
	for _, p := range ch.Promises {
		if err := putPromise(tx, id, p, r.Events); err != nil {
			return err
		}
	}
	for _, e := range r.Events {
		for _, who := range e.Body.Mentions {
			if _, err := tx.Exec(`INSERT INTO mention (staff, conversation, seq, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, who, id, e.Seq, millis(e.At)); err != nil {
				return fmt.Errorf("write the mention: %w", err)
			}
		}
	}
	if ch.Mail && s.mail != nil {
		return s.post(tx, ch.After)
	}
	return nil
}

// post gives the mail what the customer has not seen.
func (s *Store) post(tx *sqldb.Tx, c bot.Conversation) error {
	seen, err := seenBy(tx, c.ID, "")
	if err != nil {
		return err
	}
	rows, err := tx.Query(`SELECT seq, kind, author, author_id, author_name, at, body FROM event
		WHERE conversation = $1 AND seq > $2 AND kind IN ('message', 'promise', 'expired') AND author <> 'customer' ORDER BY seq`, c.ID, seen)
	if err != nil {
		return fmt.Errorf("read what was not seen: %w", err)
	}
	defer rows.Close()
	var unseen []bot.Event
	for rows.Next() {
		e := bot.Event{Conversation: c.ID}
		var at int64
		var body string
		if err := rows.Scan(&e.Seq, &e.Kind, &e.Author.Kind, &e.Author.ID, &e.Author.Name, &at, &body); err != nil {
			return fmt.Errorf("read what was not seen: %w", err)
		}
		if err := json.Unmarshal([]byte(body), &e.Body); err != nil {
			return fmt.Errorf("read event %d: %w", e.Seq, err)
		}
		e.At = fromMillis(at)
		unseen = append(unseen, e)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read what was not seen: %w", err)
	}
	rows.Close()
	if len(unseen) == 0 {
		return nil
	}
	return s.mail.Post(tx, c, unseen)
}
