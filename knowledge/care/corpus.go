package care

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// Articles are what the lists are made of; *store.Store is one.
type Articles interface {
	Head(ctx context.Context) (int64, error)
	Changes(ctx context.Context, after int64, limit int) ([]knowledge.Change, error)
	EachPublished(ctx context.Context, f func(knowledge.Revision) error) error
	Article(ctx context.Context, id string) (knowledge.Article, error)
}

// entry is what the lists need of a published article.
type entry struct {
	asked
	number   int // of the published revision
	title    string
	tag      string // locale as written
	category string
	review   string
	original string
	version  int       // revision of the original that it says the same as
	at       time.Time // when the revision was written
	since    time.Time // from when on it has been published at the latest
	article  []string  // ids of articles that it links to
	files    []string  // addresses of files that it shows or links to
	outside  []string  // addresses elsewhere, the first of them
}

const (
	maxOutside  = 50   // addresses elsewhere that are remembered of an article
	atOneChange = 1000 // changes that are read at a time; with more, everything is read again
)

// corpus follows the published articles by the numbers of their changes.
type corpus struct {
	source   Articles
	log      *slog.Logger
	articles map[string]*entry
	head     int64
}

// follow brings the corpus up to date and reports whether anything has changed.
func (c *corpus) follow(ctx context.Context) (bool, error) {
	head, err := c.source.Head(ctx)
	if err != nil || c.articles != nil && head == c.head {
		return false, err
	}
	if c.articles == nil || head-c.head >= atOneChange {
		return true, c.readAll(ctx, head)
	}
	changes, err := c.source.Changes(ctx, c.head, atOneChange)
	if err != nil {
		return false, err
	}
	for _, ch := range changes {
		if ch.Revision == nil {
			delete(c.articles, ch.Article)
		} else if err := c.take(ctx, *ch.Revision, c.articles); err != nil {
			return false, err
		}
		c.head = ch.Seq
	}
	return true, nil
}

func (c *corpus) readAll(ctx context.Context, head int64) error {
	articles := make(map[string]*entry)
	err := c.source.EachPublished(ctx, func(r knowledge.Revision) error { return c.take(ctx, r, articles) })
	if err != nil {
		return err
	}
	c.articles, c.head = articles, head
	return nil
}

// take reads a published revision. One that is known already is not read again. One that breaks what looks at it is kept
// without its questions and links, so that it harms no other.
func (c *corpus) take(ctx context.Context, r knowledge.Revision, to map[string]*entry) (err error) {
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("an article cannot be looked at; it is missing in lists of what articles need", "article", r.Article, "revision", r.Number, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			to[r.Article], err = &entry{asked: asked{id: r.Article}, number: r.Number, title: r.Title, tag: r.Locale, original: r.Original, at: r.At, since: r.At}, nil
		}
	}()
	if known := c.articles[r.Article]; known != nil && known.number == r.Number {
		to[r.Article] = known
		return nil
	}
	a, err := c.source.Article(ctx, r.Article)
	if err != nil {
		return err
	}
	e := &entry{asked: askedOf(r), number: r.Number, title: r.Title, tag: r.Locale, category: r.Category, review: r.Review,
		original: r.Original, version: r.OriginalRevision, at: r.At, since: r.At}
	if a.Latest == a.Published { // else the time is that of the draft over it
		e.since = a.Updated
	}
	e.links(r.Body)
	to[r.Article] = e
	return nil
}

// links reads where a body leads. Parsing takes most of the time, so that bodies that lead nowhere are passed over.
func (e *entry) links(body string) {
	if !strings.Contains(body, "](") && !strings.Contains(body, "]:") && !strings.Contains(body, "://") {
		return
	}
	doc, err := markup.Parse(body)
	if err != nil {
		return // written by another version of the parser; readers see no links either
	}
	for _, l := range doc.Links {
		if !l.Kept {
			continue
		}
		if id, ok := strings.CutPrefix(l.Href, markup.ArticleScheme); ok {
			e.article = append(e.article, id)
		} else if strings.HasPrefix(l.Href, markup.FileScheme) {
			e.files = append(e.files, l.Href)
		} else if strings.HasPrefix(l.Href, "http") && len(e.outside) < maxOutside {
			e.outside = append(e.outside, l.Href)
		}
	}
}

// askedOf is what is looked at of a published revision to find its twins.
func askedOf(r knowledge.Revision) asked {
	return asked{id: r.Article, locale: strings.ToLower(r.Locale), audience: r.Audience, family: cmp.Or(r.Original, r.Article), questions: termsOf(r.Content)}
}
