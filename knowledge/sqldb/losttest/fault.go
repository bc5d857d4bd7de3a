package losttest

import (
	"path/filepath"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"
)

// Fault is what is wrong with a disk.
type Fault int

// The faults.
const (
	Healthy  Fault = iota
	Full           // a write puts half of it down and says that there is no room
	ReadOnly       // nothing can be changed, as after the kernel mounted a faulty disk read-only
	Faulty         // reads and writes fail
	Unsynced       // writes work and syncs fail: nobody knows what the disk holds
)

// operation is what SQLite asks of a file.
type operation int

const (
	opRead operation = iota
	opWrite
	opTruncate
	opSync
	opCreate
	opDelete
)

// codes say what SQLite's own file layer would answer, by fault and operation. What is not in it works.
var codes = map[Fault]map[operation]int32{
	Full: {opWrite: sqlite3.SQLITE_FULL, opCreate: sqlite3.SQLITE_CANTOPEN},
	ReadOnly: {
		opWrite: sqlite3.SQLITE_IOERR_WRITE, opTruncate: sqlite3.SQLITE_IOERR_TRUNCATE,
		opCreate: sqlite3.SQLITE_CANTOPEN, opDelete: sqlite3.SQLITE_IOERR_DELETE,
	},
	Faulty: {
		opRead: sqlite3.SQLITE_IOERR_READ, opWrite: sqlite3.SQLITE_IOERR_WRITE, opTruncate: sqlite3.SQLITE_IOERR_TRUNCATE,
		opCreate: sqlite3.SQLITE_CANTOPEN, opDelete: sqlite3.SQLITE_IOERR_DELETE,
	},
	Unsynced: {opSync: sqlite3.SQLITE_IOERR_FSYNC},
}

// Break makes the disk fail from now on, once it has done so many more operations of the kind that will fail. With
// names, only the files of these names fail.
func (d *Disk) Break(f Fault, after int, names ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault, d.left, d.only, d.struck = f, after, names, 0
}

// Heal makes the disk work again.
func (d *Disk) Heal() { d.Break(Healthy, 0) }

// Struck tells how many operations have failed since [Disk.Break].
func (d *Disk) Struck() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.struck
}

// refuses tells with which code an operation on a file fails now, if it does.
func (d *Disk) refuses(op operation, path string) (code int32, refused bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	code, refused = codes[d.fault][op]
	if !refused || len(d.only) > 0 && !slices.Contains(d.only, filepath.Base(path)) {
		return 0, false
	}
	if d.left > 0 {
		d.left--
		return 0, false
	}
	d.struck++
	return code, true
}
