package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// Tx is the writer's transaction as one write sees it. It must not be kept after the write returned.
type Tx struct {
	conn  *sql.Conn
	wrote bool
	undo  []func()

	lite   *liteSession // SQLite: the connection beneath conn
	writer *writer      // SQLite: whose transaction it is
	looked bool         // the writer knows what others have written

	pg    *pgx.Conn // PostgreSQL: the connection as pgx knows it
	keyed bool      // others write beside this transaction
	locks []string  // names of locks that it holds already
	rows  []*sql.Rows
	later *later // what is sent when it is needed
}

// Undo has f called if the transaction is not committed, also when another write that shares it is to
// blame. It is for what a write remembers in memory; f runs before any further write of this process that the same
// writer makes. On PostgreSQL there are several: writes of other keys run beside it, so what they share in memory needs
// a lock of its own.
func (t *Tx) Undo(f func()) { t.undo = append(t.undo, f) }

// Lock keeps everybody out of what several keys share, under the name given, until the transaction ends: on whichever
// node, whoever locks the same name waits. Inside Write, and on SQLite, nobody else writes anyway.
func (t *Tx) Lock(name string) error {
	if !t.keyed || slices.Contains(t.locks, name) {
		return nil
	}
	t.first()
	if _, err := t.pg.Exec(context.Background(), `SELECT pg_advisory_xact_lock($1)`, lockOf("name", name)); err != nil {
		return fmt.Errorf("lock %s: %w", name, err)
	}
	t.locks = append(t.locks, name)
	return nil
}

// Version is a number for which holds: if it is the same as in an earlier transaction, nobody has written since then but
// this process under keys. So what this process has written under a key, and whatever it saw there, still stands. It is 0
// where that is not known, which is always so on PostgreSQL.
func (t *Tx) Version() int64 {
	if t.writer == nil {
		return 0
	}
	if !t.looked {
		if err := t.writer.look(); err != nil {
			return 0
		}
		t.looked = true
	}
	return t.writer.version
}

// Now is the time by the store's clock, in milliseconds, which is the same for every node.
func (t *Tx) Now() (time.Time, error) {
	if t.pg == nil {
		return localClock(), nil
	}
	return readClock(t.QueryRow(clockPostgres))
}

// localClock is the clock of SQLite, which is that of the machine.
func localClock() time.Time { return time.Now().Truncate(time.Millisecond) }

// clockPostgres tells the time of a server in milliseconds.
const clockPostgres = `SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)`

func readClock(row *sql.Row) (time.Time, error) {
	var ms int64
	if err := row.Scan(&ms); err != nil {
		return time.Time{}, fmt.Errorf("read the store's clock: %w", err)
	}
	return time.UnixMilli(ms), nil
}

// Now is the time by the store's clock, as [Tx.Now] tells it inside a write.
func (d *DB) Now(ctx context.Context) (time.Time, error) {
	if d.pg == nil {
		return localClock(), nil
	}
	return readClock(d.read.QueryRowContext(ctx, clockPostgres))
}

func (t *Tx) run(statement string) error {
	_, err := t.lite.exec(statement, nil)
	return err
}

// Exec runs a statement that changes something.
func (t *Tx) Exec(query string, args ...any) (sql.Result, error) {
	t.wrote = true
	if t.pg != nil {
		t.first()
		tag, err := t.pg.Exec(context.Background(), query, args...)
		if err != nil {
			return nil, err
		}
		return driver.RowsAffected(tag.RowsAffected()), nil
	}
	return t.lite.exec(query, args)
}

// Insert runs an INSERT that may do nothing and tells how many rows it added. One that added none counts as
// no change, so that refusing afterwards is cheap.
func (t *Tx) Insert(query string, args ...any) (int64, error) {
	wrote := t.wrote
	r, err := t.Exec(query, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		t.wrote = wrote
	}
	return n, err
}

// Wrote reports whether this write has changed something so far.
func (t *Tx) Wrote() bool { return t.wrote || t.later != nil && t.later.mine > 0 }

// Query runs a statement that returns rows. The caller closes them before the next statement.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	t.wrote = t.wrote || changes(query)
	if t.pg != nil {
		t.first()
		rows, err := t.conn.QueryContext(context.Background(), query, args...)
		if err == nil {
			t.rows = append(t.rows, rows)
		}
		return rows, err
	}
	return t.conn.QueryContext(context.Background(), query, args...)
}

// QueryRow runs a statement that returns at most one row.
func (t *Tx) QueryRow(query string, args ...any) *sql.Row {
	t.wrote = t.wrote || changes(query)
	if t.pg != nil {
		t.first()
	}
	return t.conn.QueryRowContext(context.Background(), query, args...)
}

// closeRows closes what a write has read and not closed.
func (t *Tx) closeRows() {
	for _, r := range t.rows {
		r.Close()
	}
	clear(t.rows)
	t.rows = t.rows[:0]
}

// changes reports whether a statement that returns rows may change something.
func changes(query string) bool {
	for i := 0; i < len(query); i++ {
		switch query[i] {
		case ' ', '\n', '\t', '\r':
			continue
		case 'S', 's':
			return false // SELECT
		}
		return true
	}
	return true
}
