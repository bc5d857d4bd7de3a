package backup

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"frontdesk/knowledge/sqldb"
)

// encodeRow appends a row: for each column a byte, 0 for nothing and 1 for a value, and then the value. A number is a
// signed variable-length integer, a text or bytes are their length and themselves, a truth is one byte, and a real is its
// eight bytes, big endian. There is one way to write a row, so that equal rows have equal bytes; what the engines do not
// keep apart (the two zeros, the kinds of NaN) is written alike.
func encodeRow(b []byte, columns []sqldb.Column, row []any) ([]byte, error) {
	for i, c := range columns {
		if row[i] == nil {
			b = append(b, 0)
			continue
		}
		b = append(b, 1)
		var ok bool
		if b, ok = encodeValue(b, c.Kind, row[i]); !ok {
			return nil, fmt.Errorf("the column %s has a value of the type %T, which is not of the kind %s", c.Name, row[i], c.Kind)
		}
	}
	return b, nil
}

func encodeValue(b []byte, k sqldb.Kind, value any) (_ []byte, ok bool) {
	switch v := value.(type) {
	case string:
		return append(binary.AppendUvarint(b, uint64(len(v))), v...), k == sqldb.Text
	case []byte:
		return append(binary.AppendUvarint(b, uint64(len(v))), v...), k == sqldb.Bytes
	case int64:
		return binary.AppendVarint(b, v), k == sqldb.Integer
	case float64:
		return binary.BigEndian.AppendUint64(b, realBits(v)), k == sqldb.Real
	case bool:
		if v {
			return append(b, 1), k == sqldb.Boolean
		}
		return append(b, 0), k == sqldb.Boolean
	}
	return b, false
}

// realBits are the bits of a number, alike for numbers that the engines do not keep apart.
func realBits(v float64) uint64 {
	switch {
	case v == 0:
		return 0
	case math.IsNaN(v):
		return math.Float64bits(math.NaN())
	}
	return math.Float64bits(v)
}

var errRow = errors.New("a row is not what a row looks like")

// decodeRow reads a row and returns what is behind it.
func decodeRow(b []byte, columns []sqldb.Column) (row []any, rest []byte, err error) {
	row = make([]any, len(columns))
	for i, c := range columns {
		if len(b) == 0 || b[0] > 1 {
			return nil, nil, errRow
		}
		there := b[0] == 1
		if b = b[1:]; !there {
			continue
		}
		var ok bool
		if row[i], b, ok = decodeValue(b, c.Kind); !ok {
			return nil, nil, errRow
		}
	}
	return row, b, nil
}

func decodeValue(b []byte, k sqldb.Kind) (value any, rest []byte, ok bool) {
	switch k {
	case sqldb.Text, sqldb.Bytes:
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return nil, nil, false
		}
		content := b[used : used+int(n)]
		rest = b[used+int(n):]
		if k == sqldb.Text {
			return string(content), rest, true
		}
		return append([]byte{}, content...), rest, true
	case sqldb.Integer:
		v, used := binary.Varint(b)
		return v, b[max(0, used):], used > 0
	case sqldb.Real:
		if len(b) < 8 {
			return nil, nil, false
		}
		return math.Float64frombits(binary.BigEndian.Uint64(b)), b[8:], true
	case sqldb.Boolean:
		if len(b) == 0 || b[0] > 1 {
			return nil, nil, false
		}
		return b[0] == 1, b[1:], true
	}
	return nil, nil, false
}
