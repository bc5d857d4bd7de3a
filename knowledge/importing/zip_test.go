package importing_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/importing"
)

func TestZIPNames(t *testing.T) {
	for _, name := range []string{"../a.md", "x/../../a.md", "/etc/a.md", `..\a.md`, `C:\a.md`, "C:/a.md", "x/./a.md", "x//a.md", "a\x00.md", "a\n.md", "\xff.md"} {
		b := read(t, packed(t, name, "A", "good.md", "B"))
		if b.Errors() != 1 || !strings.Contains(b.Problems[0].Message, "pack the folder anew") || len(b.Items) != 1 {
			t.Errorf("%q: %q, items %v", name, problems(b), ids(b))
		}
	}
	for top, want := range map[string][]string{"docs/": {"a", "sub/b"}, "": {"a", "sub/b"}} {
		if got := ids(read(t, packed(t, top+"a.md", "A", top+"sub/b.md", "B", "__MACOSX/._a.md", "x"))); !slices.Equal(got, want) {
			t.Errorf("below %q the ids are %v", top, got)
		}
	}
}

func TestZIPFaults(t *testing.T) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	link := &zip.FileHeader{Name: "link.md"}
	link.SetMode(fs.ModeSymlink | 0o777)
	for _, h := range []*zip.FileHeader{link, {Name: "twice.md"}, {Name: "twice.md"}} {
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("/etc/passwd")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	b := read(t, file(t, "x.zip", buf.String()))
	if got := problems(b); len(got) != 2 || !strings.Contains(got[0], "symbolic link") || !strings.Contains(got[1], "stands twice") || b.Files != 3 {
		t.Errorf("problems %q of %d files", got, b.Files)
	}
	for name, text := range map[string]string{"cut.zip": buf.String()[:buf.Len()/2], "empty.zip": "", "x.gif": "x", "x.csv.gz": "not gzip"} {
		if _, err := importing.Read(t.Context(), file(t, name, text), importing.Options{}); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := importing.Read(t.Context(), filepath.Join(t.TempDir(), "gone"), importing.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing path: %v", err)
	}
}

// corrupted flips the packed bytes of a ZIP's only file.
func TestZIPChecksum(t *testing.T) {
	raw, err := os.ReadFile(packed(t, "a.md", strings.Repeat("text ", 100)))
	if err != nil {
		t.Fatal(err)
	}
	raw[50] ^= 0xff
	b := read(t, file(t, "x.zip", string(raw)))
	if b.Errors() != 1 || len(b.Items) != 0 {
		t.Errorf("a corrupt ZIP gave %v and %q", ids(b), problems(b))
	}
}

func TestLimits(t *testing.T) {
	big := packed(t, "a.md", strings.Repeat("a", 100_000), "b.md", strings.Repeat("b", 100_000), "c.md", "C")
	many := folder(t, "a.md", "A", "b.md", "B", "c.md", "C")
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	fmt.Fprintf(w, `{"question":"q","answer":"%s"}`, strings.Repeat("a", 8<<20))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		limits     importing.Limits
		want       string
	}{
		{"unpacked", big, importing.Limits{Unpacked: 150_000}, "b.md: error: too much data"},
		{"file", big, importing.Limits{File: 1000}, "a.md: error: the file has more than 1000 bytes"},
		{"files", packed(t, "a.md", "A", "b.md", "B"), importing.Limits{Files: 1}, "docs.zip: error: the ZIP has 2 files"},
		{"gzip", file(t, "x.jsonl.gz", gz.String()), importing.Limits{}, "x.jsonl.gz:1: error: the line has more than 4194304 bytes"},
		{"gzip all", file(t, "x.jsonl.gz", gz.String()), importing.Limits{Unpacked: 100_000}, "x.jsonl.gz:1: error: the file cannot be read on: too much data"},
		{"csv", file(t, "x.csv", "question\n\""+strings.Repeat("a", 8<<20)), importing.Limits{}, "x.csv: error: a row has more than 4194304 bytes"},
	} {
		b, err := importing.Read(t.Context(), c.path, importing.Options{Limits: c.limits})
		if err != nil || len(b.Problems) == 0 || !strings.HasPrefix(b.Problems[0].String(), c.want) {
			t.Errorf("%s: %q %v, want %q", c.name, problems(b), err, c.want)
		}
	}
	if _, err := importing.Read(t.Context(), many, importing.Options{Limits: importing.Limits{Files: 2}}); err == nil {
		t.Error("a folder with too many files was read")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, path := range []string{many, big, file(t, "x.csv", "question\na"), file(t, "x.jsonl", `{"question":"a"}`)} {
		if _, err := importing.Read(ended, path, importing.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
