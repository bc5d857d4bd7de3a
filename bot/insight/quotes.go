package insight

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// Quotes counts which articles were quoted to customers, by day. [Quotes.Follow] brings the counts up to date with the
// conversations; each conversation is read on from where it was counted last. The methods may be called from any
// goroutine.
type Quotes struct {
	db            *sqldb.DB
	conversations Conversations
	clock         func() time.Time
	following     sync.Mutex
}

// NewQuotes returns the counts kept in db, whose tables Migrate has made.
func NewQuotes(db *sqldb.DB, c Conversations, clock func() time.Time) *Quotes {
	return &Quotes{db: db, conversations: c, clock: clock}
}

const (
	quotesFor = 120 * day     // how long they are kept, and how far back conversations are read at first
	settling  = 2 * time.Hour // how much later than it says a conversation may have been written in
)

// Follow counts what was written since the last time. What it has counted stays counted if it fails.
func (q *Quotes) Follow(ctx context.Context) error {
	q.following.Lock()
	defer q.following.Unlock()
	since, after, err := q.reached(ctx)
	if err != nil {
		return err
	}
	for {
		written, err := q.conversations.Written(ctx, since, after, page)
		if err != nil {
			return err
		}
		for _, c := range written {
			if err := q.count(ctx, c); err != nil {
				return err
			}
		}
		if len(written) < page {
			return q.forget(ctx)
		}
		since, after = written[page-1].Updated, written[page-1].ID
	}
}

// reached is the time from which on conversations may have grown since they were counted.
func (q *Quotes) reached(ctx context.Context) (since time.Time, after string, err error) {
	var newest sql.NullInt64
	if err := q.db.Read().QueryRowContext(ctx, `SELECT max(updated) FROM quote_read`).Scan(&newest); err != nil {
		return since, "", fmt.Errorf("read up to where quotes are counted: %w", err)
	}
	since = q.clock().Add(-quotesFor)
	if counted := time.UnixMilli(newest.Int64).Add(-settling); newest.Valid && counted.After(since) {
		since = counted
	}
	return since, "", nil
}

// counted is what a conversation adds.
type counted struct {
	quotes  map[daily]int
	answers map[int64]int
}

type daily struct {
	article string
	day     int64
}

// count counts what a conversation has more than when it was counted last, in one transaction with how far that is.
func (q *Quotes) count(ctx context.Context, c bot.Conversation) error {
	head, err := countedTo(q.db.Read().QueryRowContext(ctx, countedSQL, c.ID))
	if err != nil {
		return fmt.Errorf("read up to where quotes of %s are counted: %w", c.ID, err)
	}
	if head >= c.Head {
		return nil
	}
	more, err := q.read(ctx, c, head)
	if err != nil {
		return err
	}
	err = q.db.WriteKey(ctx, quotesKey, func(tx *sqldb.Tx) error { return more.write(tx, c, head) })
	if err != nil {
		return fmt.Errorf("count the quotes of %s: %w", c.ID, err)
	}
	return nil
}

const countedSQL = `SELECT head FROM quote_read WHERE conversation = $1`

// countedTo reads up to which event a conversation was counted, 0 if it was not.
func countedTo(row *sql.Row) (head int64, err error) {
	if err = row.Scan(&head); errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return head, err
}

// read reads the events of a conversation after a number and up to its head.
func (q *Quotes) read(ctx context.Context, c bot.Conversation, after int64) (counted, error) {
	out := counted{make(map[daily]int), make(map[int64]int)}
	oldest := q.clock().Add(-quotesFor)
	for after < c.Head {
		events, err := q.conversations.Events(ctx, c.ID, after, int(min(atOnce, c.Head-after)))
		if err != nil {
			return out, err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			if e.Kind == bot.EventMessage && e.At.After(oldest) {
				out.add(e)
			}
		}
		after = events[len(events)-1].Seq
	}
	return out, nil
}

// add counts a message. An article that it quotes twice is quoted once; agents quote too.
func (c counted) add(e bot.Event) {
	on := e.At.UTC().Unix() / int64(day/time.Second)
	if e.Author.Kind == bot.ByBot && e.Body.Decision == bot.Answer {
		c.answers[on]++
	}
	seen := make(map[string]bool)
	for _, cited := range e.Body.Citations {
		if !seen[cited.Article] {
			seen[cited.Article] = true
			c.quotes[daily{cited.Article, on}]++
		}
	}
}

// write adds what was counted after an event to the counts, unless another node has done so meanwhile, or the conversation
// was erased since it was read.
func (c counted) write(tx *sqldb.Tx, of bot.Conversation, after int64) error {
	if there, err := exists(tx, of.ID); err != nil || !there {
		return err
	}
	if reached, err := countedTo(tx.QueryRow(countedSQL, of.ID)); err != nil || reached != after {
		return err
	}
	for d, n := range c.quotes {
		if _, err := tx.Exec(`INSERT INTO quote (article, day, times) VALUES ($1, $2, $3)
			ON CONFLICT (article, day) DO UPDATE SET times = quote.times + excluded.times`, d.article, d.day, n); err != nil {
			return err
		}
	}
	for on, n := range c.answers {
		if _, err := tx.Exec(`INSERT INTO quote_answer (day, answers) VALUES ($1, $2)
			ON CONFLICT (day) DO UPDATE SET answers = quote_answer.answers + excluded.answers`, on, n); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO quote_read (conversation, head, updated) VALUES ($1, $2, $3)
		ON CONFLICT (conversation) DO UPDATE SET head = excluded.head, updated = excluded.updated`, of.ID, of.Head, of.Updated.UnixMilli())
	return err
}

// forget takes out what is too old. A conversation that goes on after so long is counted from then on, since what it
// had before is too old by itself.
func (q *Quotes) forget(ctx context.Context) error {
	oldest := q.clock().Add(-quotesFor)
	err := q.db.WriteKey(ctx, quotesKey, func(tx *sqldb.Tx) error {
		for _, table := range []string{"quote", "quote_answer"} {
			if _, err := tx.Exec(`DELETE FROM `+table+` WHERE day < $1`, oldest.Unix()/int64(day/time.Second)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`DELETE FROM quote_read WHERE updated < $1`, oldest.Add(-settling).UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("forget old quotes: %w", err)
	}
	return nil
}

// Quoted returns the articles that were quoted since a time, to the day, and how many answers the bot gave.
func (q *Quotes) Quoted(ctx context.Context, since time.Time) (articles map[string]bool, answers int, err error) {
	from := since.UTC().Unix() / int64(day/time.Second)
	rows, err := q.db.Read().QueryContext(ctx, `SELECT DISTINCT article FROM quote WHERE day >= $1`, from)
	if err != nil {
		return nil, 0, fmt.Errorf("read what was quoted: %w", err)
	}
	defer rows.Close()
	articles = make(map[string]bool)
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, 0, fmt.Errorf("read what was quoted: %w", err)
		}
		articles[id] = true
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("read what was quoted: %w", err)
	}
	var n sql.NullInt64
	if err := q.db.Read().QueryRowContext(ctx, `SELECT sum(answers) FROM quote_answer WHERE day >= $1`, from).Scan(&n); err != nil {
		return nil, 0, fmt.Errorf("count the answers: %w", err)
	}
	return articles, int(n.Int64), nil
}
