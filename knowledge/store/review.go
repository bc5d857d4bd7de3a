package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Review is a revision that waits for somebody else to look at it. It ends when that revision or a newer one is
// published; a newer one that is only saved leaves it as it is.
type Review struct {
	Article  string
	Revision int
	Author   string // who asked
	Note     string // what to look at, "" if nothing was said
	At       time.Time
	Returned string // why it was sent back, "" while it waits
	Reviewer string // who sent it back
}

const reviewColumns = `article, revision, author, note, at, returned, reviewer`

func scanReview(row scanner) (r Review, err error) {
	var at int64
	err = row.Scan(&r.Article, &r.Revision, &r.Author, &r.Note, &at, &r.Returned, &r.Reviewer)
	r.At = time.UnixMilli(at).UTC()
	return r, err
}

// AskReview has a revision wait for review, in place of what waited of the article before. It returns
// knowledge.ErrConflict if the article has a newer revision, so that nobody reviews what is past, and
// knowledge.ErrNotFound if there is no such article or revision.
func (s *Store) AskReview(ctx context.Context, r Review) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		a, err := current(tx, r.Article)
		switch {
		case err != nil:
			return err
		case a.Source != "":
			return elsewhere(a)
		case r.Revision < 1 || r.Revision > a.Latest:
			return fmt.Errorf("ask for a review of revision %d of %q: %w", r.Revision, r.Article, knowledge.ErrNotFound)
		case r.Revision < a.Latest:
			return fmt.Errorf("ask for a review of revision %d of %q, the newest being %d: %w", r.Revision, r.Article, a.Latest, knowledge.ErrConflict)
		}
		_, err = tx.Exec(`DELETE FROM review WHERE article = $1`, r.Article)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO review (`+reviewColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				r.Article, r.Revision, r.Author, r.Note, r.At.UnixMilli(), "", "")
		}
		if err != nil {
			return fmt.Errorf("ask for a review of %q: %w", r.Article, err)
		}
		return record(ctx, tx, audit.Entry{At: r.At, What: "review.ask", Object: r.Article, Detail: fmt.Sprintf("revision %d", r.Revision)})
	})
}

// ReturnReview sends what waits for review back to whoever asked, with a reason. It returns knowledge.ErrNotFound if
// nothing of the article waits.
func (s *Store) ReturnReview(ctx context.Context, article, reviewer, why string, at time.Time) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		waits, err := has(tx, `SELECT COUNT(*) FROM review WHERE article = $1 AND reviewer = ''`, article)
		if err == nil && !waits {
			err = knowledge.ErrNotFound
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE review SET returned = $2, reviewer = $3 WHERE article = $1`, article, why, reviewer)
		}
		if err != nil {
			return fmt.Errorf("send %q back: %w", article, err)
		}
		return record(ctx, tx, audit.Entry{At: at, What: "review.return", Object: article, Detail: why})
	})
}

// Review returns the review of an article, if one was asked for.
func (s *Store) Review(ctx context.Context, article string) (r Review, ok bool, err error) {
	r, err = scanReview(s.db.Read().QueryRowContext(ctx, `SELECT `+reviewColumns+` FROM review WHERE article = $1`, article))
	if none(err) {
		return Review{}, false, nil
	}
	if err != nil {
		return Review{}, false, fmt.Errorf("read the review of %q: %w", article, err)
	}
	return r, true, nil
}

// Reviews returns all reviews that were asked for, the longest wait first, with those that were sent back.
func (s *Store) Reviews(ctx context.Context) ([]Review, error) {
	return query(ctx, s.db, "read what waits for review", scanReview, `SELECT `+reviewColumns+` FROM review ORDER BY at, article`)
}
