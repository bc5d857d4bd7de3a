package losttest

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// layer is the file layer, of which SQLite has one list for the whole process.
type layer struct {
	next *sqlite3.Tsqlite3_vfs // SQLite's own

	mu      sync.RWMutex
	disks   map[string]*Disk     // by directory
	open    map[uintptr]opened   // files of watched directories
	methods map[uintptr]uintptr  // our table of methods for each of SQLite's
	theirs  map[uintptr]*methods // SQLite's table for each of ours
}

type methods = sqlite3.Tsqlite3_io_methods

type opened struct {
	disk *Disk
	path string
}

// between is the one layer. It is global because SQLite calls functions, which can hold nothing.
var between = &layer{
	disks: make(map[string]*Disk), open: make(map[uintptr]opened),
	methods: make(map[uintptr]uintptr), theirs: make(map[uintptr]*methods),
}

// register puts the layer before SQLite's own. It is never taken back: databases that are open hold on to it.
var register = sync.OnceValue(func() error {
	tls := libc.NewTLS()
	vfs := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if vfs == 0 {
		return errors.New("SQLite has no file layer")
	}
	name, err := libc.CString("losttest")
	if err != nil {
		return err
	}
	own, err := allocate[sqlite3.Tsqlite3_vfs](tls)
	if err != nil {
		return err
	}
	between.next = at[sqlite3.Tsqlite3_vfs](vfs)
	*own = *between.next
	own.FzName, own.FpNext = name, 0
	*(*openFunc)(unsafe.Pointer(&own.FxOpen)) = openFile
	*(*deleteFunc)(unsafe.Pointer(&own.FxDelete)) = deleteFile
	if rc := sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(own)), 1); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("register the file layer: SQLite says %d", rc)
	}
	return nil
})

// Watch puts a disk between SQLite and the files in a directory until the test ends. Databases in it must be opened
// after it and closed before.
func Watch(t testing.TB, dir string) *Disk {
	t.Helper()
	if err := register(); err != nil {
		t.Fatalf("watch %s: %v", dir, err)
	}
	dir, err := filepath.EvalSymlinks(dir) // as SQLite calls it
	if err != nil {
		t.Fatalf("watch %s: %v", dir, err)
	}
	d := newDisk(dir)
	between.mu.Lock()
	between.disks[dir] = d
	between.mu.Unlock()
	t.Cleanup(func() {
		between.mu.Lock()
		delete(between.disks, dir)
		between.mu.Unlock()
	})
	return d
}

// on returns the disk on which a path is, nil if it is on none that is watched.
func (l *layer) on(path string) *Disk {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.disks[filepath.Dir(path)]
}

// of returns an open file, and SQLite's own methods for it.
func (l *layer) of(handle uintptr) (opened, *methods) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.open[handle], l.theirs[at[sqlite3.Tsqlite3_file](handle).FpMethods]
}

// The shapes of SQLite's functions that are stood between.
type (
	openFunc     func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	transferFunc func(tls *libc.TLS, file, text uintptr, n int32, at int64) int32
	truncateFunc func(tls *libc.TLS, file uintptr, size int64) int32
	syncFunc     func(tls *libc.TLS, file uintptr, flags int32) int32
	deleteFunc   func(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32
	closeFunc    func(tls *libc.TLS, file uintptr) int32
)

func openFile(tls *libc.TLS, vfs, name, handle uintptr, flags int32, outFlags uintptr) int32 {
	own := function[openFunc](between.next.FxOpen)
	if name == 0 {
		return own(tls, vfs, name, handle, flags, outFlags)
	}
	path := strings.Clone(libc.GoString(name))
	disk := between.on(path)
	if disk == nil {
		return own(tls, vfs, name, handle, flags, outFlags)
	}
	if flags&sqlite3.SQLITE_OPEN_CREATE != 0 && !exists(path) {
		if code, refused := disk.refuses(opCreate, path); refused {
			at[sqlite3.Tsqlite3_file](handle).FpMethods = 0 // as SQLite expects of a file that was not opened
			return code
		}
	}
	if rc := own(tls, vfs, name, handle, flags, outFlags); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return between.stand(tls, handle, opened{disk, path})
}

// stand puts our methods into a file that was opened.
func (l *layer) stand(tls *libc.TLS, handle uintptr, o opened) int32 {
	f := at[sqlite3.Tsqlite3_file](handle)
	l.mu.Lock()
	defer l.mu.Unlock()
	ours := l.methods[f.FpMethods]
	if ours == 0 {
		m, err := allocate[methods](tls)
		if err != nil {
			return sqlite3.SQLITE_NOMEM
		}
		ours = uintptr(unsafe.Pointer(m))
		theirs := at[methods](f.FpMethods)
		*m = *theirs
		*(*transferFunc)(unsafe.Pointer(&m.FxRead)) = readFile
		*(*transferFunc)(unsafe.Pointer(&m.FxWrite)) = writeFile
		*(*truncateFunc)(unsafe.Pointer(&m.FxTruncate)) = truncateFile
		*(*syncFunc)(unsafe.Pointer(&m.FxSync)) = syncFile
		*(*closeFunc)(unsafe.Pointer(&m.FxClose)) = closeFile
		l.methods[f.FpMethods], l.theirs[ours] = ours, theirs
	}
	f.FpMethods = ours
	l.open[handle] = o
	return sqlite3.SQLITE_OK
}

func readFile(tls *libc.TLS, handle, text uintptr, n int32, place int64) int32 {
	o, own := between.of(handle)
	if code, refused := o.disk.refuses(opRead, o.path); refused {
		return code
	}
	return function[transferFunc](own.FxRead)(tls, handle, text, n, place)
}

func writeFile(tls *libc.TLS, handle, text uintptr, n int32, place int64) int32 {
	o, own := between.of(handle)
	code, refused := o.disk.refuses(opWrite, o.path)
	if refused && code != sqlite3.SQLITE_FULL {
		return code
	}
	if refused {
		n /= 2
	}
	if n > 0 {
		o.disk.note(o.path, change{place: place, text: append([]byte(nil), unsafe.Slice(at[byte](text), n)...)})
		if rc := function[transferFunc](own.FxWrite)(tls, handle, text, n, place); rc != sqlite3.SQLITE_OK {
			return rc
		}
	}
	return code
}

func truncateFile(tls *libc.TLS, handle uintptr, size int64) int32 {
	o, own := between.of(handle)
	if code, refused := o.disk.refuses(opTruncate, o.path); refused {
		return code
	}
	o.disk.note(o.path, change{place: size, cut: true})
	return function[truncateFunc](own.FxTruncate)(tls, handle, size)
}

// syncFile moves to the disk what was written before it began.
func syncFile(tls *libc.TLS, handle uintptr, flags int32) int32 {
	o, own := between.of(handle)
	if code, refused := o.disk.refuses(opSync, o.path); refused {
		return code
	}
	n := o.disk.noted(o.path)
	if rc := function[syncFunc](own.FxSync)(tls, handle, flags); rc != sqlite3.SQLITE_OK {
		return rc
	}
	o.disk.sync(o.path, n)
	return sqlite3.SQLITE_OK
}

func deleteFile(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32 {
	path := strings.Clone(libc.GoString(name))
	disk := between.on(path)
	if disk != nil && exists(path) {
		if code, refused := disk.refuses(opDelete, path); refused {
			return code
		}
	}
	rc := function[deleteFunc](between.next.FxDelete)(tls, vfs, name, syncDir)
	if disk != nil && rc == sqlite3.SQLITE_OK {
		disk.remove(path, syncDir != 0)
	}
	return rc
}

func closeFile(tls *libc.TLS, handle uintptr) int32 {
	_, own := between.of(handle)
	between.mu.Lock()
	delete(between.open, handle)
	between.mu.Unlock()
	return function[closeFunc](own.FxClose)(tls, handle)
}
