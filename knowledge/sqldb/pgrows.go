package sqldb

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Numbers of the types that are read in binary; they are fixed in PostgreSQL's catalogue (pg_type.dat).
const (
	oidBool   = 16
	oidBytes  = 17
	oidInt8   = 20
	oidInt2   = 21
	oidInt4   = 23
	oidFloat4 = 700
	oidFloat8 = 701
)

// pgRows are the rows of a statement as database/sql reads them.
type pgRows struct {
	rows  pgx.Rows
	first bool // the first row was read already
	more  bool // and there is one
}

// Columns implements driver.Rows.
func (r *pgRows) Columns() []string {
	fields := r.rows.FieldDescriptions()
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	return names
}

// Close implements driver.Rows.
func (r *pgRows) Close() error {
	r.rows.Close()
	return r.rows.Err()
}

// Next implements driver.Rows.
func (r *pgRows) Next(dest []driver.Value) error {
	more := r.more
	if !r.first {
		more = r.rows.Next()
	}
	r.first = false
	if !more {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	fields := r.rows.FieldDescriptions()
	for i, raw := range r.rows.RawValues() {
		v, err := value(&fields[i], raw)
		if err != nil {
			return err
		}
		dest[i] = v
	}
	return nil
}

// value reads one value of a row. Integers are int64, as on SQLite, and what is not known here is its text.
func value(f *pgconn.FieldDescription, raw []byte) (driver.Value, error) {
	if raw == nil {
		return nil, nil
	}
	if f.Format != 1 {
		return string(raw), nil
	}
	switch want, got := width[f.DataTypeOID], len(raw); {
	case want == 0 && f.DataTypeOID != oidBytes:
		return nil, fmt.Errorf("read column %s: the server sent type %d in binary", f.Name, f.DataTypeOID)
	case want != 0 && want != got:
		return nil, fmt.Errorf("read column %s: the server sent %d bytes of a type that has %d", f.Name, got, want)
	}
	switch f.DataTypeOID {
	case oidBool:
		return raw[0] != 0, nil
	case oidInt2:
		return int64(int16(binary.BigEndian.Uint16(raw))), nil
	case oidInt4:
		return int64(int32(binary.BigEndian.Uint32(raw))), nil
	case oidInt8:
		return int64(binary.BigEndian.Uint64(raw)), nil
	case oidFloat4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(raw))), nil
	case oidFloat8:
		return math.Float64frombits(binary.BigEndian.Uint64(raw)), nil
	}
	return slices.Clone(raw), nil
}

// width is how many bytes a value of a type has.
var width = map[uint32]int{oidBool: 1, oidInt2: 2, oidInt4: 4, oidInt8: 8, oidFloat4: 4, oidFloat8: 8}
