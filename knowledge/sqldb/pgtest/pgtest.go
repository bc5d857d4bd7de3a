// Package pgtest gives tests a real PostgreSQL. The server is started once for a test process, listens on loopback
// only, syncs to the disk as one does that is meant seriously, and ends with the process, however that ends. Its
// databases sort by the rules of a language if the server can do that, so that whatever relies on the order of bytes
// has to say so.
//
// Where PostgreSQL is not installed, tests that ask for it are skipped, and fail if FRONTDESK_REQUIRE contains
// "postgres".
package pgtest

import (
	"os"
	"strings"
	"sync"
	"testing"
)

// shared is the server of this process; the process's end is its end.
var shared struct {
	sync.Mutex
	server *Server
	err    error
}

// Open returns the address of an empty database that nobody else uses.
func Open(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil && shared.err == nil {
		shared.server, shared.err = start()
	}
	if shared.err != nil {
		missing(t, shared.err)
	}
	return shared.server.Open(t)
}

// New starts a server for one test, which may stop and start it.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := start()
	if err != nil {
		missing(t, err)
	}
	t.Cleanup(s.remove)
	return s
}

// missing ends a test that cannot have a server: as one that was left out if PostgreSQL is not there at all, and as a
// failure if it must be, or is and does not start.
func missing(t testing.TB, err error) {
	t.Helper()
	if err != errNotInstalled || strings.Contains(os.Getenv("FRONTDESK_REQUIRE"), "postgres") {
		t.Fatalf("NOT TESTED ON POSTGRESQL: %v", err)
	}
	t.Skipf("NOT TESTED ON POSTGRESQL: %v", err)
}
