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

// put writes a revision, and publishes it if it says so.
func put(ctx context.Context, tx *sqldb.Tx, p Put) (knowledge.Article, error) {
	at := p.At.UTC().Truncate(time.Millisecond)
	a := knowledge.Article{ID: p.ID, Status: knowledge.Draft, Created: at}
	was, err := current(tx, p.ID)
	switch {
	case err == nil && p.Base == 0:
		return a, fmt.Errorf("create article %q: %w", p.ID, knowledge.ErrExists)
	case err == nil && was.Source != "" && was.Source != p.Source:
		return a, elsewhere(was)
	case err == nil && was.Latest != p.Base:
		return a, fmt.Errorf("save %q over revision %d, the newest being %d: %w", p.ID, p.Base, was.Latest, knowledge.ErrConflict)
	case err == nil:
		a = was
	case !errors.Is(err, knowledge.ErrNotFound) || p.Base != 0:
		return a, err
	}
	a.Latest, a.Updated, a.Source, a.Refused = p.Base+1, at, p.Source, ""
	if p.Publish {
		a.Status, a.Published = knowledge.Published, a.Latest
	}
	if p.Base == 0 {
		err = insert(tx, a, searchText(p.ID, p.Content))
	} else if err = update(tx, a); err == nil {
		_, err = tx.Exec(`UPDATE article SET search = $2 WHERE id = $1`, p.ID, searchText(p.ID, p.Content))
	}
	if err == nil {
		err = insertRevision(tx, p, a.Latest, at)
	}
	if err == nil && p.Publish {
		err = announce(tx, p.ID, a.Published)
	}
	if err == nil && p.Base > 0 {
		err = settle(ctx, tx, was, a)
	}
	if err != nil {
		return a, fmt.Errorf("write revision %d of %q: %w", a.Latest, p.ID, err)
	}
	return a, nil
}

// publish makes a revision the one that may be said; from then on the article is kept where the publication says.
func publish(ctx context.Context, tx *sqldb.Tx, p Publication, at time.Time) (knowledge.Article, error) {
	was, err := open(tx, p)
	switch {
	case err != nil:
		return was, err
	case p.Revision < 1 || p.Revision > was.Latest:
		return was, fmt.Errorf("publish revision %d of %q: %w", p.Revision, p.ID, knowledge.ErrNotFound)
	}
	a := was
	a.Status, a.Published, a.Source, a.Refused = knowledge.Published, p.Revision, p.Source, ""
	if a == was {
		return a, nil
	}
	a.Updated = at.UTC().Truncate(time.Millisecond)
	if err := update(tx, a); err != nil {
		return a, err
	}
	if was.Status != knowledge.Published || was.Published != p.Revision {
		if err := announce(tx, p.ID, p.Revision); err != nil {
			return a, err
		}
	}
	return a, settle(ctx, tx, was, a)
}

// withdraw takes an article out of what may be said. What its source does not have any more is kept here from then on.
func withdraw(ctx context.Context, tx *sqldb.Tx, p Publication, at time.Time) (knowledge.Article, error) {
	was, err := open(tx, p)
	switch {
	case err != nil:
		return was, err
	case was.Status == knowledge.Draft:
		return was, fmt.Errorf("withdraw %q, which was never published: %w", p.ID, knowledge.ErrConflict)
	}
	a := was
	a.Status, a.Published, a.Source, a.Refused = knowledge.Withdrawn, 0, "", ""
	if a == was {
		return a, nil
	}
	a.Updated = at.UTC().Truncate(time.Millisecond)
	if err := update(tx, a); err != nil {
		return a, err
	}
	if was.Status == knowledge.Withdrawn {
		return a, nil
	}
	if err := announce(tx, p.ID, 0); err != nil {
		return a, err
	}
	return a, settle(ctx, tx, was, a)
}

// open reads an article that is to be published or withdrawn, unless it is kept elsewhere than the publication says.
func open(tx *sqldb.Tx, p Publication) (knowledge.Article, error) {
	a, err := current(tx, p.ID)
	if err == nil && a.Source != "" && a.Source != p.Source {
		err = elsewhere(a)
	}
	return a, err
}

// elsewhere is the refusal to change an article that is kept elsewhere.
func elsewhere(a knowledge.Article) error {
	return fmt.Errorf("%w: %q is kept in the %s; change it there", knowledge.ErrSource, a.ID, a.Source)
}

// settle ends what an article's change has made pointless: appointments to do what was done, reviews of what was
// published, and both if the article is not kept here any more.
func settle(ctx context.Context, tx *sqldb.Tx, was, is knowledge.Article) error {
	switch {
	case is.Source != was.Source && is.Source != "":
		if err := cancel(ctx, tx, is, ActPublish, is.Latest, "the article is kept in the "+is.Source); err != nil {
			return err
		}
		if err := cancel(ctx, tx, is, ActWithdraw, 0, "the article is kept in the "+is.Source); err != nil {
			return err
		}
		return endReview(tx, is.ID, is.Latest)
	case is.Status == knowledge.Published && (was.Status != knowledge.Published || was.Published != is.Published):
		if err := cancel(ctx, tx, is, ActPublish, is.Published, fmt.Sprintf("revision %d was published", is.Published)); err != nil {
			return err
		}
		return endReview(tx, is.ID, is.Published)
	case is.Status == knowledge.Withdrawn && was.Status == knowledge.Published:
		return cancel(ctx, tx, is, ActWithdraw, 0, "the article was withdrawn")
	}
	return nil
}

// cancel takes off the list what was to be done to an article, for publications up to a revision.
func cancel(ctx context.Context, tx *sqldb.Tx, a knowledge.Article, act Act, upTo int, why string) error {
	gone, err := tx.Exec(`DELETE FROM schedule WHERE article = $1 AND act = $2 AND revision <= $3`, a.ID, string(act), upTo)
	if err != nil {
		return fmt.Errorf("cancel what was scheduled for %q: %w", a.ID, err)
	}
	n, err := gone.RowsAffected()
	if err != nil || n == 0 {
		return err
	}
	return record(ctx, tx, audit.Entry{At: a.Updated, What: "schedule.drop", Object: a.ID, Detail: string(act) + ", since " + why})
}

func endReview(tx *sqldb.Tx, id string, upTo int) error {
	if _, err := tx.Exec(`DELETE FROM review WHERE article = $1 AND revision <= $2`, id, upTo); err != nil {
		return fmt.Errorf("end the review of %q: %w", id, err)
	}
	return nil
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
