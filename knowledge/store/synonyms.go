package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// SynonymList is one version of what editors say means the same, as they wrote it.
type SynonymList struct {
	Version int // 1..n; 0 if nobody wrote any
	Text    string
	Author  string
	At      time.Time
}

const synonymColumns = `version, text, author, at`

func scanSynonyms(row scanner) (l SynonymList, err error) {
	var at int64
	err = row.Scan(&l.Version, &l.Text, &l.Author, &at)
	l.At = time.UnixMilli(at).UTC()
	return l, err
}

const newestSynonyms = `SELECT ` + synonymColumns + ` FROM synonyms ORDER BY version DESC LIMIT 1`

// Synonyms returns the list in use, one of version 0 if nobody wrote any.
func (s *Store) Synonyms(ctx context.Context) (SynonymList, error) {
	return newest(s.db.Read().QueryRowContext(ctx, newestSynonyms))
}

func newest(row scanner) (SynonymList, error) {
	l, err := scanSynonyms(row)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return SynonymList{}, nil
	case err != nil:
		return SynonymList{}, fmt.Errorf("read the synonyms: %w", err)
	}
	return l, nil
}

// PutSynonyms writes the list that is to be in use from now on; the store does not check its text. Its
// Version is the one that its author knew: if another was written since, the error is
// knowledge.ErrConflict. It returns the list with its new version; a text that is the same as before
// makes none.
func (s *Store) PutSynonyms(ctx context.Context, l SynonymList) (SynonymList, error) {
	return s.PutSynonymsExamined(ctx, l, Batch{Head: AnyHead})
}

// PutSynonymsExamined is PutSynonyms after an exam, of which b has the head, and the reason if it was overruled. It
// returns knowledge.ErrMoved if that head is not the last change any more.
func (s *Store) PutSynonymsExamined(ctx context.Context, l SynonymList, b Batch) (SynonymList, error) {
	known := l
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		l = known
		if err := demandHead(tx, b.Head); err != nil {
			return err
		}
		now, err := newest(tx.QueryRow(newestSynonyms))
		switch {
		case err != nil:
			return err
		case now.Version != l.Version:
			return fmt.Errorf("write synonyms over version %d, the newest being %d: %w", l.Version, now.Version, knowledge.ErrConflict)
		case now.Text == l.Text:
			l = now
			return nil
		}
		l.Version++
		l.At = l.At.UTC().Truncate(time.Millisecond)
		_, err = tx.Exec(`INSERT INTO synonyms (`+synonymColumns+`) VALUES ($1, $2, $3, $4)`, l.Version, l.Text, l.Author, l.At.UnixMilli())
		if err != nil {
			return fmt.Errorf("write version %d of the synonyms: %w", l.Version, err)
		}
		if err := record(ctx, tx, audit.Entry{At: l.At, What: "synonyms.set", Detail: fmt.Sprintf("version %d", l.Version)}); err != nil {
			return err
		}
		return overruled(ctx, tx, l.At, "synonyms", b.Overrule, b.Worse)
	})
	if err != nil {
		return SynonymList{}, err
	}
	return l, nil
}

// SynonymHistory returns at most limit versions of the list below a version, newest first; before 0 means
// from the newest on.
func (s *Store) SynonymHistory(ctx context.Context, before, limit int) ([]SynonymList, error) {
	rows, err := s.db.Read().QueryContext(ctx,
		`SELECT `+synonymColumns+` FROM synonyms WHERE $1 = 0 OR version < $1 ORDER BY version DESC LIMIT $2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read the history of the synonyms: %w", err)
	}
	defer rows.Close()
	var out []SynonymList
	for rows.Next() {
		l, err := scanSynonyms(rows)
		if err != nil {
			return nil, fmt.Errorf("read the history of the synonyms: %w", err)
		}
		out = append(out, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the history of the synonyms: %w", err)
	}
	return out, nil
}
