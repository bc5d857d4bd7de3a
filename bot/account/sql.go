package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/knowledge/sqldb"
)

// record is a row of staff with what does not leave this package.
type record struct {
	Staff
	password string // PHC notation, "" if none
}

const (
	columns = `s.id, s.email, s.name, s.roles, s.password, s.created, s.disabled`

	byEmail = `SELECT ` + columns + ` FROM staff s WHERE s.email_key = $1`
	byID    = `SELECT ` + columns + ` FROM staff s WHERE s.id = $1`
)

func scanStaff(scan func(...any) error, more ...any) (record, error) {
	var r record
	var roles string
	var created, disabled int64
	err := scan(append([]any{&r.ID, &r.Email, &r.Name, &roles, &r.password, &created, &disabled}, more...)...)
	if err != nil {
		return record{}, err
	}
	if err := json.Unmarshal([]byte(roles), &r.Roles); err != nil {
		return record{}, fmt.Errorf("roles of %s: %w", r.ID, err)
	}
	r.Created, r.Disabled, r.Password = time.UnixMilli(created), disabled != 0, r.password != ""
	return r, nil
}

func (a *Accounts) record(ctx context.Context, query, key string) (record, error) {
	r, err := scanStaff(a.db.Read().QueryRowContext(ctx, query, key).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return record{}, ErrNotFound
	}
	if err != nil {
		return record{}, fmt.Errorf("read staff member: %w", err)
	}
	return r, nil
}

func (a *Accounts) list(ctx context.Context) ([]Staff, error) {
	rows, err := a.db.Read().QueryContext(ctx, `SELECT `+columns+` FROM staff s ORDER BY s.name, s.email_key`)
	if err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	defer rows.Close()
	var all []Staff
	for rows.Next() {
		r, err := scanStaff(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list staff: %w", err)
		}
		all = append(all, r.Staff)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	return all, nil
}

func (a *Accounts) session(ctx context.Context, hash string, now time.Time) (record, times, error) {
	var created, seen int64
	var byLink bool
	row := a.db.Read().QueryRowContext(ctx, `SELECT `+columns+`, t.created, t.seen, t.by_link FROM staff_session t
		JOIN staff s ON s.id = t.staff WHERE t.hash = $1 AND t.expires > $2 AND s.disabled = 0`, hash, now.UnixMilli())
	r, err := scanStaff(row.Scan, &created, &seen, &byLink)
	if errors.Is(err, sql.ErrNoRows) {
		return record{}, times{}, ErrNoSession
	}
	if err != nil {
		return record{}, times{}, fmt.Errorf("read session: %w", err)
	}
	return r, times{created: time.UnixMilli(created), seen: time.UnixMilli(seen), byLink: byLink}, nil
}

func insertStaff(tx *sqldb.Tx, s Staff) error {
	roles, err := json.Marshal(s.Roles)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO staff (id, email, email_key, name, roles, password, created, disabled)
		VALUES ($1, $2, $3, $4, $5, '', $6, 0)`, s.ID, s.Email, emailKey(s.Email), s.Name, string(roles), s.Created.UnixMilli())
	return err
}

// updateRoles reports whether a role was lost, and deletes the sessions if so.
func updateRoles(tx *sqldb.Tx, id string, roles []Role) (lost bool, err error) {
	r, err := scanStaff(tx.QueryRow(byID, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return false, ErrNotFound
	}
	if err != nil {
		return false, err
	}
	text, err := json.Marshal(roles)
	if err != nil {
		return false, err
	}
	if _, err := tx.Exec(`UPDATE staff SET roles = $1 WHERE id = $2`, string(text), id); err != nil {
		return false, err
	}
	lost = slices.ContainsFunc(r.Roles, func(had Role) bool { return !slices.Contains(roles, had) })
	if lost {
		_, err = tx.Exec(`DELETE FROM staff_session WHERE staff = $1`, id)
	}
	return lost, err
}

func disable(tx *sqldb.Tx, id string, now time.Time) error {
	if err := one(tx.Exec(`UPDATE staff SET disabled = $1 WHERE id = $2`, now.UnixMilli(), id)); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM staff_session WHERE staff = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM sign_in_link WHERE staff = $1`, id)
	return err
}

func enable(tx *sqldb.Tx, id string) error {
	return one(tx.Exec(`UPDATE staff SET disabled = 0 WHERE id = $1`, id))
}

// updatePassword stores the hash, ends the person's links and all sessions but keep, and returns the hashes of
// the ended ones. The kept session loses the right to set another password without the current one.
func updatePassword(tx *sqldb.Tx, id, hash, keep string) (ended []string, err error) {
	if err := one(tx.Exec(`UPDATE staff SET password = $1 WHERE id = $2`, hash, id)); err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`DELETE FROM sign_in_link WHERE staff = $1`, id); err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE staff_session SET by_link = FALSE WHERE hash = $1`, keep); err != nil {
		return nil, err
	}
	rows, err := tx.Query(`DELETE FROM staff_session WHERE staff = $1 AND hash <> $2 RETURNING hash`, id, keep)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var h string
		if err := rows.Scan(&h); err != nil {
			return nil, err
		}
		ended = append(ended, h)
	}
	return ended, rows.Err()
}

// replaceHash renews a hash unless the password was changed meanwhile.
func replaceHash(tx *sqldb.Tx, id, old, hash string) error {
	_, err := tx.Exec(`UPDATE staff SET password = $1 WHERE id = $2 AND password = $3`, hash, id, old)
	return err
}

func insertLink(tx *sqldb.Tx, hash, staff string, now, expires time.Time) error {
	var id string
	err := tx.QueryRow(`SELECT id FROM staff WHERE id = $1 AND disabled = 0`, staff).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM sign_in_link WHERE staff = $1`, staff); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO sign_in_link (hash, staff, created, expires, used_at) VALUES ($1, $2, $3, $4, 0)`,
		hash, staff, now.UnixMilli(), expires.UnixMilli())
	return err
}

// useLink marks the link as used and returns whose it is. The condition is in the update itself, so that a
// link cannot be used twice however many try.
func useLink(tx *sqldb.Tx, hash string, now time.Time) (staff string, err error) {
	err = tx.QueryRow(`UPDATE sign_in_link SET used_at = $1 WHERE hash = $2 AND used_at = 0 AND expires > $1
		AND EXISTS (SELECT 1 FROM staff s WHERE s.id = sign_in_link.staff AND s.disabled = 0)
		RETURNING staff`, now.UnixMilli(), hash).Scan(&staff)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrLinkUsed
	}
	return staff, err
}

// unchanged refuses to begin a session with a password that was replaced while it was being checked.
func unchanged(tx *sqldb.Tx, staff, hash string) (string, error) {
	err := tx.QueryRow(`SELECT id FROM staff WHERE id = $1 AND password = $2`, staff, hash).Scan(&staff)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrWrongCredentials
	}
	return staff, err
}

// insertSession refuses a person who was disabled since their password was checked.
func insertSession(tx *sqldb.Tx, hash, staff string, byLink bool, now time.Time) (record, error) {
	r, err := scanStaff(tx.QueryRow(byID, staff).Scan)
	if err != nil {
		return record{}, err
	}
	if r.Disabled {
		return record{}, ErrWrongCredentials
	}
	_, err = tx.Exec(`INSERT INTO staff_session (hash, staff, by_link, created, seen, expires) VALUES ($1, $2, $3, $4, $4, $5)`,
		hash, staff, byLink, now.UnixMilli(), now.Add(SessionIdle).UnixMilli())
	return r, err
}

func touch(tx *sqldb.Tx, hash string, seen, expires time.Time) error {
	_, err := tx.Exec(`UPDATE staff_session SET seen = $1, expires = $2 WHERE hash = $3 AND seen < $1`,
		seen.UnixMilli(), expires.UnixMilli(), hash)
	return err
}

func deleteSession(tx *sqldb.Tx, hash string) (staff string, err error) {
	err = tx.QueryRow(`DELETE FROM staff_session WHERE hash = $1 RETURNING staff`, hash).Scan(&staff)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNoSession
	}
	return staff, err
}

// sweep deletes what has ended. It rides along with each sign-in, so that it needs no clock of its own.
func sweep(tx *sqldb.Tx, now time.Time) error {
	if _, err := tx.Exec(`DELETE FROM staff_session WHERE expires <= $1`, now.UnixMilli()); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM sign_in_link WHERE expires <= $1`, now.UnixMilli())
	return err
}

// one turns an update of nothing into ErrNotFound.
func one(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrNotFound
}
