// Package litefile stands between SQLite and its files. SQLite calls what reads and writes them through tables of
// functions, which are outside of Go's memory; here is what makes and changes such tables, and [Gather], which hands a
// log to the kernel in few pieces.
package litefile

import (
	"errors"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// The tables, and the shapes of the functions in them that are stood between.
type (
	VFS     = sqlite3.Tsqlite3_vfs
	File    = sqlite3.Tsqlite3_file
	Methods = sqlite3.Tsqlite3_io_methods

	OpenFunc     func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	DeleteFunc   func(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32
	TransferFunc func(tls *libc.TLS, file, text uintptr, n int32, at int64) int32
	TruncateFunc func(tls *libc.TLS, file uintptr, size int64) int32
	SizeFunc     func(tls *libc.TLS, file, size uintptr) int32
	SyncFunc     func(tls *libc.TLS, file uintptr, flags int32) int32
	ControlFunc  func(tls *libc.TLS, file uintptr, op int32, arg uintptr) int32
	CloseFunc    func(tls *libc.TLS, file uintptr) int32
)

// Allocate makes something that lives outside of Go's memory, as SQLite expects.
func Allocate[T any](tls *libc.TLS) (*T, error) {
	var v T
	p := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(v)))
	if p == 0 {
		return nil, errors.New("out of memory")
	}
	return At[T](p), nil
}

// At is what stands at an address outside of Go's memory.
func At[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// Address is where something outside of Go's memory stands.
func Address[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

// Function makes a Go function of a pointer in one of SQLite's tables.
func Function[F any](p uintptr) F {
	v := struct{ uintptr }{p}
	return *(*F)(unsafe.Pointer(&v))
}

// Put writes a Go function into one of SQLite's tables. It must be one of a package, which holds nothing: the garbage
// collector does not see it there.
func Put[F any](slot *uintptr, f F) { *(*F)(unsafe.Pointer(slot)) = f }
