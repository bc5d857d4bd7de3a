package store

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/knowledge"
)

// Filter says which articles an editor wants to see.
type Filter struct {
	// Text is looked for, word by word, in id, title, tags and category of the newest revision. "" is all.
	Text string
	// Status narrows to articles in that state; "" is all. Draft also finds published articles with a
	// newer draft over them.
	Status  knowledge.Status
	Source  string // narrows to articles that are kept there; "" is all
	Page    int    // from 1; 0 means 1
	PerPage int    // 0 means 50, at most 500
}

// Row is one article of a list, described by its newest revision.
type Row struct {
	knowledge.Article
	Title    string
	Tags     []string
	Category string
	Locale   string
	Author   string

	Audience         []string
	Review           string // the day from which on it should be looked at, "" if none
	Original         string // the article that this is a translation of, "" if none
	OriginalRevision int
}

const rowColumns = articleColumns + `, r.title, r.tags, r.category, r.locale, r.author, r.audience, r.review, r.original, r.original_revision`

func scanRow(row scanner) (r Row, err error) {
	var tags, audience string
	r.Article, err = scanArticle(row, &r.Title, &tags, &r.Category, &r.Locale, &r.Author, &audience, &r.Review, &r.Original, &r.OriginalRevision)
	if err != nil {
		return r, err
	}
	if r.Tags, err = decode(tags); err != nil {
		return r, fmt.Errorf("tags of %s: %w", r.ID, err)
	}
	if r.Audience, err = decode(audience); err != nil {
		return r, fmt.Errorf("audience of %s: %w", r.ID, err)
	}
	return r, nil
}

// maxWords bounds the words of a filter; more would only make the statement longer.
const maxWords = 8

// List returns one page of the articles that match, latest change first, and how many match in all.
func (s *Store) List(ctx context.Context, f Filter) (rows []Row, total int, err error) {
	where, args := f.condition()
	if err := s.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM article a WHERE `+where, args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("count articles: %w", err)
	}
	perPage, page := f.PerPage, max(f.Page, 1)
	if perPage <= 0 {
		perPage = 50
	}
	perPage = min(perPage, 500)
	limit := fmt.Sprintf(` ORDER BY a.updated DESC, a.id LIMIT $%d OFFSET $%d`, len(args)+1, len(args)+2)
	rows, err = query(ctx, s.db, "list articles", scanRow, `SELECT `+rowColumns+`
		FROM article a JOIN revision r ON r.article = a.id AND r.number = a.latest WHERE `+where+limit,
		append(args, perPage, (page-1)*perPage)...)
	if err != nil {
		return nil, 0, err
	}
	return rows, total, nil
}

// Refused returns the articles whose source's newest version was refused, latest change first.
func (s *Store) Refused(ctx context.Context) ([]Row, error) {
	return query(ctx, s.db, "read what was refused", scanRow, `SELECT `+rowColumns+`
		FROM article a JOIN revision r ON r.article = a.id AND r.number = a.latest WHERE a.refused <> '' ORDER BY a.updated DESC, a.id`)
}

// condition returns the filter in SQL, with its parameters.
func (f Filter) condition() (where string, args []any) {
	parts := []string{"1 = 1"}
	switch f.Status {
	case "":
	case knowledge.Draft:
		parts = append(parts, `(a.status = 'draft' OR a.status = 'published' AND a.latest <> a.published)`)
	default:
		args = append(args, string(f.Status))
		parts = append(parts, fmt.Sprintf(`a.status = $%d`, len(args)))
	}
	if f.Source != "" {
		args = append(args, f.Source)
		parts = append(parts, fmt.Sprintf(`a.source = $%d`, len(args)))
	}
	words := strings.Fields(f.Text)
	for _, word := range words[:min(len(words), maxWords)] {
		args = append(args, like(word))
		parts = append(parts, fmt.Sprintf(`a.search LIKE $%d ESCAPE '\'`, len(args)))
	}
	return strings.Join(parts, " AND "), args
}

// searchText returns what List looks into. Case is folded in Go, because SQLite folds ASCII only.
func searchText(id string, c knowledge.Content) string {
	return strings.ToLower(strings.Join(append([]string{id, c.Title, c.Category}, c.Tags...), "\n"))
}

// like returns a pattern that matches text containing s.
func like(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(s)) + "%"
}

// Counts says how many articles there are.
type Counts struct {
	All       int
	Published int
	Drafts    int // never published
	Withdrawn int
}

// Count counts the articles by state.
func (s *Store) Count(ctx context.Context) (Counts, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT status, COUNT(*) FROM article GROUP BY status`)
	if err != nil {
		return Counts{}, fmt.Errorf("count articles: %w", err)
	}
	defer rows.Close()
	var c Counts
	for rows.Next() {
		var status knowledge.Status
		var n int
		if err := rows.Scan(&status, &n); err != nil {
			return Counts{}, fmt.Errorf("count articles: %w", err)
		}
		c.All += n
		switch status {
		case knowledge.Published:
			c.Published = n
		case knowledge.Draft:
			c.Drafts = n
		case knowledge.Withdrawn:
			c.Withdrawn = n
		}
	}
	return c, rows.Err()
}
