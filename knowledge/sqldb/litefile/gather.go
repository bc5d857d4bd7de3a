package litefile

import (
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// gathering is the name of the layer that gathers.
const gathering = "frontdesk-gather"

// atOnce is how much of a log is gathered before it is handed on, in bytes: 31 pages. SQLite's own layer writes as much in
// one call, and not more.
const atOnce = 1<<17 - 1

// Gather returns the name of a layer between SQLite and its files, for the connection that writes. In a transaction
// SQLite writes the pages that changed to the end of its log, each with two calls, and syncs the log at the end. The layer
// hands on in one call what follows one another, at the latest with the sync, which is before anybody is told that the
// transaction is in the log. So it is for connections whose every commit is synced ("PRAGMA synchronous = FULL") and for
// no others; all other files it leaves alone. An error of a write may show in the sync that follows it, as the error of a
// write; what was not written is forgotten then, as SQLite writes it anew if it tries again.
//
// Beneath it is the layer that is the default one when a file is opened.
func Gather() (name string, err error) { return gathering, register() }

var register = sync.OnceValue(func() error {
	return Register(gathering, false, func(v, _ *VFS) {
		Put[OpenFunc](&v.FxOpen, openLog)
		Put[DeleteFunc](&v.FxDelete, deleteBelow)
	})
})

// logs are the open logs. They are global because SQLite calls functions, which can hold nothing.
var logs = struct {
	mu   sync.RWMutex
	open map[uintptr]*log // by file
}{open: make(map[uintptr]*log)}

var logTables Tables

// log is an open log. Its connection, which SQLite lets be used by one thread at a time, is the only one that has it.
type log struct {
	below *Methods
	text  uintptr // atOnce bytes outside of Go's memory, 0 before the first write
	n     int64   // bytes that are gathered
	place int64   // where in the file they belong
}

func of(file uintptr) *log {
	logs.mu.RLock()
	defer logs.mu.RUnlock()
	return logs.open[file]
}

func openLog(tls *libc.TLS, _, name, file uintptr, flags int32, outFlags uintptr) int32 {
	below, err := standard(tls)
	if err != nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	rc := Function[OpenFunc](At[VFS](below).FxOpen)(tls, below, name, file, flags, outFlags)
	if rc != sqlite3.SQLITE_OK || flags&sqlite3.SQLITE_OPEN_WAL == 0 {
		return rc
	}
	methods, err := logTables.Stand(tls, file, func(m *Methods) {
		Put[TransferFunc](&m.FxRead, readLog)
		Put[TransferFunc](&m.FxWrite, writeLog)
		Put[TruncateFunc](&m.FxTruncate, truncateLog)
		Put[SyncFunc](&m.FxSync, syncLog)
		Put[SizeFunc](&m.FxFileSize, sizeOfLog)
		Put[ControlFunc](&m.FxFileControl, controlLog)
		Put[CloseFunc](&m.FxClose, closeLog)
	})
	if err != nil {
		return sqlite3.SQLITE_NOMEM
	}
	logs.mu.Lock()
	defer logs.mu.Unlock()
	logs.open[file] = &log{below: methods}
	return sqlite3.SQLITE_OK
}

func deleteBelow(tls *libc.TLS, _, name uintptr, syncDir int32) int32 {
	below, err := standard(tls)
	if err != nil {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	return Function[DeleteFunc](At[VFS](below).FxDelete)(tls, below, name, syncDir)
}

// handOn writes what is gathered. Whatever becomes of it, nothing is gathered afterwards.
func (l *log) handOn(tls *libc.TLS, file uintptr) int32 {
	n := l.n
	if l.n = 0; n == 0 {
		return sqlite3.SQLITE_OK
	}
	return Function[TransferFunc](l.below.FxWrite)(tls, file, l.text, int32(n), l.place)
}

func writeLog(tls *libc.TLS, file, text uintptr, n int32, place int64) int32 {
	l := of(file)
	if l.n > 0 && (place != l.place+l.n || l.n+int64(n) > atOnce) {
		if rc := l.handOn(tls, file); rc != sqlite3.SQLITE_OK {
			return rc
		}
	}
	if l.text == 0 {
		l.text = libc.Xmalloc(tls, atOnce)
	}
	if l.text == 0 || n > atOnce {
		return Function[TransferFunc](l.below.FxWrite)(tls, file, text, n, place)
	}
	if l.n == 0 {
		l.place = place
	}
	copy(unsafe.Slice(At[byte](l.text), atOnce)[l.n:], unsafe.Slice(At[byte](text), n))
	l.n += int64(n)
	return sqlite3.SQLITE_OK
}

func readLog(tls *libc.TLS, file, text uintptr, n int32, place int64) int32 {
	l := of(file)
	if rc := l.handOn(tls, file); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return Function[TransferFunc](l.below.FxRead)(tls, file, text, n, place)
}

func truncateLog(tls *libc.TLS, file uintptr, size int64) int32 {
	l := of(file)
	if rc := l.handOn(tls, file); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return Function[TruncateFunc](l.below.FxTruncate)(tls, file, size)
}

func syncLog(tls *libc.TLS, file uintptr, flags int32) int32 {
	l := of(file)
	if rc := l.handOn(tls, file); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return Function[SyncFunc](l.below.FxSync)(tls, file, flags)
}

func sizeOfLog(tls *libc.TLS, file, size uintptr) int32 {
	l := of(file)
	if rc := l.handOn(tls, file); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return Function[SizeFunc](l.below.FxFileSize)(tls, file, size)
}

func controlLog(tls *libc.TLS, file uintptr, op int32, arg uintptr) int32 {
	l := of(file)
	if rc := l.handOn(tls, file); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return Function[ControlFunc](l.below.FxFileControl)(tls, file, op, arg)
}

// closeLog hands on what is left, of which nothing was committed.
func closeLog(tls *libc.TLS, file uintptr) int32 {
	l := of(file)
	wrote := l.handOn(tls, file)
	libc.Xfree(tls, l.text)
	logs.mu.Lock()
	delete(logs.open, file)
	logs.mu.Unlock()
	if rc := Function[CloseFunc](l.below.FxClose)(tls, file); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return wrote
}
