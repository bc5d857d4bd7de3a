package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// liteConnector makes connections to SQLite for database/sql, which remember the statements that they have prepared:
// preparing one takes SQLite longer than a short statement itself.
type liteConnector struct {
	driver driver.Driver
	dsn    string
	most   int // statements that a connection remembers
}

// newLite opens a pool of connections.
func newLite(dsn string, most int) (*sql.DB, error) {
	known, err := sql.Open("sqlite", dsn) // only to get at the driver
	if err != nil {
		return nil, err
	}
	defer known.Close()
	return sql.OpenDB(&liteConnector{known.Driver(), dsn, most}), nil
}

// liteDriverConn is what the driver's connections can do.
type liteDriverConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// liteDriverStmt is what the driver's statements can do.
type liteDriverStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// Connect implements driver.Connector.
func (c *liteConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	known, ok := conn.(liteDriverConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver of SQLite made a %T, which is not known", conn), conn.Close())
	}
	return &liteSession{liteDriverConn: known, most: c.most, stmts: make(map[string]*liteStmt)}, nil
}

// Driver implements driver.Connector.
func (c *liteConnector) Driver() driver.Driver { return c.driver }

// liteSession is a connection that remembers its statements.
type liteSession struct {
	liteDriverConn
	most  int
	stmts map[string]*liteStmt
	args  []driver.NamedValue // of the writer's statement that runs

	version liteDriverStmt // asks for the data version, nil before the first time
}

// liteStmt is a prepared statement.
type liteStmt struct {
	liteDriverStmt
	reading bool // its rows are being read, so that it cannot be used
}

// longest is how long a statement may be that is remembered; longer ones are scripts.
const longest = 8 << 10

// stmt returns the prepared statement of a text, or nil if the text is to be run as it is.
func (s *liteSession) stmt(ctx context.Context, query string) (*liteStmt, error) {
	if p, ok := s.stmts[query]; ok {
		if p.reading {
			return nil, nil
		}
		return p, nil
	}
	if len(query) > longest || isPragma(query) {
		return nil, nil
	}
	if err := s.makeRoom(); err != nil {
		return nil, err
	}
	made, err := s.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	known, ok := made.(liteDriverStmt)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver of SQLite made a %T, which is not known", made), made.Close())
	}
	p := &liteStmt{liteDriverStmt: known}
	s.stmts[query] = p
	return p, nil
}

// dataVersion is a number that is another one when other connections have committed something. The PRAGMA is one of those
// that SQLite carries out each time they run.
func (s *liteSession) dataVersion() (version int64, err error) {
	if s.version == nil {
		made, err := s.PrepareContext(context.Background(), "PRAGMA data_version")
		if err != nil {
			return 0, fmt.Errorf("ask for the data version: %w", err)
		}
		known, ok := made.(liteDriverStmt)
		if !ok {
			return 0, errors.Join(fmt.Errorf("the driver of SQLite made a %T, which is not known", made), made.Close())
		}
		s.version = known
	}
	rows, err := s.version.QueryContext(context.Background(), nil)
	if err != nil {
		return 0, fmt.Errorf("ask for the data version: %w", err)
	}
	var value [1]driver.Value
	err = rows.Next(value[:])
	if err = errors.Join(err, rows.Close()); err != nil {
		return 0, fmt.Errorf("read the data version: %w", err)
	}
	version, ok := value[0].(int64)
	if !ok {
		return 0, fmt.Errorf("the data version is a %T", value[0])
	}
	return version, nil
}

// isPragma reports whether a statement is a PRAGMA: SQLite carries some of them out while it prepares them, and not again
// when they run.
func isPragma(query string) bool {
	query = strings.TrimLeft(query, " \t\r\n")
	return len(query) >= len(pragma) && strings.EqualFold(query[:len(pragma)], pragma)
}

const pragma = "PRAGMA"

// makeRoom forgets statements when there are too many. What is used often is soon there again.
func (s *liteSession) makeRoom() error {
	if len(s.stmts) < s.most {
		return nil
	}
	var errs []error
	for query, p := range s.stmts {
		if !p.reading {
			delete(s.stmts, query)
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}

// ExecContext implements driver.ExecerContext.
func (s *liteSession) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := s.stmt(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return s.liteDriverConn.ExecContext(ctx, query, args)
	}
	return p.ExecContext(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (s *liteSession) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := s.stmt(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return s.liteDriverConn.QueryContext(ctx, query, args)
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.reading = true
	return &liteRows{rows, p}, nil
}

// liteRows are rows that give their statement back.
type liteRows struct {
	driver.Rows
	stmt *liteStmt
}

// Close implements driver.Rows.
func (r *liteRows) Close() error {
	r.stmt.reading = false
	return r.Rows.Close()
}

// Close implements driver.Conn.
func (s *liteSession) Close() error {
	var errs []error
	if s.version != nil {
		errs = append(errs, s.version.Close())
	}
	for _, p := range s.stmts {
		errs = append(errs, p.Close())
	}
	clear(s.stmts)
	return errors.Join(append(errs, s.liteDriverConn.Close())...)
}

// exec runs a statement of the writer without what database/sql does for others.
func (s *liteSession) exec(query string, values []any) (driver.Result, error) {
	s.args = s.args[:0]
	for i, v := range values {
		switch v.(type) {
		case string, int64, bool, float64, []byte, nil:
		default:
			var err error
			if v, err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
				return nil, fmt.Errorf("value $%d: %w", i+1, err)
			}
		}
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	r, err := s.ExecContext(context.Background(), query, s.args)
	clear(s.args)
	return r, err
}
