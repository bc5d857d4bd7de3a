package losttest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"frontdesk/knowledge/sqldb/litefile"
)

// layer is the file layer.
type layer struct {
	next   *litefile.VFS // SQLite's own
	tables litefile.Tables

	mu    sync.RWMutex
	disks map[string]*Disk   // by directory
	open  map[uintptr]opened // files of watched directories
}

type opened struct {
	disk *Disk
	path string
	own  *litefile.Methods // SQLite's own
}

// between is the one layer. It is global because SQLite calls functions, which can hold nothing.
var between = &layer{disks: make(map[string]*Disk), open: make(map[uintptr]opened)}

// register puts the layer before SQLite's own.
var register = sync.OnceValue(func() error {
	return litefile.Register("losttest", true, func(v, below *litefile.VFS) {
		between.next = below
		litefile.Put[litefile.OpenFunc](&v.FxOpen, openFile)
		litefile.Put[litefile.DeleteFunc](&v.FxDelete, deleteFile)
	})
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

// of returns an open file.
func (l *layer) of(handle uintptr) opened {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.open[handle]
}

func openFile(tls *libc.TLS, vfs, name, handle uintptr, flags int32, outFlags uintptr) int32 {
	own := litefile.Function[litefile.OpenFunc](between.next.FxOpen)
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
			litefile.At[litefile.File](handle).FpMethods = 0 // as SQLite expects of a file that was not opened
			return code
		}
	}
	if rc := own(tls, vfs, name, handle, flags, outFlags); rc != sqlite3.SQLITE_OK {
		return rc
	}
	theirs, err := between.tables.Stand(tls, handle, func(m *litefile.Methods) {
		litefile.Put[litefile.TransferFunc](&m.FxRead, readFile)
		litefile.Put[litefile.TransferFunc](&m.FxWrite, writeFile)
		litefile.Put[litefile.TruncateFunc](&m.FxTruncate, truncateFile)
		litefile.Put[litefile.SyncFunc](&m.FxSync, syncFile)
		litefile.Put[litefile.CloseFunc](&m.FxClose, closeFile)
	})
	if err != nil {
		return sqlite3.SQLITE_NOMEM
	}
	between.mu.Lock()
	defer between.mu.Unlock()
	between.open[handle] = opened{disk, path, theirs}
	return sqlite3.SQLITE_OK
}

func readFile(tls *libc.TLS, handle, text uintptr, n int32, place int64) int32 {
	o := between.of(handle)
	if code, refused := o.disk.refuses(opRead, o.path); refused {
		return code
	}
	return litefile.Function[litefile.TransferFunc](o.own.FxRead)(tls, handle, text, n, place)
}

func writeFile(tls *libc.TLS, handle, text uintptr, n int32, place int64) int32 {
	o := between.of(handle)
	code, refused := o.disk.refuses(opWrite, o.path)
	if refused && code != sqlite3.SQLITE_FULL {
		return code
	}
	if refused {
		n /= 2
	}
	if n > 0 {
		o.disk.note(o.path, change{place: place, text: append([]byte(nil), unsafe.Slice(litefile.At[byte](text), n)...)})
		if rc := litefile.Function[litefile.TransferFunc](o.own.FxWrite)(tls, handle, text, n, place); rc != sqlite3.SQLITE_OK {
			return rc
		}
	}
	return code
}

func truncateFile(tls *libc.TLS, handle uintptr, size int64) int32 {
	o := between.of(handle)
	if code, refused := o.disk.refuses(opTruncate, o.path); refused {
		return code
	}
	o.disk.note(o.path, change{place: size, cut: true})
	return litefile.Function[litefile.TruncateFunc](o.own.FxTruncate)(tls, handle, size)
}

// syncFile moves to the disk what was written before it began.
func syncFile(tls *libc.TLS, handle uintptr, flags int32) int32 {
	o := between.of(handle)
	if code, refused := o.disk.refuses(opSync, o.path); refused {
		return code
	}
	n := o.disk.noted(o.path)
	if rc := litefile.Function[litefile.SyncFunc](o.own.FxSync)(tls, handle, flags); rc != sqlite3.SQLITE_OK {
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
	rc := litefile.Function[litefile.DeleteFunc](between.next.FxDelete)(tls, vfs, name, syncDir)
	if disk != nil && rc == sqlite3.SQLITE_OK {
		disk.remove(path, syncDir != 0)
	}
	return rc
}

func closeFile(tls *libc.TLS, handle uintptr) int32 {
	o := between.of(handle)
	between.mu.Lock()
	delete(between.open, handle)
	between.mu.Unlock()
	return litefile.Function[litefile.CloseFunc](o.own.FxClose)(tls, handle)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
