package losttest

import (
	"errors"
	"os"
	"unsafe"

	"modernc.org/libc"
)

// allocate makes something that lives outside of Go's memory, as SQLite expects.
func allocate[T any](tls *libc.TLS) (*T, error) {
	var v T
	p := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(v)))
	if p == 0 {
		return nil, errors.New("out of memory")
	}
	return at[T](p), nil
}

// at is what stands at an address outside of Go's memory.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// function makes a Go function of a pointer in one of SQLite's tables.
func function[F any](p uintptr) F {
	v := struct{ uintptr }{p}
	return *(*F)(unsafe.Pointer(&v))
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
