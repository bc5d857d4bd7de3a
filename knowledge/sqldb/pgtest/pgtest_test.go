package pgtest

import (
	"os"
	"testing"
)

// A server keeps its databases over a stop, and leaves nothing behind.
func TestServer(t *testing.T) {
	var dir string
	t.Run("use", func(t *testing.T) {
		s := New(t)
		dir = s.dir
		s.Open(t)
		for _, immediate := range []bool{true, false} {
			if err := s.Start(); err == nil {
				t.Error("a running server is started")
			}
			if err := s.Stop(immediate); err != nil {
				t.Fatal(err)
			}
			if err := s.Stop(immediate); err == nil {
				t.Error("a stopped server is stopped")
			}
			if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			if err := s.do("desk1", "SELECT 1"); err != nil {
				t.Error(err)
			}
		}
	})
	if dir == "" {
		return // left out: there is no server on this machine
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the server's files are left: %v", err)
	}
}
