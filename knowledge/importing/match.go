package importing

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/pattern"
	"frontdesk/knowledge/store"
)

// Articles is what a batch is compared with; *store.Store is one.
type Articles interface {
	Count(ctx context.Context) (store.Counts, error)
	List(ctx context.Context, f store.Filter) (rows []store.Row, total int, err error)
	Current(ctx context.Context, id string) (knowledge.Article, knowledge.Revision, error)
	Revisions(ctx context.Context, id string) ([]knowledge.Revision, error)
	HasFile(ctx context.Context, id string) (bool, error)
}

// matching finds the articles that items are about.
type matching struct {
	store Articles
	byID  bool              // by nothing else
	ids   map[string]bool   // of the items
	slugs map[string]int    // how many items have a title that makes this id
	moved map[string]string // where items were found that have another id, by theirs
}

func newMatching(s Articles, b Batch) *matching {
	m := &matching{store: s, byID: b.Keeper != "", ids: make(map[string]bool, len(b.Items)), slugs: make(map[string]int), moved: make(map[string]string)}
	for _, i := range b.Items {
		m.ids[i.ID] = true
		m.slugs[editing.Slug(i.Content.Title)]++
	}
	return m
}

// find returns the id of an item's article, and the article with its newest revision; both are empty if it is new.
func (m *matching) find(ctx context.Context, item Item) (string, knowledge.Article, knowledge.Revision, error) {
	a, newest, err := m.store.Current(ctx, item.ID)
	if !errors.Is(err, knowledge.ErrNotFound) {
		return item.ID, a, newest, err
	}
	slug := editing.Slug(item.Content.Title)
	if m.byID || m.ids[slug] || m.slugs[slug] > 1 {
		return item.ID, knowledge.Article{}, knowledge.Revision{}, nil
	}
	a, newest, err = m.store.Current(ctx, slug)
	switch {
	case errors.Is(err, knowledge.ErrNotFound):
	case err != nil:
		return "", a, newest, err
	case editing.Slug(newest.Title) == slug && strings.EqualFold(newest.Locale, item.Content.Locale):
		m.moved[item.ID] = slug
		return slug, a, newest, nil
	}
	return item.ID, knowledge.Article{}, knowledge.Revision{}, nil
}

var linkToArticle = pattern.Of(`\]\(` + markup.ArticleScheme + `[^()\s]+\)`)

// relink turns links to items, and what says that an item is a translation of one, to where that was found.
func (m *matching) relink(ctx context.Context, rows []Row) error {
	if len(m.moved) == 0 {
		return nil
	}
	for i, row := range rows {
		c := row.Item.Content
		c.Body = linkToArticle.ReplaceAllStringFunc(c.Body, func(link string) string {
			id, err := url.PathUnescape(link[len("]("+markup.ArticleScheme) : len(link)-1])
			if to, ok := m.moved[id]; err == nil && ok {
				return "](" + articleLink(to) + ")"
			}
			return link
		})
		if to, ok := m.moved[c.Original]; ok {
			c.Original = to
		}
		if c.Equal(row.Item.Content) {
			continue
		}
		rows[i].Item.Content = c
		if row.Action == New {
			continue
		}
		a, newest, err := m.store.Current(ctx, row.ID)
		if err != nil {
			return err
		}
		rows[i].Action = action(a, newest, rows[i].Item, row.keeper)
	}
	return nil
}

// findGone appends the published articles that came from the plan's source and are not in it any more.
func (p *Plan) findGone(ctx context.Context, s Articles) error {
	if p.Source == "" && p.Keeper == "" {
		return nil
	}
	here := make(map[string]bool, len(p.Rows))
	for _, row := range p.Rows {
		here[row.ID] = true
	}
	var gone []Row
	for page, seen := 1, 0; ; page++ {
		rows, total, err := s.List(ctx, store.Filter{Status: knowledge.Published, Page: page, PerPage: 500})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if here[r.ID] {
				continue
			}
			here[r.ID] = true
			from, edited, err := p.brought(ctx, s, r)
			if err != nil {
				return err
			}
			if from {
				gone = append(gone, Row{Action: Gone, ID: r.ID, Item: Item{ID: r.ID, Content: knowledge.Content{Title: r.Title, Locale: r.Locale}}, Edited: edited, base: r.Latest})
			}
		}
		if seen += len(rows); seen >= total || len(rows) == 0 {
			break
		}
	}
	slices.SortFunc(gone, func(a, b Row) int { return strings.Compare(a.ID, b.ID) })
	p.Rows = append(p.Rows, gone...)
	return nil
}

// brought reports whether an article came from the plan's source, and whether somebody has edited it since. What is
// kept elsewhere belongs to its keeper alone.
func (p *Plan) brought(ctx context.Context, s Articles, r store.Row) (from, edited bool, err error) {
	if p.Keeper != "" || r.Source != "" {
		return p.Keeper == r.Source, false, nil
	}
	return cameFrom(ctx, s, r, Author(p.Source))
}

// cameFrom reports whether the last import that wrote an article was signed by author, and whether somebody has
// edited it since.
func cameFrom(ctx context.Context, s Articles, r store.Row, author string) (from, edited bool, err error) {
	if imported(r.Author) {
		return r.Author == author, false, nil
	}
	all, err := s.Revisions(ctx, r.ID)
	if err != nil {
		return false, false, err
	}
	for _, revision := range all {
		if imported(revision.Author) {
			return revision.Author == author, true, nil
		}
	}
	return false, false, nil
}

func imported(author string) bool { return author == "import" || strings.HasPrefix(author, "import:") }
