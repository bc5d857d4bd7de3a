package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"frontdesk/knowledge/sqldb"
)

// Fingerprint is one hash over the rows of all tables, which two desks share if the same is in them, whatever keeps them.
func Fingerprint(tables []TableEnd) string {
	h := sha256.New()
	byName := func(a, b TableEnd) int { return strings.Compare(a.Table, b.Table) }
	for _, t := range slices.SortedFunc(slices.Values(tables), byName) {
		fmt.Fprintf(h, "%s %d %s\n", t.Table, t.Rows, t.Hash)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sum reads all rows of a table.
func sum(ctx context.Context, e sqldb.Engine, q sqldb.Querier, t sqldb.Table, each func(row []any) error) (TableEnd, error) {
	out := TableEnd{Table: t.Name}
	hash := sha256.New()
	var buf []byte
	err := t.Each(ctx, e, q, nil, func(row []any) error {
		var err error
		if buf, err = encodeRow(buf[:0], t.Columns, row); err != nil {
			return fmt.Errorf("read the table %s: %w", t.Name, err)
		}
		hash.Write(buf)
		out.Rows++
		return each(row)
	})
	out.Hash = hex.EncodeToString(hash.Sum(nil))
	return out, err
}

// sums reads all tables at one moment.
func sums(ctx context.Context, db *sqldb.DB, tables []sqldb.Table, progress func(rows int64)) (out []TableEnd, err error) {
	var rows int64
	err = db.Snapshot(ctx, func(q sqldb.Querier) error {
		for _, t := range tables {
			one, err := sum(ctx, db.Engine(), q, t, func([]any) error {
				rows++
				progress(rows)
				return nil
			})
			if err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

// DifferenceError says that what was filled is not what it was filled from.
type DifferenceError struct{ Tables []string }

func (e *DifferenceError) Error() string {
	return "the copy is not the same as what was copied, in " + strings.Join(e.Tables, ", ")
}

// same compares the rows of a database with those of a file.
func same(ctx context.Context, db *sqldb.DB, tables []sqldb.Table, want []TableEnd, progress Progress) error {
	var total int64
	for _, w := range want {
		total += w.Rows
	}
	got, err := sums(ctx, db, tables, func(rows int64) { progress.tell("comparing", rows, total) })
	if err != nil {
		return err
	}
	return differ(want, got)
}

// differ returns a *DifferenceError if tables are not the same.
func differ(a, b []TableEnd) error {
	have := make(map[string]TableEnd)
	for _, t := range a {
		have[t.Table] = t
	}
	var out []string
	for _, t := range b {
		if have[t.Table] != t {
			out = append(out, t.Table)
		}
		delete(have, t.Table)
	}
	out = slices.AppendSeq(out, maps.Keys(have))
	slices.Sort(out)
	if len(out) > 0 {
		return &DifferenceError{Tables: out}
	}
	return nil
}
