package mail

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// How letters are tried again.
const (
	firstBackoff = 30 * time.Second
	lastBackoff  = 6 * time.Hour
	giveUp       = 3 * 24 * time.Hour // after it was due
	lastRest     = 10 * time.Minute   // of a server that cannot be used
)

// backoff is the wait after the n-th attempt: 30 s, 1 min, 2 min … 6 h.
func backoff(n int) time.Duration { return doubled(firstBackoff, n, lastBackoff) }

func doubled(first time.Duration, n int, last time.Duration) time.Duration {
	d := first
	for range n - 1 {
		if d *= 2; d >= last {
			return last
		}
	}
	return d
}

// taken is a letter that this sender has taken up.
type taken struct {
	letter   Letter
	attempts int // this one included
	due      time.Time
}

// ready are the letters to send at $1. No wait reaches beyond $2: one that does was reckoned with a clock that was wrong.
const ready = ` state = 'waiting' AND (next_try <= $1 OR due <= $1 AND next_try > $2) `

// latest is the end of the longest wait that begins now.
func latest(now time.Time) int64 { return now.Add(2 * lastBackoff).UnixMilli() }

// due counts the letters to send now, by the store's clock.
func (s *Sender) due(ctx context.Context) (n int, err error) {
	err = s.db.WriteKey(ctx, outboxKey, func(tx *sqldb.Tx) error {
		now, err := s.now(tx)
		if err != nil {
			return err
		}
		return tx.QueryRow(`SELECT count(*) FROM mail WHERE`+ready, now.UnixMilli(), latest(now)).Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("count due letters: %w", err)
	}
	return n, nil
}

// take takes up the letter that is due longest, or returns nil if none is. It is moved beyond the end of the attempt, so that
// nobody else takes it, and comes back by itself if this process dies. All nodes reckon with the store's clock: one whose own
// is ahead does not take what another is just sending.
func (s *Sender) take(ctx context.Context) (*taken, error) {
	var id, body string
	t := &taken{}
	var due int64
	err := s.db.WriteKey(ctx, outboxKey, func(tx *sqldb.Tx) error {
		now, err := s.now(tx)
		if err != nil {
			return err
		}
		held := now.Add(2*s.dialer.timeout + firstBackoff) // see under
		return tx.QueryRow(`UPDATE mail SET attempts = attempts + 1, next_try = $3
			WHERE id = (SELECT id FROM mail WHERE`+ready+`ORDER BY next_try, id LIMIT 1) AND`+ready+`
			RETURNING id, letter, attempts, due`, now.UnixMilli(), latest(now), held.UnixMilli()).Scan(&id, &body, &t.attempts, &due)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("take up a letter: %w", err)
	}
	t.due = time.UnixMilli(due)
	if err := json.Unmarshal([]byte(body), &t.letter); err != nil {
		t.letter = Letter{} // composing refuses it
	}
	t.letter.ID = id
	return t, nil
}

// ended keeps that nothing more is done for a letter. What was sent stays sent, also if it was taken back meanwhile.
func (s *Sender) ended(t *taken, state, reason string) error {
	err := s.db.WriteKey(context.Background(), outboxKey, func(tx *sqldb.Tx) error {
		now, err := s.now(tx)
		if err != nil {
			return err
		}
		return end(tx, t, state, reason, now)
	})
	if err != nil {
		return fmt.Errorf("keep that the letter %s is %s: %w", t.letter.ID, state, err)
	}
	s.tell(t, state, reason)
	return nil
}

func end(tx *sqldb.Tx, t *taken, state, reason string, now time.Time) error {
	if state == sent {
		_, err := tx.Exec(`UPDATE mail SET state = 'sent', ended = $1, reason = '', recipient = '', letter = '' WHERE id = $2`, now.UnixMilli(), t.letter.ID)
		return err
	}
	_, err := tx.Exec(`UPDATE mail SET state = $1, ended = $2, reason = $3 WHERE id = $4 AND state = 'waiting'`, state, now.UnixMilli(), reason, t.letter.ID)
	return err
}

// tell logs that nothing more is done for a letter.
func (s *Sender) tell(t *taken, state, reason string) {
	if state == failed {
		s.log.Warn("a letter failed", "letter", t.letter.ID, "conversation", t.letter.Conversation, "attempts", t.attempts, "reason", reason)
		return
	}
	s.log.Info("letter sent", "letter", t.letter.ID, "conversation", t.letter.Conversation, "attempts", t.attempts)
}

// later keeps that a letter is tried again after a wait, the last time when it is given up otherwise, or gives it up.
func (s *Sender) later(t *taken, wait time.Duration, reason string) error {
	var next time.Time
	var over bool
	err := s.db.WriteKey(context.Background(), outboxKey, func(tx *sqldb.Tx) error {
		now, err := s.now(tx)
		if err != nil {
			return err
		}
		if over = now.Sub(t.due) >= giveUp; over {
			return end(tx, t, failed, gaveUp+reason, now)
		}
		if next = now.Add(wait); next.After(t.due.Add(giveUp)) {
			next = t.due.Add(giveUp)
		}
		_, err = tx.Exec(`UPDATE mail SET next_try = $1, reason = $2 WHERE id = $3 AND state = 'waiting'`, next.UnixMilli(), reason, t.letter.ID)
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("keep that the letter %s waits: %w", t.letter.ID, err)
	case over:
		s.tell(t, failed, gaveUp+reason)
	default:
		s.log.Info("a letter is tried again", "letter", t.letter.ID, "attempts", t.attempts, "at", next, "reason", reason)
	}
	return nil
}

const gaveUp = "given up after 3 days: "

// serverFails leaves the server alone for a while, longer each time. The letter that found out goes behind the others, and what
// waits too long already is given up.
func (s *Sender) serverFails(t *taken, reason string) error {
	now := s.clock()
	s.mu.Lock()
	if !now.Before(s.rest) { // else another connection has just counted this
		s.strikes++
		s.rest = now.Add(doubled(firstBackoff, s.strikes, lastRest))
	}
	rest := s.rest
	s.mu.Unlock()
	s.log.Error("the mail server cannot be used", "server", s.dialer.server, "until", rest, "reason", reason)
	if err := s.later(t, rest.Sub(now), reason); err != nil {
		return err
	}
	return s.giveUpOld(reason)
}

// giveUpOld gives up all letters that are too old.
func (s *Sender) giveUpOld(reason string) error {
	var n int64
	err := s.db.WriteKey(context.Background(), outboxKey, func(tx *sqldb.Tx) error {
		now, err := s.now(tx)
		if err != nil {
			return err
		}
		n, err = tx.Insert(`UPDATE mail SET state = 'failed', ended = $1, reason = $2
			WHERE state = 'waiting' AND due <= $3 AND next_try <= $1`, now.UnixMilli(), gaveUp+reason, now.Add(-giveUp).UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("give up old letters: %w", err)
	}
	if n > 0 {
		s.log.Warn("letters failed", "letters", n, "reason", gaveUp+reason)
	}
	return nil
}

func (s *Sender) serverWorks() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.strikes, s.rest = 0, time.Time{}
}

// resting reports whether the server is left alone. A clock that was set back ends the rest.
func (s *Sender) resting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	wait := s.rest.Sub(s.clock())
	return !s.rest.IsZero() && wait > 0 && wait <= lastRest
}
