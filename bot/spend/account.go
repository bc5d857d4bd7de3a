package spend

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot"
)

// Kind is whose limit it is.
type Kind string

// The kinds of limits.
const (
	OfDay     Kind = "day"
	OfSite    Kind = "site"
	OfVisitor Kind = "visitor"
	OfAddress Kind = "address"
)

const (
	// staleAfter is how old a sum may be before it is read again: another server may have added to it.
	staleAfter = 3 * time.Second
	// idleAfter is how long an account that nobody uses is remembered.
	idleAfter = 30 * time.Second
)

// key names an account: what counts towards one limit on one day.
type key struct {
	day  int64
	kind Kind
	name string // of the site; a hash for visitors and addresses
}

// account is how much counts towards one limit, in tokens.
type account struct {
	key
	base    int64 // as last read, and what was written since
	fresh   int64 // booked, not written yet
	moving  int64 // being written
	held    int64 // reserved by requests under way
	moves   int   // how often something was begun or ended to be written: what was read across that is not used
	pins    int   // callers who use it at the moment
	reading bool
	read    time.Time // when base was read; zero if it never was
}

func (a *account) used() int64 { return a.base + a.fresh + a.moving + a.held }

func (a *account) idle(now time.Time) bool {
	return a.held == 0 && a.fresh == 0 && a.moving == 0 && a.pins == 0 && now.Sub(a.read) > idleAfter
}

// forStaff reports whether what customers may take does not bind a request.
func forStaff(p bot.Purpose) bool {
	return p == bot.ForAgent || p == bot.ForEditor || p == bot.ForEval
}

func (l *Ledger) limit(k Kind) int64 {
	switch k {
	case OfDay:
		return l.Limits.Day
	case OfSite:
		return l.Limits.Site
	case OfVisitor:
		return l.Limits.Visitor
	default:
		return l.Limits.Address
	}
}

// keys are the accounts that a payer's request counts to; there are none without a limit.
func (l *Ledger) keys(ctx context.Context, day int64, p bot.Payer) ([]key, error) {
	var out []key
	if l.Limits.Day > 0 {
		out = append(out, key{day, OfDay, ""})
	}
	if forStaff(p.Purpose) {
		return out, nil
	}
	if l.Limits.Site > 0 && p.Site != "" {
		out = append(out, key{day, OfSite, p.Site})
	}
	for _, of := range []struct {
		kind  Kind
		value string
	}{{OfVisitor, p.Visitor}, {OfAddress, p.Address}} {
		if l.limit(of.kind) == 0 || of.value == "" {
			continue
		}
		salt, err := l.saltOf(ctx, day)
		if err != nil {
			return nil, err
		}
		out = append(out, key{day, of.kind, hashed(salt, of.kind, of.value)})
	}
	return out, nil
}

func hashed(salt []byte, kind Kind, value string) string {
	h := hmac.New(sha256.New, salt)
	h.Write([]byte(kind))
	h.Write([]byte{0})
	h.Write([]byte(value))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// pin returns the accounts of the keys with sums that are not stale. The caller unpins them.
func (l *Ledger) pin(ctx context.Context, keys []key) ([]*account, error) {
	pinned := make([]*account, len(keys))
	var stale []*account
	now := l.Clock()
	l.mu.Lock()
	for i, k := range keys {
		a := l.accounts[k]
		if a == nil {
			a = &account{key: k}
			l.accounts[k] = a
		}
		a.pins++
		pinned[i] = a
		// Who finds another reading a sum anew goes by the old one; without one they have to read themselves.
		if a.read.IsZero() || now.Sub(a.read) >= staleAfter && !a.reading {
			a.reading = true
			stale = append(stale, a)
		}
	}
	l.mu.Unlock()
	var faults []error
	for _, a := range stale {
		faults = append(faults, l.refresh(ctx, a, now))
	}
	if err := errors.Join(faults...); err != nil {
		l.unpin(pinned)
		return nil, err
	}
	return pinned, nil
}

func (l *Ledger) unpin(pinned []*account) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range pinned {
		a.pins--
	}
}

// refresh reads the sum of an account. An account whose sum was read before goes on with that if it cannot be read.
func (l *Ledger) refresh(ctx context.Context, a *account, now time.Time) error {
	l.mu.Lock()
	moves := a.moves
	l.mu.Unlock()
	sum, err := l.sum(ctx, a.key)
	l.mu.Lock()
	defer l.mu.Unlock()
	a.reading = false
	switch {
	case err != nil && a.read.IsZero():
		return fmt.Errorf("read how much of the model's budget is used: %w", err)
	case err == nil && a.moves == moves && a.moving == 0:
		a.base, a.read = sum, now
	}
	return nil
}

// sum reads what counts to an account.
func (l *Ledger) sum(ctx context.Context, k key) (tokens int64, err error) {
	db := l.db.Read()
	switch k.kind {
	case OfDay:
		err = db.QueryRowContext(ctx, `SELECT CAST(COALESCE(SUM(prompt + completion), 0) AS BIGINT) FROM spend_day WHERE day = $1`, k.day).Scan(&tokens)
	case OfSite:
		err = db.QueryRowContext(ctx, `SELECT CAST(COALESCE(SUM(prompt + completion), 0) AS BIGINT) FROM spend_day
			WHERE day = $1 AND site = $2 AND purpose NOT IN ($3, $4, $5)`, k.day, k.name, bot.ForAgent, bot.ForEditor, bot.ForEval).Scan(&tokens)
	default:
		err = db.QueryRowContext(ctx, `SELECT tokens FROM spend_payer WHERE day = $1 AND kind = $2 AND hash = $3`, k.day, k.kind, k.name).Scan(&tokens)
		if errors.Is(err, sql.ErrNoRows) {
			return 0, nil
		}
	}
	return tokens, err
}
