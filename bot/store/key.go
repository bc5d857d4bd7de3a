package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// conversationKey is what writes of one conversation are kept apart by.
func conversationKey(id string) string { return "conversation/" + id }

// visitorKey is for a visitor whom nobody knows yet.
func visitorKey(id string) string { return "visitor/" + id }

// Keys of what is read before it is written, by more than one conversation.
const (
	visitorsKey = "visitors" // visitors who are known, their tokens and those of their hosts
	floorKey    = "floor"
	learntKey   = "learnt"
)

// clocks are how each engine tells its time, in milliseconds.
var clocks = map[sqldb.Engine]string{
	sqldb.SQLite:   `SELECT CAST(unixepoch('subsec') * 1000 AS BIGINT)`,
	sqldb.Postgres: `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
}

// now is the time by the store's clock, which is the same for every node.
func (s *Store) now(ctx context.Context) (time.Time, error) {
	var ms int64
	if err := s.db.Read().QueryRowContext(ctx, clocks[s.db.Engine()]).Scan(&ms); err != nil {
		return time.Time{}, fmt.Errorf("read the store's clock: %w", err)
	}
	return fromMillis(ms), nil
}
