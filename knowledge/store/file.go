package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// File is an image or document that articles show. It is never changed, because revisions that were published point
// to it.
type File struct {
	ID     string // SHA-256 of the bytes in hexadecimal, first 32 digits
	Name   string // as it was called when it was first kept
	Type   string // media type as found in the bytes
	Size   int64  // bytes
	Data   []byte
	Author string
	At     time.Time
}

// PutFile keeps a file. One that is kept already stays as it is, with the name it had.
func (s *Store) PutFile(ctx context.Context, f File) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error { return putFile(ctx, tx, f) })
}

func putFile(ctx context.Context, tx *sqldb.Tx, f File) error {
	kept, err := has(tx, `SELECT COUNT(*) FROM file WHERE id = $1`, f.ID)
	if err != nil || kept {
		return found(err, "keep file %q", f.ID)
	}
	if _, err := tx.Exec(`INSERT INTO file (id, name, type, size, data, author, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		f.ID, f.Name, f.Type, f.Size, f.Data, f.Author, f.At.UnixMilli()); err != nil {
		return fmt.Errorf("keep file %q: %w", f.ID, err)
	}
	return record(ctx, tx, audit.Entry{At: f.At, What: "file.add", Object: f.ID, Detail: fmt.Sprintf("%s, %s, %d bytes", shortened(f.Name), f.Type, f.Size)})
}

// File returns a file with its bytes, or knowledge.ErrNotFound.
func (s *Store) File(ctx context.Context, id string) (f File, err error) {
	var at int64
	err = s.db.Read().QueryRowContext(ctx, `SELECT id, name, type, size, data, author, at FROM file WHERE id = $1`, id).
		Scan(&f.ID, &f.Name, &f.Type, &f.Size, &f.Data, &f.Author, &at)
	f.At = time.UnixMilli(at).UTC()
	if err != nil {
		f = File{}
	}
	return f, found(err, "read file %q", id)
}

// HasFile reports whether a file is kept, without reading its bytes.
func (s *Store) HasFile(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM file WHERE id = $1`, id).Scan(&n)
	return n > 0, found(err, "look for file %q", id)
}
