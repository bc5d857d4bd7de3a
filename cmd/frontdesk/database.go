package main

import (
	"context"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/sqldb"
)

// deskAt says where the desk is that a command works on.
type deskAt struct {
	Data  string `help:"Data directory of the server; it may be running." default:"frontdesk-data" type:"path"`
	Store string `help:"PostgreSQL database of the desk, as for serve; better set in the environment. Default: SQLite in the data directory." placeholder:"URL"`
}

// String is how the desk is called; the address of a database may hold a password.
func (d deskAt) String() string {
	if d.Store != "" {
		return "the database of --store"
	}
	return d.Data
}

// config is the configuration that opens the desk.
func (d deskAt) config() app.Config {
	c := app.Default()
	c.Data, c.Store = d.Data, d.Store
	return c
}

// withDatabase opens the database of a desk that has one, runs f and closes it. A server may be running over it.
func (c *common) withDatabase(ctx context.Context, at deskAt, f func(*sqldb.DB) error) error {
	config := at.config()
	if err := config.MustExist(); err != nil {
		return err
	}
	return app.WithDatabase(ctx, config, c.quiet(), f)
}

// withNewDatabase does the same and makes the database if there is none.
func (c *common) withNewDatabase(ctx context.Context, at deskAt, f func(*sqldb.DB) error) error {
	return app.WithDatabase(ctx, at.config(), c.quiet(), f)
}
