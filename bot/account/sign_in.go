package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"frontdesk/knowledge/sqldb"
)

// How long things last.
const (
	SessionIdle = 12 * time.Hour      // a session ends when it was not used for so long
	SessionMax  = 14 * 24 * time.Hour // and in any case after this
	LinkLife    = 24 * time.Hour      // a one-time sign-in link, unless asked otherwise
	touchEvery  = time.Minute         // how exactly the last use is kept
)

// Grant is a session that has begun.
type Grant struct {
	Staff   Staff
	Token   string    // 256 bits in base64url: the only copy, for the cookie
	Expires time.Time // the session's latest end
}

// SignIn begins a session for the person with this address and password. address is the client's network
// address, by which guessing is slowed down. An unknown address, a disabled person, one without a password
// and a wrong password cannot be told apart, neither by the error nor by the time it takes.
// Errors: ErrWrongCredentials, ErrThrottled (a *ThrottledError).
func (a *Accounts) SignIn(ctx context.Context, email, password, address string) (Grant, error) {
	key := emailKey(email)
	if len(key) > MaxEmail {
		key = key[:MaxEmail] // no account has it; a bound on what the throttle remembers
	}
	try, err := a.throttle.begin(ctx, key, address)
	if errors.Is(err, ErrThrottled) {
		a.log.Warn("sign-in throttled", "address", address)
	}
	if err != nil {
		return Grant{}, err
	}
	r, err := a.record(ctx, byEmail, key)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Grant{}, err
	}
	hash := r.password
	if r.Disabled {
		hash = ""
	}
	ok, renew, err := a.hasher.verify(ctx, clip(password), hash)
	if err != nil {
		return Grant{}, err
	}
	if !ok || len(password) > MaxPassword {
		a.log.Warn("sign-in refused", "address", address, "staff", r.ID)
		return Grant{}, ErrWrongCredentials
	}
	if err := try.success(ctx); err != nil {
		return Grant{}, err
	}
	grant, err := a.begin(ctx, func(tx *sqldb.Tx, _ time.Time) (string, error) {
		return unchanged(tx, r.ID, r.password)
	}, false)
	if err == nil && renew {
		a.rehash(ctx, r, password)
	}
	return grant, err
}

// rehash brings a stored hash to today's cost. A failure is not the person's business.
func (a *Accounts) rehash(ctx context.Context, r record, password string) {
	hash, err := a.hasher.hash(ctx, password)
	if err == nil {
		err = a.db.WriteKey(ctx, sessionsKey, func(tx *sqldb.Tx) error { return replaceHash(tx, r.ID, r.password, hash) })
	}
	if err != nil {
		a.log.Error("password hash not renewed", "staff", r.ID, "error", err)
	}
}

// IssueLink returns the secret of a one-time sign-in link. It voids the person's earlier links. A life of 0
// means LinkLife. Errors: ErrNotFound, also for a disabled person.
func (a *Accounts) IssueLink(ctx context.Context, staffID string, life time.Duration) (token string, err error) {
	if life <= 0 {
		life = LinkLife
	}
	if token, err = a.newToken(); err != nil {
		return "", err
	}
	now := a.clock()
	err = a.write(ctx, "staff.link", staffID, fmt.Sprintf("for %s", life), func(tx *sqldb.Tx) error {
		return insertLink(tx, hashToken(token), staffID, now, now.Add(life))
	})
	if err != nil {
		return "", fmt.Errorf("issue sign-in link: %w", err)
	}
	a.log.Info("sign-in link issued", "staff", staffID, "life", life)
	return token, nil
}

// RedeemLink begins a session with a one-time link's secret. Of many who redeem the same link at the same
// time, one gets a session. Errors: ErrLinkUsed.
func (a *Accounts) RedeemLink(ctx context.Context, token string) (Grant, error) {
	return a.begin(ctx, func(tx *sqldb.Tx, now time.Time) (string, error) {
		return useLink(tx, hashToken(token), now)
	}, true)
}

// begin stores a new session for the person whom find names inside the same transaction.
func (a *Accounts) begin(ctx context.Context, find func(*sqldb.Tx, time.Time) (string, error), byLink bool) (Grant, error) {
	token, err := a.newToken()
	if err != nil {
		return Grant{}, err
	}
	now, hash := a.clock(), hashToken(token)
	var r record
	err = a.db.WriteKey(ctx, sessionsKey, func(tx *sqldb.Tx) error {
		id, err := find(tx, now)
		if err != nil {
			return err
		}
		if r, err = insertSession(tx, hash, id, byLink, now); err != nil {
			return err
		}
		return sweep(tx, now)
	})
	if err != nil {
		return Grant{}, fmt.Errorf("begin session: %w", err)
	}
	r.Session = hash
	a.log.Info("signed in", "staff", r.ID, "link", byLink)
	return Grant{Staff: r.Staff, Token: token, Expires: now.Add(SessionMax)}, nil
}

// newToken returns 256 random bits in base64url.
func (a *Accounts) newToken() (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(a.rand, b[:]); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// hashToken is the form in which a token is stored. A token has 256 random bits, so a plain hash suffices.
func hashToken(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// clip bounds the work that a hostile password can cause.
func clip(password string) string { return password[:min(len(password), MaxPassword)] }
