package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

const stored = `id, visitor, site, status, owner, agent, epoch, name, email, locale, page, referrer, zone, created, updated, queued, reason, last_agent,
	owned, looked, team, priority, tags, began, asked, first_due, next_due, resolve_due, resolve_left, taken, answered,
	tell, snoozed, mail_due, follow_up, promises, spoken, merged, alarm`

// columns are what scan reads: the stored ones, and the head of the log.
const columns = stored + `, (SELECT coalesce(max(seq), 0) FROM event WHERE conversation = conversation.id) AS head`

type scanner interface{ Scan(...any) error }

// instant reads a time as it is stored; see millis.
type instant struct{ t *time.Time }

func (i instant) Scan(v any) error {
	ms, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	*i.t = fromMillis(ms)
	return nil
}

// fields are the places for the columns of a conversation, in their order.
func fields(c *bot.Conversation, left *int64) []any {
	at := func(t *time.Time) instant { return instant{t} }
	k := &c.Clocks
	return []any{
		&c.ID, &c.Visitor, &c.Site, &c.Status, &c.Owner.Kind, &c.Owner.Agent, &c.Epoch, &c.Name, &c.Email, &c.Locale,
		&c.Origin.Page, &c.Origin.Referrer, &c.Origin.Zone, at(&c.Created), at(&c.Updated), at(&c.Queued), &c.Reason, &c.Last,
		at(&c.Owned), &c.Looked, &c.Team, &c.Priority, &c.Tags, at(&k.Began), at(&k.Asked), at(&k.First), at(&k.Next), at(&k.Resolve), left, &k.Taken, &k.Answered,
		at(&c.Tell), at(&c.Snoozed), at(&c.MailDue), at(&c.FollowUp), &c.Promises, &c.Spoken, &c.Merged, at(&c.Alarm), &c.Head,
	}
}

func scan(row scanner) (bot.Conversation, error) {
	var c bot.Conversation
	var left int64
	err := row.Scan(fields(&c, &left)...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, bot.ErrNotFound
	}
	if err != nil {
		return c, fmt.Errorf("read conversation: %w", err)
	}
	c.Clocks.Left = time.Duration(left) * time.Millisecond
	return c, nil
}

// values are what is stored of a conversation, in the order of the columns.
func values(c bot.Conversation) []any {
	k := c.Clocks
	return []any{
		c.ID, c.Visitor, c.Site, string(c.Status), string(c.Owner.Kind), c.Owner.Agent, c.Epoch, plain(c.Name), plain(c.Email), plain(c.Locale),
		plain(c.Origin.Page), plain(c.Origin.Referrer), plain(c.Origin.Zone), millis(c.Created), millis(c.Updated), millis(c.Queued), string(c.Reason), c.Last,
		millis(c.Owned), c.Looked, c.Team, string(c.Priority), string(c.Tags), millis(k.Began), millis(k.Asked), millis(k.First), millis(k.Next), millis(k.Resolve), k.Left.Milliseconds(), k.Taken, k.Answered,
		millis(c.Tell), millis(c.Snoozed), millis(c.MailDue), millis(c.FollowUp), c.Promises, c.Spoken, c.Merged, millis(c.Alarm),
	}
}

// The statements that write a conversation, made from the list of columns. Only what can change is updated.
var beginSQL, saveSQL = statements()

func statements() (begin, save string) {
	names := strings.Split(strings.Join(strings.Fields(stored), " "), ", ")
	marks, sets := make([]string, len(names)), make([]string, len(names))
	for i, name := range names {
		marks[i] = fmt.Sprintf("$%d", i+1)
		sets[i] = fmt.Sprintf("%s = $%d", name, i+1)
	}
	return `INSERT INTO conversation (` + stored + `) VALUES (` + strings.Join(marks, ", ") + `)`,
		fmt.Sprintf(`UPDATE conversation SET %s WHERE id = $1 AND epoch = $%d`, strings.Join(sets[1:], ", "), len(names)+1)
}

// begin stores a new conversation.
func begin(tx *sqldb.Tx, c bot.Conversation) error {
	if _, err := tx.Exec(beginSQL, values(c)...); err != nil {
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
	res, err := tx.Exec(saveSQL, append(values(*c), before.Epoch)...)
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

// Lines lists up to limit conversations of a view; who is the team of
// ViewQueue, the agent of ViewMine or the visitor of ViewVisitor.
func (s *Store) Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error) {
	const newest, urgentFirst = `updated DESC, id`, `CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN '' THEN 2 ELSE 3 END, queued, id`
	where, order, said, args := "", newest, ` AND author <> 'bot'`, []any{limit}
	switch v {
	case bot.ViewWaiting:
		where, order = `owner = 'queue'`, `queued, id`
	case bot.ViewQueue:
		where, order, args = `owner = 'queue' AND team = $2`, urgentFirst, append(args, who)
	case bot.ViewMine:
		where, args = `owner = 'agent' AND agent = $2`, append(args, who)
	case bot.ViewOwned:
		where = `owner = 'agent'`
	case bot.ViewBot:
		where = `owner = 'bot' AND status = 'open'`
	case bot.ViewFollowUp:
		where, order = `follow_up > 0`, `follow_up, id`
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

// Queue returns the waiting conversations, next first.
func (s *Store) Queue(ctx context.Context) ([]bot.Waiting, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT id, team FROM conversation WHERE owner = 'queue' ORDER BY queued, id`)
	if err != nil {
		return nil, fmt.Errorf("read the queue: %w", err)
	}
	defer rows.Close()
	var out []bot.Waiting
	for rows.Next() {
		var w bot.Waiting
		if err := rows.Scan(&w.ID, &w.Team); err != nil {
			return nil, fmt.Errorf("read the queue: %w", err)
		}
		out = append(out, w)
	}
	return out, rows.Err()
}
