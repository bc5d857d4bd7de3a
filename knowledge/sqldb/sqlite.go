package sqldb

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite"

	"frontdesk/knowledge/sqldb/litefile"
)

// openSQLite opens the file at path and creates it when missing.
func openSQLite(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Synchronous == "" {
		o.Synchronous = "FULL"
	}
	writing := o
	if o.VFS == "" && o.Synchronous == "FULL" {
		layer, err := litefile.Gather()
		if err != nil {
			return nil, fmt.Errorf("open database %s: %w", path, err)
		}
		writing.VFS = layer
	}
	write, err := newLite(dsn(path, writing, false), 256)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	write.SetMaxOpenConns(2) // the writer's own, and one for migrations before work begins
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	read, err := newLite(dsn(path, o, true), 64)
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	d := &DB{
		engine: SQLite,
		read:   read, write: write, log: o.Log,
		queue: make(chan *job, 1024),
		empty: make(chan chan<- error),
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

// busyTimeout is how long SQLite waits for another process that writes, in milliseconds.
const busyTimeout = "10000"

// writerCache is how much of the database the writer may keep in memory, in kilobytes. Each conversation that is written
// has a page of its own: with SQLite's own 2 MB, the pages of some hundred conversations that live at the same time would
// be read again for every message, and written in the middle of transactions.
const writerCache = "16384"

// dsn builds the driver's address of the file. The temporary store stays in memory and mmap is off,
// so that a failing disk shows as an error and not as a signal.
func dsn(path string, o Options, readOnly bool) string {
	q := url.Values{}
	if o.VFS != "" {
		q.Set("vfs", o.VFS)
	}
	q.Add("_pragma", "busy_timeout("+busyTimeout+")")
	q.Add("_pragma", "journal_mode(WAL)")
	q.Add("_pragma", "synchronous("+o.Synchronous+")")
	q.Add("_pragma", "foreign_keys(1)")
	q.Add("_pragma", "temp_store(MEMORY)")
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "wal_autocheckpoint(0)") // the writer does that, see tidy
		q.Add("_pragma", "cache_size(-"+writerCache+")")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
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
