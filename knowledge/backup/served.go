package backup

import (
	"context"
	"fmt"

	"frontdesk/knowledge/sqldb"
)

// clocks are the engines' clocks, in milliseconds, by which leases run.
var clocks = map[sqldb.Engine]string{
	sqldb.SQLite:   `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
	sqldb.Postgres: `CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
}

// Served returns the names of the servers that work on a desk, as far as the leases in its database tell. It changes
// nothing.
func Served(ctx context.Context, db *sqldb.DB) (nodes []string, err error) {
	versions, err := db.Versions(ctx)
	if err != nil || versions["lease"] == 0 {
		return nil, err
	}
	rows, err := db.Read().QueryContext(ctx, `SELECT DISTINCT node FROM lease WHERE until > `+clocks[db.Engine()]+` ORDER BY node`)
	if err != nil {
		return nil, fmt.Errorf("look who serves the desk: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var node string
		if err := rows.Scan(&node); err != nil {
			return nil, fmt.Errorf("look who serves the desk: %w", err)
		}
		nodes = append(nodes, node)
	}
	return nodes, rows.Err()
}
