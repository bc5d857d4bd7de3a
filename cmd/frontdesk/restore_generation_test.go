package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"frontdesk/knowledge/generation"
	"frontdesk/knowledge/sqldb"
)

// A desk that was restored is told from what it was before, so that pages that are open begin anew; a restart is not.
func TestRestoreBeginsAGeneration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		p := exec.Command(binary(t), args...)
		p.Dir, p.Env = dir, append(os.Environ(), "HOME="+dir)
		if out, err := p.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
	}
	of := func(data string) string {
		t.Helper()
		db, err := sqldb.Open(t.Context(), filepath.Join(dir, data, "frontdesk.db"), sqldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		name, err := generation.Read(t.Context(), db)
		if err != nil || name == "" {
			t.Fatalf("the generation of %s is %q, %v", data, name, err)
		}
		return name
	}
	run("user", "add", "ana@desk.example", "--data", "desk")
	first := of("desk")
	run("backup", "--data", "desk", "desk.backup")
	if of("desk") != first {
		t.Error("a backup changes the generation")
	}
	run("restore", "desk.backup", "--data", "again")
	run("restore", "desk.backup", "--data", "third")
	if second, third := of("again"), of("third"); second == first || third == first || second == third {
		t.Errorf("restored, it is %q and %q; it was %q", second, third, first)
	}
	run("verify", "--data", "again")
}
