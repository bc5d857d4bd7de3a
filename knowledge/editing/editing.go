// Package editing is the editors' room: the rules by which an article is written, published and
// withdrawn. Content is cleaned, checked and parsed before anything is stored, so what the store
// holds can always be shown and indexed.
package editing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/store"
)

// Room applies the rules over a store. Its methods may be called from any goroutine.
type Room struct {
	store    *store.Store
	clock    func() time.Time
	log      *slog.Logger
	announce func()
}

// New returns a room over the store. announce is called after each change of what may be said, as a
// hint that the index should look; it must not block and may be nil.
func New(s *store.Store, clock func() time.Time, log *slog.Logger, announce func()) *Room {
	if announce == nil {
		announce = func() {}
	}
	return &Room{store: s, clock: clock, log: log, announce: announce}
}

// Check cleans the content and returns it with its plain text. The error wraps knowledge.ErrInvalid
// and is a sentence for the person who wrote the content.
func Check(c knowledge.Content) (knowledge.Content, string, error) {
	c = c.Clean()
	if err := c.Validate(); err != nil {
		return c, "", err
	}
	doc, err := markup.Parse(c.Body)
	return c, doc.Text, err
}

// Preview returns what readers would see of a body. The error wraps knowledge.ErrInvalid.
func (r *Room) Preview(body string) (markup.Doc, error) { return markup.Parse(body) }

// Create writes the first draft of a new article. Its id is made from the title; if that is taken, a
// number is added.
func (r *Room) Create(ctx context.Context, c knowledge.Content, author string) (knowledge.Article, error) {
	c, text, err := Check(c)
	if err != nil {
		return knowledge.Article{}, err
	}
	slug := Slug(c.Title)
	for n := 1; ; n++ {
		id := slug
		if n > 1 {
			id = fmt.Sprintf("%s-%d", slug, n)
		}
		a, err := r.store.Create(ctx, store.Put{ID: id, Content: c, Text: text, Author: author, At: r.clock()})
		if errors.Is(err, knowledge.ErrExists) && n < maxSameTitle {
			continue
		}
		if err != nil {
			return a, err
		}
		r.log.Info("article created", "article", a.ID, "author", author)
		return a, nil
	}
}

// maxSameTitle bounds the search for a free id.
const maxSameTitle = 10_000

// Save writes a new draft over revision base. It returns knowledge.ErrConflict if somebody saved in
// between. Content that says the same as revision base makes no revision.
func (r *Room) Save(ctx context.Context, id string, base int, c knowledge.Content, author string) (knowledge.Article, error) {
	c, text, err := Check(c)
	if err != nil {
		return knowledge.Article{}, err
	}
	a, newest, err := r.store.Current(ctx, id)
	switch {
	case err != nil:
		return a, err
	case a.Latest != base:
		return a, fmt.Errorf("save %q over revision %d, the newest being %d: %w", id, base, a.Latest, knowledge.ErrConflict)
	case newest.Content.Equal(c):
		return a, nil
	}
	a, err = r.store.SaveDraft(ctx, store.Put{ID: id, Base: base, Content: c, Text: text, Author: author, At: r.clock()})
	if err != nil {
		return a, err
	}
	r.log.Info("draft saved", "article", id, "revision", a.Latest, "author", author)
	return a, nil
}

// Publish makes a revision the one that may be said.
func (r *Room) Publish(ctx context.Context, id string, revision int, author string) (knowledge.Article, error) {
	a, err := r.store.Publish(ctx, id, revision, r.clock())
	if err != nil {
		return a, err
	}
	r.log.Info("article published", "article", id, "revision", revision, "author", author)
	r.announce()
	return a, nil
}

// Withdraw takes an article out of what may be said. It returns knowledge.ErrConflict for a draft that
// was never published.
func (r *Room) Withdraw(ctx context.Context, id, author string) (knowledge.Article, error) {
	a, err := r.store.Withdraw(ctx, id, r.clock())
	if err != nil {
		return a, err
	}
	r.log.Info("article withdrawn", "article", id, "author", author)
	r.announce()
	return a, nil
}

// maxSlug keeps ids short enough to read, in bytes.
const maxSlug = 80

// Slug makes an article id of a title: lower-case letters and digits of any script with hyphens
// between words, accents of Latin letters removed. A title without letters gives "article".
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, c := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case unicode.Is(unicode.Mn, c) && c < 0x0370: // combining marks of Latin
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if b.Len()+len(string(c)) > maxSlug {
				return norm.NFC.String(strings.TrimRight(b.String(), "-"))
			}
			b.WriteRune(c)
		case c == '\'' || c == '’':
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "article"
	}
	return norm.NFC.String(b.String())
}
