package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"frontdesk/bot"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Setting returns a document; one that nobody has written has revision 0 and no body.
func (s *Store) Setting(ctx context.Context, name string) (bot.Setting, error) {
	out := bot.Setting{Name: name}
	var at int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT revision, body, author, at FROM setting WHERE name = $1`, name).Scan(&out.Revision, &out.Body, &out.Author, &at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return out, fmt.Errorf("read the setting %s: %w", name, err)
	}
	out.At = fromMillis(at)
	return out, nil
}

// PutSetting writes a document over the revision that it was made from, or returns bot.ErrConflict. It returns the new
// revision.
func (s *Store) PutSetting(ctx context.Context, in bot.Setting) (int64, error) {
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Insert(`INSERT INTO setting (name, revision, body, author, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, body = excluded.body, author = excluded.author, at = excluded.at
			WHERE setting.revision = excluded.revision - 1`, in.Name, in.Revision+1, in.Body, in.Author, millis(in.At))
		if err != nil {
			return fmt.Errorf("write the setting %s: %w", in.Name, err)
		}
		if n == 0 {
			return bot.ErrConflict
		}
		return audit.Append(tx, audit.Entry{At: in.At, Who: audit.Who(ctx), What: "setting.change", Object: in.Name, Detail: fmt.Sprintf("revision %d", in.Revision+1)})
	})
	return in.Revision + 1, err
}

// Revisions returns the sum of all documents' revisions, by which a change of any is noticed.
func (s *Store) Revisions(ctx context.Context) (n int64, err error) {
	if err = s.db.Read().QueryRowContext(ctx, `SELECT CAST(coalesce(sum(revision), 0) AS BIGINT) FROM setting`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read the settings' revisions: %w", err)
	}
	return n, nil
}
