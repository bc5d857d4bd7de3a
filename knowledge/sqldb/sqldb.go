// Package sqldb opens the database in which everything lasting is kept. It is SQLite in one file:
// write-ahead log, synchronous=FULL, many readers and one writer.
//
// # Writing
//
// [DB.Write] hands a function to the one writer goroutine. Whatever is queued when the last commit
// returns goes into the next transaction together (group commit), without a timer: under load many
// writes share one sync to the disk, and a lone write waits for nobody. Write returns only after the
// commit was synced, so a caller may tell its client "kept".
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
	"io/fs"
	"log/slog"
	"net/url"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
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
}

// DB is an open database. Its methods may be called from any goroutine.
type DB struct {
	read  *sql.DB
	write *sql.DB
	log   *slog.Logger

	queue chan *job
	stop  chan struct{} // closed by Close; the writer drains the queue and ends
	done  chan struct{} // closed by the writer when it has ended
	once  sync.Once
	fatal func(error)
}

// Engine is what keeps a database.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Engine tells which engine keeps the database.
func (d *DB) Engine() Engine { return SQLite }

// ErrClosed is returned by writes to a closed database.
var ErrClosed = errors.New("the database is closed")

// Open opens the SQLite file at path and creates it when missing.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Synchronous == "" {
		o.Synchronous = "FULL"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	write, err := sql.Open("sqlite", dsn(path, o.Synchronous, false))
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	write.SetMaxOpenConns(2) // the writer's own, and one for migrations before work begins
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	read, err := sql.Open("sqlite", dsn(path, o.Synchronous, true))
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	d := &DB{
		read: read, write: write, log: o.Log,
		queue: make(chan *job, 1024),
		stop:  make(chan struct{}),
		done:  make(chan struct{}),
		fatal: o.Fatal,
	}
	w, err := newWriter(ctx, d)
	if err != nil {
		read.Close()
		write.Close()
		return nil, err
	}
	go w.run()
	return d, nil
}

// dsn builds the driver's address of the file. The temporary store stays in memory and mmap is off,
// so that a failing disk shows as an error and not as a signal.
func dsn(path, synchronous string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(10000)")
	q.Add("_pragma", "journal_mode(WAL)")
	q.Add("_pragma", "synchronous("+synchronous+")")
	q.Add("_pragma", "foreign_keys(1)")
	q.Add("_pragma", "temp_store(MEMORY)")
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
		// A checkpoint costs syncs in the writer's path; 32 MB of log between two of them was measured to
		// be half again as fast as SQLite's 4 MB, at the price of that much disk.
		q.Add("_pragma", "wal_autocheckpoint(8000)")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// Read returns the pool of read-only connections.
func (d *DB) Read() *sql.DB { return d.read }

// Close waits for queued writes, then closes the file. Later writes get ErrClosed.
func (d *DB) Close() error {
	d.once.Do(func() { close(d.stop) })
	<-d.done
	return errors.Join(d.read.Close(), d.write.Close())
}

// Migrate brings the tables of one part of the program up to date. The SQL files stand in the folder
// "migrations" of fsys; each part has its own version table, so that parts can be migrated in any order.
func (d *DB) Migrate(ctx context.Context, name string, fsys fs.FS) error {
	files, err := fs.Sub(fsys, "migrations")
	if err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	store, err := database.NewStore(goose.DialectSQLite3, name+"_version")
	if err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	p, err := goose.NewProvider("", d.write, files, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	return nil
}

// Result codes of SQLite that callers must tell apart.
const (
	constraintPrimaryKey = 1555
	constraintUnique     = 2067
	ioSync               = 1034
	ioDirSync            = 1290
)

// isSync reports whether the error says that a sync to the disk failed.
func isSync(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == ioSync || e.Code() == ioDirSync)
}

// IsUnique reports whether the error says that a unique key exists already.
func IsUnique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == constraintPrimaryKey || e.Code() == constraintUnique)
}
