package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// claimers bounds how many turns one call claims at the same time.
const claimers = 32

// ClaimTurns claims up to limit turns that are due and that no other node holds, oldest first, and returns those it got:
// no other node gets them until the lease ends, by the store's clock. What the node itself holds counts as free, and its
// lease is renewed when half of it has passed: so a node that has started anew goes on at once. A turn that was not tried
// yet is due, whatever the clock of the node said that wrote it. If some could not be claimed, the others are returned
// with the error.
func (s *Store) ClaimTurns(ctx context.Context, node string, lease time.Duration, limit int) ([]bot.PendingTurn, error) {
	free, err := s.freeTurns(ctx, node, lease, limit)
	if err != nil {
		return nil, err
	}
	// Each is claimed under the key of its conversation, as everything that touches a turn is: so two nodes never wait
	// for each other crosswise. They share their commit all the same.
	errs := make([]error, len(free))
	places := make(chan struct{}, claimers)
	var wg sync.WaitGroup
	for i := range free {
		if free[i].held {
			continue
		}
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			free[i].held, errs[i] = s.claimTurn(ctx, node, free[i].Conversation, lease, true)
		})
	}
	wg.Wait()
	var out []bot.PendingTurn
	for _, t := range free {
		if t.held {
			out = append(out, t.PendingTurn)
		}
	}
	return out, errors.Join(errs...)
}

// freeTurn is a turn that may be claimed, or that the node holds for long enough.
type freeTurn struct {
	bot.PendingTurn
	held bool
}

// freeTurns lists turns that are due and that no other node holds.
func (s *Store) freeTurns(ctx context.Context, node string, lease time.Duration, limit int) ([]freeTurn, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Read().QueryContext(ctx, `SELECT conversation, attempts, node = $2 AND until > $4 FROM turn
		WHERE (until <= $1 OR node = $2) AND (due <= $1 OR attempts = 0) ORDER BY due, conversation LIMIT $3`,
		millis(now), node, limit, millis(now.Add(lease/2)))
	if err != nil {
		return nil, fmt.Errorf("list free turns: %w", err)
	}
	defer rows.Close()
	var out []freeTurn
	for rows.Next() {
		var t freeTurn
		if err := rows.Scan(&t.Conversation, &t.Attempts, &t.held); err != nil {
			return nil, fmt.Errorf("list free turns: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// ClaimTurn claims the turn of a conversation, due or not, for the node that has just caused it or is still at it; its own
// claim is renewed. ok is false if there is no turn or another node holds it.
func (s *Store) ClaimTurn(ctx context.Context, node, conversation string, lease time.Duration) (ok bool, err error) {
	return s.claimTurn(ctx, node, conversation, lease, false)
}

// claimTurn claims a turn that no other node holds; with due, only one that is due.
func (s *Store) claimTurn(ctx context.Context, node, conversation string, lease time.Duration, due bool) (ok bool, err error) {
	err = s.db.WriteKey(ctx, conversationKey(conversation), func(tx *sqldb.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		n, err := tx.Insert(`UPDATE turn SET node = $1, until = $2 WHERE conversation = $3
			AND (until <= $4 OR node = $1) AND (due <= $4 OR attempts = 0 OR NOT $5)`,
			node, millis(now.Add(lease)), conversation, millis(now), due)
		ok = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("claim the turn of %s: %w", conversation, err)
	}
	return ok, nil
}

// FreeTurns lets go of the turns that the node holds, as at its end, so that nobody waits for its leases.
func (s *Store) FreeTurns(ctx context.Context, node string) error {
	held, err := s.turns(ctx, `WHERE node = $1 AND until > 0`, node)
	if err != nil {
		return err
	}
	for _, t := range held {
		err := s.db.WriteKey(ctx, conversationKey(t.Conversation), func(tx *sqldb.Tx) error {
			_, err := tx.Exec(`UPDATE turn SET node = '', until = 0 WHERE conversation = $1 AND node = $2`, t.Conversation, node)
			return err
		})
		if err != nil {
			return fmt.Errorf("let go of the turn of %s: %w", t.Conversation, err)
		}
	}
	return nil
}
