package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// What holds where the options say nothing.
const (
	defaultConnections = 16
	leastConnections   = 4
	defaultTimeout     = 10 * time.Second
	defaultPatience    = 10 * time.Second
)

// maxWriters bounds how many connections write for keys. PostgreSQL syncs what several of them commit together, and
// more than a few only make the groups smaller.
const maxWriters = 4

// slack is how much longer than its time-out a statement may stay without an answer before the connection counts as
// lost.
const slack = 2 * time.Second

// postgres is what a DB has on PostgreSQL.
type postgres struct {
	plain    *pgx.ConnConfig // as the address says
	config   *pgx.ConnConfig // of a session that reads or writes
	db       *sql.DB         // the writers' connections
	timeout  time.Duration   // of a statement
	patience time.Duration
	whole    *pgWriter   // makes the writes that are alone in the database
	keyed    []*pgWriter // make the writes of keys
	sabotage sabotage
}

// sabotage takes protections away, for the tests that prove that they are needed.
type sabotage struct {
	locks   bool // transactions take no locks
	outcome bool // a commit that was not answered counts as one that was not kept
	// kept, if not nil, answers instead of the token whether a transaction was kept.
	kept func(c *sql.Conn) (bool, error)
}

// isPostgres reports whether an address means a PostgreSQL server.
func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// openPostgres connects to a server. The address is a URL as libpq has it; the driver knows the options of its query.
func openPostgres(ctx context.Context, address string, o Options) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The parser's own error shows the address, and with it the password.
		return nil, errors.New("open database: the address is not one of PostgreSQL: it looks like postgres://user:password@host:5432/database")
	}
	pg := &postgres{
		timeout:  cmp.Or(o.StatementTimeout, defaultTimeout),
		patience: cmp.Or(o.Patience, defaultPatience),
	}
	pg.plain, pg.config = config, pg.session(config)
	connections := max(cmp.Or(o.Connections, defaultConnections), leastConnections)
	writers := min(max(connections/4, 1), maxWriters)

	reading := pg.config.Copy()
	reading.RuntimeParams["default_transaction_read_only"] = "on"
	d := &DB{engine: Postgres, pg: pg, log: o.Log, fatal: o.Fatal, stop: make(chan struct{}), done: make(chan struct{})}
	d.read = sql.OpenDB(&pgConnector{config: reading, patience: pg.patience, again: true})
	d.read.SetMaxOpenConns(connections - writers - 1)
	d.read.SetMaxIdleConns(connections - writers - 1)
	pg.db = sql.OpenDB(&pgConnector{config: pg.config, setup: durable(o.Synchronous)})
	if err := pg.greet(ctx, d.read, o.Log); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", place(config), err), d.read.Close(), pg.db.Close())
	}
	pg.whole = newPgWriter(d, pg, true)
	for range writers {
		pg.keyed = append(pg.keyed, newPgWriter(d, pg, false))
	}
	pg.start(d)
	return d, nil
}

// start starts the writers; d.done is closed when all of them have ended.
func (p *postgres) start(d *DB) {
	all := append([]*pgWriter{p.whole}, p.keyed...)
	for _, w := range all {
		go w.run()
	}
	go func() {
		defer close(d.done)
		for _, w := range all {
			<-w.done
		}
	}()
}

// place names a database without its password.
func place(c *pgx.ConnConfig) string {
	return fmt.Sprintf("%s on %s:%d", c.Database, c.Host, c.Port)
}

// session is the configuration of a session: its time-outs, and what the server should do when we are gone.
func (p *postgres) session(c *pgx.ConnConfig) *pgx.ConnConfig {
	c = c.Copy()
	limit := p.timeout + slack
	for name, v := range map[string]string{
		"application_name":                    "frontdesk",
		"statement_timeout":                   millis(p.timeout),
		"idle_in_transaction_session_timeout": millis(p.timeout),
		"tcp_keepalives_idle":                 "15",
		"tcp_keepalives_interval":             "5",
		"tcp_keepalives_count":                "3",
	} {
		if _, given := c.RuntimeParams[name]; !given {
			c.RuntimeParams[name] = v
		}
	}
	if c.ConnectTimeout == 0 || c.ConnectTimeout > limit {
		c.ConnectTimeout = limit
	}
	dial := c.DialFunc
	c.DialFunc = hurried(dial, limit)
	c.OnPgError = func(conn *pgconn.PgConn, e *pgconn.PgError) bool {
		conn.CustomData()[failureKey] = e
		return e.Severity != "FATAL" && e.Severity != "PANIC" && e.SeverityUnlocalized != "FATAL" && e.SeverityUnlocalized != "PANIC"
	}
	return c
}

func millis(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// failureKey finds in a connection the last error that the server sent.
const failureKey = "failure"

func forget(c *pgconn.PgConn) { delete(c.CustomData(), failureKey) }

// failure is the last error that the server sent since forget.
func failure(c *pgx.Conn) *pgconn.PgError {
	if c == nil {
		return nil
	}
	e, _ := c.PgConn().CustomData()[failureKey].(*pgconn.PgError)
	return e
}

// durable has a session wait for the disk when it commits, as an acknowledged write must survive a power loss. A
// server that also waits for its standbys goes on doing so.
func durable(synchronous string) func(ctx context.Context, c *pgx.Conn) error {
	set := `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`
	if synchronous == "OFF" {
		set = `SELECT set_config('synchronous_commit', 'off', false)`
	}
	return func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, set, pgx.QueryExecModeSimpleProtocol)
		return err
	}
}

// oldest is the version of PostgreSQL from which on everything is there that is used.
const oldest = 150000

// greet looks at the server for the first time.
func (p *postgres) greet(ctx context.Context, db *sql.DB, log *slog.Logger) error {
	var version int
	var encoding, fsync string
	err := db.QueryRowContext(ctx, `SELECT current_setting('server_version_num'), current_setting('server_encoding'), current_setting('fsync')`).Scan(&version, &encoding, &fsync)
	switch {
	case err != nil:
		return err
	case version < oldest:
		return fmt.Errorf("the server is PostgreSQL %d; version 15 or newer is needed", version/10000)
	case encoding != "UTF8":
		return fmt.Errorf("the database has the encoding %s; make one with ENCODING 'UTF8'", encoding)
	case fsync != "on":
		log.Warn("the PostgreSQL server runs with fsync off: what is acknowledged may be lost with the power")
	}
	return nil
}

// connect makes a connection for a writer.
func (p *postgres) connect(ctx context.Context) (*sql.Conn, *pgx.Conn, error) {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	var bare *pgx.Conn
	err = conn.Raw(func(c any) error {
		bare = c.(*pgSession).pg
		return nil
	})
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, bare, nil
}

// writer is the one that makes the writes of a key.
func (p *postgres) writer(key string) *pgWriter {
	h := fnv.New32a()
	h.Write([]byte(key))
	return p.keyed[h.Sum32()%uint32(len(p.keyed))]
}

// unlimited are connections for migrations: without time-outs, except for the lock of a table.
func (p *postgres) unlimited() *sql.DB {
	c := p.plain.Copy()
	c.DefaultQueryExecMode = pgx.QueryExecModeExec // nothing of it is sent again, so nothing is prepared
	for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		c.RuntimeParams[name] = "0"
	}
	c.RuntimeParams["lock_timeout"] = millis(lockLimit)
	return sql.OpenDB(&pgConnector{config: c, patience: p.patience})
}

// patient are connections that read for as long as it takes. A server that is gone is found by TCP's own signs of life.
func (p *postgres) patient() *sql.DB {
	c := p.config.Copy()
	c.DialFunc = p.plain.DialFunc
	for name, v := range map[string]string{"statement_timeout": "0", "idle_in_transaction_session_timeout": "0", "default_transaction_read_only": "on"} {
		c.RuntimeParams[name] = v
	}
	return sql.OpenDB(&pgConnector{config: c, patience: p.patience})
}
