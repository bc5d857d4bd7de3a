package sqldb_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/knowledge/sqldb"
)

// The log is moved to the file while it grows, and emptied when that is asked for.
func TestLogStaysSmall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db := openAt(t, path, sqldb.Options{Synchronous: "OFF"})
	size := func() int64 {
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	long := strings.Repeat("x", 64<<10)
	for i := range 2000 { // 17 pages each, 140 MB
		err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec("INSERT INTO kv VALUES ($1, $2)", string(rune(i+1))+long, i)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if size() > 60<<20 {
		t.Errorf("the log has %d bytes", size())
	}
	rows, err := db.Read().Query("SELECT k FROM kv")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	if err := add(db, "a"); err != nil {
		t.Fatal(err)
	}
	if err := db.Checkpoint(t.Context()); err == nil {
		t.Error("the log was emptied although somebody reads it")
	}
	rows.Close()
	if err := db.Checkpoint(t.Context()); err != nil || size() != 0 {
		t.Errorf("the log has %d bytes after it was emptied, %v", size(), err)
	}
	if err := db.Check(t.Context()); err != nil || size() != 0 {
		t.Errorf("the check wrote %d bytes although there were writes, %v", size(), err)
	}
	db.Close()
	if err := db.Checkpoint(t.Context()); err == nil {
		t.Error("the log of a closed database is emptied")
	}
}

// The check really writes when nobody else does.
func TestCheckWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	for range 2 { // also when what it writes is there already
		db := openAt(t, path, sqldb.Options{})
		for err := error(io.EOF); err != nil; { // migrations may have left a reader that ends by itself
			if err = db.Checkpoint(t.Context()); err != nil {
				t.Log(err)
			}
		}
		if err := db.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
			t.Errorf("the check wrote nothing: %v, %v", info, err)
		}
		db.Close()
	}
}
