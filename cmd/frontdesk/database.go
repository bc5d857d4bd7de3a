package main

import (
	"context"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/sqldb"
)

// withDatabase opens the database of a data directory that has one, runs f and closes it. A server may be running over
// the same directory.
func (c *common) withDatabase(ctx context.Context, data string, f func(*sqldb.DB) error) error {
	config := app.Default()
	config.Data = data
	if err := config.MustExist(); err != nil {
		return err
	}
	return app.WithDatabase(ctx, config, c.quiet(), f)
}

// withNewDatabase does the same and makes the database if there is none.
func (c *common) withNewDatabase(ctx context.Context, data string, f func(*sqldb.DB) error) error {
	config := app.Default()
	config.Data = data
	return app.WithDatabase(ctx, config, c.quiet(), f)
}
