package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"time"

	"frontdesk/knowledge/sqldb"
)

// chunk is how many bytes of rows go into one block, and how much of a table is held in memory; a longer row is a block of
// its own.
const chunk = 1 << 20

// Options of a copy that is written.
type Options struct {
	Program  string           // the version of frontdesk
	Clock    func() time.Time // when the copy is made
	Progress Progress         // rows done, without a total; may be nil
}

// Write copies everything that is in a database at one moment. The database may be written to meanwhile.
func Write(ctx context.Context, db *sqldb.DB, w io.Writer, o Options) (Summary, error) {
	s := Summary{Header: Header{Format: Format, Program: o.Program, Engine: db.Engine()}}
	tables, versions, err := schema(ctx, db)
	if err != nil {
		return s, err
	}
	s.Versions = versions
	b, err := newBlockWriter(w)
	if err != nil {
		return s, err
	}
	err = db.Snapshot(ctx, func(q sqldb.Querier) error {
		s.Made = o.Clock().UTC().Truncate(time.Second)
		if err := b.json(blockHeader, s.Header); err != nil {
			return err
		}
		for _, t := range tables {
			done, err := writeTable(ctx, db.Engine(), q, b, t, func(rows int64) { o.Progress.tell("copying", s.Rows+rows, 0) })
			if err != nil {
				return fmt.Errorf("copy the table %s: %w", t.Name, err)
			}
			s.Tables, s.Rows = append(s.Tables, done), s.Rows+done.Rows
		}
		return b.json(blockLast, end{Tables: len(s.Tables), Rows: s.Rows})
	})
	if err != nil {
		return s, err
	}
	s.Hash = hex.EncodeToString(b.hash[:])
	// What was read before the moment must have held at it.
	if _, after, err := schema(ctx, db); err != nil {
		return s, err
	} else if !maps.Equal(versions, after) {
		return s, fmt.Errorf("the tables were changed by another version of frontdesk meanwhile; make the backup again")
	}
	return s, nil
}

// schema looks at what there is to copy.
func schema(ctx context.Context, db *sqldb.DB) ([]sqldb.Table, map[string]int64, error) {
	versions, err := db.Versions(ctx)
	if err != nil {
		return nil, nil, err
	}
	tables, err := db.Tables(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(tables) == 0 {
		return nil, nil, fmt.Errorf("there is no desk in the database")
	}
	return tables, versions, nil
}

// writeTable copies one table.
func writeTable(ctx context.Context, e sqldb.Engine, q sqldb.Querier, b *blockWriter, t sqldb.Table, progress func(rows int64)) (TableEnd, error) {
	done := TableEnd{Table: t.Name}
	if err := b.json(blockTable, t); err != nil {
		return done, err
	}
	hash := sha256.New()
	var rows []byte
	flush := func() error {
		if len(rows) == 0 {
			return nil
		}
		hash.Write(rows)
		progress(done.Rows)
		err := b.write(blockRows, rows)
		rows = rows[:0]
		return err
	}
	err := t.Each(ctx, e, q, nil, func(row []any) error {
		start := len(rows)
		var err error
		if rows, err = encodeRow(rows, t.Columns, row); err != nil {
			return err
		}
		done.Rows++
		if one := len(rows) - start; start > 0 && one > chunk {
			// The long row goes into the next block, alone.
			long := append([]byte(nil), rows[start:]...)
			rows = rows[:start]
			if err := flush(); err != nil {
				return err
			}
			rows = long
		}
		if len(rows) >= chunk {
			return flush()
		}
		return nil
	})
	if err != nil {
		return done, err
	}
	if err := flush(); err != nil {
		return done, err
	}
	done.Hash = hex.EncodeToString(hash.Sum(nil))
	return done, b.json(blockEnd, done)
}
