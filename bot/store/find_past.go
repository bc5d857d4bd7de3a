package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"frontdesk/bot"
)

// Past is an earlier or further conversation of a customer.
type Past struct {
	bot.Line
	Cause string // at its last end, "" if it never ended
	Score int    // the customer's last rating, 0 if there is none
}

// maxPast is how many conversations of one customer are looked at.
const maxPast = 500

// Past returns the conversations of a visitor but for one of them, those written in last first, as far as sees allows;
// nil allows all.
func (s *Store) Past(ctx context.Context, visitor, but string, limit int, sees func(bot.Conversation) bool) ([]Past, error) {
	lines, err := s.Lines(ctx, bot.ViewVisitor, visitor, maxPast)
	if err != nil {
		return nil, err
	}
	var out []Past
	for _, l := range lines {
		if l.ID == but || sees != nil && !sees(l.Conversation) {
			continue
		}
		if len(out) == limit {
			break
		}
		last, err := s.lastEnd(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		// What the bot said last is the same in most hand-offs; what the customer said tells them apart.
		if said, err := s.lastWord(ctx, l.ID); err != nil {
			return nil, err
		} else if said != "" {
			l.Snippet, l.SnippetBy = said, bot.ByCustomer
		}
		out = append(out, Past{Line: l, Cause: last.cause, Score: last.score})
	}
	return out, nil
}

// lastWord returns the customer's newest message, "" if there is none.
func (s *Store) lastWord(ctx context.Context, id string) (string, error) {
	var body string
	err := s.db.Read().QueryRowContext(ctx, `SELECT body FROM event WHERE conversation = $1 AND kind = 'message' AND author = 'customer' ORDER BY seq DESC LIMIT 1`, id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the customer's newest message: %w", err)
	}
	var b bot.Body
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		return "", fmt.Errorf("read the customer's newest message: %w", err)
	}
	return b.Text, nil
}

// end is what was said at the end of a conversation.
type end struct {
	cause string
	score int
}

// lastEnd reads the cause of the last end of a conversation and its last rating.
func (s *Store) lastEnd(ctx context.Context, id string) (out end, err error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT body FROM event WHERE conversation = $1 AND kind IN ('resolved', 'rating') ORDER BY seq`, id)
	if err != nil {
		return out, fmt.Errorf("read how a conversation ended: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		b, err := scanBody(rows)
		if err != nil {
			return out, err
		}
		out.cause, out.score = cmp.Or(b.Cause, out.cause), cmp.Or(b.Score, out.score)
	}
	return out, rows.Err()
}

func scanBody(row scanner) (b bot.Body, err error) {
	var stored string
	if err := row.Scan(&stored); err != nil {
		return b, fmt.Errorf("read an event: %w", err)
	}
	if err := json.Unmarshal([]byte(stored), &b); err != nil {
		return b, fmt.Errorf("read an event: %w", err)
	}
	return b, nil
}

// Ratings returns in how many of their conversations the visitor left a rating, and the mean of the last one of each;
// 0 if there is none.
func (s *Store) Ratings(ctx context.Context, visitor string) (n int, mean float64, err error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT e.body FROM conversation c JOIN event e ON e.conversation = c.id AND e.kind = 'rating'
		WHERE c.visitor = $1 AND e.seq = (SELECT max(seq) FROM event WHERE conversation = c.id AND kind = 'rating')`, visitor)
	if err != nil {
		return 0, 0, fmt.Errorf("read the ratings of a customer: %w", err)
	}
	defer rows.Close()
	sum := 0
	for rows.Next() {
		b, err := scanBody(rows)
		if err != nil {
			return 0, 0, err
		}
		n, sum = n+1, sum+b.Score
	}
	if n > 0 {
		mean = float64(sum) / float64(n)
	}
	return n, mean, rows.Err()
}

// causeSample is how many resolved conversations are looked at for what their cause was.
const causeSample = 500

// CausesOf returns the causes that agents gave lately to conversations in which the bot thought of the article first,
// most frequent first, at most limit.
func (s *Store) CausesOf(ctx context.Context, article string, limit int) ([]string, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT
			coalesce((SELECT body FROM event WHERE conversation = c.id AND kind = 'resolved' ORDER BY seq DESC LIMIT 1), '{}'),
			coalesce((SELECT body FROM event WHERE conversation = c.id AND kind = 'message' AND author = 'bot' AND body LIKE '%"article":%' ORDER BY seq LIMIT 1), '{}')
		FROM conversation c WHERE c.status = 'resolved' ORDER BY c.updated DESC LIMIT $1`, causeSample)
	if err != nil {
		return nil, fmt.Errorf("read earlier causes: %w", err)
	}
	defer rows.Close()
	times := make(map[string]int)
	var out []string // the newest first
	for rows.Next() {
		var ended, said string
		var last, first bot.Body
		if err := rows.Scan(&ended, &said); err != nil {
			return nil, fmt.Errorf("read earlier causes: %w", err)
		}
		if err := cmp.Or(json.Unmarshal([]byte(ended), &last), json.Unmarshal([]byte(said), &first)); err != nil {
			return nil, fmt.Errorf("read earlier causes: %w", err)
		}
		if last.Cause == "" || firstArticle(first) != article {
			continue
		}
		if times[last.Cause]++; times[last.Cause] == 1 {
			out = append(out, last.Cause)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(times[b], times[a]) })
	return out[:min(len(out), limit)], rows.Err()
}

// firstArticle is the id of the article that a message of the bot quotes, or offers first.
func firstArticle(b bot.Body) string {
	for _, c := range b.Citations {
		return c.Article
	}
	for _, c := range b.Choices {
		return c.Article
	}
	return ""
}
