package sqldb_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// part makes the migrations of a part: the text of each file, numbered from 1.
func part(texts ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i, text := range texts {
		out[fmt.Sprintf("migrations/%05d_step.sql", i+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	return out
}

// The version before works beside a newer one unless that says otherwise; an older one is refused.
func TestVersionsBesideEachOther(t *testing.T) { engines(t, versionsBesideEachOther) }

func versionsBesideEachOther(t *testing.T, address func(*testing.T) string) {
	one, two, three := "CREATE TABLE a (k TEXT);", "ALTER TABLE a ADD COLUMN v BIGINT NOT NULL DEFAULT 0;", "ALTER TABLE a ADD COLUMN w BIGINT NOT NULL DEFAULT 0;"
	for name, c := range map[string]struct {
		newer []string
		works map[int]bool // whether a program with so many files works
	}{
		"one step ahead":              {[]string{one, two}, map[int]bool{1: true, 2: true}},
		"two steps ahead":             {[]string{one, two, three}, map[int]bool{1: false, 2: true, 3: true}},
		"two that the first can take": {[]string{one, two, "-- frontdesk: least 1\n" + three}, map[int]bool{1: true, 2: true}},
		"one that nobody can take":    {[]string{one, "-- frontdesk: least 2\n" + two}, map[int]bool{1: false, 2: true}},
		"a strict one before a mild":  {[]string{one, "-- frontdesk: least 2\n" + two, "-- frontdesk: least 1\n" + three}, map[int]bool{1: false, 2: true}},
	} {
		t.Run(name, func(t *testing.T) {
			db := openAt(t, address(t), sqldb.Options{})
			if err := db.Migrate(t.Context(), "part", part(c.newer...)); err != nil {
				t.Fatal(err)
			}
			for files, works := range c.works {
				err := db.Migrate(t.Context(), "part", part(c.newer[:files]...))
				if works && err != nil || !works && !errors.Is(err, sqldb.ErrNewer) {
					t.Errorf("a program with %d files: %v", files, err)
				}
			}
			if v, err := db.Versions(t.Context()); err != nil || v["part"] != int64(len(c.newer)) {
				t.Errorf("the tables have versions %v, %v", v, err)
			}
		})
	}
}

// Tables from before versions were compared take the newer program, and then the note for older ones.
func TestUnknownNewerIsRefused(t *testing.T) { engines(t, unknownNewerIsRefused) }

func unknownNewerIsRefused(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	newer := part("CREATE TABLE a (k TEXT);", "CREATE TABLE b (k TEXT);")
	if err := db.Migrate(t.Context(), "part", newer); err != nil {
		t.Fatal(err)
	}
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error { _, err := tx.Exec("DELETE FROM schema_least"); return err })
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), "part", part("CREATE TABLE a (k TEXT);")); !errors.Is(err, sqldb.ErrNewer) {
		t.Errorf("a newer database that says nothing: %v", err)
	}
	if err := db.Migrate(t.Context(), "part", newer); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), "part", part("CREATE TABLE a (k TEXT);")); err != nil {
		t.Errorf("a newer database that says it is compatible: %v", err)
	}
}

// What cannot be carried out leaves the version before, and goes on when it is mended.
func TestBrokenMigration(t *testing.T) { engines(t, brokenMigration) }

func brokenMigration(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	one, bad, good := "CREATE TABLE a (k TEXT);", "CREATE TABLE b (k TEXT);\nINSERT INTO missing VALUES (1);", "CREATE TABLE b (k TEXT);"
	if err := db.Migrate(t.Context(), "part", part(one, bad)); err == nil {
		t.Fatal("a statement that cannot be carried out is passed over")
	}
	if err := db.Migrate(t.Context(), "part", part(one)); err != nil {
		t.Errorf("the version before: %v", err)
	}
	if err := db.Migrate(t.Context(), "part", part(one, good)); err != nil {
		t.Error(err)
	}
	for name, files := range map[string]fs.FS{"no file": fstest.MapFS{}, "no number": fstest.MapFS{"migrations/a.sql": {Data: []byte("x")}}, "no least": part("-- frontdesk: least 2\n" + one), "no number as least": part("-- frontdesk: least x\n" + one)} {
		if err := db.Migrate(t.Context(), "other", files); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// A database can be brought to the versions that another has.
func TestVersionsAsGiven(t *testing.T) { engines(t, versionsAsGiven) }

func versionsAsGiven(t *testing.T, address func(*testing.T) string) {
	db, err := sqldb.Open(t.Context(), address(t), sqldb.Options{Versions: map[string]int64{"part": 1, "far": 3}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	two := part("CREATE TABLE a (k TEXT);", "CREATE TABLE b (k TEXT);")
	if err := errors.Join(db.Migrate(t.Context(), "part", two), db.Migrate(t.Context(), "unnamed", two)); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), "far", two); !errors.Is(err, sqldb.ErrNewer) {
		t.Errorf("a version beyond the last file: %v", err)
	}
	if v, err := db.Versions(t.Context()); err != nil || len(v) != 1 || v["part"] != 1 {
		t.Errorf("the versions are %v, %v", v, err)
	}
}

// Nodes that start together do not get into each other's way.
func TestNodesStartTogether(t *testing.T) {
	address := pgtest.Open(t)
	files := part("CREATE TABLE a (k TEXT PRIMARY KEY);\nINSERT INTO a VALUES ('x');", "ALTER TABLE a ADD COLUMN v BIGINT NOT NULL DEFAULT 7;")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			db, err := sqldb.Open(t.Context(), address, sqldb.Options{Connections: 4})
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			var v int
			err = errors.Join(db.Migrate(t.Context(), "part", files), db.Read().QueryRow("SELECT v FROM a").Scan(&v))
			if err != nil || v != 7 {
				t.Errorf("%d, %v", v, err)
			}
		})
	}
	all.Wait()
}

// Text compares by its bytes, whatever the language of the database.
func TestTextComparesByBytes(t *testing.T) { engines(t, textComparesByBytes) }

func textComparesByBytes(t *testing.T, address func(*testing.T) string) {
	db := openAt(t, address(t), sqldb.Options{})
	words := []string{"", " b", "B", "Z", "_", "a", "a b", "aB", "ab", "z", "ä", "\U0001F600"}
	for _, w := range words {
		if err := add(db, w); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := db.Read().QueryContext(t.Context(), "SELECT k FROM kv ORDER BY k")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var w string
		if err := rows.Scan(&w); err != nil {
			t.Fatal(err)
		}
		got = append(got, w)
	}
	if strings.Join(got, "|") != strings.Join(words, "|") {
		t.Errorf("the order is %q, want %q", got, words)
	}
}

func TestTranslate(t *testing.T) {
	for sqlite, postgres := range map[string]string{
		"CREATE TABLE a (k TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;": `CREATE TABLE a (k TEXT COLLATE "C" PRIMARY KEY, text TEXT COLLATE "C" NOT NULL);`,
		"ALTER TABLE a ADD COLUMN t TEXT NOT NULL DEFAULT 'TEXT BLOB';":          `ALTER TABLE a ADD COLUMN t TEXT COLLATE "C" NOT NULL DEFAULT 'TEXT BLOB';`,
		"CREATE TABLE f (data BLOB NOT NULL) -- a BLOB and TEXT\n":               "CREATE TABLE f (data BYTEA NOT NULL) -- a BLOB and TEXT\n",
		"INSERT INTO a SELECT CAST(n AS TEXT), 'it''s TEXT', \"TEXT\" FROM b;":   "INSERT INTO a SELECT CAST(n AS TEXT), 'it''s TEXT', \"TEXT\" FROM b;",
		"CREATE TABLE c (context TEXT)\n\twithout rowid ;":                       "CREATE TABLE c (context TEXT COLLATE \"C\");",
	} {
		if got := sqldb.Translate(sqlite); got != postgres {
			t.Errorf("%s\nbecomes %s\nwant    %s", sqlite, got, postgres)
		}
	}
}

// FuzzTranslate holds the rewriting to what it may change: nothing in a text or a comment, and nothing but types.
func FuzzTranslate(f *testing.F) {
	files, err := filepath.Glob("../../*/*/migrations/*.sql")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	back := strings.NewReplacer(`TEXT COLLATE "C"`, "TEXT", "BYTEA", "BLOB")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, `COLLATE "C"`) || strings.Contains(text, "BYTEA") || strings.Contains(strings.ToUpper(text), "ROWID") {
			return
		}
		if got := back.Replace(sqldb.Translate(text)); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
	})
}
