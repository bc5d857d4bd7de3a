package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCertificatesOfTheStore: a refusal names the file and says what to do, and never shows the password.
func TestCertificatesOfTheStore(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	bad, missing := file("bad.pem", "no certificate"), filepath.Join(dir, "missing.pem")
	for name, c := range map[string]struct{ query, variable, want string }{
		"none":                   {"", "", ""},
		"one that is there":      {"?sslrootcert=" + good, "", ""},
		"those of the system":    {"?sslrootcert=system", "", ""},
		"a missing one":          {"?sslmode=verify-full&sslrootcert=" + missing, "", "sslrootcert names the file " + missing + ", which is not there"},
		"no PEM":                 {"?sslrootcert=" + bad, "", "which is not in PEM format"},
		"a folder":               {"?sslrootcert=" + dir, "", "which cannot be read"},
		"a missing key":          {"?sslcert=" + good + "&sslkey=" + missing, "", "sslkey names the file " + missing},
		"by the environment":     {"", missing, "PGSSLROOTCERT names the file " + missing},
		"the address goes first": {"?sslrootcert=" + good, missing, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PGSSLROOTCERT", c.variable)
			config := Default()
			config.Data, config.Store = dir, "postgres://desk:secret@db.example/desk"+c.query
			err := config.Validate()
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret")):
				t.Errorf("says %v, want %q", err, c.want)
			}
			if c.want == "" {
				return
			}
			if _, opened := config.Open(t.Context(), nil, nil); opened == nil || opened.Error() != err.Error() {
				t.Errorf("commands say %v", opened)
			}
		})
	}
}
