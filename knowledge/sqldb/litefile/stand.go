package litefile

import (
	"errors"
	"fmt"
	"sync"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Register adds a layer to SQLite's list, of which there is one for the whole process: a copy of the layer that is the
// default one, with the functions that change puts into it. A layer stays for good, as databases that are open hold on
// to it.
func Register(name string, asDefault bool, change func(own, below *VFS)) error {
	tls := libc.NewTLS()
	below, err := standard(tls)
	if err != nil {
		return err
	}
	own, err := Allocate[VFS](tls)
	if err != nil {
		return err
	}
	*own = *At[VFS](below)
	if own.FzName, err = libc.CString(name); err != nil {
		return err
	}
	own.FpNext = 0
	change(own, At[VFS](below))
	first := int32(0)
	if asDefault {
		first = 1
	}
	if rc := sqlite3.Xsqlite3_vfs_register(tls, Address(own), first); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("register the file layer %s: SQLite says %d", name, rc)
	}
	return nil
}

// standard is the address of the layer that is the default one now.
func standard(tls *libc.TLS) (uintptr, error) {
	vfs := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if vfs == 0 {
		return 0, errors.New("SQLite has no file layer")
	}
	return vfs, nil
}

// Tables are the tables of one layer's functions for files, one for each that was found below.
type Tables struct {
	mu   sync.Mutex
	ours map[uintptr]uintptr
}

// Stand puts a layer's functions into a file that the layer below has opened, and returns those of the layer below. If
// that fails, the file is closed again.
func (t *Tables) Stand(tls *libc.TLS, file uintptr, change func(*Methods)) (below *Methods, err error) {
	f := At[File](file)
	below = At[Methods](f.FpMethods)
	t.mu.Lock()
	defer t.mu.Unlock()
	ours := t.ours[f.FpMethods]
	if ours == 0 {
		m, err := Allocate[Methods](tls)
		if err != nil {
			Function[CloseFunc](below.FxClose)(tls, file)
			f.FpMethods = 0 // as SQLite expects of a file that was not opened
			return nil, err
		}
		*m = *below
		change(m)
		ours = Address(m)
		if t.ours == nil {
			t.ours = make(map[uintptr]uintptr)
		}
		t.ours[f.FpMethods] = ours
	}
	f.FpMethods = ours
	return below, nil
}
