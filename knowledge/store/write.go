package store

import (
	"context"
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

	// Source is where the article is kept from now on, "" for here. An article that is kept elsewhere is written by
	// that source alone (knowledge.ErrSource); one that is kept here may be taken over.
	Source string
}

// Create writes the first revision of a new article as a draft. It returns knowledge.ErrExists if the
// id is taken.
func (s *Store) Create(ctx context.Context, p Put) (knowledge.Article, error) {
	p.Base = 0
	return s.one(ctx, p.told("article.create"), func(tx *sqldb.Tx) (knowledge.Article, error) { return put(ctx, tx, p) })
}

// SaveDraft writes a further revision, and drops what its author had typed and not saved. It returns
// knowledge.ErrConflict if the newest revision is not p.Base, knowledge.ErrNotFound if there is no such
// article, and knowledge.ErrSource if the article is kept elsewhere.
func (s *Store) SaveDraft(ctx context.Context, p Put) (knowledge.Article, error) {
	if p.Base < 1 {
		return knowledge.Article{}, fmt.Errorf("save %q over revision %d: %w", p.ID, p.Base, knowledge.ErrConflict)
	}
	return s.one(ctx, p.told("article.save"), func(tx *sqldb.Tx) (knowledge.Article, error) {
		a, err := put(ctx, tx, p)
		if err == nil {
			err = dropAutosave(tx, p.ID, p.Author)
		}
		return a, err
	})
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
	return s.Carry(ctx, Examined{Act: ActPublish, Article: id, Revision: revision, At: at, Head: AnyHead})
}

// Withdraw takes an article out of what may be said. Withdrawing a withdrawn article changes nothing; a
// draft that was never published cannot be withdrawn (knowledge.ErrConflict).
func (s *Store) Withdraw(ctx context.Context, id string, at time.Time) (knowledge.Article, error) {
	return s.Carry(ctx, Examined{Act: ActWithdraw, Article: id, At: at, Head: AnyHead})
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
