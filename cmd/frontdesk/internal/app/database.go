package app

import (
	"context"
	"errors"
	"log/slog"

	"frontdesk/knowledge/sqldb"
)

// WithDatabase opens only the database of a data directory, runs f and closes it. A server may be running
// over the same directory.
func WithDatabase(ctx context.Context, c Config, log *slog.Logger, f func(*sqldb.DB) error) error {
	if err := c.makeData(); err != nil {
		return err
	}
	db, err := sqldb.Open(ctx, c.database(), sqldb.Options{Synchronous: c.Synchronous, Log: log})
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}
