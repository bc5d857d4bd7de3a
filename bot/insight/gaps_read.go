package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/gap"
	"frontdesk/knowledge/sqldb"
)

// found is a conversation that was read.
type found struct {
	bot.Conversation
	questions []gap.Question // that are missing an answer
	settled   []gap.Question // of which is known what became of them
	pending   bool           // time alone may bring more
}

// read reads the conversations that have grown since they were read last. Those written in lately are looked at again
// each time, since ratings come late.
func (g *Gaps) read(ctx context.Context) error {
	known, since, err := g.known(ctx)
	if err != nil {
		return err
	}
	after := ""
	for {
		written, err := g.Conversations.Written(ctx, since, after, page)
		if err != nil {
			return err
		}
		if err := g.take(ctx, written, known); err != nil {
			return err
		}
		if len(written) < page {
			return nil
		}
		since, after = written[page-1].Updated, written[page-1].ID
	}
}

// known is up to where conversations were read that may still go on, and the time from which on others may have been
// written in, or these rated, since then.
func (g *Gaps) known(ctx context.Context) (heads map[string]int64, since time.Time, err error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT conversation, head, updated FROM gap_read`)
	if err != nil {
		return nil, since, fmt.Errorf("read up to where gaps are known: %w", err)
	}
	defer rows.Close()
	heads = make(map[string]int64)
	newest := int64(0)
	for rows.Next() {
		var id string
		var head, updated int64
		if err := rows.Scan(&id, &head, &updated); err != nil {
			return nil, since, fmt.Errorf("read up to where gaps are known: %w", err)
		}
		heads[id], newest = head, max(newest, updated)
	}
	if newest > 0 {
		since = time.UnixMilli(newest).Add(-late)
	}
	return heads, since, rows.Err()
}

// take reads those of the conversations that have grown, and writes their questions.
func (g *Gaps) take(ctx context.Context, written []bot.Conversation, known map[string]int64) error {
	now := g.Clock()
	var grown []found
	for _, c := range written {
		if known[c.ID] == c.Head {
			continue
		}
		questions, err := g.questionsOf(ctx, c, now)
		if err != nil {
			return err
		}
		f := found{Conversation: c}
		for _, q := range questions {
			f.pending = f.pending || q.Outcome == gap.Pending
			if q.Outcome != gap.Pending {
				f.settled = append(f.settled, q)
			}
			if q.Outcome.Gap() {
				f.questions = append(f.questions, q)
			}
		}
		grown = append(grown, f)
	}
	if len(grown) == 0 {
		return nil
	}
	return g.DB.WriteKey(ctx, gapsKey, func(tx *sqldb.Tx) error {
		for _, f := range grown {
			there, err := exists(tx, f.ID) // it may have been erased since it was read
			if err == nil && there {
				err = put(tx, f)
			}
			if err != nil {
				return fmt.Errorf("write the questions of %s: %w", f.ID, err)
			}
		}
		return nil
	})
}

// exists reports whether a conversation has not been erased. It holds until the transaction ends, as erasing is alone in
// the database.
func exists(tx *sqldb.Tx, conversation string) (there bool, err error) {
	err = tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM conversation WHERE id = $1)`, conversation).Scan(&there)
	return there, err
}

// atOnce is how many events are read at a time.
const atOnce = 400

// questionsOf reads the log of a conversation up to its head. One that breaks what reads it has no questions.
func (g *Gaps) questionsOf(ctx context.Context, c bot.Conversation, now time.Time) (questions []gap.Question, err error) {
	defer func() {
		if p := recover(); p != nil {
			g.Log.Error("a conversation cannot be read for gaps and is passed over", "conversation", c.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			questions, err = nil, nil
		}
	}()
	r := gap.NewReader(c)
	for after := int64(0); after < c.Head; {
		events, err := g.Conversations.Events(ctx, c.ID, after, int(min(atOnce, c.Head-after)))
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			r.Read(e)
		}
		after = events[len(events)-1].Seq
	}
	return r.Questions(now), nil
}

// put writes the questions of a conversation over those known before; what was grouped stays so.
func put(tx *sqldb.Tx, f found) error {
	if err := putAsked(tx, f); err != nil {
		return err
	}
	kept, err := groupedOf(tx, f.ID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM gap_question WHERE conversation = $1`, f.ID); err != nil {
		return err
	}
	for _, q := range f.questions {
		cited, err := json.Marshal(q.Cited)
		if err != nil {
			return err
		}
		before := kept[q.Seq]
		if before.body != q.Asked() {
			before = grouped{}
		}
		if _, err := tx.Exec(`INSERT INTO gap_question (conversation, seq, gap, at, site, visitor, locale, body, outcome, cited, agent_time, agent_messages, answered)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			q.Conversation, q.Seq, before.gap, q.At.UnixMilli(), q.Site, q.Visitor, q.Locale, q.Asked(), string(q.Outcome), string(cited),
			q.Cost.Time.Milliseconds(), q.Cost.Messages, before.answered); err != nil {
			return err
		}
	}
	head := f.Head
	if f.pending {
		head = 0
	}
	_, err = tx.Exec(`INSERT INTO gap_read (conversation, head, updated) VALUES ($1, $2, $3)
		ON CONFLICT (conversation) DO UPDATE SET head = excluded.head, updated = excluded.updated`, f.ID, head, f.Updated.UnixMilli())
	return err
}

// grouped is what is known of a question besides the log.
type grouped struct {
	gap, body string
	answered  bool
}

func groupedOf(tx *sqldb.Tx, conversation string) (map[int64]grouped, error) {
	rows, err := tx.Query(`SELECT seq, gap, body, answered FROM gap_question WHERE conversation = $1`, conversation)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[int64]grouped)
	for rows.Next() {
		var seq int64
		var g grouped
		if err := rows.Scan(&seq, &g.gap, &g.body, &g.answered); err != nil {
			return nil, err
		}
		out[seq] = g
	}
	return out, rows.Err()
}

// forget takes out what is too old, and gaps that have no question any more and nothing to remember.
func (g *Gaps) forget(ctx context.Context) error {
	now := g.Clock()
	err := g.DB.WriteKey(ctx, gapsKey, func(tx *sqldb.Tx) error {
		for _, table := range []string{"gap_question", "asked"} {
			if _, err := tx.Exec(`DELETE FROM `+table+` WHERE at < $1`, now.Add(-keepFor).UnixMilli()); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`DELETE FROM gap_read WHERE updated < (SELECT max(updated) FROM gap_read) - $1`, (late + day).Milliseconds()); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM gap WHERE state IN ('open', 'reopened') AND article = '' AND merged = ''
			AND NOT EXISTS (SELECT 1 FROM gap_question WHERE gap = gap.id)`)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget old questions: %w", err)
	}
	return nil
}
