package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOnePlace: an explicit --data beats a --store of the environment or the file where only one of them can be meant.
func TestOnePlace(t *testing.T) {
	const kept, other = "postgres://kept@db.example/desk", "postgres://other@db.example/desk"
	file := filepath.Join(t.TempDir(), "frontdesk.yaml")
	if err := os.WriteFile(file, []byte("store: "+kept+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	commands := map[string]struct {
		store func(c *commands) string
		both  bool // the data directory has a use of its own beside the database
	}{
		"user list":               {func(c *commands) string { return c.User.List.Store }, false},
		"audit verify":            {func(c *commands) string { return c.Audit.Verify.Store }, false},
		"customer erase anna":     {func(c *commands) string { return c.Customer.Erase.Store }, false},
		"settings show desk":      {func(c *commands) string { return c.Settings.Show.Store }, false},
		"synonyms show":           {func(c *commands) string { return c.Synonyms.Show.Store }, false},
		"export not-there":        {func(c *commands) string { return c.Export.Store }, false},
		"backup desk.backup":      {func(c *commands) string { return c.Backup.Store }, false},
		"restore options_test.go": {func(c *commands) string { return c.Restore.Store }, false},
		"verify":                  {func(c *commands) string { return c.Verify.Store }, false},
		"serve":                   {func(c *commands) string { return c.Serve.Store }, true},
		"import options_test.go":  {func(c *commands) string { return c.Import.Store }, true},
		"ask question":            {func(c *commands) string { return c.Ask.Store }, true},
	}
	for from, flag := range map[string]string{"the environment": "", "the file": " --config=" + file} {
		t.Run(from, func(t *testing.T) {
			if from == "the environment" {
				t.Setenv("FRONTDESK_STORE", kept)
			}
			for command, of := range commands {
				want := ""
				if of.both {
					want = kept
				}
				for args, want := range map[string]string{"": kept, " --data=desk": want, " --store=" + other: other} {
					if got, err := storeOf(command+flag+args, of.store); err != nil || got != want {
						t.Errorf("%s%s works on %q, want %q (%v)", command, args, got, want, err)
					}
				}
				_, err := storeOf(command+flag+" --data=desk --store="+other, of.store)
				if refused := err != nil && strings.Contains(err.Error(), "two places"); refused == of.both {
					t.Errorf("%s with --data and --store: %v", command, err)
				}
			}
		})
	}
}

// storeOf is the database that a command line works on.
func storeOf(line string, store func(c *commands) string) (string, error) {
	var c commands
	p, err := newParser(&c, io.Discard, io.Discard)
	if err != nil {
		return "", err
	}
	_, err = p.Parse(strings.Fields(line))
	return store(&c), err
}
