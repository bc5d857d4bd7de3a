package editing

import (
	"context"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Create writes the first draft of a new article. The slug is its id from then on; "" makes one of the title, with a
// number added if that is taken. A slug that was given and is taken is knowledge.ErrExists, with a sentence for the
// person who chose it.
func (r *Room) Create(ctx context.Context, slug string, c knowledge.Content, author string) (knowledge.Article, error) {
	c, text, err := r.check(ctx, "", c)
	if err != nil {
		return knowledge.Article{}, err
	}
	p := store.Put{ID: slug, Content: c, Text: text, Author: author, At: r.clock()}
	if slug == "" {
		return r.createNumbered(ctx, p)
	}
	if err := checkSlug(slug); err != nil {
		return knowledge.Article{}, err
	}
	a, err := r.store.Create(ctx, p)
	if errors.Is(err, knowledge.ErrExists) {
		return a, r.taken(ctx, slug)
	}
	return r.created(a, author, err)
}

// maxSameTitle bounds the search for a free id.
const maxSameTitle = 10_000

// createNumbered writes a new article under an id that is made of its title.
func (r *Room) createNumbered(ctx context.Context, p store.Put) (knowledge.Article, error) {
	slug := Slug(p.Content.Title)
	p.ID = slug
	for n := 2; ; n++ {
		a, err := r.store.Create(ctx, p)
		if !errors.Is(err, knowledge.ErrExists) || n > maxSameTitle {
			return r.created(a, p.Author, err)
		}
		p.ID = fmt.Sprintf("%s-%d", slug, n)
	}
}

func (r *Room) created(a knowledge.Article, author string, err error) (knowledge.Article, error) {
	if err == nil {
		r.log.Info("article created", "article", a.ID, "author", author)
	}
	return a, err
}

// checkSlug says what is wrong with a slug that somebody chose.
func checkSlug(slug string) error {
	if want := Slug(slug); slug != want {
		return fmt.Errorf("%w: the slug %.40q may have lower-case letters, digits and hyphens between them, at most %d bytes; %q would do",
			knowledge.ErrInvalid, slug, maxSlug, want)
	}
	return nil
}

// taken is the refusal of a slug that another article has.
func (r *Room) taken(ctx context.Context, slug string) error {
	_, newest, err := r.store.Current(ctx, slug)
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: the slug %q is used by the article %q; choose another", knowledge.ErrExists, slug, newest.Title)
}

// Save writes a new draft over revision base, and drops what the author had typed and not saved. It returns
// knowledge.ErrConflict if somebody saved in between, and knowledge.ErrSource for an article that is kept elsewhere.
// Content that says the same as revision base makes no revision. An old revision is brought back by saving its content.
func (r *Room) Save(ctx context.Context, id string, base int, c knowledge.Content, author string) (knowledge.Article, error) {
	a, newest, err := r.store.Current(ctx, id)
	switch {
	case err != nil:
		return a, err
	case a.Source != "":
		return a, elsewhere(a)
	}
	c, text, err := r.check(ctx, id, c)
	switch {
	case err != nil:
		return knowledge.Article{}, err
	case a.Latest != base:
		return a, fmt.Errorf("save %q over revision %d, the newest being %d: %w", id, base, a.Latest, knowledge.ErrConflict)
	case newest.Content.Equal(c):
		return a, r.store.DropAutosave(ctx, id, author)
	}
	a, err = r.store.SaveDraft(ctx, store.Put{ID: id, Base: base, Content: c, Text: text, Author: author, At: r.clock()})
	if err != nil {
		return a, err
	}
	r.log.Info("draft saved", "article", id, "revision", a.Latest, "author", author)
	return a, nil
}

// elsewhere is the refusal to change an article that is kept elsewhere.
func elsewhere(a knowledge.Article) error {
	return fmt.Errorf("%w: %q is kept in the %s; change it there", knowledge.ErrSource, a.ID, a.Source)
}

// check is Check for the content of an article, with what can be known only from the other articles. id is "" for a
// new one.
func (r *Room) check(ctx context.Context, id string, c knowledge.Content) (knowledge.Content, string, error) {
	c, text, err := Check(c)
	if err == nil && c.Original != "" {
		err = r.checkOriginal(ctx, id, c)
	}
	return c, text, err
}

// checkOriginal says what is wrong with the original that content names.
func (r *Room) checkOriginal(ctx context.Context, id string, c knowledge.Content) error {
	fault := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s", knowledge.ErrInvalid, fmt.Sprintf(format, a...))
	}
	if c.Original == id {
		return fault("the article is named as its own original; name another article, or none")
	}
	a, original, err := r.store.Current(ctx, c.Original)
	switch {
	case errors.Is(err, knowledge.ErrNotFound):
		return fault("the original %.80q is no article here; name one that is, or none", c.Original)
	case err != nil:
		return err
	case original.Original != "":
		return fault("the original %q is a translation itself; name its original %q", c.Original, original.Original)
	case original.Locale == c.Locale:
		return fault("the original %q is in the language %s too; give the translation the locale of its own language", c.Original, c.Locale)
	case c.OriginalRevision > a.Latest:
		return fault("the original %q has no revision %d, the newest is %d", c.Original, c.OriginalRevision, a.Latest)
	}
	family, err := r.store.Family(ctx, id)
	if errors.Is(err, knowledge.ErrNotFound) {
		return nil // a new article has no translations
	}
	for _, row := range family {
		if row.Original == id {
			return fault("the article is the original of %q, so it cannot be a translation; name that one's original first", row.ID)
		}
	}
	return err
}
