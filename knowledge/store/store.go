// Package store keeps articles and their revisions in SQL, which is the truth about what the company
// knows. A revision is written once and never changed or deleted, because answers cite it by byte.
//
// Publishing and withdrawing write a numbered change in the same transaction; the index follows those
// numbers. Who did it is written to the audit log, in that transaction too. A number is taken in the
// writer's transaction, so the numbers have no gaps and a reader that has seen change n has seen
// everything up to n. Who has examined the corpus up to a number can demand that number for what is
// written ([Batch], [Examined]).
//
// Beside the articles stand what editors work with: what they type and have not saved, appointments,
// reviews, the questions of the exam, files, and what agents suggest.
package store

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store keeps articles in one database. Its methods may be called from any goroutine.
type Store struct {
	db *sqldb.DB
}

// New returns the store in db. Call Migrate once before use.
func New(db *sqldb.DB) *Store { return &Store{db: db} }

// Migrate creates the tables or brings them up to date.
func (s *Store) Migrate(ctx context.Context) error {
	if err := audit.Migrate(ctx, s.db); err != nil {
		return err
	}
	return s.db.Migrate(ctx, "knowledge", migrations)
}

// scanner is a row of *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

const articleColumns = `a.id, a.status, a.latest, a.published, a.created, a.updated, a.source, a.refused`

func scanArticle(row scanner, more ...any) (knowledge.Article, error) {
	var a knowledge.Article
	var created, updated int64
	err := row.Scan(append([]any{&a.ID, &a.Status, &a.Latest, &a.Published, &created, &updated, &a.Source, &a.Refused}, more...)...)
	a.Created, a.Updated = time.UnixMilli(created).UTC(), time.UnixMilli(updated).UTC()
	return a, err
}

const revisionColumns = `r.article, r.number, r.title, r.body, r.text, r.phrasings, r.tags, r.category, r.locale, r.author, r.at,
	r.audience, r.review, r.original, r.original_revision`

func scanRevision(row scanner) (knowledge.Revision, error) {
	var r knowledge.Revision
	var phrasings, tags, audience string
	var at int64
	err := row.Scan(&r.Article, &r.Number, &r.Title, &r.Body, &r.Text, &phrasings, &tags, &r.Category, &r.Locale, &r.Author, &at,
		&audience, &r.Review, &r.Original, &r.OriginalRevision)
	if err != nil {
		return r, err
	}
	r.At = time.UnixMilli(at).UTC()
	if r.Phrasings, err = decode(phrasings); err != nil {
		return r, fmt.Errorf("phrasings of %s revision %d: %w", r.Article, r.Number, err)
	}
	if r.Tags, err = decode(tags); err != nil {
		return r, fmt.Errorf("tags of %s revision %d: %w", r.Article, r.Number, err)
	}
	if r.Audience, err = decode(audience); err != nil {
		return r, fmt.Errorf("audience of %s revision %d: %w", r.Article, r.Number, err)
	}
	return r, nil
}

func decode(list string) (out []string, err error) {
	if list == "[]" {
		return nil, nil
	}
	err = json.Unmarshal([]byte(list), &out)
	return out, err
}

func encode(list []string) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	raw, err := json.Marshal(list)
	return string(raw), err
}
