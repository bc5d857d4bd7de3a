package sqldb

import (
	"context"
	"database/sql"
	"strconv"
)

// Careless has the database take no locks: a twin that must fail.
func Careless(d *DB) { d.pg.sabotage.locks = true }

// Guess has the database take every commit that was not answered for one that was not kept: a twin that must fail.
func Guess(d *DB) { d.pg.sabotage.outcome = true }

// AskByNumber has the database ask what became of a commit by the number of the transaction: a twin that must fail.
func AskByNumber(d *DB, number *int64) {
	d.pg.sabotage.kept = func(c *sql.Conn) (kept bool, err error) {
		err = c.QueryRowContext(context.Background(), `SELECT pg_xact_status(CAST(CAST($1 AS TEXT) AS xid8)) = 'committed'`, strconv.FormatInt(*number, 10)).Scan(&kept)
		return kept, err
	}
}

// Translate is how a migration is rewritten for PostgreSQL.
var Translate = translate
