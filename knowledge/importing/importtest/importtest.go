// Package importtest brings corpora into tests: those of this repository, and the shared test data, which is
// not part of it.
package importtest

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
)

// Root returns the directory of the repository.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = parent
	}
}

// Shared returns the path of a file of the shared test data, or skips the test. The data lies beside the
// repository, or where FRONTDESK_SHARED says.
func Shared(t testing.TB, name string) string {
	t.Helper()
	shared := os.Getenv("FRONTDESK_SHARED")
	if shared == "" {
		shared = filepath.Join(filepath.Dir(Root(t)), "shared")
	}
	path := filepath.Join(shared, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: the shared test data is not here (set FRONTDESK_SHARED): %v", err)
	}
	return path
}

// DemoShop reads the help articles of the demo.
func DemoShop(t testing.TB) []knowledge.Revision {
	t.Helper()
	return Read(t, filepath.Join(Root(t), "cmd", "frontdesk", "internal", "demo", "corpus"))
}

// ProductHelp reads the 2,112 articles of a real product's documentation from the shared test data, or skips
// the test.
func ProductHelp(t testing.TB) []knowledge.Revision {
	t.Helper()
	return Read(t, Shared(t, "dynamics365smb-docs.zip"))
}

// Read reads what can be imported and returns it as first revisions.
func Read(t testing.TB, path string) []knowledge.Revision {
	t.Helper()
	batch, err := importing.Read(t.Context(), path, importing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if batch.Errors() > 0 || len(batch.Items) == 0 {
		t.Fatalf("%s: %d articles, %v", path, len(batch.Items), batch.Problems)
	}
	out := make([]knowledge.Revision, len(batch.Items))
	for i, item := range batch.Items {
		out[i] = knowledge.Revision{Content: item.Content, Article: item.ID, Number: 1, Text: item.Text}
	}
	return out
}

// LongAnswers reads the 16,407 rows of a public corpus of long answers from the shared test data as they stand, ids
// numbered, or skips the test.
func LongAnswers(t testing.TB) (out []knowledge.Revision) {
	t.Helper()
	f, err := os.Open(Shared(t, "medquad/corpus.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var row struct{ ID, Question, Answer string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		out = append(out, knowledge.Revision{Article: fmt.Sprintf("%s-%d", row.ID, len(out)), Number: 1, Text: row.Answer, Content: knowledge.Content{Title: row.Question, Locale: "en"}})
	}
	if err := lines.Err(); err != nil || len(out) < 16_000 {
		t.Fatalf("%d rows, %v", len(out), err)
	}
	return out
}
