package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Snapshot runs f with the database as it is at one moment: what is written meanwhile is not seen. Writers are not held
// up by it, but while it lasts the engine has to keep what they replace, so it should not last longer than it needs.
func (d *DB) Snapshot(ctx context.Context, f func(q Querier) error) error {
	from := d.read
	if d.Engine() == Postgres {
		from = d.pg.patient()
		defer from.Close()
	}
	conn, err := from.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a snapshot: %w", err)
	}
	defer conn.Close()
	if d.Engine() == Postgres {
		return snapshotPostgres(ctx, conn, f)
	}
	return snapshotSQLite(ctx, conn, f)
}

// snapshotPostgres reads what is there at one moment. Its connection has no time-outs, which are made for short
// questions: a large table may be sorted for minutes before its first row comes.
func snapshotPostgres(ctx context.Context, conn *sql.Conn, f func(q Querier) error) error {
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("take a snapshot: %w", err)
	}
	defer tx.Rollback()                                        // nothing was written
	if _, err := tx.ExecContext(ctx, `SELECT 1`); err != nil { // the moment
		return fmt.Errorf("take a snapshot: %w", err)
	}
	return f(tx)
}

// snapshotSQLite lets the connection sort in a file: a table without a key may be larger than memory.
func snapshotSQLite(ctx context.Context, conn *sql.Conn, f func(q Querier) error) (err error) {
	for _, s := range []string{`PRAGMA temp_store = FILE`, `BEGIN`} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("take a snapshot: %w", err)
		}
	}
	defer func() {
		// The connection goes back to the pool, also when ctx has ended meanwhile.
		last := context.WithoutCancel(ctx)
		for _, s := range []string{`ROLLBACK`, `PRAGMA temp_store = MEMORY`} {
			if _, e := conn.ExecContext(last, s); e != nil {
				err = errors.Join(err, fmt.Errorf("end a snapshot: %w", e))
			}
		}
	}()
	var n int64
	if err := conn.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&n); err != nil { // the moment
		return fmt.Errorf("take a snapshot: %w", err)
	}
	return f(conn)
}

// Each calls f with every row of the table, in the order of its key, which is the same on every engine: texts by their
// bytes. A table without a key is ordered by all its columns. after, if not nil, are the values of a key: only rows
// behind it are read. The row is f's to keep.
func (t Table) Each(ctx context.Context, e Engine, q Querier, after []any, f func(row []any) error) error {
	rows, err := q.QueryContext(ctx, t.selection(e, after != nil), after...)
	if err != nil {
		return fmt.Errorf("read the table %s: %w", t.Name, err)
	}
	defer rows.Close()
	targets := make([]any, len(t.Columns))
	for rows.Next() {
		for i, c := range t.Columns {
			targets[i] = c.Kind.target()
		}
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("read the table %s: %w", t.Name, err)
		}
		row := make([]any, len(targets))
		for i, v := range targets {
			row[i] = plain(v)
		}
		if err := f(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the table %s: %w", t.Name, err)
	}
	return nil
}

// selection is the statement that reads a table's rows in order.
func (t Table) selection(e Engine, after bool) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	var order, params []string
	for i, c := range t.order() {
		order, params = append(order, ordered(e, c)), append(params, fmt.Sprint("$", i+1))
	}
	query := `SELECT ` + strings.Join(names, ", ") + ` FROM ` + quoted(t.Name)
	if after {
		query += ` WHERE (` + strings.Join(order, ", ") + `) > (` + strings.Join(params, ", ") + `)`
	}
	return query + ` ORDER BY ` + strings.Join(order, ", ")
}

// ordered is a column as one orders by it: texts by their bytes, and nothing before everything.
func ordered(e Engine, c Column) string {
	if e == Postgres && c.Kind == Text {
		return quoted(c.Name) + ` COLLATE "C"`
	}
	return quoted(c.Name)
}

// Last returns the key of the table's last row, nil if it has none or the table has no key.
func (t Table) Last(ctx context.Context, e Engine, q Querier) ([]any, error) {
	if len(t.Key) == 0 {
		return nil, nil
	}
	var names, order []string
	var targets []any
	for _, c := range t.order() {
		names, order, targets = append(names, quoted(c.Name)), append(order, ordered(e, c)+" DESC"), append(targets, c.Kind.target())
	}
	query := `SELECT ` + strings.Join(names, ", ") + ` FROM ` + quoted(t.Name) + ` ORDER BY ` + strings.Join(order, ", ") + ` LIMIT 1`
	if err := q.QueryRowContext(ctx, query).Scan(targets...); errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("read the end of the table %s: %w", t.Name, err)
	}
	for i, v := range targets {
		targets[i] = plain(v)
	}
	return targets, nil
}

// Count returns how many rows the table has.
func (t Table) Count(ctx context.Context, q Querier) (n int64, err error) {
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM `+quoted(t.Name)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count the rows of %s: %w", t.Name, err)
	}
	return n, nil
}

// Orphans counts the rows whose reference leads nowhere.
func (t Table) Orphans(ctx context.Context, q Querier, r Reference) (n int64, err error) {
	var on, set []string
	for i, c := range r.Columns {
		on = append(on, `p.`+quoted(r.To[i])+` = c.`+quoted(c))
		set = append(set, `c.`+quoted(c)+` IS NOT NULL`)
	}
	query := `SELECT count(*) FROM ` + quoted(t.Name) + ` c LEFT JOIN ` + quoted(r.Table) + ` p ON ` + strings.Join(on, " AND ") +
		` WHERE p.` + quoted(r.To[0]) + ` IS NULL AND ` + strings.Join(set, " AND ")
	if err := q.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("follow the references of %s to %s: %w", t.Name, r.Table, err)
	}
	return n, nil
}

// target is what a value of the kind is scanned into.
func (k Kind) target() any {
	switch k {
	case Text:
		return new(sql.Null[string])
	case Integer:
		return new(sql.Null[int64])
	case Real:
		return new(sql.Null[float64])
	case Boolean:
		return new(sql.Null[bool])
	default:
		return new(sql.Null[[]byte])
	}
}

// plain is the value that was scanned, nil if it is null.
func plain(v any) any {
	switch v := v.(type) {
	case *sql.Null[string]:
		return unlessNull(*v)
	case *sql.Null[int64]:
		return unlessNull(*v)
	case *sql.Null[float64]:
		return unlessNull(*v)
	case *sql.Null[bool]:
		return unlessNull(*v)
	case *sql.Null[[]byte]:
		if v.Valid && v.V == nil {
			return []byte{}
		}
		return unlessNull(*v)
	}
	return nil
}

func unlessNull[T any](v sql.Null[T]) any {
	if !v.Valid {
		return nil
	}
	return v.V
}
