package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
	"frontdesk/knowledge/store"
	"frontdesk/knowledge/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (*store.Store, *sqldb.DB) {
		return open(t, filepath.Join(t.TempDir(), "knowledge.db"))
	})
}

func TestPostgres(t *testing.T) {
	pgtest.Open(t) // so that the suite is left out as a whole where there is no server
	storetest.Run(t, func(t *testing.T) (*store.Store, *sqldb.DB) { return open(t, pgtest.Open(t)) })
}

func open(t *testing.T, address string) (*store.Store, *sqldb.DB) {
	db, err := sqldb.Open(t.Context(), address, sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := store.New(db)
	for range 2 { // a second start finds nothing to migrate
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return s, db
}

// TestRevisionsAreImmutable reads the statements of this package: none may change or delete a revision,
// a change or a version of the synonyms, since citations and the index rely on them.
func TestRevisionsAreImmutable(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	forbidden := regexp.MustCompile(`(?is)(update|delete\s+from|replace\s+into)\s+(revision|change|synonyms)\b|on\s+conflict`)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := forbidden.FindString(string(raw)); found != "" && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s contains %q", file, found)
		}
	}
	for _, bad := range []string{"UPDATE revision SET", "DELETE FROM\n revision", "ON CONFLICT DO"} {
		if !forbidden.MatchString(bad) {
			t.Errorf("the pattern misses %q", bad)
		}
	}
}
