package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
)

// dial makes sure that there is a connection, and that the server has dropped what the one before left behind.
func (w *pgWriter) dial() error {
	ctx, cancel := context.WithTimeout(context.Background(), w.pg.timeout)
	defer cancel()
	if w.conn == nil {
		if err := w.connect(ctx); err != nil {
			return err
		}
	}
	if w.lost != nil {
		if err := w.end(ctx, *w.lost); err != nil {
			w.hangUp()
			return err
		}
		w.lost = nil
	}
	return nil
}

// connect makes a connection and learns who is at its other end.
func (w *pgWriter) connect(ctx context.Context) (err error) {
	if w.conn, w.bare, err = w.pg.connect(ctx); err != nil {
		w.conn, w.bare = nil, nil
		return err
	}
	var there bool
	err = w.conn.QueryRowContext(ctx, `SELECT pid, CAST(extract(epoch FROM backend_start) AS TEXT), to_regclass($1) IS NOT NULL FROM pg_stat_activity WHERE pid = pg_backend_pid()`, outcomeTable).
		Scan(&w.self.pid, &w.self.since, &there)
	if err == nil {
		err = w.remember(ctx, there)
	}
	if err != nil {
		w.hangUp()
	}
	return err
}

// end has the server drop a connection that we have lost.
func (w *pgWriter) end(ctx context.Context, b backend) error {
	_, err := w.conn.ExecContext(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND CAST(extract(epoch FROM backend_start) AS TEXT) = $2`, b.pid, b.since)
	return err
}

// forsaken notes that the connection was lost, so that its other end is dropped before anything else is done.
func (w *pgWriter) forsaken() {
	self := w.self
	w.lost = &self
}

// hangUp gives up the connection.
func (w *pgWriter) hangUp() {
	if w.conn == nil {
		return
	}
	busy := w.bare.PgConn().IsBusy()
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	w.bare.PgConn().Close(ctx)
	if !busy { // or else somebody has not closed their rows, and database/sql would wait for them for ever
		w.conn.Raw(func(any) error { return driver.ErrBadConn }) // so that it is not used again
		w.conn.Close()
	}
	w.conn, w.bare = nil, nil
}

// closed reports whether there is no connection any more.
func (w *pgWriter) closed() bool { return w.bare == nil || w.bare.IsClosed() }

// errOpenRows is the fault of a write that reads and does not close what it reads.
var errOpenRows = errors.New("a write returned before it had closed the rows that it read")
