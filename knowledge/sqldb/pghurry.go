package sqldb

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// hurried dials connections on which a read or write that takes longer than the limit fails. Nothing else would notice
// in time that the other end is gone without a word: the time-outs of statements are kept by the server.
func hurried(dial pgconn.DialFunc, limit time.Duration) pgconn.DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &hurriedConn{Conn: c, limit: limit}, nil
	}
}

// hurriedConn is a connection with a limit for every read and write. A deadline that was set on it holds too.
type hurriedConn struct {
	net.Conn
	limit time.Duration

	mu          sync.Mutex // so that a deadline is never replaced by a later limit
	read, write time.Time  // deadlines that were set, zero for none
}

// Read implements net.Conn.
func (c *hurriedConn) Read(b []byte) (int, error) {
	c.mu.Lock()
	c.Conn.SetReadDeadline(c.sooner(c.read))
	c.mu.Unlock()
	return c.Conn.Read(b)
}

// Write implements net.Conn.
func (c *hurriedConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.Conn.SetWriteDeadline(c.sooner(c.write))
	c.mu.Unlock()
	return c.Conn.Write(b)
}

// sooner is the deadline or the limit from now on, whichever is first.
func (c *hurriedConn) sooner(deadline time.Time) time.Time {
	limit := time.Now().Add(c.limit)
	if !deadline.IsZero() && deadline.Before(limit) {
		return deadline
	}
	return limit
}

// SetDeadline implements net.Conn.
func (c *hurriedConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read, c.write = t, t
	return c.Conn.SetDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (c *hurriedConn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = t
	return c.Conn.SetReadDeadline(t)
}

// SetWriteDeadline implements net.Conn.
func (c *hurriedConn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.write = t
	return c.Conn.SetWriteDeadline(t)
}
