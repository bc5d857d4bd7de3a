// Package backup copies a whole desk: into a file, out of one, and from one database to another. The copy is logical, the
// same from SQLite and from PostgreSQL, and each can be filled from the other's.
//
// # The file
//
// A file begins with the line "frontdesk backup 1". What follows are blocks, each
//
//	kind    1 byte: H header, T table, R rows, E end of the table, Z end of the file
//	length  4 bytes, big endian, of what follows up to the hash
//	content compressed with Zstandard, each block by itself
//	hash    32 bytes: SHA-256 over the hash of the block before, the kind, the length and the content
//
// so that no byte can be altered, left out or put in between without being noticed; the first hash is over the first
// line. H, T, E and Z are JSON, R are rows in the order of the table's key (see encodeRow). E has the number of the
// table's rows and a SHA-256 over them, which depends on nothing but the rows: the same rows have the same hash in a file
// and in a database of either engine. Behind Z nothing may follow.
//
// The hashes guard against accidents. Whoever can write the file can write the hashes too; a file that was encrypted
// (see [Seal]) can only be written by who has the key. An encrypted file is the same in the format of age.
package backup

import (
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Format is the version of the format that is written. All up to it can be read.
const Format = 1

// magic is the first line of a file.
const magic = "frontdesk backup 1\n"

// ErrDamaged is wrapped by every error that says that a file is not what was written.
var ErrDamaged = errors.New("the backup is damaged")

// ErrNewer is wrapped if a file was made by a version of frontdesk that is newer than this one.
var ErrNewer = errors.New("the backup was made by a newer version of frontdesk; use that version or a later one")

// ErrNoBackup is returned if a file is no backup at all.
var ErrNoBackup = errors.New("this is no backup of frontdesk")

// damaged says what is wrong with a file.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrDamaged, fmt.Errorf(format, args...))
}

// Header is what a file says about itself.
type Header struct {
	Format   int              `json:"format"`
	Made     time.Time        `json:"made"`
	Program  string           `json:"program"`  // the version of frontdesk that made it
	Engine   sqldb.Engine     `json:"engine"`   // what the desk was kept in
	Versions map[string]int64 `json:"versions"` // how far the tables of each part of the program were
}

// TableEnd is what a file says of a table's rows.
type TableEnd struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	Hash  string `json:"hash"` // SHA-256 over the rows, in hex
}

// Summary is what there is in a file.
type Summary struct {
	Header
	Tables []TableEnd
	Rows   int64
	Hash   string // of the last block, in hex: two files with the same hash are the same
}

// end is the last block.
type end struct {
	Tables int   `json:"tables"`
	Rows   int64 `json:"rows"`
}

// Progress is told what is being done, and how far it is. total is 0 where nobody knows.
type Progress func(doing string, done, total int64)

// tell calls the progress, if there is one.
func (p Progress) tell(doing string, done, total int64) {
	if p != nil {
		p(doing, done, total)
	}
}
