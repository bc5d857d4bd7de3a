package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"

	"frontdesk/knowledge/sqldb"
)

// sink takes what is in a file.
type sink interface {
	// begin is called before everything else.
	begin(h Header) error
	// table is called before the rows of a table.
	table(t sqldb.Table) error
	// rows gets some of the table's rows, to keep.
	rows(t sqldb.Table, rows [][]any) error
}

// Check reads a whole file and returns what is in it. The error wraps ErrDamaged, ErrNewer or ErrNoBackup, or says that
// the file cannot be read. progress gets the bytes that were read, without a total; it may be nil.
func Check(r io.Reader, progress Progress) (Summary, error) {
	return read(r, nothing{}, progress)
}

// nothing takes everything and does nothing with it.
type nothing struct{}

func (nothing) begin(Header) error              { return nil }
func (nothing) table(sqldb.Table) error         { return nil }
func (nothing) rows(sqldb.Table, [][]any) error { return nil }

// reader is how far a file was read.
type reader struct {
	b       *blockReader
	to      sink
	summary Summary
	current *sqldb.Table // the table whose rows come now
	hash    hash.Hash    // of its rows
	count   int64
}

// read hands everything in a file to a sink.
func read(r io.Reader, to sink, progress Progress) (Summary, error) {
	b, err := newBlockReader(r)
	if err != nil {
		return Summary{}, err
	}
	defer b.close()
	f := &reader{b: b, to: to}
	for done := false; !done; {
		kind, content, err := b.read()
		if err != nil {
			return f.summary, err
		}
		if done, err = f.take(kind, content); err != nil {
			return f.summary, err
		}
		progress.tell("checking", b.at, 0)
	}
	if err := b.ended(); err != nil {
		return f.summary, err
	}
	f.summary.Hash = b.sum()
	return f.summary, nil
}

// take takes a block, if its kind may come now.
func (f *reader) take(kind byte, content []byte) (done bool, err error) {
	began := f.summary.Format != 0
	switch {
	case kind == blockHeader && !began:
		return false, f.header(content)
	case kind == blockTable && began && f.current == nil:
		return false, f.table(content)
	case kind == blockRows && f.current != nil:
		return false, f.rows(content)
	case kind == blockEnd && f.current != nil:
		return false, f.tableEnd(content)
	case kind == blockLast && began && f.current == nil:
		return true, f.last(content)
	}
	return false, damaged("a block %c comes where it must not, at byte %d", kind, f.b.at)
}

func (f *reader) header(content []byte) error {
	if err := f.value(content, &f.summary.Header); err != nil {
		return err
	}
	switch {
	case f.summary.Format > Format:
		return ErrNewer
	case f.summary.Format < 1 || len(f.summary.Versions) == 0:
		return damaged("it does not say what it holds")
	}
	return f.to.begin(f.summary.Header)
}

func (f *reader) table(content []byte) error {
	var t sqldb.Table
	if err := f.value(content, &t); err != nil {
		return err
	}
	for _, c := range t.Columns {
		switch c.Kind {
		case sqldb.Text, sqldb.Integer, sqldb.Real, sqldb.Boolean, sqldb.Bytes:
		default:
			return damaged("the column %s of the table %s is of the kind %q, which there is not", c.Name, t.Name, c.Kind)
		}
	}
	if t.Name == "" || len(t.Columns) == 0 {
		return damaged("a table has no name or no columns")
	}
	f.current, f.hash, f.count = &t, sha256.New(), 0
	return f.to.table(t)
}

func (f *reader) rows(content []byte) error {
	f.hash.Write(content)
	var rows [][]any
	for len(content) > 0 {
		row, rest, err := decodeRow(content, f.current.Columns)
		if err != nil {
			return damaged("the table %s: %w", f.current.Name, err)
		}
		rows, content = append(rows, row), rest
	}
	f.count += int64(len(rows))
	return f.to.rows(*f.current, rows)
}

func (f *reader) tableEnd(content []byte) error {
	var said TableEnd
	if err := f.value(content, &said); err != nil {
		return err
	}
	is := TableEnd{Table: f.current.Name, Rows: f.count, Hash: hex.EncodeToString(f.hash.Sum(nil))}
	if said != is {
		return damaged("the table %s has not the rows that it says", f.current.Name)
	}
	f.summary.Tables, f.summary.Rows = append(f.summary.Tables, is), f.summary.Rows+is.Rows
	f.current = nil
	return nil
}

func (f *reader) last(content []byte) error {
	var said end
	if err := f.value(content, &said); err != nil {
		return err
	}
	if said.Tables != len(f.summary.Tables) || said.Rows != f.summary.Rows {
		return damaged("it has not the tables that it says")
	}
	return nil
}

func (f *reader) value(content []byte, v any) error {
	if err := json.Unmarshal(content, v); err != nil {
		return damaged("the block that ends at byte %d is not what it should be: %w", f.b.at, err)
	}
	return nil
}
