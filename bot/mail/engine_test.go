package mail

import (
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/knowledge/sqldb/pgtest"
)

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T)) {
	t.Run("sqlite", test)
	t.Run("postgres", test)
}

// address is where a new database can be opened, of the engine that the test runs on: its name tells which.
func address(t testing.TB) string {
	t.Helper()
	if strings.Contains(t.Name()+"/", "/postgres/") {
		return pgtest.Open(t)
	}
	return filepath.Join(t.TempDir(), "x.db")
}
