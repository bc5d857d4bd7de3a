// Package sqldb opens the database in which everything lasting is kept: SQLite in one file, or PostgreSQL where several
// machines share it. What is above does not know which.
//
// # Writing
//
// [DB.Write] hands a function to a writer goroutine. Whatever is queued when the last commit returns goes into the next
// transaction together (group commit), without a timer: under load many writes share one sync to the disk, and a lone
// write waits for nobody. Write returns only after the commit was synced, so a caller may tell its client "kept". A
// write is alone in the whole database, on whichever node it is made; one by [DB.WriteKey] is alone with its key.
//
// SQLite has one writer: write-ahead log, synchronous=FULL. On PostgreSQL one connection makes the writes that are
// alone, and a few others those of keys; they keep out of each other's way with advisory locks, which also hold
// between nodes, and each sees what those before it committed (READ COMMITTED).
//
// # When PostgreSQL is away
//
// A write whose connection is lost is made again on the next one, for as long as Options.Patience says, and then refused
// with [ErrUnavailable]. If the connection is lost during the commit, the row that every transaction leaves tells
// whether it was kept: it is neither made twice nor reported wrongly, also if the server was restarted meanwhile.
//
// # SQL
//
// Statements keep to what SQLite and PostgreSQL 15 both understand: $1 parameters, RETURNING,
// ON CONFLICT, times as BIGINT milliseconds, JSON as TEXT that is parsed in Go.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// Options of a database.
type Options struct {
	// Synchronous is SQLite's pragma of that name. The default FULL is what makes an acknowledged
	// write survive a power loss; NORMAL exists for the test that proves it.
	Synchronous string
	Log         *slog.Logger
	// Fatal is called when a sync to the disk failed. Nobody knows then what the disk holds, so the
	// process must stop and recover from the log at its next start; a sync is never tried again.
	Fatal func(error)

	// Connections is how many connections this process may have to PostgreSQL; 0 is 16, and there are at least 4.
	// A migration has two more for a moment.
	Connections int
	// StatementTimeout is how long a statement may take on PostgreSQL; 0 is 10 s. Migrations have no limit.
	StatementTimeout time.Duration
	// Patience is how long reads and writes wait for a PostgreSQL server that is away; 0 is 10 s.
	Patience time.Duration

	// Unfinished lets a database be opened that an unfinished restore or migration fills, see [ErrUnfinished].
	Unfinished bool
	// Versions, if not nil, has Migrate bring each part to the version given and leave out the parts that are not named.
	Versions map[string]int64
	// VFS is the name under which SQLite knows the file system to be used; "" is the machine's. Tests have others.
	VFS string
}

// DB is an open database. Its methods may be called from any goroutine.
type DB struct {
	engine   Engine
	read     *sql.DB
	log      *slog.Logger
	versions map[string]int64 // see Options

	write *sql.DB   // SQLite's, nil on PostgreSQL
	pg    *postgres // nil on SQLite

	queue chan *job
	empty chan chan<- error // asks SQLite's writer to empty its log
	stop  chan struct{}     // closed by Close; the writer drains the queue and ends
	done  chan struct{}     // closed by the writer when it has ended
	once  sync.Once
	fatal func(error)

	health health

	localMu sync.Mutex
	local   map[string]any // see Local
}

// Engine is what keeps a database.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Engine tells which engine keeps the database.
func (d *DB) Engine() Engine { return d.engine }

// ErrClosed is returned by writes to a closed database.
var ErrClosed = errors.New("the database is closed")

// Open opens a database: the SQLite file at a path, which is created when missing, or the PostgreSQL database at an
// address that begins with postgres://.
func Open(ctx context.Context, address string, o Options) (*DB, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	open := openSQLite
	if isPostgres(address) {
		open = openPostgres
	}
	d, err := open(ctx, address, o)
	if err != nil {
		return nil, err
	}
	if err := d.demandFinished(ctx, o); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.versions = o.Versions
	return d, nil
}

// Read returns the pool of read-only connections.
func (d *DB) Read() *sql.DB { return d.read }

// Local returns what all who use this open database share in memory under a name; make makes it when it is asked for
// first. It is for what need not be written where one process has the whole database to itself, as on SQLite.
func (d *DB) Local(name string, make func() any) any {
	d.localMu.Lock()
	defer d.localMu.Unlock()
	v, ok := d.local[name]
	if !ok {
		if d.local == nil {
			d.local = map[string]any{}
		}
		v = make()
		d.local[name] = v
	}
	return v
}

// Close waits for queued writes, then closes the file or the connections. Later writes get ErrClosed.
func (d *DB) Close() error {
	d.once.Do(func() { close(d.stop) })
	<-d.done
	if d.pg != nil {
		return errors.Join(d.read.Close(), d.pg.db.Close())
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// demandFinished refuses a database that is not complete, unless that is wanted.
func (d *DB) demandFinished(ctx context.Context, o Options) error {
	if o.Unfinished {
		return nil
	}
	_, unfinished, err := d.Unfinished(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("open database: %w", err)
	case unfinished:
		return ErrUnfinished
	}
	return nil
}

// IsUnique reports whether the error says that a unique key exists already. On PostgreSQL the transaction cannot go on
// after it, so a write has to return then.
func IsUnique(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == pgUnique
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code() == constraintPrimaryKey || e.Code() == constraintUnique)
}
