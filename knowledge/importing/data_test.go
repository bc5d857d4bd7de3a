package importing_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// openStore returns an empty store.
func openStore(t testing.TB) *store.Store {
	t.Helper()
	db, err := sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := store.New(db)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

var at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// maxHeap is what importing the largest of the public corpora, after all others, may take.
const maxHeap = 512 << 20

// TestPublicData imports every public corpus whole and asserts that nothing is lost.
func TestPublicData(t *testing.T) {
	for _, c := range []struct {
		file           string
		files, items   int
		skips, warning int
	}{
		{"dynamics365smb-docs.zip", 2113, 2112, 1, 1},
		{"medquad/corpus.jsonl.gz", 1, 16407, 0, 4274},
		{"curekart/corpus.jsonl", 1, 28, 0, 28},
		{"stackfaq/corpus.jsonl", 1, 125, 0, 0},
		{"clinc150/corpus.jsonl", 1, 150, 0, 150},
		{"banking77-oos/corpus.jsonl", 1, 50, 0, 50},
		{"squad2/corpus.jsonl", 1, 646, 0, 0},
	} {
		t.Run(strings.ReplaceAll(c.file, "/", "-"), func(t *testing.T) {
			file, s := importtest.Shared(t, c.file), openStore(t)
			begin := time.Now()
			b, err := importing.Read(t.Context(), file, importing.Options{})
			if err != nil {
				t.Fatal(err)
			}
			read := time.Since(begin)
			for i, p := range b.Problems {
				if p.Severity == importing.Error || i < 5 {
					t.Logf("%v", p)
				}
			}
			for _, skip := range b.Skips {
				t.Logf("skipped %s: %s", skip.File, skip.Reason)
			}
			warnings := len(b.Problems) - b.Errors()
			if b.Errors() > 0 || b.Files != c.files || len(b.Items) != c.items || len(b.Skips) != c.skips || warnings != c.warning {
				t.Fatalf("%d files became %d items, %d skips, %d errors, %d warnings; want %+v", b.Files, len(b.Items), len(b.Skips), b.Errors(), warnings, c)
			}
			p, err := importing.MakePlan(t.Context(), s, b)
			if err != nil || p.Count[importing.New] != c.items {
				t.Fatal(p.Count, err)
			}
			begin = time.Now()
			sum, err := importing.Apply(t.Context(), s, p, "import", at)
			if err != nil || sum != (importing.Summary{New: c.items}) {
				t.Fatal(sum, err)
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			t.Logf("read in %v, applied in %v, heap taken from the system %d MB", read, time.Since(begin), m.HeapSys>>20)
			if m.HeapSys > maxHeap {
				t.Errorf("more than %d MB were taken", maxHeap>>20)
			}
			if n, err := s.Count(t.Context()); err != nil || n.Published != c.items {
				t.Errorf("the store has %+v %v", n, err)
			}
			if p, err = importing.MakePlan(t.Context(), s, b); err != nil || p.Count[importing.Same] != c.items || p.Others != 0 {
				t.Errorf("importing again would do %v %v", p.Count, err)
			}
		})
	}
}
