package backup_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"frontdesk/knowledge/backup"
)

// says writes a text.
func says(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "desk.backup")
	full := func(w io.Writer) error {
		if _, err := w.Write([]byte("half of it")); err != nil {
			return err
		}
		return &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
	}
	if err := backup.Create(path, false, full); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	only(t, dir)
	if err := backup.Create(path, false, says("one")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("others can read it: %v, %v", info.Mode(), err)
	}
	if err := backup.Create(path, false, says("two")); err == nil || !strings.Contains(err.Error(), "--over") {
		t.Fatal(err)
	}
	if err := backup.Create(path, true, full); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "one" {
		t.Fatalf("%q, %v; want the file as it was", got, err)
	}
	if err := backup.Create(path, true, says("two")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "two" {
		t.Fatalf("%q, %v", got, err)
	}
	only(t, dir, "desk.backup")
	if err := backup.Create(dir, true, says("x")); err == nil {
		t.Fatal("a directory was replaced")
	}
	if err := backup.Create(filepath.Join(dir, "no", "x"), false, says("x")); err == nil {
		t.Fatal("a directory was made")
	}
}

// only makes sure that nothing else is in a directory.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if len(names) == 0 || f.Name() != names[0] {
			t.Fatalf("%s is there", f.Name())
		}
	}
	if len(files) != len(names) {
		t.Fatalf("%d files, want %v", len(files), names)
	}
}
