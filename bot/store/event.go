package store

import (
	"context"
	"encoding/json"
	"fmt"

	"frontdesk/bot"
)

// events reads the events that the rest of a query, after "FROM event e", asks for; what names the attempt.
func (s *Store) events(ctx context.Context, what, rest string, args ...any) ([]bot.Event, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT e.conversation, e.seq, e.kind, e.author, e.author_id, e.author_name, e.client_id, e.at, e.epoch, e.body, e.trace
		FROM event e `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	defer rows.Close()
	var out []bot.Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func scanEvent(row scanner) (bot.Event, error) {
	var e bot.Event
	var at int64
	var body, trace string
	if err := row.Scan(&e.Conversation, &e.Seq, &e.Kind, &e.Author.Kind, &e.Author.ID, &e.Author.Name, &e.ClientID, &at, &e.Epoch, &body, &trace); err != nil {
		return e, fmt.Errorf("read event: %w", err)
	}
	e.At = fromMillis(at)
	if err := json.Unmarshal([]byte(body), &e.Body); err != nil {
		return e, fmt.Errorf("read event %d: %w", e.Seq, err)
	}
	if trace != "" {
		e.Trace = new(bot.Trace)
		if err := json.Unmarshal([]byte(trace), e.Trace); err != nil {
			return e, fmt.Errorf("read trace of event %d: %w", e.Seq, err)
		}
	}
	return e, nil
}

// extra lets scan read the columns of a conversation with two more behind them.
type extra struct {
	row         scanner
	more, more2 any
}

func (x extra) Scan(dest ...any) error { return x.row.Scan(append(dest, x.more, x.more2)...) }

func scanLine(row scanner) (bot.Line, error) {
	var l bot.Line
	var body string
	c, err := scan(extra{row, &l.SnippetBy, &body})
	if err != nil {
		return l, err
	}
	var b bot.Body
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		return l, fmt.Errorf("read the newest message of %s: %w", c.ID, err)
	}
	l.Conversation, l.Snippet = c, b.Text
	return l, nil
}
