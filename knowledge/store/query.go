package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"frontdesk/knowledge/sqldb"
)

// query reads all rows of a statement. what says in an error what was attempted.
func query[T any](ctx context.Context, db *sqldb.DB, what string, scan func(scanner) (T, error), statement string, args ...any) ([]T, error) {
	rows, err := db.Read().QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}

// has reports, within a transaction, whether a statement that counts finds anything.
func has(tx *sqldb.Tx, statement string, args ...any) (bool, error) {
	var n int
	err := tx.QueryRow(statement, args...).Scan(&n)
	return n > 0, err
}

// none reports whether there was no row, which is no fault.
func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }
