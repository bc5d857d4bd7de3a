package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// family has tables that refer to others whose names come later, and one of each kind of column.
var family = fstest.MapFS{"migrations/00001_init.sql": {Data: []byte(`-- +goose Up
CREATE TABLE parent (id TEXT PRIMARY KEY, rank BIGINT NOT NULL DEFAULT 0);
CREATE TABLE child (
	parent TEXT NOT NULL REFERENCES parent (id),
	seq    BIGINT NOT NULL,
	share  DOUBLE PRECISION,
	yes    BOOLEAN,
	data   BLOB,
	PRIMARY KEY (parent, seq)
);
CREATE TABLE aunt (child TEXT NOT NULL, seq BIGINT NOT NULL, FOREIGN KEY (child, seq) REFERENCES child (parent, seq));
`)}}

// onEngines runs a test on a new database of each engine.
func onEngines(t *testing.T, f func(t *testing.T, address string, db *sqldb.DB)) {
	engines(t, func(t *testing.T, fresh func(t *testing.T) string) {
		address := fresh(t)
		db, err := sqldb.Open(t.Context(), address, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		f(t, address, db)
	})
}

func TestTables(t *testing.T) {
	onEngines(t, func(t *testing.T, address string, db *sqldb.DB) {
		if empty, err := db.Empty(t.Context()); err != nil || !empty {
			t.Fatalf("a new database is empty: %v, %v", empty, err)
		}
		if err := db.Migrate(t.Context(), "family", family); err != nil {
			t.Fatal(err)
		}
		want := []sqldb.Table{
			{Name: "parent", Key: []string{"id"}, Columns: []sqldb.Column{{Name: "id", Kind: sqldb.Text}, {Name: "rank", Kind: sqldb.Integer}}},
			{Name: "child", Key: []string{"parent", "seq"}, Columns: []sqldb.Column{
				{Name: "parent", Kind: sqldb.Text}, {Name: "seq", Kind: sqldb.Integer}, {Name: "share", Kind: sqldb.Real},
				{Name: "yes", Kind: sqldb.Boolean}, {Name: "data", Kind: sqldb.Bytes}},
				References: []sqldb.Reference{{Columns: []string{"parent"}, Table: "parent", To: []string{"id"}}}},
			{Name: "aunt", Columns: []sqldb.Column{{Name: "child", Kind: sqldb.Text}, {Name: "seq", Kind: sqldb.Integer}},
				References: []sqldb.Reference{{Columns: []string{"child", "seq"}, Table: "child", To: []string{"parent", "seq"}}}},
		}
		got, err := db.Tables(t.Context())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, %v; want %+v", got, err, want)
		}
		if versions, err := db.Versions(t.Context()); err != nil || !reflect.DeepEqual(versions, map[string]int64{"family": 1}) {
			t.Fatalf("%v, %v", versions, err)
		}
		if empty, err := db.Empty(t.Context()); err != nil || empty {
			t.Fatalf("empty: %v, %v", empty, err)
		}
	})
}

// Rows come in the order of the bytes of their keys, from any key on.
func TestOrder(t *testing.T) {
	onEngines(t, func(t *testing.T, address string, db *sqldb.DB) {
		if err := db.Migrate(t.Context(), "family", family); err != nil {
			t.Fatal(err)
		}
		list, err := db.Tables(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		parent, child := list[0], list[1]
		for _, id := range []string{"b", "Ä", "a", "", "Z", "ab", "a b", "ä", "_"} {
			if err := db.Load(t.Context(), parent, [][]any{{id, int64(1)}}); err != nil {
				t.Fatal(err)
			}
		}
		keys := func(table sqldb.Table, after []any) (out []any) {
			err := db.Snapshot(t.Context(), func(q sqldb.Querier) error {
				return table.Each(t.Context(), db.Engine(), q, after, func(row []any) error {
					out = append(out, row[0])
					return nil
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := fmt.Sprintf("%q", keys(parent, nil)); got != `["" "Z" "_" "a" "a b" "ab" "b" "Ä" "ä"]` {
			t.Error(got)
		}
		if got := fmt.Sprintf("%q", keys(parent, []any{"ab"})); got != `["b" "Ä" "ä"]` {
			t.Error(got)
		}
		if last, err := parent.Last(t.Context(), db.Engine(), db.Read()); err != nil || !reflect.DeepEqual(last, []any{"ä"}) {
			t.Errorf("%v, %v", last, err)
		}
		if last, err := child.Last(t.Context(), db.Engine(), db.Read()); err != nil || last != nil {
			t.Errorf("the last of none: %v, %v", last, err)
		}
		if n, err := parent.Count(t.Context(), db.Read()); err != nil || n != 9 {
			t.Errorf("%d, %v", n, err)
		}
		err = db.Load(t.Context(), child, [][]any{{"a", int64(1), nil, nil, nil}, {"nobody", int64(1), nil, nil, nil}})
		if err == nil {
			t.Error("a reference to nobody was loaded")
		}
		if n, err := child.Count(t.Context(), db.Read()); err != nil || n != 0 {
			t.Errorf("half of a failed load is there: %d, %v", n, err)
		}
	})
}

func TestUnfinished(t *testing.T) {
	onEngines(t, func(t *testing.T, address string, db *sqldb.DB) {
		ctx := t.Context()
		if err := db.Migrate(ctx, "family", family); err != nil {
			t.Fatal(err)
		}
		if err := db.Clear(ctx); err == nil {
			t.Fatal("a desk was cleared")
		}
		for _, note := range []string{"one", "two"} {
			if err := db.Mark(ctx, note); err != nil {
				t.Fatal(err)
			}
			if got, ok, err := db.Unfinished(ctx); err != nil || !ok || got != note {
				t.Fatalf("%q, %v, %v", got, ok, err)
			}
		}
		if _, err := sqldb.Open(ctx, address, sqldb.Options{}); !errors.Is(err, sqldb.ErrUnfinished) {
			t.Fatalf("an unfinished database opens: %v", err)
		}
		if err := db.Clear(ctx); err != nil {
			t.Fatal(err)
		}
		if list, err := db.Tables(ctx); err != nil || len(list) > 0 {
			t.Fatalf("%v, %v", list, err)
		}
		if err := db.Migrate(ctx, "family", family); err != nil {
			t.Fatalf("after it was cleared: %v", err)
		}
		if err := db.Finish(ctx); err != nil {
			t.Fatal(err)
		}
		again, err := sqldb.Open(ctx, address, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// One process at a time fills a PostgreSQL database.
func TestAlone(t *testing.T) {
	onEngines(t, func(t *testing.T, address string, db *sqldb.DB) {
		other, err := sqldb.Open(t.Context(), address, sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		release, ok, err := db.Alone(t.Context(), "test")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if db.Engine() == sqldb.Postgres {
			if _, ok, err := other.Alone(t.Context(), "test"); err != nil || ok {
				t.Fatalf("two are alone: %v, %v", ok, err)
			}
		}
		release()
		again, ok, err := other.Alone(context.Background(), "test")
		if err != nil || !ok {
			t.Fatalf("after the first has gone: %v, %v", ok, err)
		}
		again()
	})
}

// A snapshot may be silent for longer than any other statement.
func TestSnapshotTakesItsTime(t *testing.T) {
	t.Parallel()
	db, err := sqldb.Open(t.Context(), pgtest.Open(t), sqldb.Options{StatementTimeout: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	const sleep = `SELECT count(*) FROM pg_sleep(2.5)` // longer than the time-out and what a connection gets beyond it
	read := func(q sqldb.Querier) error {
		rows, err := q.QueryContext(t.Context(), sleep)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	if err := read(db.Read()); err == nil {
		t.Error("any statement may take that long")
	}
	if err := db.Snapshot(t.Context(), read); err != nil {
		t.Error(err)
	}
}
