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

const stored = `id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent`

// columns are what scan reads: the stored ones, and the head of the log.
const columns = stored + `, (SELECT coalesce(max(seq), 0) FROM event WHERE conversation = conversation.id) AS head`

type scanner interface{ Scan(...any) error }

func scan(row scanner) (bot.Conversation, error) {
	var c bot.Conversation
	var created, updated, queued int64
	err := row.Scan(&c.ID, &c.Visitor, &c.Site, &c.Status, &c.Owner.Kind, &c.Owner.Agent, &c.Epoch,
		&c.Name, &c.Email, &c.Locale, &c.Page, &created, &updated, &queued, &c.Reason, &c.Last, &c.Head)
	if errors.Is(err, sql.ErrNoRows) {
		return c, bot.ErrNotFound
	}
	if err != nil {
		return c, fmt.Errorf("read conversation: %w", err)
	}
	c.Created, c.Updated, c.Queued = fromMillis(created), fromMillis(updated), fromMillis(queued)
	return c, nil
}

// begin stores a new conversation.
func begin(tx *sqldb.Tx, c bot.Conversation) error {
	_, err := tx.Exec(`INSERT INTO conversation (`+stored+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		c.ID, c.Visitor, c.Site, string(c.Status), string(c.Owner.Kind), c.Owner.Agent, c.Epoch,
		c.Name, c.Email, c.Locale, c.Page, millis(c.Created), millis(c.Updated), millis(c.Queued), string(c.Reason), c.Last)
	if err != nil {
		return fmt.Errorf("begin conversation: %w", err)
	}
	return nil
}

// lag is how far the stored time of the newest change may be behind.
const lag = time.Minute

// save writes what changed about the conversation apart from its log, if anything did. It must still be in
// the epoch it was in: the condition lets only one of many claimers win, should the log's key ever not.
func save(tx *sqldb.Tx, before bot.Conversation, c *bot.Conversation) error {
	same := *c
	same.Head, same.Updated = before.Head, before.Updated
	if same == before && c.Updated.Sub(before.Updated) < lag {
		c.Updated = before.Updated // what is stored, so that the lag does not add up
		return nil
	}
	res, err := tx.Exec(`UPDATE conversation SET status = $1, owner = $2, agent = $3, epoch = $4, name = $5, email = $6,
		updated = $7, queued = $8, reason = $9, last_agent = $10 WHERE id = $11 AND epoch = $12`,
		string(c.Status), string(c.Owner.Kind), c.Owner.Agent, c.Epoch, c.Name, c.Email,
		millis(c.Updated), millis(c.Queued), string(c.Reason), c.Last, c.ID, before.Epoch)
	if err != nil {
		return fmt.Errorf("write conversation: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(bot.ErrStaleEpoch, err)
	}
	return nil
}

// Conversation returns the conversation as it is now, or bot.ErrNotFound.
func (s *Store) Conversation(ctx context.Context, id string) (bot.Conversation, error) {
	return scan(s.db.Read().QueryRowContext(ctx, `SELECT `+columns+` FROM conversation WHERE id = $1`, id))
}

// Events returns up to limit events after the number given, in order.
func (s *Store) Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error) {
	return s.events(ctx, "read events", `WHERE e.conversation = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`, conversation, after, limit)
}

// The newest message is found by walking the log backwards; it is almost always among the last few. Staff see
// what people wrote last, since the bot's last words are the same in most hand-offs.
const lineSQL = `SELECT c.*, coalesce(m.author, ''), coalesce(m.body, '{}') FROM (SELECT ` + columns + ` FROM conversation%s) c
	LEFT JOIN event m ON m.conversation = c.id AND m.seq = (SELECT max(seq) FROM event WHERE conversation = c.id AND kind = 'message'%s)
	ORDER BY %s`

// Lines lists up to limit conversations of a view; who is the agent of ViewMine or the visitor of ViewVisitor.
func (s *Store) Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error) {
	const newest = `updated DESC, id`
	where, order, said, args := "", newest, ` AND author <> 'bot'`, []any{limit}
	switch v {
	case bot.ViewWaiting:
		where, order = `owner = 'queue'`, `queued, id`
	case bot.ViewMine:
		where, args = `owner = 'agent' AND agent = $2`, append(args, who)
	case bot.ViewBot:
		where = `owner = 'bot' AND status = 'open'`
	case bot.ViewClosed:
		where = `status = 'resolved'`
	case bot.ViewVisitor:
		where, said, args = `visitor = $2`, ``, append(args, who)
	}
	query := fmt.Sprintf(lineSQL, ` WHERE `+where+` ORDER BY `+order+` LIMIT $1`, said, order)
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	defer rows.Close()
	var out []bot.Line
	for rows.Next() {
		l, err := scanLine(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Queue returns the ids of the waiting conversations, next first.
func (s *Store) Queue(ctx context.Context) ([]string, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT id FROM conversation WHERE owner = 'queue' ORDER BY queued, id`)
	if err != nil {
		return nil, fmt.Errorf("read the queue: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("read the queue: %w", err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
