package main_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// disk is what a power loss would leave of the files that SQLite writes: each file as it was at its last
// sync. What was written since is in the kernel's memory, where kill -9 does not reach it and a power loss
// does. It stands between SQLite and its file layer and passes everything on.
type disk struct {
	dir string // whose files are watched

	mu      sync.Mutex
	paths   map[uintptr]string   // open files
	written map[string][]change  // since the last sync
	synced  map[string][]byte    // contents
	syncs   int                  //
	methods map[uintptr]uintptr  // our table of methods for each of SQLite's
	orig    map[uintptr]*methods // SQLite's table for each of ours
	vfs     *sqlite3.Tsqlite3_vfs
}

type methods = sqlite3.Tsqlite3_io_methods

// change is one write, or with a nil text cutting the file there.
type change struct {
	place int64
	text  []byte
}

// watched is the one disk there is while a test of it runs: SQLite's file layers are global.
var watched *disk

// watchDisk puts a disk between SQLite and the files in a directory until the test ends. The test must not
// run in parallel with others.
func watchDisk(t *testing.T, dir string) *disk {
	tls := libc.NewTLS()
	vfs := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if vfs == 0 {
		t.Fatal("SQLite has no file layer")
	}
	d := &disk{
		dir: dir, paths: map[uintptr]string{}, written: map[string][]change{}, synced: map[string][]byte{},
		methods: map[uintptr]uintptr{}, orig: map[uintptr]*methods{}, vfs: at[sqlite3.Tsqlite3_vfs](vfs),
	}
	name, err := libc.CString("watched")
	if err != nil {
		t.Fatal(err)
	}
	own := allocate[sqlite3.Tsqlite3_vfs](t, tls)
	*own = *d.vfs
	own.FzName, own.FpNext = name, 0
	*(*openFunc)(unsafe.Pointer(&own.FxOpen)) = openWatched
	*(*deleteFunc)(unsafe.Pointer(&own.FxDelete)) = deleteWatched
	watched = d
	if rc := sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(own)), 1); rc != sqlite3.SQLITE_OK {
		t.Fatalf("register the file layer: %d", rc)
	}
	t.Cleanup(func() {
		sqlite3.Xsqlite3_vfs_unregister(tls, uintptr(unsafe.Pointer(own)))
		sqlite3.Xsqlite3_vfs_register(tls, vfs, 1)
		libc.Xfree(tls, uintptr(unsafe.Pointer(own)))
		libc.Xfree(tls, name)
		tls.Close()
		watched = nil
	})
	return d
}

// allocate makes something that lives outside of Go's memory, as SQLite expects.
func allocate[T any](t testing.TB, tls *libc.TLS) *T {
	var v T
	p := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(v)))
	if p == 0 {
		t.Fatal("out of memory")
	}
	return at[T](p)
}

// at is what stands at an address outside of Go's memory.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// The shapes of SQLite's functions that are stood between.
type (
	openFunc     func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	writeFunc    func(tls *libc.TLS, file, text uintptr, n int32, at int64) int32
	truncateFunc func(tls *libc.TLS, file uintptr, size int64) int32
	syncFunc     func(tls *libc.TLS, file uintptr, flags int32) int32
	deleteFunc   func(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32
	closeFunc    func(tls *libc.TLS, file uintptr) int32
)

// function makes a Go function of a pointer in one of SQLite's tables.
func function[F any](p uintptr) F {
	v := struct{ uintptr }{p}
	return *(*F)(unsafe.Pointer(&v))
}

func openWatched(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32 {
	d := watched
	rc := function[openFunc](d.vfs.FxOpen)(tls, vfs, name, file, flags, outFlags)
	if rc != sqlite3.SQLITE_OK || name == 0 || !strings.HasPrefix(libc.GoString(name), d.dir) {
		return rc
	}
	f := at[sqlite3.Tsqlite3_file](file)
	d.mu.Lock()
	defer d.mu.Unlock()
	ours := d.methods[f.FpMethods]
	if ours == 0 {
		ours = libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(methods{})))
		if ours == 0 {
			return sqlite3.SQLITE_NOMEM
		}
		m, theirs := at[methods](ours), at[methods](f.FpMethods)
		*m = *theirs
		*(*writeFunc)(unsafe.Pointer(&m.FxWrite)) = writeWatched
		*(*truncateFunc)(unsafe.Pointer(&m.FxTruncate)) = truncateWatched
		*(*syncFunc)(unsafe.Pointer(&m.FxSync)) = syncWatched
		*(*closeFunc)(unsafe.Pointer(&m.FxClose)) = closeWatched
		d.methods[f.FpMethods], d.orig[ours] = ours, theirs
	}
	f.FpMethods = ours
	d.paths[file] = libc.GoString(name)
	return rc
}

// theirs returns SQLite's own methods of an open file, and its path.
func (d *disk) theirs(file uintptr) (*methods, string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.orig[at[sqlite3.Tsqlite3_file](file).FpMethods], d.paths[file]
}

func (d *disk) note(path string, c change) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written[path] = append(d.written[path], c)
}

func writeWatched(tls *libc.TLS, file, text uintptr, n int32, place int64) int32 {
	m, path := watched.theirs(file)
	watched.note(path, change{place, append([]byte{}, unsafe.Slice(at[byte](text), n)...)})
	return function[writeFunc](m.FxWrite)(tls, file, text, n, place)
}

func truncateWatched(tls *libc.TLS, file uintptr, size int64) int32 {
	m, path := watched.theirs(file)
	watched.note(path, change{place: size})
	return function[truncateFunc](m.FxTruncate)(tls, file, size)
}

// syncWatched moves to the disk what was written before it began.
func syncWatched(tls *libc.TLS, file uintptr, flags int32) int32 {
	d := watched
	m, path := d.theirs(file)
	d.mu.Lock()
	safe := len(d.written[path])
	d.mu.Unlock()
	rc := function[syncFunc](m.FxSync)(tls, file, flags)
	if rc != sqlite3.SQLITE_OK {
		return rc
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	b := d.synced[path]
	for _, c := range d.written[path][:safe] {
		b = c.apply(b)
	}
	d.synced[path], d.written[path] = b, d.written[path][safe:]
	d.syncs++
	return rc
}

func (c change) apply(b []byte) []byte {
	end := c.place + int64(len(c.text))
	if int64(len(b)) < end {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	if c.text == nil {
		return b[:c.place]
	}
	copy(b[c.place:], c.text)
	return b
}

// deleteWatched takes a file off the disk at once. SQLite syncs the directory after it deletes a journal.
func deleteWatched(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32 {
	d := watched
	rc := function[deleteFunc](d.vfs.FxDelete)(tls, vfs, name, syncDir)
	if rc == sqlite3.SQLITE_OK {
		d.mu.Lock()
		defer d.mu.Unlock()
		path := libc.GoString(name)
		delete(d.synced, path)
		delete(d.written, path)
	}
	return rc
}

func closeWatched(tls *libc.TLS, file uintptr) int32 {
	d := watched
	m, _ := d.theirs(file)
	d.mu.Lock()
	delete(d.paths, file)
	d.mu.Unlock()
	return function[closeFunc](m.FxClose)(tls, file)
}

// loss is the picture of the disk after a power loss.
func (d *disk) loss() map[string][]byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := maps.Clone(d.synced)
	for path, b := range out {
		out[path] = append([]byte{}, b...)
	}
	return out
}

// boot writes what was left into a directory, as a machine finds it when it starts again.
func boot(left map[string][]byte, dir string) error {
	for path, b := range left {
		if strings.HasSuffix(path, "-shm") {
			continue // shared memory is made anew
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), b, 0o600); err != nil {
			return fmt.Errorf("write what was left: %w", err)
		}
	}
	return nil
}
