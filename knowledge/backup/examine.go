package backup

import (
	"context"
	"fmt"

	"frontdesk/knowledge/sqldb"
)

// Rule is something that holds in every desk, told about one table. It has a Query, or looks at every row.
type Rule struct {
	Table string
	// Query returns one text for every fault, in words. It is understood by both engines.
	Query string
	// Row returns what is wrong with a row, "" if nothing is. value returns the value of a column.
	Row func(value func(column string) any) string
}

// Examination is what was found out about a desk.
type Examination struct {
	Versions map[string]int64
	Tables   []TableEnd
	Rows     int64
	Faults   []string // in words; none if everything is right
}

// maxFaults is how many faults of one rule are told.
const maxFaults = 20

// Examine reads every row of a desk at one moment, and says where it is not whole: where the database itself is damaged,
// a reference leads nowhere, or a rule does not hold. The desk may be served meanwhile.
func Examine(ctx context.Context, db *sqldb.DB, rules []Rule, progress Progress) (Examination, error) {
	var x Examination
	tables, versions, err := schema(ctx, db)
	if err != nil {
		return x, err
	}
	x.Versions = versions
	err = db.Snapshot(ctx, func(q sqldb.Querier) error {
		progress.tell("examining", 0, 0)
		if err := x.integrity(ctx, db.Engine(), q); err != nil || len(x.Faults) > 0 {
			return err // from a damaged file anything may be read
		}
		for _, t := range tables {
			if err := x.table(ctx, db.Engine(), q, t, rules, progress); err != nil {
				return err
			}
		}
		return nil
	})
	return x, err
}

// integrity asks SQLite whether its file is whole. PostgreSQL has no such question; there every row is read at least.
func (x *Examination) integrity(ctx context.Context, e sqldb.Engine, q sqldb.Querier) error {
	if e != sqldb.SQLite {
		return nil
	}
	var said Examination
	if err := said.ask(ctx, q, fmt.Sprintf(`PRAGMA integrity_check(%d)`, maxFaults)); err != nil {
		return fmt.Errorf("ask whether the database file is whole: %w", err)
	}
	for _, line := range said.Faults {
		if line != "ok" {
			x.Faults = append(x.Faults, "the database file is damaged: "+line)
		}
	}
	return nil
}

// table examines one table.
func (x *Examination) table(ctx context.Context, e sqldb.Engine, q sqldb.Querier, t sqldb.Table, rules []Rule, progress Progress) error {
	at := make(map[string]int)
	for i, c := range t.Columns {
		at[c.Name] = i
	}
	before := x.Rows
	one, err := sum(ctx, e, q, t, func(row []any) error {
		x.Rows++
		progress.tell("examining", x.Rows, 0)
		for _, r := range rules {
			if r.Table != t.Name || r.Row == nil {
				continue
			}
			if fault := r.Row(func(column string) any { return row[at[column]] }); fault != "" && len(x.Faults) < maxFaults {
				x.Faults = append(x.Faults, fault)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	x.Tables, x.Rows = append(x.Tables, one), before+one.Rows
	for _, r := range t.References {
		n, err := t.Orphans(ctx, q, r)
		if err != nil {
			return err
		}
		if n > 0 {
			x.Faults = append(x.Faults, fmt.Sprintf("%d rows of %s refer to rows of %s that are not there", n, t.Name, r.Table))
		}
	}
	for _, r := range rules {
		if r.Table == t.Name && r.Query != "" {
			if err := x.ask(ctx, q, r.Query); err != nil {
				return fmt.Errorf("examine the table %s: %w", t.Name, err)
			}
		}
	}
	return nil
}

// ask adds what a question returns to the faults.
func (x *Examination) ask(ctx context.Context, q sqldb.Querier, query string) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		var fault string
		if err := rows.Scan(&fault); err != nil {
			return err
		}
		if n == maxFaults {
			x.Faults = append(x.Faults, "… and more like this")
			break
		}
		x.Faults = append(x.Faults, fault)
	}
	return rows.Err()
}
