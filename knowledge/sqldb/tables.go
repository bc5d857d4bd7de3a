package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Kind is what a column's values are. Both engines have the same five.
type Kind string

// The kinds, with the Go type in which a value of each is read and loaded. A value may also be nil.
const (
	Text    Kind = "text"    // string
	Integer Kind = "integer" // int64
	Real    Kind = "real"    // float64
	Boolean Kind = "boolean" // bool
	Bytes   Kind = "bytes"   // []byte
)

// Column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Reference says that columns hold the key of a row elsewhere.
type Reference struct {
	Columns []string `json:"columns"`
	Table   string   `json:"table"`
	To      []string `json:"to"`
}

// Table is what a table is made of, the same on every engine.
type Table struct {
	Name       string      `json:"name"`
	Columns    []Column    `json:"columns"`
	Key        []string    `json:"key,omitempty"` // columns of the primary key, none if it has none
	References []Reference `json:"references,omitempty"`
}

// Column returns the column with a name.
func (t Table) Column(name string) (Column, bool) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}

// order are the columns by which the rows of a table have one order on every engine: its key, or all its columns.
func (t Table) order() []Column {
	if len(t.Key) == 0 {
		return t.Columns
	}
	out := make([]Column, 0, len(t.Key))
	for _, name := range t.Key {
		if c, ok := t.Column(name); ok {
			out = append(out, c)
		}
	}
	return out
}

// unfinishedTable marks a database that is being filled.
const unfinishedTable = "unfinished"

// kept reports whether a table holds what the program keeps. The others belong to one database only: they say how far
// the tables themselves are, that the database is being filled, or what is true for the moment.
func kept(name string) bool {
	return !ownTables[name] && !strings.HasSuffix(name, "_version") && !strings.HasSuffix(name, "_least")
}

// ownTables are what is true of one database only, beside the versions of its tables.
var ownTables = map[string]bool{
	unfinishedTable:    true,
	outcomeTable:       true,
	"generation":       true, // tells a desk from itself before it was restored
	"lease":            true, // who works on this database
	"waiting_import":   true, // uploads, for half an hour
	"waiting_part":     true,
	"sign_in_try":      true, // what slows down guessing
	"sign_in_familiar": true,
	"erased_untold":    true, // what other nodes are to hear
	"bulk_undo":        true, // may be undone for some minutes
}

// Tables returns all tables with what the program keeps, those that others refer to before them, and else by name.
func (d *DB) Tables(ctx context.Context) ([]Table, error) {
	names, err := d.tableNames(ctx)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, name := range names {
		if !kept(name) {
			continue
		}
		t, err := d.table(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("look at the table %s: %w", name, err)
		}
		tables = append(tables, t)
	}
	return parentsFirst(tables)
}

// parentsFirst orders tables so that none comes before one that it refers to.
func parentsFirst(tables []Table) ([]Table, error) {
	out := make([]Table, 0, len(tables))
	done := make(map[string]bool)
	for len(out) < len(tables) {
		before := len(out)
		for _, t := range tables {
			if done[t.Name] || slices.ContainsFunc(t.References, func(r Reference) bool { return r.Table != t.Name && !done[r.Table] }) {
				continue
			}
			done[t.Name] = true
			out = append(out, t)
		}
		if len(out) == before {
			return nil, fmt.Errorf("order the tables: some refer to each other in a circle")
		}
	}
	return out, nil
}

// Versions returns how far the tables of each part of the program are, by the part's name.
func (d *DB) Versions(ctx context.Context) (map[string]int64, error) {
	names, err := d.tableNames(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int64)
	for _, name := range names {
		part, ok := strings.CutSuffix(name, "_version")
		if !ok {
			continue
		}
		var version int64
		if err := d.read.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+quoted(name)+` WHERE is_applied`).Scan(&version); err != nil {
			return nil, fmt.Errorf("read the version of the tables of %s: %w", part, err)
		}
		out[part] = version
	}
	return out, nil
}

// Empty reports whether the database has no table at all, of this program or of another, but for the one that writers
// make for themselves when they connect.
func (d *DB) Empty(ctx context.Context) (bool, error) {
	names, err := d.tableNames(ctx)
	return !slices.ContainsFunc(names, func(name string) bool { return name != outcomeTable }), err
}

// quoted writes the name of a table or a column as SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// tableNames returns the names of all tables, in order.
func (d *DB) tableNames(ctx context.Context) ([]string, error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	if d.Engine() == Postgres {
		query = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')`
	}
	names, err := list(ctx, d.read, query)
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// list reads one column of texts.
func list(ctx context.Context, q Querier, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Querier reads: a pool, a connection or a transaction.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// introspection are the questions about a table, whose name is $1, in the words of an engine.
type introspection struct {
	columns    string // name, type
	key        string // name
	references string // id of the reference, column, table, its column
}

var introspections = map[Engine]introspection{
	SQLite: {
		columns:    `SELECT name, type FROM pragma_table_info($1) ORDER BY cid`,
		key:        `SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk`,
		references: `SELECT id, "from", "table", coalesce("to", '') FROM pragma_foreign_key_list($1) ORDER BY id, seq`,
	},
	Postgres: {
		columns: `SELECT column_name::text, data_type::text FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
		key: `SELECT a.attname::text FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (num, ord)
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
			WHERE i.indisprimary AND i.indrelid = (quote_ident(current_schema()) || '.' || quote_ident($1))::regclass ORDER BY k.ord`,
		references: `SELECT c.oid::bigint, f.attname::text, r.relname::text, t.attname::text FROM pg_constraint c
			CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY k (num, to_num, ord)
			JOIN pg_class r ON r.oid = c.confrelid
			JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = k.num
			JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = k.to_num
			WHERE c.contype = 'f' AND c.conrelid = (quote_ident(current_schema()) || '.' || quote_ident($1))::regclass ORDER BY c.oid, k.ord`,
	},
}

// table looks at one table.
func (d *DB) table(ctx context.Context, name string) (Table, error) {
	t := Table{Name: name}
	ask := introspections[d.Engine()]
	rows, err := d.read.QueryContext(ctx, ask.columns, name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Column
		var declared string
		if err := rows.Scan(&c.Name, &declared); err != nil {
			return t, err
		}
		if c.Kind, err = kindOf(declared); err != nil {
			return t, fmt.Errorf("column %s: %w", c.Name, err)
		}
		t.Columns = append(t.Columns, c)
	}
	if err := rows.Err(); err != nil {
		return t, err
	}
	if t.Key, err = list(ctx, d.read, ask.key, name); err != nil {
		return t, err
	}
	t.References, err = d.references(ctx, ask.references, name)
	return t, err
}

// references reads what a table refers to. SQLite leaves out the columns if they are the other table's key.
func (d *DB) references(ctx context.Context, query, name string) ([]Reference, error) {
	rows, err := d.read.QueryContext(ctx, query, name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Reference
	last := int64(-1)
	for rows.Next() {
		var id int64
		var column, table, to string
		if err := rows.Scan(&id, &column, &table, &to); err != nil {
			return nil, err
		}
		if id != last {
			out, last = append(out, Reference{Table: table}), id
		}
		r := &out[len(out)-1]
		r.Columns, r.To = append(r.Columns, column), append(r.To, to)
	}
	slices.SortFunc(out, func(a, b Reference) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return out, rows.Err()
}

// kindOf reads the type of a column as the engines give it.
func kindOf(declared string) (Kind, error) {
	switch strings.ToUpper(declared) {
	case "TEXT", "CHARACTER VARYING":
		return Text, nil
	case "BIGINT", "INTEGER", "INT", "SMALLINT":
		return Integer, nil
	case "DOUBLE PRECISION", "REAL":
		return Real, nil
	case "BOOLEAN":
		return Boolean, nil
	case "BLOB", "BYTEA":
		return Bytes, nil
	}
	return "", fmt.Errorf("the type %s is none that this version knows", declared)
}
