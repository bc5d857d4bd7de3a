package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/bot"
)

// Due returns the ids of up to limit conversations whose alarm has rung by now, the longest due first.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return s.ids(ctx, `SELECT id FROM conversation WHERE alarm > 0 AND alarm <= $1 ORDER BY alarm LIMIT $2`, millis(now), limit)
}

// Owing returns the conversations whose customer waits for a word of their owner, by staff id.
func (s *Store) Owing(ctx context.Context) (map[string][]string, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT agent, id FROM conversation WHERE owner = 'agent' AND asked > 0 ORDER BY queued, id`)
	if err != nil {
		return nil, fmt.Errorf("read who owes an answer: %w", err)
	}
	defer rows.Close()
	out := make(map[string][]string)
	for rows.Next() {
		var agent, id string
		if err := rows.Scan(&agent, &id); err != nil {
			return nil, fmt.Errorf("read who owes an answer: %w", err)
		}
		out[agent] = append(out[agent], id)
	}
	return out, rows.Err()
}

// Loads counts the conversations that need each agent: those not put aside in which the customer waits or somebody
// wrote after a time.
func (s *Store) Loads(ctx context.Context, active time.Time) (map[string]int, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT agent, count(*) FROM conversation
		WHERE owner = 'agent' AND snoozed = 0 AND (asked > 0 OR updated > $1) GROUP BY agent`, millis(active))
	if err != nil {
		return nil, fmt.Errorf("count what agents have to do: %w", err)
	}
	defer rows.Close()
	out := make(map[string]int)
	for rows.Next() {
		var agent string
		var n int
		if err := rows.Scan(&agent, &n); err != nil {
			return nil, fmt.Errorf("count what agents have to do: %w", err)
		}
		out[agent] = n
	}
	return out, rows.Err()
}

// Idle returns when each agent last took a conversation, those who never did left out.
func (s *Store) Idle(ctx context.Context) (map[string]time.Time, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT agent, max(ended) FROM measure WHERE kind = 'wait' GROUP BY agent`)
	if err != nil {
		return nil, fmt.Errorf("read who took conversations: %w", err)
	}
	defer rows.Close()
	out := make(map[string]time.Time)
	for rows.Next() {
		var agent string
		var at time.Time
		if err := rows.Scan(&agent, instant{&at}); err != nil {
			return nil, fmt.Errorf("read who took conversations: %w", err)
		}
		out[agent] = at
	}
	return out, rows.Err()
}

// Waited returns how long the last customers of a team waited until an agent took their conversation, newest
// first, up to limit.
func (s *Store) Waited(ctx context.Context, team string, limit int) ([]time.Duration, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT ended - began FROM measure WHERE kind = $1 AND team = $2 ORDER BY ended DESC LIMIT $3`, bot.MeasureWait, team, limit)
	if err != nil {
		return nil, fmt.Errorf("read how long customers waited: %w", err)
	}
	defer rows.Close()
	var out []time.Duration
	for rows.Next() {
		var ms int64
		if err := rows.Scan(&ms); err != nil {
			return nil, fmt.Errorf("read how long customers waited: %w", err)
		}
		out = append(out, time.Duration(ms)*time.Millisecond)
	}
	return out, rows.Err()
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("read what is due: %w", err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
