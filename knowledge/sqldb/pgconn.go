package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pgConnector makes connections for database/sql. It is a driver of our own, since ours can tell whether a statement
// may be sent again, and needs nothing of a pool.
type pgConnector struct {
	config *pgx.ConnConfig
	// patience is how long it goes on trying to connect while the server is away; 0 tries once.
	patience time.Duration
	// again says that every statement only reads, so that it may be sent again if its connection was lost.
	again bool
	// setup prepares a new connection; nil if there is nothing to prepare.
	setup func(ctx context.Context, c *pgx.Conn) error
}

// Connect implements driver.Connector.
func (c *pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	var conn *pgx.Conn
	err := insist(ctx, c.patience, func(ctx context.Context) (err error) {
		conn, err = pgx.ConnectConfig(ctx, c.config)
		return err
	})
	if err != nil {
		return nil, err
	}
	if c.setup != nil {
		if err := c.setup(ctx, conn); err != nil {
			conn.Close(ctx)
			return nil, err
		}
	}
	return &pgSession{pg: conn, again: c.again, used: time.Now()}, nil
}

// Driver implements driver.Connector.
func (c *pgConnector) Driver() driver.Driver { return pgDriver{} }

// pgDriver has no names to open: connections are made by a connector.
type pgDriver struct{}

// Open implements driver.Driver.
func (pgDriver) Open(string) (driver.Conn, error) {
	return nil, errors.New("connections to PostgreSQL are made by sqldb.Open")
}

// pgSession is a connection as database/sql knows it.
type pgSession struct {
	pg    *pgx.Conn
	again bool
	used  time.Time // when database/sql gave it to somebody last
}

// stale is how long a connection may have been idle before it is asked whether it still works.
const stale = time.Second

// formats asks for the numbers and bytes as they are and for everything else as text.
var formats = pgx.QueryResultFormatsByOID{oidBool: 1, oidBytes: 1, oidInt8: 1, oidInt2: 1, oidInt4: 1, oidFloat4: 1, oidFloat8: 1}

// lost turns the error of a statement into driver.ErrBadConn, upon which database/sql takes another connection and
// sends it again, if that cannot do anything twice.
func (s *pgSession) lost(err error) error {
	if pgconn.SafeToRetry(err) || s.again && s.pg.IsClosed() && s.pg.PgConn().TxStatus() == 'I' && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return driver.ErrBadConn
	}
	return err
}

// ExecContext implements driver.ExecerContext.
func (s *pgSession) ExecContext(ctx context.Context, query string, named []driver.NamedValue) (driver.Result, error) {
	if s.pg.IsClosed() {
		return nil, driver.ErrBadConn
	}
	args := make([]any, len(named))
	for i, v := range named {
		args[i] = v.Value
	}
	tag, err := s.pg.Exec(ctx, query, args...)
	if err != nil {
		return nil, s.lost(err)
	}
	return driver.RowsAffected(tag.RowsAffected()), nil
}

// QueryContext implements driver.QueryerContext. It waits for the first row, so that what is wrong with the statement
// is its error and not that of a row.
func (s *pgSession) QueryContext(ctx context.Context, query string, named []driver.NamedValue) (driver.Rows, error) {
	if s.pg.IsClosed() {
		return nil, driver.ErrBadConn
	}
	args := make([]any, 1+len(named))
	args[0] = formats
	for i, v := range named {
		args[i+1] = v.Value
	}
	rows, err := s.pg.Query(ctx, query, args...)
	if err != nil {
		return nil, s.lost(err)
	}
	more := rows.Next()
	if err := rows.Err(); err != nil {
		rows.Close()
		return nil, s.lost(err)
	}
	return &pgRows{rows: rows, first: true, more: more}, nil
}

// CheckNamedValue implements driver.NamedValueChecker: pgx knows more types than database/sql.
func (s *pgSession) CheckNamedValue(*driver.NamedValue) error { return nil }

// ResetSession implements driver.SessionResetter.
func (s *pgSession) ResetSession(ctx context.Context) error {
	if !s.IsValid() {
		return driver.ErrBadConn
	}
	now := time.Now()
	if now.Sub(s.used) > stale && s.pg.PgConn().Ping(ctx) != nil {
		return driver.ErrBadConn
	}
	s.used = now
	return nil
}

// IsValid implements driver.Validator.
func (s *pgSession) IsValid() bool { return !s.pg.IsClosed() && s.pg.PgConn().TxStatus() == 'I' }

// Ping implements driver.Pinger.
func (s *pgSession) Ping(ctx context.Context) error {
	if err := s.pg.Ping(ctx); err != nil {
		return driver.ErrBadConn
	}
	return nil
}

// goodbye is how long the server may take to notice that a connection ends.
const goodbye = 2 * time.Second

// Close implements driver.Conn.
func (s *pgSession) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	return s.pg.Close(ctx)
}

// BeginTx implements driver.ConnBeginTx.
func (s *pgSession) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	begin := "BEGIN"
	switch o.Isolation {
	case 0, isoCommitted:
	case isoRepeatable:
		begin += " ISOLATION LEVEL REPEATABLE READ"
	default:
		return nil, fmt.Errorf("begin: isolation level %d is not used here", o.Isolation)
	}
	if o.ReadOnly {
		begin += " READ ONLY"
	}
	if s.pg.IsClosed() {
		return nil, driver.ErrBadConn
	}
	if _, err := s.pg.Exec(ctx, begin, pgx.QueryExecModeSimpleProtocol); err != nil {
		return nil, s.lost(err)
	}
	return pgTransaction{s}, nil
}

// Isolation levels as database/sql numbers them.
const (
	isoCommitted  driver.IsolationLevel = 2
	isoRepeatable driver.IsolationLevel = 4
)

// Begin implements driver.Conn.
func (s *pgSession) Begin() (driver.Tx, error) {
	return s.BeginTx(context.Background(), driver.TxOptions{})
}

// Prepare implements driver.Conn. Nothing is prepared here: pgx prepares every statement when it is first sent, and
// remembers it for its connection.
func (s *pgSession) Prepare(query string) (driver.Stmt, error) { return &pgStatement{s, query}, nil }

// pgTransaction is one that readers and migrations begin; the writers have statements of their own.
type pgTransaction struct{ s *pgSession }

// Commit implements driver.Tx.
func (t pgTransaction) Commit() error {
	tag, err := t.s.pg.Exec(context.Background(), "COMMIT", pgx.QueryExecModeSimpleProtocol)
	if err == nil && tag.String() != "COMMIT" {
		err = errors.New("the transaction had failed before and was not committed")
	}
	return err
}

// Rollback implements driver.Tx.
func (t pgTransaction) Rollback() error {
	_, err := t.s.pg.Exec(context.Background(), "ROLLBACK", pgx.QueryExecModeSimpleProtocol)
	return err
}

// pgStatement is a statement that is to be sent several times.
type pgStatement struct {
	s     *pgSession
	query string
}

// Close implements driver.Stmt.
func (p *pgStatement) Close() error { return nil }

// NumInput implements driver.Stmt: the server counts.
func (p *pgStatement) NumInput() int { return -1 }

// Exec implements driver.Stmt.
func (p *pgStatement) Exec(args []driver.Value) (driver.Result, error) {
	return p.s.ExecContext(context.Background(), p.query, inOrder(args))
}

// Query implements driver.Stmt.
func (p *pgStatement) Query(args []driver.Value) (driver.Rows, error) {
	return p.s.QueryContext(context.Background(), p.query, inOrder(args))
}

// ExecContext implements driver.StmtExecContext.
func (p *pgStatement) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return p.s.ExecContext(ctx, p.query, args)
}

// QueryContext implements driver.StmtQueryContext.
func (p *pgStatement) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return p.s.QueryContext(ctx, p.query, args)
}

func inOrder(args []driver.Value) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, v := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return out
}
