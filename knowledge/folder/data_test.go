package folder

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge/importing/importtest"
)

// TestPublicFolder follows a documentation of two thousand files, and one change in it.
func TestPublicFolder(t *testing.T) {
	archive, err := zip.OpenReader(importtest.Shared(t, "dynamics365smb-docs.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	d := open(t)
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name, "/") {
			d.files(f.Name, string(text))
		}
	}
	begin := time.Now()
	d.see()
	first := time.Since(begin)
	n, err := d.store.Count(t.Context())
	if err != nil || n.Published != 2112 {
		t.Fatalf("published %+v %v\n%s", n, err, d.log.take())
	}
	var some string
	err = filepath.WalkDir(d.dir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".md") && !strings.Contains(path, "includes") && !strings.HasSuffix(strings.ToLower(path), "toc.md") {
			some = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(some, []byte("# Changed\n\nwords"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.log.take()
	begin = time.Now()
	d.see()
	change := time.Since(begin)
	d.logs("one change", "changed=1")
	begin = time.Now()
	d.see()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("all in %v, one change in %v, nothing in %v, heap taken from the system %d MB", first, change, time.Since(begin), m.HeapSys>>20)
	if m.HeapSys > 512<<20 {
		t.Errorf("%d MB were taken", m.HeapSys>>20)
	}
}
