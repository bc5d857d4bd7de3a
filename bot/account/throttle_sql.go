package account

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// throttle slows down guessing. What was tried is kept in the database: whoever guesses at several nodes has no more
// tries than at one, and a restart forgives nothing. How much it can become is bounded by how many passwords the nodes
// can check within a window.
type throttle struct {
	db  *sqldb.DB
	now func(tx *sqldb.Tx) (time.Time, error) // the store's clock, the same for all nodes
}

func newThrottle(db *sqldb.DB) *throttle { return &throttle{db: db, now: (*sqldb.Tx).Now} }

// triesKey is what writes about attempts are kept apart by.
const triesKey = "sign-in tries"

// sweptAtOnce is how much of what is forgiven is deleted beside each attempt: more than an attempt adds.
const sweptAtOnce = 10

// attempt is one try that was let through. It counts as a failure until success is called, so that tries in
// parallel are counted before their outcome is known.
type attempt struct {
	t    *throttle
	keys []throttleKey
	pair string
}

type throttleKey struct {
	key   string
	limit limit
}

// hidden is how a key is kept: nobody is to read from it who tried what.
func hidden(key string) string {
	sum := sha256.Sum256([]byte("frontdesk sign-in\x00" + key))
	return hex.EncodeToString(sum[:])
}

// begin lets an attempt through or returns a *ThrottledError. Refused attempts are not counted.
func (t *throttle) begin(ctx context.Context, emailKey, address string) (*attempt, error) {
	network := networkOf(address)
	a := &attempt{t: t, pair: hidden("p " + network + " " + emailKey)}
	err := t.db.WriteKey(ctx, triesKey, func(tx *sqldb.Tx) error {
		now, err := t.now(tx)
		if err != nil {
			return err
		}
		a.keys = []throttleKey{{a.pair, pairLimit}, {hidden("a " + network), addressLimit}}
		known, err := familiar(tx, a.pair, now)
		if err != nil {
			return err
		}
		if !known {
			a.keys = append(a.keys, throttleKey{hidden("e " + emailKey), accountLimit})
		}
		return a.count(tx, now)
	})
	if refused := (*ThrottledError)(nil); errors.As(err, &refused) {
		return nil, refused
	}
	if err != nil {
		return nil, fmt.Errorf("count an attempt to sign in: %w", err)
	}
	return a, nil
}

// count counts the attempt under all its keys, unless one of them is blocked.
func (a *attempt) count(tx *sqldb.Tx, now time.Time) error {
	buckets := make([]bucket, len(a.keys))
	var wait time.Duration
	for i, k := range a.keys {
		b, err := readBucket(tx, k.key, now)
		if err != nil {
			return err
		}
		buckets[i], wait = b, max(wait, b.blocked.Sub(now))
	}
	if wait > 0 {
		return &ThrottledError{RetryAfter: wait}
	}
	for i, k := range a.keys {
		buckets[i].count(k.limit, now)
		if err := writeBucket(tx, k, buckets[i]); err != nil {
			return err
		}
	}
	return sweepTries(tx, now)
}

// success forgives: the pair wholly, the address and the account only this attempt, so that an attacker
// with an account of their own cannot wash an address clean.
func (a *attempt) success(ctx context.Context) error {
	err := a.t.db.WriteKey(ctx, triesKey, func(tx *sqldb.Tx) error {
		now, err := a.t.now(tx)
		if err != nil {
			return err
		}
		for _, k := range a.keys {
			if k.key == a.pair {
				if _, err := tx.Exec(`DELETE FROM sign_in_try WHERE key = $1`, k.key); err != nil {
					return err
				}
				continue
			}
			b, err := readBucket(tx, k.key, now)
			if err != nil {
				return err
			}
			b.forgive(k.limit)
			if err := writeBucket(tx, k, b); err != nil {
				return err
			}
		}
		_, err = tx.Exec(`INSERT INTO sign_in_familiar (pair, at) VALUES ($1, $2) ON CONFLICT (pair) DO UPDATE SET at = excluded.at`, a.pair, now.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("forgive attempts to sign in: %w", err)
	}
	return nil
}

// familiar reports whether the account was signed in to from this address lately.
func familiar(tx *sqldb.Tx, pair string, now time.Time) (known bool, err error) {
	err = tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM sign_in_familiar WHERE pair = $1 AND at > $2)`, pair, now.Add(-familiarFor).UnixMilli()).Scan(&known)
	return known, err
}

// readBucket reads what was counted under a key; nothing is an empty bucket.
func readBucket(tx *sqldb.Tx, key string, now time.Time) (bucket, error) {
	b := bucket{at: now}
	var at, blocked int64
	err := tx.QueryRow(`SELECT level, at, blocked FROM sign_in_try WHERE key = $1`, key).Scan(&b.level, &at, &blocked)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	}
	b.at = time.UnixMilli(at)
	if blocked > 0 {
		b.blocked = time.UnixMilli(blocked)
	}
	return b, err
}

func writeBucket(tx *sqldb.Tx, k throttleKey, b bucket) error {
	blocked := int64(0)
	if !b.blocked.IsZero() {
		blocked = b.blocked.UnixMilli()
	}
	_, err := tx.Exec(`INSERT INTO sign_in_try (key, level, at, blocked, forgiven) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (key) DO UPDATE SET level = excluded.level, at = excluded.at, blocked = excluded.blocked, forgiven = excluded.forgiven`,
		k.key, b.level, b.at.UnixMilli(), blocked, b.forgiven(k.limit).UnixMilli())
	return err
}

// sweepTries deletes some of what is forgiven and forgotten.
func sweepTries(tx *sqldb.Tx, now time.Time) error {
	if _, err := tx.Insert(`DELETE FROM sign_in_try WHERE key IN (SELECT key FROM sign_in_try WHERE forgiven <= $1 ORDER BY forgiven LIMIT $2)`,
		now.UnixMilli(), sweptAtOnce); err != nil {
		return err
	}
	_, err := tx.Insert(`DELETE FROM sign_in_familiar WHERE pair IN (SELECT pair FROM sign_in_familiar WHERE at <= $1 ORDER BY at LIMIT $2)`,
		now.Add(-familiarFor).UnixMilli(), sweptAtOnce)
	return err
}
