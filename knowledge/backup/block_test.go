package backup

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge/sqldb"
)

// blocks writes a file of blocks, each with a right hash.
func blocks(t *testing.T, write func(b *blockWriter)) []byte {
	t.Helper()
	var out bytes.Buffer
	b, err := newBlockWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	write(b)
	return out.Bytes()
}

// Where all hashes are right, what the blocks say must fit together all the same.
func TestBlocksThatDoNotFit(t *testing.T) {
	header := Header{Format: 1, Versions: map[string]int64{"test": 1}}
	table := sqldb.Table{Name: "t", Columns: []sqldb.Column{{Name: "id", Kind: sqldb.Text}}, Key: []string{"id"}}
	row, err := encodeRow(nil, table.Columns, []any{"a"})
	if err != nil {
		t.Fatal(err)
	}
	none := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // SHA-256 of nothing
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		want  error
		write func(b *blockWriter)
	}{
		"nothing but the end": {ErrDamaged, func(b *blockWriter) { must(b.json(blockLast, end{})) }},
		"a later format": {ErrNewer, func(b *blockWriter) {
			must(b.json(blockHeader, Header{Format: 2, Versions: header.Versions}))
		}},
		"no versions":      {ErrDamaged, func(b *blockWriter) { must(b.json(blockHeader, Header{Format: 1})) }},
		"two headers":      {ErrDamaged, func(b *blockWriter) { must(b.json(blockHeader, header)); must(b.json(blockHeader, header)) }},
		"a header of text": {ErrDamaged, func(b *blockWriter) { must(b.write(blockHeader, []byte("{"))) }},
		"rows of no table": {ErrDamaged, func(b *blockWriter) { must(b.json(blockHeader, header)); must(b.write(blockRows, row)) }},
		"a table in a table": {ErrDamaged, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockTable, table))
			must(b.json(blockTable, table))
		}},
		"a kind of its own": {ErrDamaged, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockTable, sqldb.Table{Name: "t", Columns: []sqldb.Column{{Name: "id", Kind: "uuid"}}}))
		}},
		"a row too few": {ErrDamaged, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockTable, table))
			must(b.json(blockEnd, TableEnd{Table: "t", Rows: 1, Hash: none}))
		}},
		"another row": {ErrDamaged, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockTable, table))
			must(b.write(blockRows, row))
			must(b.json(blockEnd, TableEnd{Table: "t", Rows: 1, Hash: none}))
		}},
		"half a row": {ErrDamaged, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockTable, table))
			must(b.write(blockRows, row[:len(row)-1]))
		}},
		"a table too few": {ErrDamaged, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockLast, end{Tables: 1}))
		}},
		"nothing wrong": {nil, func(b *blockWriter) {
			must(b.json(blockHeader, header))
			must(b.json(blockTable, table))
			must(b.json(blockEnd, TableEnd{Table: "t", Hash: none}))
			must(b.json(blockLast, end{Tables: 1}))
		}},
	} {
		if _, err := Check(bytes.NewReader(blocks(t, c.write)), nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// columns has a column of each kind.
var columns = []sqldb.Column{{Name: "t", Kind: sqldb.Text}, {Name: "i", Kind: sqldb.Integer}, {Name: "r", Kind: sqldb.Real}, {Name: "b", Kind: sqldb.Boolean}, {Name: "x", Kind: sqldb.Bytes}}

func TestRowThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := []any{rapid.String().Draw(t, "text"), rapid.Int64().Draw(t, "integer"), rapid.Float64().Draw(t, "real"),
			rapid.Bool().Draw(t, "boolean"), append([]byte{}, rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")...)}
		if v := row[2].(float64); v == 0 {
			row[2] = 0.0 // minus zero is not kept apart
		}
		for i := range row {
			if rapid.IntRange(0, 4).Draw(t, "null") == 0 {
				row[i] = nil
			}
		}
		b, err := encodeRow([]byte("before"), columns, row)
		if err != nil {
			t.Fatal(err)
		}
		got, rest, err := decodeRow(append(b[len("before"):], "rest"...), columns)
		if err != nil || string(rest) != "rest" || !reflect.DeepEqual(got, row) {
			t.Fatalf("%v became %v, %q, %v", row, got, rest, err)
		}
	})
}

func TestOneWayToWriteARow(t *testing.T) {
	real := columns[2:3]
	for _, same := range [][2]float64{{0, math.Copysign(0, -1)}, {math.NaN(), math.Float64frombits(0x7ff8000000000002)}} {
		a, err := encodeRow(nil, real, []any{same[0]})
		if err != nil {
			t.Fatal(err)
		}
		if b, err := encodeRow(nil, real, []any{same[1]}); err != nil || !bytes.Equal(a, b) {
			t.Errorf("%v and %v are written as %x and %x", same[0], same[1], a, b)
		}
	}
	if _, err := encodeRow(nil, real, []any{"text"}); err == nil {
		t.Error("a text was written into a column of numbers")
	}
}

func FuzzRow(f *testing.F) {
	b, err := encodeRow(nil, columns, []any{"a", int64(-5), 1.5, true, []byte("x")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		row, rest, err := decodeRow(b, columns)
		if err != nil {
			return
		}
		again, err := encodeRow(nil, columns, row)
		if err != nil {
			t.Fatal(err)
		}
		once, _, err := decodeRow(again, columns)
		if err != nil || len(rest) > len(b) {
			t.Fatal(err)
		}
		twice, err := encodeRow(nil, columns, once)
		if err != nil || !bytes.Equal(again, twice) {
			t.Fatalf("%x is read as %v, which is written as %x and as %x", b, row, again, twice)
		}
	})
}
