package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"frontdesk/knowledge/sqldb"
)

// DatabaseConfig is what a PostgreSQL database may take. The command line gives the flags the prefix "store-".
type DatabaseConfig struct {
	Connections int           `help:"Most connections to PostgreSQL." default:"16"`
	Timeout     time.Duration `help:"Longest time that PostgreSQL may take for one statement." default:"10s"`
	Patience    time.Duration `help:"Longest time that a message waits for a PostgreSQL that is away, before it is said that it was not kept." default:"10s"`
}

// leastConnections is how many connections reading, writing and what a start does take at least.
const leastConnections = 4

// validNodes says what is wrong with the settings of a desk of several servers. Addresses are not repeated: people put
// passwords into them.
func (c *Config) validNodes() error {
	if err := validStore(c.Store); err != nil {
		return err
	}
	if d := c.Database; c.Store != "" && (d.Connections < leastConnections || d.Timeout <= 0 || d.Patience < 0) {
		return fmt.Errorf("--store-connections is a number of at least %d, --store-timeout and --store-patience are durations such as 10s", leastConnections)
	}
	if c.Node != "" && !validNode.MatchString(c.Node) {
		return fmt.Errorf("--node %.70q: want up to 63 letters, digits, points, underlines and hyphens, such as desk-1", c.Node)
	}
	for _, b := range c.Bus {
		u, err := url.Parse(b)
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			return errors.New("--bus: want addresses such as nats://bus.example:4222, separated by commas")
		}
	}
	if len(c.Bus) > 0 && c.Store == "" {
		return errors.New("--bus is for a desk of several servers, and those share a database: name it with --store as well")
	}
	return nil
}

// onPostgres reports whether an address is one of PostgreSQL.
func onPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

func validStore(address string) error {
	if address == "" {
		return nil
	}
	if !onPostgres(address) {
		return errors.New("--store: want the address of a PostgreSQL database, such as postgres://name:password@db.example/desk; a directory is named with --data")
	}
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("--store cannot be read; write signs such as @, : and / in a password as %40, %3A and %2F")
	}
	return validCertificates(u)
}

// Open opens the database of the configuration: that of --store, or the file in the data directory, which it makes if
// there is none. fatal is called when the disk fails to sync; nil ignores it.
func (c *Config) Open(ctx context.Context, log *slog.Logger, fatal func(error)) (*sqldb.DB, error) {
	if err := validStore(c.Store); err != nil {
		return nil, err
	}
	address := c.Store
	if address == "" {
		if err := c.makeData(); err != nil {
			return nil, err
		}
		address = c.database()
	}
	db, err := sqldb.Open(ctx, address, sqldb.Options{
		Synchronous: c.Synchronous, Log: log, Fatal: fatal,
		Connections: c.Database.Connections, StatementTimeout: c.Database.Timeout, Patience: c.Database.Patience,
	})
	return db, c.plain(err, log)
}

// MustExist returns an error that says what to do if there is no database in the data directory yet. Commands
// that only look call it, so that a mistyped directory is not created. A database of --store is looked for when it is
// opened.
func (c *Config) MustExist() error {
	if c.Store != "" {
		return nil
	}
	if _, err := os.Stat(c.database()); err != nil {
		return fmt.Errorf("there is no desk in %s; check --data, or make one with \"frontdesk import\" or \"frontdesk user add\"", c.Data)
	}
	return nil
}

// WithDatabase opens only the database of a configuration, runs f and closes it. A server may be running over it.
func WithDatabase(ctx context.Context, c Config, log *slog.Logger, f func(*sqldb.DB) error) error {
	db, err := c.Open(ctx, log, nil)
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}
