package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
)

// ErrImports is returned for one import too many.
var ErrImports = errors.New("too many imports are under way or wait to be applied")

// importsKey is what writes about waiting imports are kept apart by.
const importsKey = "imports"

// importPart is how much of an import is written at a time, in bytes: nobody else's message waits long for it.
const importPart = 1 << 20

// partsAtOnce is how many parts are deleted at a time.
const partsAtOnce = 8

func importKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// BeginImport makes room for an import that somebody sends, for as long as that may take. If most of them are there on
// all nodes together, the oldest that the same person left waiting makes room; else the error is ErrImports.
func (s *Store) BeginImport(ctx context.Context, token, who string, most int, within time.Duration) error {
	err := s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) error {
		now, err := expireImports(tx)
		if err != nil {
			return err
		}
		var n int
		if err := tx.QueryRow(`SELECT COUNT(*) FROM waiting_import`).Scan(&n); err != nil {
			return err
		}
		if n >= most {
			gone, err := tx.Insert(`DELETE FROM waiting_import WHERE token = (SELECT token FROM waiting_import
				WHERE who = $1 AND digest <> '' AND taken <= $2 ORDER BY until, token LIMIT 1)`, who, now.UnixMilli())
			if err != nil {
				return err
			}
			if gone == 0 {
				return ErrImports
			}
		}
		_, err = tx.Exec(`INSERT INTO waiting_import (token, who, digest, until, taken) VALUES ($1, $2, '', $3, 0)`,
			importKey(token), who, now.Add(within).UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("make room for an import: %w", err)
	}
	return s.sweepParts(ctx)
}

// KeepImport keeps what was sent, and the digest of what was shown of it, until it is applied or its time is over. The
// error is ErrNotFound if there is no room for it any more.
func (s *Store) KeepImport(ctx context.Context, token, digest string, batch io.Reader, stays time.Duration) error {
	key := importKey(token)
	part := make([]byte, importPart)
	for number := 0; ; number++ {
		n, err := io.ReadFull(batch, part)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return fmt.Errorf("keep an import: %w", err)
		}
		err = s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) error {
			now, err := tx.Now()
			if err != nil {
				return err
			}
			found, err := tx.Insert(`UPDATE waiting_import SET until = until WHERE token = $1 AND digest = '' AND until > $2`, key, now.UnixMilli())
			if err != nil {
				return err
			}
			if found == 0 {
				return knowledge.ErrNotFound
			}
			if n > 0 {
				if _, err := tx.Exec(`INSERT INTO waiting_part (import, number, data) VALUES ($1, $2, $3)`, key, number, part[:n]); err != nil {
					return err
				}
			}
			if last {
				_, err = tx.Exec(`UPDATE waiting_import SET digest = $1, until = $2 WHERE token = $3`, digest, now.Add(stays).UnixMilli(), key)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("keep an import: %w", err)
		}
		if last {
			return nil
		}
	}
}

// TakeImport hands an import out to who sent it, to nobody else for a while, and returns its digest and what was kept. Who
// cannot apply it gives it back by ReturnImport; who has applied it removes it by DropImport. The error is ErrNotFound if
// there is none, or not any more, or it is in somebody's hand.
func (s *Store) TakeImport(ctx context.Context, token, who string, hold time.Duration) (digest string, batch io.Reader, err error) {
	key := importKey(token)
	err = s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		err = tx.QueryRow(`UPDATE waiting_import SET taken = $1 WHERE token = $2 AND who = $3 AND digest <> '' AND until > $4 AND taken <= $4 RETURNING digest`,
			now.Add(hold).UnixMilli(), key, who, now.UnixMilli()).Scan(&digest)
		if errors.Is(err, sql.ErrNoRows) {
			return knowledge.ErrNotFound
		}
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("take an import: %w", err)
	}
	return digest, &importReader{ctx: ctx, store: s, key: key}, nil
}

// ReturnImport lets an import that was taken be taken again.
func (s *Store) ReturnImport(ctx context.Context, token string) error {
	err := s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE waiting_import SET taken = 0 WHERE token = $1`, importKey(token))
		return err
	})
	return found(err, "give an import back")
}

// DropImport removes an import. There may be none.
func (s *Store) DropImport(ctx context.Context, token string) error {
	err := s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) error {
		_, err := tx.Insert(`DELETE FROM waiting_import WHERE token = $1`, importKey(token))
		return err
	})
	if err != nil {
		return fmt.Errorf("remove an import: %w", err)
	}
	return s.sweepParts(ctx)
}

// SweepImports removes the imports whose time is over.
func (s *Store) SweepImports(ctx context.Context) error {
	err := s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) error {
		_, err := expireImports(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove imports that nobody has applied: %w", err)
	}
	return s.sweepParts(ctx)
}

// expireImports removes the imports whose time is over, and returns the time. Their parts go by sweepParts.
func expireImports(tx *sqldb.Tx) (time.Time, error) {
	now, err := tx.Now()
	if err != nil {
		return now, err
	}
	_, err = tx.Insert(`DELETE FROM waiting_import WHERE until <= $1 AND taken <= $1`, now.UnixMilli())
	return now, err
}

// sweepParts deletes the parts of imports that are gone, some at a time.
func (s *Store) sweepParts(ctx context.Context) error {
	for {
		var gone int64
		err := s.db.WriteKey(ctx, importsKey, func(tx *sqldb.Tx) (err error) {
			gone, err = tx.Insert(`DELETE FROM waiting_part WHERE (import, number) IN (SELECT p.import, p.number FROM waiting_part p
				WHERE NOT EXISTS (SELECT 1 FROM waiting_import i WHERE i.token = p.import) LIMIT $1)`, partsAtOnce)
			return err
		})
		if err != nil {
			return fmt.Errorf("remove what is left of imports: %w", err)
		}
		if gone < partsAtOnce {
			return nil
		}
	}
}

// importReader reads what was kept of an import, one part after the other.
type importReader struct {
	ctx    context.Context // of the request that took it
	store  *Store
	key    string
	number int
	rest   []byte
}

// Read implements io.Reader.
func (r *importReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		err := r.store.db.Read().QueryRowContext(r.ctx, `SELECT data FROM waiting_part WHERE import = $1 AND number = $2`, r.key, r.number).Scan(&r.rest)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return 0, io.EOF
		case err != nil:
			return 0, fmt.Errorf("read a kept import: %w", err)
		}
		r.number++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
