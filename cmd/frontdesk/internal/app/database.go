package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"frontdesk/knowledge/sqldb"
)

// MustExist returns an error that says what to do if there is no database in the data directory yet. Commands
// that only look call it, so that a mistyped directory is not created.
func (c *Config) MustExist() error {
	if _, err := os.Stat(c.database()); err != nil {
		return fmt.Errorf("there is no desk in %s; check --data, or make one with \"frontdesk import\" or \"frontdesk user add\"", c.Data)
	}
	return nil
}

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
