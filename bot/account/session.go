package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Authenticate returns the person to whom the session token belongs, with Staff.Session set. It reads the
// session by its key each time, so a revoked one is refused at once, and writes down the use at most once a
// minute. Errors: ErrNoSession.
func (a *Accounts) Authenticate(ctx context.Context, token string) (Staff, error) {
	if token == "" {
		return Staff{}, ErrNoSession
	}
	return a.Renew(ctx, hashToken(token))
}

// Renew is Authenticate for those who keep the session's hash and not its token: a socket calls it now and
// then to learn whether its session still holds, and its being open counts as use. Errors: ErrNoSession.
func (a *Accounts) Renew(ctx context.Context, session string) (Staff, error) {
	now := a.clock()
	r, t, err := a.session(ctx, session, now)
	if err != nil {
		return Staff{}, err
	}
	if now.Sub(t.seen) >= touchEvery {
		err := a.db.WriteKey(ctx, sessionsKey, func(tx *sqldb.Tx) error { return touch(tx, session, now, t.ends(now)) })
		if err != nil { // a full disk must not sign people out who only want to read
			a.log.Error("use of a session not stored", "staff", r.ID, "error", err)
		}
	}
	r.Session = session
	return r.Staff, nil
}

// SignOut ends the session of the token. An unknown token is no error: it is signed out already.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	if token == "" {
		return nil
	}
	hash := hashToken(token)
	var staff string
	err := a.db.WriteKey(ctx, sessionsKey, func(tx *sqldb.Tx) (err error) {
		staff, err = deleteSession(tx, hash)
		return err
	})
	if errors.Is(err, ErrNoSession) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	a.log.Info("signed out", "staff", staff)
	a.revoked(staff, hash)
	return nil
}

// times of a session.
type times struct {
	created, seen time.Time
	byLink        bool
}

// ends is when a session that is used now ends if it is not used again.
func (t times) ends(now time.Time) time.Time {
	end := now.Add(SessionIdle)
	if last := t.created.Add(SessionMax); end.After(last) {
		return last
	}
	return end
}

func (a *Accounts) sessionRecord(ctx context.Context, session string) (record, bool, error) {
	r, t, err := a.session(ctx, session, a.clock())
	return r, t.byLink, err
}
