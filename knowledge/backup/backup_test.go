package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

func TestThereAndBack(t *testing.T) {
	for _, from := range places(t) {
		for _, to := range places(t) {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				a := from.desk(t)
				fill(t, a)
				file := written(t, a)
				b := to.empty(t)
				if err := restore(t.Context(), b, file); err != nil {
					t.Fatal(err)
				}
				if _, unfinished, err := b.Unfinished(t.Context()); err != nil || !unfinished {
					t.Fatalf("unfinished: %v, %v; the caller has not finished it", unfinished, err)
				}
				if err := b.Finish(t.Context()); err != nil {
					t.Fatal(err)
				}
				if is, want := fingerprint(t, b), fingerprint(t, a); is != want {
					t.Fatalf("%s, want %s", is, want)
				}
				if s, err := backup.Check(bytes.NewReader(file), nil); err != nil || s.Rows != 14 || fmt.Sprint(backup.Fingerprint(s.Tables), s.Rows) != fingerprint(t, a) {
					t.Fatalf("%d rows, %v", s.Rows, err)
				}
				again, err := backup.Check(bytes.NewReader(written(t, b)), nil)
				if err != nil || backup.Fingerprint(again.Tables)+fmt.Sprint(again.Rows) != strings.ReplaceAll(fingerprint(t, a), " ", "") {
					t.Fatalf("a backup of the copy is another: %v", err)
				}
			})
		}
	}
}

// Whatever is in the columns comes back.
func TestAnyValue(t *testing.T) {
	rows := [][]any{}
	rapid.Check(t, func(rt *rapid.T) { rows = append(rows, anyRow(rt, int64(len(rows)))) })
	for _, from := range places(t) {
		for _, to := range places(t) {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				a, b := from.desk(t), to.empty(t)
				load(t, a, "customer", []any{"c", nil})
				load(t, a, "a_line", rows...)
				if err := restore(t.Context(), b, written(t, a)); err != nil {
					t.Fatal(err)
				}
				i := 0
				err := b.Snapshot(t.Context(), func(q sqldb.Querier) error {
					return tables(t, b)["a_line"].Each(t.Context(), b.Engine(), q, nil, func(row []any) error {
						if !reflect.DeepEqual(row, rows[i]) {
							t.Errorf("%#v became %#v", rows[i], row)
						}
						i++
						return nil
					})
				})
				if err != nil || i != len(rows) {
					t.Fatalf("%d of %d rows came back: %v", i, len(rows), err)
				}
			})
		}
	}
}

// anyRow is a row of a_line.
func anyRow(rt *rapid.T, seq int64) []any {
	text := rapid.StringN(-1, 40, -1).Filter(func(s string) bool { return !strings.ContainsRune(s, 0) && utf8.ValidString(s) })
	row := []any{"c", seq, text.Draw(rt, "text"), rapid.Int64().Draw(rt, "number"), rapid.Float64().Draw(rt, "share"),
		rapid.Bool().Draw(rt, "yes"), append([]byte{}, rapid.SliceOf(rapid.Byte()).Draw(rt, "data")...)}
	if row[4].(float64) == 0 {
		row[4] = 0.0 // SQLite does not keep minus zero
	}
	for i := 2; i < len(row); i++ {
		if rapid.IntRange(0, 5).Draw(rt, "null") == 0 {
			row[i] = nil
		}
	}
	return row
}

// Tables that hold more than a block are cut into blocks, and long rows are blocks of their own.
func TestManyAndLong(t *testing.T) {
	for _, p := range places(t) {
		t.Run(p.name, func(t *testing.T) {
			a := p.desk(t)
			load(t, a, "customer", []any{"c", nil})
			var rows [][]any
			for i := range 3000 {
				rows = append(rows, []any{"c", int64(i), strings.Repeat(fmt.Sprint(i), 200), int64(i), nil, nil, nil})
			}
			rows[1500][6] = bytes.Repeat([]byte{1, 2, 3}, 1<<20)
			rows[1501][6] = bytes.Repeat([]byte{4, 5}, 1<<20)
			load(t, a, "a_line", rows...)
			b := p.empty(t)
			if err := restore(t.Context(), b, written(t, a)); err != nil {
				t.Fatal(err)
			}
			if fingerprint(t, b) != fingerprint(t, a) {
				t.Fatal("the copy is another")
			}
		})
	}
}

// What is written while a backup is made is not in it, and neither side holds the other up.
func TestOneMoment(t *testing.T) {
	for _, p := range places(t) {
		t.Run(p.name, func(t *testing.T) {
			a := p.desk(t)
			fill(t, a)
			before := fingerprint(t, a)
			var b bytes.Buffer
			wrote := false
			w := writerFunc(func(data []byte) (int, error) {
				if b.Len() > 200 && !wrote { // the header is written: the moment has passed
					wrote = true
					load(t, a, "customer", []any{"later", nil})
					load(t, a, "measured", []any{"later", nil})
				}
				return b.Write(data)
			})
			if _, err := backup.Write(t.Context(), a, w, options); err != nil {
				t.Fatal(err)
			}
			s, err := backup.Check(&b, nil)
			if err != nil || !wrote || fmt.Sprint(backup.Fingerprint(s.Tables), s.Rows) != before {
				t.Fatalf("the backup is not of the moment when it began: %v, %v", wrote, err)
			}
		})
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// A restore that cannot be finished leaves nothing.
func TestFailedRestore(t *testing.T) {
	for _, p := range places(t) {
		t.Run(p.name, func(t *testing.T) {
			a := p.desk(t)
			fill(t, a)
			file := written(t, a)
			b := p.empty(t)
			ctx, cancel := context.WithCancel(t.Context())
			s, err := backup.Check(bytes.NewReader(file), nil)
			if err != nil {
				t.Fatal(err)
			}
			err = backup.Restore(ctx, b, backup.Restoration{
				Open: opens(file), Summary: s, Parts: parts,
				Progress: func(doing string, done, total int64) {
					if doing == "comparing" {
						cancel()
					}
				},
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if empty, err := b.Empty(t.Context()); err != nil || !empty {
				t.Fatalf("empty: %v, %v", empty, err)
			}
			// Another file under the same name is noticed too.
			load(t, a, "measured", []any{"more", nil})
			other := written(t, a)
			err = backup.Restore(t.Context(), b, backup.Restoration{Open: opens(other), Summary: s, Parts: parts})
			if !errors.Is(err, backup.ErrDamaged) {
				t.Fatalf("a file that changed after it was checked: %v", err)
			}
			if empty, err := b.Empty(t.Context()); err != nil || !empty {
				t.Fatalf("empty: %v, %v", empty, err)
			}
			if err := restore(t.Context(), b, file); err != nil {
				t.Fatal(err)
			}
			if err := restore(t.Context(), b, file); err != nil {
				t.Fatalf("over one that was interrupted before its end: %v", err)
			}
			if err := b.Finish(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := restore(t.Context(), b, file); !errors.Is(err, backup.ErrOccupied) {
				t.Fatalf("over a desk: %v", err)
			}
		})
	}
}

// A file with tables that this version does not know is refused.
func TestNewerParts(t *testing.T) {
	a := sqlite.desk(t)
	fill(t, a)
	file := written(t, a)
	s, err := backup.Check(bytes.NewReader(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, of := range map[string]func() backup.Restoration{
		"another part": func() backup.Restoration { return backup.Restoration{Open: opens(file), Summary: s} },
		"a higher version": func() backup.Restoration {
			higher := s
			higher.Versions = map[string]int64{"test": 2}
			return backup.Restoration{Open: opens(file), Summary: higher, Parts: parts}
		},
	} {
		b := sqlite.empty(t)
		if err := backup.Restore(t.Context(), b, of()); !errors.Is(err, backup.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
		if empty, err := b.Empty(t.Context()); err != nil || !empty {
			t.Errorf("%s: empty: %v, %v", name, empty, err)
		}
	}
}
