package lease

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"frontdesk/knowledge/sqldb"
)

// take takes the lease if it is free and returns its new token, or 0 if another node has it. What this node held when
// it was started last, it takes back at once: nobody else runs under its name.
func (l *Leases) take(ctx context.Context, name string) (token int64, err error) {
	l.mu.Lock()
	again := l.once[name]
	l.mu.Unlock()
	var end int64
	err = l.db.WriteKey(ctx, key(name), func(tx *sqldb.Tx) error {
		token = 0
		now, err := tx.Now()
		if err != nil {
			return err
		}
		var node string
		var last, until int64
		err = tx.QueryRow(`SELECT node, token, until FROM lease WHERE name = $1`, name).Scan(&node, &last, &until)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case l.terms.end(name, last, until) > now.UnixMilli() && (node != l.node || again):
			return nil
		}
		token, end = last+1, now.Add(lasts).UnixMilli()
		_, err = tx.Exec(`INSERT INTO lease (name, node, token, until) VALUES ($1, $2, $3, $4)
			ON CONFLICT (name) DO UPDATE SET node = excluded.node, token = excluded.token, until = excluded.until`,
			name, l.node, token, end)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("take the lease %s: %w", name, err)
	}
	if token > 0 {
		l.terms.wrote(name, token, end)
		l.mu.Lock()
		l.once[name] = true
		l.mu.Unlock()
	}
	return token, nil
}

// prolong puts off the end of the lease, or returns ErrLost if it has changed hands.
func (l *Leases) prolong(ctx context.Context, name string, token int64) error {
	twin := false
	var end int64 // as it was written, 0 if it was not
	err := l.db.WriteKey(ctx, key(name), func(tx *sqldb.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		var node string
		var newest, until int64
		twin, end = false, 0
		err = tx.QueryRow(`SELECT node, token, until FROM lease WHERE name = $1`, name).Scan(&node, &newest, &until)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return ErrLost
		case err != nil:
			return err
		case newest != token:
			twin = node == l.node
			return ErrLost
		}
		later := now.Add(lasts).UnixMilli()
		if l.terms.prolong(name, token, until, later) {
			return nil
		}
		end = later
		_, err = tx.Exec(`UPDATE lease SET until = $1 WHERE name = $2`, end, name)
		return err
	})
	if twin {
		l.log.Error("another server runs under the name of this node; give each its own with --node", "node", l.node, "lease", name)
	}
	if err != nil {
		return fmt.Errorf("renew the lease %s: %w", name, err)
	}
	if end > 0 {
		l.terms.wrote(name, token, end)
	}
	return nil
}

// giveBack ends the lease, so that another node need not wait until it runs out.
func (l *Leases) giveBack(ctx context.Context, name string, token int64) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), parting)
	defer cancel()
	err := l.db.WriteKey(ctx, key(name), func(tx *sqldb.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE lease SET until = $1 WHERE name = $2 AND token = $3`, now.UnixMilli(), name, token)
		return err
	})
	if err != nil {
		l.log.Warn("a lease is not given back; it runs out by itself", "lease", name, "error", err)
	}
}

// fence refuses writes under a token that is not the newest, and ends the work then.
func (l *Leases) fence(name string, token int64, lose func(error)) func(tx *sqldb.Tx) error {
	return func(tx *sqldb.Tx) error {
		var newest int64
		if err := tx.QueryRow(l.fenceSQL, name).Scan(&newest); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("look at the lease %s: %w", name, err)
		}
		if newest != token {
			lose(ErrLost)
			return fmt.Errorf("the lease %s has token %d, this write has %d: %w", name, newest, token, ErrLost)
		}
		return nil
	}
}

// key is what the writes of a lease belong to.
func key(name string) string { return "lease/" + name }
