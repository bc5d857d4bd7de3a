// Package insight holds read models: what can be learnt from use, counted as it happens.
//
// [Votes] counts whether readers found an article helpful, [Quotes] which articles answers quoted, and [Standards] how
// the service standards were kept. [Gaps] keeps the questions that got no good answer, grouped by need.
package insight

import (
	"context"
	"embed"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables of the read models up to date.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	return db.Migrate(ctx, "insight", migrations)
}

// Votes counts the answers to "was this helpful?" by article, revision and day. It knows neither who voted
// nor whether they voted before; limits on that are the edge's.
type Votes struct {
	db    *sqldb.DB
	clock func() time.Time
}

// NewVotes returns the counts kept in db, whose tables Migrate has made.
func NewVotes(db *sqldb.DB, clock func() time.Time) *Votes { return &Votes{db: db, clock: clock} }

// Tally is an article's votes, over all its revisions.
type Tally struct {
	Article  string
	Up, Down int
}

// Net is the votes for less the votes against.
func (t Tally) Net() int { return t.Up - t.Down }

const day = 24 * time.Hour

// Add counts one vote for a revision. That the revision exists is the caller's to check.
func (v *Votes) Add(ctx context.Context, article string, revision int, helpful bool) error {
	up, down := 0, 1
	if helpful {
		up, down = 1, 0
	}
	today := v.today()
	err := v.db.WriteKey(ctx, votesKey, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO article_feedback (article, revision, day, up, down) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (article, revision, day)
			DO UPDATE SET up = article_feedback.up + excluded.up, down = article_feedback.down + excluded.down`,
			article, revision, today, up, down)
		return err
	})
	if err != nil {
		return fmt.Errorf("count a vote for %q: %w", article, err)
	}
	return nil
}

// Best returns the articles that more readers found helpful than not during the last span of time, best first:
// by votes for less votes against, then by votes for, then by id. At most n are returned.
func (v *Votes) Best(ctx context.Context, span time.Duration, n int) ([]Tally, error) {
	since := v.today() - int64(span/day)
	rows, err := v.db.Read().QueryContext(ctx, `SELECT article, CAST(sum(up) AS BIGINT), CAST(sum(down) AS BIGINT) FROM article_feedback WHERE day >= $1
		GROUP BY article HAVING sum(up) > sum(down)
		ORDER BY sum(up) - sum(down) DESC, sum(up) DESC, article LIMIT $2`, since, n)
	if err != nil {
		return nil, fmt.Errorf("read the best articles: %w", err)
	}
	defer rows.Close()
	var best []Tally
	for rows.Next() {
		var t Tally
		if err := rows.Scan(&t.Article, &t.Up, &t.Down); err != nil {
			return nil, fmt.Errorf("read the best articles: %w", err)
		}
		best = append(best, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the best articles: %w", err)
	}
	return best, nil
}

func (v *Votes) today() int64 { return v.clock().UTC().Unix() / int64(day/time.Second) }

// RevisionTally is the votes on one revision of an article.
type RevisionTally struct {
	Article  string
	Revision int
	Up, Down int
}

// ByRevision returns the votes of the last span of time on every revision that has any.
func (v *Votes) ByRevision(ctx context.Context, span time.Duration) ([]RevisionTally, error) {
	rows, err := v.db.Read().QueryContext(ctx, `SELECT article, revision, CAST(sum(up) AS BIGINT), CAST(sum(down) AS BIGINT) FROM article_feedback WHERE day >= $1
		GROUP BY article, revision ORDER BY article, revision`, v.today()-int64(span/day))
	if err != nil {
		return nil, fmt.Errorf("read the votes on revisions: %w", err)
	}
	defer rows.Close()
	var out []RevisionTally
	for rows.Next() {
		var t RevisionTally
		if err := rows.Scan(&t.Article, &t.Revision, &t.Up, &t.Down); err != nil {
			return nil, fmt.Errorf("read the votes on revisions: %w", err)
		}
		out = append(out, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the votes on revisions: %w", err)
	}
	return out, nil
}
