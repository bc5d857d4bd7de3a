// Package generation tells one life of a desk from another. A desk that is restored from a backup goes on from an earlier
// moment and writes other things under the same numbers: whoever remembers numbers of the life before must not go on
// from them. The generation is a random name in the database that is never copied with what the desk keeps: one that was
// restored, or moved to another database, gets a new one.
package generation

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"

	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the table up to date.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	return db.Migrate(ctx, "generation", migrations)
}

// Read returns the desk's generation, after it has made the table and a name if there was none. It is the same on every
// node, and stays the same while a server runs, since only an empty place can be restored into.
func Read(ctx context.Context, db *sqldb.DB) (name string, err error) {
	if err := Migrate(ctx, db); err != nil {
		return "", err
	}
	const read = `SELECT name FROM generation WHERE one = 1`
	err = db.Read().QueryRowContext(ctx, read).Scan(&name)
	if err == nil {
		return name, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read the generation of the desk: %w", err)
	}
	err = db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Insert(`INSERT INTO generation (one, name) VALUES (1, $1) ON CONFLICT (one) DO NOTHING`, rand.Text()); err != nil {
			return err
		}
		return tx.QueryRow(read).Scan(&name)
	})
	if err != nil {
		return "", fmt.Errorf("read the generation of the desk: %w", err)
	}
	return name, nil
}
