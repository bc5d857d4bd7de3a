package sqldb

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Load adds rows to a table, each with a value for every column of t, in one transaction: all of them, or none. A value
// is nil or what [Kind] says.
func (d *DB) Load(ctx context.Context, t Table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	for _, row := range rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("fill the table %s: a row has %d values for %d columns", t.Name, len(row), len(t.Columns))
		}
	}
	load := loadRows
	if d.Engine() == Postgres {
		if err := t.storable(rows); err != nil {
			return err
		}
		load = loadColumns
	}
	if err := d.Write(ctx, func(tx *Tx) error { return load(tx, t, rows) }); err != nil {
		return fmt.Errorf("fill the table %s: %w", t.Name, err)
	}
	return nil
}

// insertion is the beginning of the statement that adds rows.
func (t Table) insertion() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	return `INSERT INTO ` + quoted(t.Name) + ` (` + strings.Join(names, ", ") + `) `
}

// loadRows adds row by row, which is quick where no network is in between.
func loadRows(tx *Tx, t Table, rows [][]any) error {
	params := make([]string, len(t.Columns))
	for i := range params {
		params[i] = fmt.Sprint("$", i+1)
	}
	query := t.insertion() + `VALUES (` + strings.Join(params, ", ") + `)`
	for _, row := range rows {
		if _, err := tx.Exec(query, row...); err != nil {
			return err
		}
	}
	return nil
}

// loadColumns sends each column as an array, all rows in one message.
func loadColumns(tx *Tx, t Table, rows [][]any) error {
	params, args := make([]string, len(t.Columns)), make([]any, len(t.Columns))
	for i, c := range t.Columns {
		params[i] = fmt.Sprintf("$%d::%s[]", i+1, postgresTypes[c.Kind])
		args[i] = column(c.Kind, rows, i)
	}
	_, err := tx.Exec(t.insertion()+`SELECT * FROM unnest(`+strings.Join(params, ", ")+`)`, args...)
	return err
}

// postgresTypes are PostgreSQL's names of the kinds.
var postgresTypes = map[Kind]string{Text: "text", Integer: "bigint", Real: "double precision", Boolean: "boolean", Bytes: "bytea"}

// column collects the values of one column.
func column(k Kind, rows [][]any, i int) any {
	switch k {
	case Text:
		return collect[string](rows, i)
	case Integer:
		return collect[int64](rows, i)
	case Real:
		return collect[float64](rows, i)
	case Boolean:
		return collect[bool](rows, i)
	}
	out := make([][]byte, len(rows))
	for n, row := range rows {
		if b, ok := row[i].([]byte); ok {
			out[n] = b
		}
	}
	return out
}

func collect[T any](rows [][]any, i int) []*T {
	out := make([]*T, len(rows))
	for n, row := range rows {
		if v, ok := row[i].(T); ok {
			out[n] = &v
		}
	}
	return out
}

// storable refuses texts that PostgreSQL cannot keep, and says where they are.
func (t Table) storable(rows [][]any) error {
	for _, row := range rows {
		for i, c := range t.Columns {
			if s, ok := row[i].(string); ok && (!utf8.ValidString(s) || strings.ContainsRune(s, 0)) {
				return fmt.Errorf("fill the table %s: the column %s of the row %s holds text that PostgreSQL cannot keep (a zero byte, or bytes that are no UTF-8)", t.Name, c.Name, t.nameOf(row))
			}
		}
	}
	return nil
}

// nameOf names a row by its key.
func (t Table) nameOf(row []any) string {
	var parts []string
	for i, c := range t.Columns {
		for _, k := range t.order() {
			if k.Name == c.Name {
				parts = append(parts, fmt.Sprintf("%q", fmt.Sprint(row[i])))
			}
		}
	}
	return strings.Join(parts, ", ")
}
