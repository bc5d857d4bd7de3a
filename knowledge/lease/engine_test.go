package lease_test

import (
	"testing"
	"testing/synctest"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// eachEngine runs a test on every engine.
func eachEngine(t *testing.T, f func(t *testing.T, db *sqldb.DB)) {
	t.Run("sqlite", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(t, open(t, file(t))) })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel() // in real time, of which there is much between two looks
		f(t, open(t, pgtest.Open(t)))
	})
}
