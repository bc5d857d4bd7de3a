package sqldb

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
)

// ErrUnfinished is returned by Open for a database that is marked as one that is being filled.
var ErrUnfinished = errors.New("the desk in this database is not whole, because restoring or moving it was interrupted or is still under way; run \"frontdesk restore\" or \"frontdesk migrate\" again with the same arguments to finish it, or give another place")

// Unfinished reports whether the database is marked as one that is being filled, with the note that Mark left in it.
func (d *DB) Unfinished(ctx context.Context) (note string, ok bool, err error) {
	names, err := d.tableNames(ctx)
	if err != nil || !slices.Contains(names, unfinishedTable) {
		return "", false, err
	}
	notes, err := list(ctx, d.read, `SELECT note FROM unfinished ORDER BY note DESC LIMIT 1`)
	if err != nil {
		return "", true, fmt.Errorf("read why the database is unfinished: %w", err)
	}
	if len(notes) > 0 {
		note = notes[0]
	}
	return note, true, nil
}

// Mark says that the database is being filled, with a note for whoever goes on with it, or puts another note there.
// Until Finish, Open refuses it with ErrUnfinished.
func (d *DB) Mark(ctx context.Context, note string) error {
	err := d.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(`CREATE TABLE IF NOT EXISTS unfinished (note TEXT NOT NULL)`); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM unfinished`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO unfinished (note) VALUES ($1)`, note)
		return err
	})
	if err != nil {
		return fmt.Errorf("mark the database as unfinished: %w", err)
	}
	return nil
}

// Finish takes the mark away.
func (d *DB) Finish(ctx context.Context) error {
	err := d.Write(ctx, func(tx *Tx) error { _, err := tx.Exec(`DROP TABLE IF EXISTS unfinished`); return err })
	if err != nil {
		return fmt.Errorf("mark the database as finished: %w", err)
	}
	return nil
}

// Clear drops every table of a database that is marked as unfinished, but not the mark, nor what the writers need. It
// refuses others.
func (d *DB) Clear(ctx context.Context) error {
	if _, ok, err := d.Unfinished(ctx); err != nil {
		return err
	} else if !ok {
		return fmt.Errorf("clear the database: it is not marked as unfinished")
	}
	tables, err := d.Tables(ctx)
	if err != nil {
		return err
	}
	names, err := d.tableNames(ctx)
	if err != nil {
		return err
	}
	var drop []string
	for _, name := range names {
		if !kept(name) && name != unfinishedTable && name != outcomeTable {
			drop = append(drop, name)
		}
	}
	for _, t := range slices.Backward(tables) { // who refers to others goes first
		drop = append(drop, t.Name)
	}
	err = d.Write(ctx, func(tx *Tx) error {
		for _, name := range drop {
			if _, err := tx.Exec(`DROP TABLE ` + quoted(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("clear the database: %w", err)
	}
	return nil
}

// Wipe deletes all rows of tables, given in the order of Tables.
func (d *DB) Wipe(ctx context.Context, tables []Table) error {
	err := d.Write(ctx, func(tx *Tx) error {
		for _, t := range slices.Backward(tables) {
			if _, err := tx.Exec(`DELETE FROM ` + quoted(t.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("empty the tables: %w", err)
	}
	return nil
}

// Alone keeps other processes that call it for the same purpose away from a PostgreSQL database until release is
// called; ok is false if one is there already. A SQLite file is kept by the lock of its directory, and there Alone does
// nothing.
func (d *DB) Alone(ctx context.Context, purpose string) (release func(), ok bool, err error) {
	if d.Engine() != Postgres {
		return func() {}, true, nil
	}
	conn, err := d.read.Conn(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("lock the database for %s: %w", purpose, err)
	}
	h := fnv.New64a()
	h.Write([]byte("frontdesk " + purpose))
	key := int64(h.Sum64())
	if err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, key).Scan(&ok); err != nil || !ok {
		conn.Close()
		if err != nil {
			err = fmt.Errorf("lock the database for %s: %w", purpose, err)
		}
		return nil, false, err
	}
	return func() {
		// If the connection is gone, so is its lock.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, key)
		conn.Close()
	}, true, nil
}

// Settle lets PostgreSQL look at tables that were filled at once, so that it plans its questions well from the start. It
// would do so by itself after a while: what cannot be looked at now is logged and left.
func (d *DB) Settle(ctx context.Context, tables []Table) {
	if d.Engine() != Postgres {
		return
	}
	for _, t := range tables {
		err := d.Write(ctx, func(tx *Tx) error { _, err := tx.Exec(`ANALYZE ` + quoted(t.Name)); return err })
		if err != nil {
			d.log.Warn("a table that was filled is looked at later", "table", t.Name, "error", err)
		}
	}
}
