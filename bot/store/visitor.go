package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// TokenLife is how long a visitor's token is good for after it was last used. A further token of a vouched
// user lasts as long from the day it is made.
const TokenLife = 180 * 24 * time.Hour

// seenLag is how far the stored time of the last use may be behind, so that not every visit writes.
const seenLag = 24 * time.Hour

// AddVisitor stores a new visitor, for whom nobody vouches, under the hash of its token.
func (s *Store) AddVisitor(ctx context.Context, v bot.Visitor, tokenHash string, now time.Time) error {
	err := s.db.WriteKey(ctx, visitorKey(v.ID), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO visitor (id, token_hash, site, created, seen) VALUES ($1, $2, $3, $4, $4)`, v.ID, tokenHash, v.Site, millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("store visitor: %w", err)
	}
	return nil
}

// visitorColumns are what scanVisitor reads, of a visitor called v.
const visitorColumns = `v.id, v.site, v.blocked, v.subject, v.vouched`

// scanVisitor reads a visitor, and after it what else the row has; ok is false if there is no row.
func scanVisitor(row scanner, more ...any) (v bot.Visitor, ok bool, err error) {
	var vouched string
	err = row.Scan(append([]any{&v.ID, &v.Site, &v.Blocked, &v.Subject, &vouched}, more...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Visitor{}, false, nil
	}
	if err == nil && v.Subject != "" {
		v.Vouched, err = readVouched(v.Subject, vouched)
	}
	if err != nil {
		return bot.Visitor{}, false, fmt.Errorf("read visitor: %w", err)
	}
	return v, true, nil
}

// VisitorOf returns the visitor of this id; ok is false if there is none.
func (s *Store) VisitorOf(ctx context.Context, id string) (v bot.Visitor, ok bool, err error) {
	return scanVisitor(s.db.Read().QueryRowContext(ctx, `SELECT `+visitorColumns+` FROM visitor v WHERE v.id = $1`, id))
}

// VisitorByToken finds who holds the token; ok is false if nobody does. The token a visitor has begun with is
// good until it was not used for TokenLife, any further one until it expires.
func (s *Store) VisitorByToken(ctx context.Context, tokenHash string, now time.Time) (v bot.Visitor, ok bool, err error) {
	v, seen, err := holder(func(query string, args ...any) *sql.Row {
		return s.db.Read().QueryRowContext(ctx, query, args...)
	}, tokenHash, now)
	if err != nil || v.ID == "" {
		return bot.Visitor{}, false, err
	}
	if now.Sub(seen) > seenLag {
		err = s.db.WriteKey(ctx, visitorsKey, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(`UPDATE visitor SET seen = $1 WHERE token_hash = $2 AND seen < $1`, millis(now), tokenHash)
			return err
		})
	}
	if err != nil {
		return bot.Visitor{}, false, fmt.Errorf("note the visit: %w", err)
	}
	return v, true, nil
}

// holder finds who holds the token and when its use was last noted; the visitor has no id if nobody does. The
// use of further tokens is not noted: it must not keep alive the token that the visitor has begun with.
func holder(queryRow func(query string, args ...any) *sql.Row, tokenHash string, now time.Time) (v bot.Visitor, seen time.Time, err error) {
	var ms int64
	v, ok, err := scanVisitor(queryRow(`SELECT `+visitorColumns+`, v.seen FROM visitor v WHERE v.token_hash = $1`, tokenHash), &ms)
	switch {
	case err != nil:
		return v, seen, err
	case !ok:
		v, _, err = scanVisitor(queryRow(`SELECT `+visitorColumns+` FROM visitor_token t JOIN visitor v ON v.id = t.visitor
			WHERE t.hash = $1 AND t.expires > $2`, tokenHash, millis(now)))
		return v, now, err
	}
	if seen = fromMillis(ms); now.Sub(seen) > TokenLife {
		return bot.Visitor{}, seen, nil
	}
	return v, seen, nil
}

// AddToken gives the visitor a further token until it expires, for another browser of theirs. Errors:
// bot.ErrNotFound if there is no such visitor, bot.ErrInvalid if the token is in use or has expired.
func (s *Store) AddToken(ctx context.Context, visitor, tokenHash string, now, expires time.Time) error {
	if !expires.After(now) {
		return fmt.Errorf("add a token: %w: it has expired", bot.ErrInvalid)
	}
	err := s.db.WriteKey(ctx, visitorsKey, func(tx *sqldb.Tx) error {
		var known bool
		if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM visitor WHERE id = $1)`, visitor).Scan(&known); err != nil {
			return err
		}
		if !known {
			return bot.ErrNotFound
		}
		if err := refuseHeld(tx, tokenHash); err != nil {
			return err
		}
		return addToken(tx, visitor, tokenHash, now, expires)
	})
	if err != nil {
		return fmt.Errorf("add a token: %w", err)
	}
	return nil
}

// refuseHeld refuses a token that anybody holds: binding it anew would make an old key open another door.
func refuseHeld(tx *sqldb.Tx, tokenHash string) error {
	var held bool
	err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM visitor WHERE token_hash = $1) OR EXISTS (SELECT 1 FROM visitor_token WHERE hash = $1)`, tokenHash).Scan(&held)
	if err != nil {
		return fmt.Errorf("look for the token: %w", err)
	}
	if held || tokenHash == "" {
		return fmt.Errorf("%w: the token is in use", bot.ErrInvalid)
	}
	return nil
}

// addToken stores a further token and forgets those that have expired.
func addToken(tx *sqldb.Tx, visitor, tokenHash string, now, expires time.Time) error {
	if _, err := tx.Exec(`DELETE FROM visitor_token WHERE expires <= $1`, millis(now)); err != nil {
		return fmt.Errorf("forget expired tokens: %w", err)
	}
	if _, err := tx.Exec(`INSERT INTO visitor_token (hash, visitor, created, expires) VALUES ($1, $2, $3, $4)`, tokenHash, visitor, millis(now), millis(expires)); err != nil {
		return fmt.Errorf("store the token: %w", err)
	}
	return nil
}

// SetBlocked blocks a visitor or takes that back. The error is bot.ErrNotFound if there is no such visitor.
func (s *Store) SetBlocked(ctx context.Context, visitor string, blocked bool) error {
	err := s.db.WriteKey(ctx, visitorsKey, func(tx *sqldb.Tx) error {
		res, err := tx.Exec(`UPDATE visitor SET blocked = $1 WHERE id = $2`, blocked, visitor)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return errors.Join(bot.ErrNotFound, err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("set whether a visitor is blocked: %w", err)
	}
	return nil
}

// profile is how what a host has said about its user is stored.
type profile struct {
	Name       string            `json:"name,omitempty"`
	Email      string            `json:"email,omitempty"`
	Locale     string            `json:"locale,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	At         int64             `json:"at"` // milliseconds
}

func writeVouched(v bot.Vouched) (string, error) {
	b, err := json.Marshal(profile{Name: v.Name, Email: v.Email, Locale: v.Locale, Attributes: v.Attributes, At: millis(v.At)})
	if err != nil {
		return "", fmt.Errorf("write what the host said: %w", err)
	}
	return string(b), nil
}

func readVouched(subject, stored string) (*bot.Vouched, error) {
	var p profile
	if err := json.Unmarshal([]byte(stored), &p); err != nil {
		return nil, fmt.Errorf("read what the host said: %w", err)
	}
	return &bot.Vouched{Subject: subject, Name: p.Name, Email: p.Email, Locale: p.Locale, Attributes: p.Attributes, At: fromMillis(p.At)}, nil
}
