package store

import (
	"encoding/json"
	"fmt"

	"frontdesk/bot"
)

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
