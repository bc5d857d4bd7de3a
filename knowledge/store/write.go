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

// Put is a revision to be written. Content must be clean and valid, and Text its plain text; the store
// checks neither.
type Put struct {
	ID      string // of the article
	Base    int    // number of the newest revision its author knew, 0 for a new article
	Content knowledge.Content
	Text    string
	Author  string
	At      time.Time
	Publish bool // publish the new revision at once
}

// Create writes the first revision of a new article as a draft. It returns knowledge.ErrExists if the
// id is taken.
func (s *Store) Create(ctx context.Context, p Put) (knowledge.Article, error) {
	p.Base = 0
	return s.one(ctx, p.told("article.create"), func(tx *sqldb.Tx) (knowledge.Article, error) { return put(tx, p) })
}

// SaveDraft writes a further revision. It returns knowledge.ErrConflict if the newest revision is not
// p.Base, and knowledge.ErrNotFound if there is no such article.
func (s *Store) SaveDraft(ctx context.Context, p Put) (knowledge.Article, error) {
	if p.Base < 1 {
		return knowledge.Article{}, fmt.Errorf("save %q over revision %d: %w", p.ID, p.Base, knowledge.ErrConflict)
	}
	return s.one(ctx, p.told("article.save"), func(tx *sqldb.Tx) (knowledge.Article, error) { return put(tx, p) })
}

// told is the entry of the audit log about a revision.
func (p Put) told(what string) audit.Entry {
	e := audit.Entry{At: p.At, What: what, Object: p.ID, Detail: fmt.Sprintf("revision %d", p.Base+1)}
	if p.Publish {
		e.Detail += ", published"
	}
	return e
}

// Publish makes a revision the one that may be said. Any revision of the article can be published, so
// an older one can be brought back; publishing the published one changes nothing.
func (s *Store) Publish(ctx context.Context, id string, revision int, at time.Time) (knowledge.Article, error) {
	e := audit.Entry{At: at, What: "article.publish", Object: id, Detail: fmt.Sprintf("revision %d", revision)}
	return s.one(ctx, e, func(tx *sqldb.Tx) (knowledge.Article, error) { return publish(tx, id, revision, at) })
}

// Withdraw takes an article out of what may be said. Withdrawing a withdrawn article changes nothing; a
// draft that was never published cannot be withdrawn (knowledge.ErrConflict).
func (s *Store) Withdraw(ctx context.Context, id string, at time.Time) (knowledge.Article, error) {
	e := audit.Entry{At: at, What: "article.withdraw", Object: id}
	return s.one(ctx, e, func(tx *sqldb.Tx) (knowledge.Article, error) { return withdraw(tx, id, at) })
}

// Publication names a revision that exists and is to be published.
type Publication struct {
	ID       string
	Revision int
}

// PutAll writes many revisions, publishes some that exist already, and withdraws the articles whose newest revision
// still is the one given, in one transaction: either all
// is kept or nothing. The error names the article it failed at.
func (s *Store) PutAll(ctx context.Context, puts []Put, again, gone []Publication, at time.Time) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		for _, p := range puts {
			if _, err := put(tx, p); err != nil {
				return err
			}
		}
		for _, p := range again {
			if _, err := publish(tx, p.ID, p.Revision, at); err != nil {
				return err
			}
		}
		for _, p := range gone {
			a, err := withdraw(tx, p.ID, at)
			if err == nil && a.Latest != p.Revision {
				err = fmt.Errorf("withdraw %q, which was edited meanwhile: %w", p.ID, knowledge.ErrConflict)
			}
			if err != nil {
				return err
			}
		}
		return record(ctx, tx, audit.Entry{At: at, What: "article.import",
			Detail: fmt.Sprintf("%d revisions written, %d published again, %d withdrawn", len(puts), len(again), len(gone))})
	})
}

// record writes to the audit log what was done in the transaction, if it changed anything.
func record(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error {
	if !tx.Wrote() {
		return nil
	}
	e.Who = audit.Who(ctx)
	return audit.Append(tx, e)
}

// one runs a change of a single article in the writer's transaction, and records it.
func (s *Store) one(ctx context.Context, told audit.Entry, f func(*sqldb.Tx) (knowledge.Article, error)) (knowledge.Article, error) {
	var a knowledge.Article
	err := s.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		if a, err = f(tx); err != nil {
			return err
		}
		return record(ctx, tx, told)
	})
	if err != nil {
		return knowledge.Article{}, err
	}
	return a, nil
}

func put(tx *sqldb.Tx, p Put) (knowledge.Article, error) {
	at := p.At.UTC().Truncate(time.Millisecond)
	a := knowledge.Article{ID: p.ID, Status: knowledge.Draft, Created: at}
	was, err := current(tx, p.ID)
	switch {
	case err == nil && p.Base == 0:
		return a, fmt.Errorf("create article %q: %w", p.ID, knowledge.ErrExists)
	case err == nil && was.Latest != p.Base:
		return a, fmt.Errorf("save %q over revision %d, the newest being %d: %w", p.ID, p.Base, was.Latest, knowledge.ErrConflict)
	case err == nil:
		a = was
	case !errors.Is(err, knowledge.ErrNotFound) || p.Base != 0:
		return a, err
	}
	a.Latest, a.Updated = p.Base+1, at
	if p.Publish {
		a.Status, a.Published = knowledge.Published, a.Latest
	}
	if p.Base == 0 {
		err = insert(tx, a, searchText(p.ID, p.Content))
	} else {
		err = update(tx, a)
		if err == nil {
			_, err = tx.Exec(`UPDATE article SET search = $2 WHERE id = $1`, p.ID, searchText(p.ID, p.Content))
		}
	}
	if err == nil {
		err = insertRevision(tx, p, a.Latest, at)
	}
	if err == nil && p.Publish {
		err = announce(tx, p.ID, a.Published)
	}
	if err != nil {
		return a, fmt.Errorf("write revision %d of %q: %w", a.Latest, p.ID, err)
	}
	return a, nil
}

func publish(tx *sqldb.Tx, id string, revision int, at time.Time) (knowledge.Article, error) {
	a, err := current(tx, id)
	if err != nil {
		return a, err
	}
	if revision < 1 || revision > a.Latest {
		return a, fmt.Errorf("publish revision %d of %q: %w", revision, id, knowledge.ErrNotFound)
	}
	if a.Status == knowledge.Published && a.Published == revision {
		return a, nil
	}
	a.Status, a.Published, a.Updated = knowledge.Published, revision, at.UTC().Truncate(time.Millisecond)
	if err := update(tx, a); err != nil {
		return a, err
	}
	return a, announce(tx, id, revision)
}

func withdraw(tx *sqldb.Tx, id string, at time.Time) (knowledge.Article, error) {
	a, err := current(tx, id)
	switch {
	case err != nil:
		return a, err
	case a.Status == knowledge.Withdrawn:
		return a, nil
	case a.Status == knowledge.Draft:
		return a, fmt.Errorf("withdraw %q, which was never published: %w", id, knowledge.ErrConflict)
	}
	a.Status, a.Published, a.Updated = knowledge.Withdrawn, 0, at.UTC().Truncate(time.Millisecond)
	if err := update(tx, a); err != nil {
		return a, err
	}
	return a, announce(tx, id, 0)
}

// current reads an article within the transaction.
func current(tx *sqldb.Tx, id string) (knowledge.Article, error) {
	a, err := scanArticle(tx.QueryRow(`SELECT `+articleColumns+` FROM article a WHERE a.id = $1`, id))
	return a, found(err, "read article %q", id)
}

func insert(tx *sqldb.Tx, a knowledge.Article, search string) error {
	_, err := tx.Exec(`INSERT INTO article (id, status, latest, published, created, updated, search, source, refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, string(a.Status), a.Latest, a.Published, a.Created.UnixMilli(), a.Updated.UnixMilli(), search, a.Source, a.Refused)
	return err
}

func update(tx *sqldb.Tx, a knowledge.Article) error {
	_, err := tx.Exec(`UPDATE article SET status = $2, latest = $3, published = $4, updated = $5, source = $6, refused = $7 WHERE id = $1`,
		a.ID, string(a.Status), a.Latest, a.Published, a.Updated.UnixMilli(), a.Source, a.Refused)
	if err != nil {
		return fmt.Errorf("write article %q: %w", a.ID, err)
	}
	return nil
}

func insertRevision(tx *sqldb.Tx, p Put, number int, at time.Time) error {
	phrasings, err := encode(p.Content.Phrasings)
	if err != nil {
		return err
	}
	tags, err := encode(p.Content.Tags)
	if err != nil {
		return err
	}
	audience, err := encode(p.Content.Audience)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO revision (article, number, title, body, text, phrasings, tags, category, locale, author, at,
			audience, review, original, original_revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		p.ID, number, p.Content.Title, p.Content.Body, p.Text, phrasings, tags, p.Content.Category, p.Content.Locale, p.Author, at.UnixMilli(),
		audience, p.Content.Review, p.Content.Original, p.Content.OriginalRevision)
	return err
}

// announce numbers a change. The number is taken in the writer's transaction, so that numbers follow
// the order of commits without gaps; the primary key refuses a second writer that took the same.
func announce(tx *sqldb.Tx, id string, revision int) error {
	var last sql.NullInt64
	if err := tx.QueryRow(`SELECT MAX(seq) FROM change`).Scan(&last); err != nil {
		return fmt.Errorf("number a change of %q: %w", id, err)
	}
	if _, err := tx.Exec(`INSERT INTO change (seq, article, revision) VALUES ($1, $2, $3)`, last.Int64+1, id, revision); err != nil {
		return fmt.Errorf("number a change of %q: %w", id, err)
	}
	return nil
}
