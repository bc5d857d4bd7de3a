package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// jtiGrace is how long the id of a token is remembered after the token has expired, in case that the clock is
// set back or that another process has a slower one.
const jtiGrace = time.Hour

// Vouch returns the visitor that a host vouches for: the one user of the site with this subject, in whatever
// browser they are.
//
// If fresh, in.Token is bound, and the browser must be given it in place of the token it had. If not, the
// browser already was this user's and keeps the token it has shown.
//
//   - The browser holds a token of this user: it stays as it is, and what the host says is updated.
//   - The user is known: the browser gets a token of theirs. What it said before, as somebody else or nobody,
//     stays with whom it was.
//   - The user is new and nobody vouched for the browser's visitor so far: that visitor becomes the user, with
//     its conversations. Every token it had is void, for others may know it.
//   - Otherwise a visitor is made.
//
// A token that is shown but not good counts as none. The error is bot.ErrReplayed if the vouching token's id
// was used before, unless by a visitor who is this user and whose token the browser shows; and
// bot.ErrInvalid if a field is missing or in.Token is not new.
func (s *Store) Vouch(ctx context.Context, in bot.Login, now time.Time) (v bot.Visitor, fresh bool, err error) {
	if in.Site == "" || in.ID == "" || in.Token == "" || in.Said.Subject == "" || in.Said.JTI == "" || in.Said.Expires.IsZero() {
		return bot.Visitor{}, false, fmt.Errorf("take a vouching token: %w: a field is missing", bot.ErrInvalid)
	}
	if !isPlain(in.Said.Subject) || !isPlain(in.Said.JTI) {
		return bot.Visitor{}, false, fmt.Errorf("take a vouching token: %w: an id is not plain text", bot.ErrInvalid)
	}
	err = s.db.WriteKey(ctx, visitorsKey, func(tx *sqldb.Tx) (err error) {
		l := login{Login: in, tx: tx, now: now}
		v, fresh, err = l.run()
		return err
	})
	if err != nil {
		return bot.Visitor{}, false, fmt.Errorf("take a vouching token: %w", err)
	}
	return v, fresh, nil
}

// login is a login inside a transaction.
type login struct {
	bot.Login
	tx  *sqldb.Tx
	now time.Time
}

// run finds out everything that may refuse the login before it writes anything, so that a refusal does not
// cost those who share the transaction.
func (l *login) run() (v bot.Visitor, fresh bool, err error) {
	browser, err := l.browser()
	if err != nil {
		return v, false, err
	}
	known, newer, err := l.seen(browser)
	if err != nil || known && !newer {
		return browser, false, err
	}
	user, found, err := scanVisitor(l.tx.QueryRow(`SELECT `+visitorColumns+` FROM visitor v WHERE v.site = $1 AND v.subject = $2`, l.Site, l.Said.Subject))
	if err != nil {
		return v, false, err
	}
	if fresh = !found || user.ID != browser.ID; fresh {
		if err := refuseHeld(l.tx, l.Token); err != nil {
			return v, false, err
		}
	}
	profile, err := writeVouched(l.Said)
	if err != nil {
		return v, false, err
	}
	switch {
	case found:
		v, err = user, l.update(user.ID, profile, fresh)
	case browser.ID != "" && browser.Subject == "":
		v, err = browser, l.upgrade(browser.ID, profile)
	default:
		v, err = bot.Visitor{ID: l.ID, Site: l.Site}, l.create(profile)
	}
	if err != nil {
		return v, false, err
	}
	v.Subject = l.Said.Subject
	if v.Vouched, err = readVouched(v.Subject, profile); err != nil {
		return v, false, err
	}
	return v, fresh, l.remember(v.ID)
}

// browser returns the visitor whose token the browser has shown; without an id if there is none on this site.
// It looks again inside the transaction: another tab may have logged in since, and the token be void.
func (l *login) browser() (bot.Visitor, error) {
	if l.Held == "" {
		return bot.Visitor{}, nil
	}
	v, _, err := holder(l.tx.QueryRow, l.Held, l.now)
	if err != nil || v.Site != l.Site {
		return bot.Visitor{}, err
	}
	return v, nil
}

// seen reports whether the token's id was used before by this very browser, and if so whether the token is a
// newer one of the same id. Anybody else who shows it is refused.
func (l *login) seen(browser bot.Visitor) (known, newer bool, err error) {
	var by string
	var expires int64
	err = l.tx.QueryRow(`SELECT visitor, expires FROM jti WHERE site = $1 AND jti = $2`, l.Site, l.Said.JTI).Scan(&by, &expires)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, false, nil
	case err != nil:
		return false, false, fmt.Errorf("look for the token's id: %w", err)
	case by != browser.ID || browser.Subject != l.Said.Subject:
		return false, false, bot.ErrReplayed
	}
	return true, millis(l.Said.Expires) > expires, nil
}

// update notes what the host says about a known user, and lets another browser in as them.
func (l *login) update(visitor, profile string, fresh bool) error {
	if _, err := l.tx.Exec(`UPDATE visitor SET vouched = $1 WHERE id = $2`, profile, visitor); err != nil {
		return fmt.Errorf("update what the host said: %w", err)
	}
	if !fresh {
		return nil
	}
	return addToken(l.tx, visitor, l.Token, l.now, l.now.Add(TokenLife))
}

// upgrade makes the visitor of a browser the user. Whoever knew a token of the visitor, perhaps having
// planted it, must not find the user behind it.
func (l *login) upgrade(visitor, profile string) error {
	_, err := l.tx.Exec(`UPDATE visitor SET subject = $1, vouched = $2, token_hash = $3, seen = $4 WHERE id = $5`,
		l.Said.Subject, profile, l.Token, millis(l.now), visitor)
	if err == nil {
		_, err = l.tx.Exec(`DELETE FROM visitor_token WHERE visitor = $1`, visitor)
	}
	if err != nil {
		return fmt.Errorf("make the visitor the user: %w", err)
	}
	return nil
}

func (l *login) create(profile string) error {
	_, err := l.tx.Exec(`INSERT INTO visitor (id, token_hash, site, created, seen, subject, vouched) VALUES ($1, $2, $3, $4, $4, $5, $6)`,
		l.ID, l.Token, l.Site, millis(l.now), l.Said.Subject, profile)
	if err != nil {
		return fmt.Errorf("store the user: %w", err)
	}
	return nil
}

// remember binds the token's id to the visitor, and forgets ids that nobody can use any more.
func (l *login) remember(visitor string) error {
	if _, err := l.tx.Exec(`DELETE FROM jti WHERE expires < $1`, millis(l.now.Add(-jtiGrace))); err != nil {
		return fmt.Errorf("forget the ids of expired tokens: %w", err)
	}
	_, err := l.tx.Exec(`INSERT INTO jti (site, jti, visitor, expires) VALUES ($1, $2, $3, $4) ON CONFLICT (site, jti) DO UPDATE SET expires = excluded.expires`,
		l.Site, l.Said.JTI, visitor, millis(l.Said.Expires))
	if err != nil {
		return fmt.Errorf("remember the token's id: %w", err)
	}
	return nil
}
