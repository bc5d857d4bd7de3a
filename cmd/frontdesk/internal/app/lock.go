package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrServed says that a server is running over a data directory.
var ErrServed = errors.New("a server is running over this data directory")

// LockName is the name of the file in a data directory by which a server keeps others from it.
const LockName = "server.lock"

// LockData makes sure that no server runs over a data directory, and that none is started before release is called.
// The lock ends with the process, however that ends. Commands that may work beside a server do not take it. If a
// server runs, the error is ErrServed with what to do.
func LockData(dir string) (release func() error, err error) {
	f, err := lockFile(filepath.Join(dir, LockName))
	if errors.Is(err, ErrServed) {
		return nil, fmt.Errorf("%s: %w; stop it first, or give this one a directory of its own with --data (servers share a desk with --store)", dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("lock the data directory %s: %w; choose another with --data", dir, err)
	}
	return f.Close, nil
}

// openLock opens the file that is locked.
func openLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open its lock: %w", err)
	}
	return f, nil
}
