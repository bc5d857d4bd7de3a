package store

import (
	"context"
	"time"
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

// now is the time by the store's clock, which is the same for every node.
func (s *Store) now(ctx context.Context) (time.Time, error) {
	now, err := s.db.Now(ctx)
	return now.UTC(), err
}
