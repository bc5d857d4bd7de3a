package mail

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"

	"frontdesk/knowledge/sqldb"
)

// KeySize is the length of the key of links, in bytes.
const KeySize = 32

const keyName = "mail.link"

// Key returns the key of links kept in db, whose tables Migrate has made, and makes it at the first call. rand must be a
// cryptographic source. All who share the database get the same key, whoever calls first.
func Key(ctx context.Context, db *sqldb.DB, rand io.Reader) ([]byte, error) {
	fresh := make([]byte, KeySize)
	if _, err := io.ReadFull(rand, fresh); err != nil {
		return nil, fmt.Errorf("make the key of links: %w", err)
	}
	var kept string
	err := db.WriteKey(ctx, "secret", func(tx *sqldb.Tx) error {
		if _, err := tx.Insert(`INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`,
			keyName, base64.StdEncoding.EncodeToString(fresh)); err != nil {
			return err
		}
		return tx.QueryRow(`SELECT value FROM secret WHERE name = $1`, keyName).Scan(&kept)
	})
	if err != nil {
		return nil, fmt.Errorf("read the key of links: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(kept)
	if err != nil || len(key) != KeySize {
		return nil, fmt.Errorf("read the key of links: what is kept as %s is no key of %d bytes", keyName, KeySize)
	}
	return key, nil
}
