// Package knowledge holds what a company knows and may say: articles, their immutable revisions,
// and the questions asked of them. It has types and pure rules only; technology lives in the
// packages below it:
//
//   - markup parses an article's Markdown into a safe tree and its plain text
//   - store keeps articles, revisions and the editors' work in SQL, which is the truth; audit logs who did what
//   - editing moves a revision from draft to published or withdrawn, through the gate; exam is what is sat there
//   - importing reads articles from where they were kept before; folder follows one where they are kept
//   - care finds the articles that need somebody
//   - index is the searchable copy, derived from the store and rebuilt at will; confidence tells how sure it may be
//
// What these are made of, such as languages, learners and vectors, has packages of its own.
package knowledge

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of an article. They bound what an importer or an editor may store.
const (
	MaxBody      = 256 << 10 // bytes of Markdown in one revision
	MaxTitle     = 300       // bytes
	MaxPhrasing  = 500       // bytes
	MaxPhrasings = 1000      // per revision
	MaxTag       = 64        // bytes
	MaxTags      = 64        // per revision
	MaxID        = 300       // bytes
	MaxAudience  = 32        // sites that an article is for
)

// DefaultLocale is the locale of an article that does not name one.
const DefaultLocale = "en"

// Errors that callers act upon. The edge turns them into codes and plain sentences.
var (
	ErrNotFound = errors.New("no such article")
	ErrConflict = errors.New("the article was changed by somebody else")
	ErrExists   = errors.New("an article with this id exists")
	ErrInvalid  = errors.New("invalid article")

	ErrExam   = errors.New("the exam gets worse")                    // questions that were answered well would not be any more
	ErrSecond = errors.New("somebody else has to publish this")      // two persons are wanted, and this is the first
	ErrSource = errors.New("the article is kept elsewhere")          // it is changed there and read-only here
	ErrMoved  = errors.New("the corpus was changed in the meantime") // what was examined is not what would be published
)

// Status says where an article stands.
type Status string

// The states of an article. A published article may have a newer draft over it.
const (
	Draft     Status = "draft"     // never published
	Published Status = "published" // its published revision may be said
	Withdrawn Status = "withdrawn" // was published, may not be said any more
)

// Content is what an editor writes: everything of a revision that is not bookkeeping.
type Content struct {
	Title     string
	Body      string // Markdown, at most MaxBody bytes
	Phrasings []string
	Tags      []string
	Category  string
	Locale    string // BCP 47, e.g. "en" or "de-AT"

	// Audience says who may read it: nobody named means everybody, [StaffOnly] alone means agents and editors, anything
	// else is the names of the sites whose customers it is for.
	Audience []string
	// Review is the day, "2026-12-31", from which on somebody should see whether it is still true; "" if none.
	Review string
	// Original is the id of the article that this one is a translation of, "" if it is none, and OriginalRevision the
	// revision of that one which it says the same as.
	Original         string
	OriginalRevision int
}

// StaffOnly as an audience keeps an article from customers: the bot never says it, and agents find it.
const StaffOnly = "staff"

// MayRead reports whether the content may be read by customers of a site or, with staff, by the staff, who may read all.
func (c Content) MayRead(site string, staff bool) bool {
	return staff || len(c.Audience) == 0 || site != "" && site != StaffOnly && slices.Contains(c.Audience, site)
}

// Revision is one immutable version of an article. Citations point into Text.
type Revision struct {
	Content
	Article string    // id of the article
	Number  int       // 1..n within the article
	Text    string    // plain text of Body, fixed when the revision is written; offsets are bytes into it
	Author  string    // who wrote it: a staff id, or "import"
	At      time.Time // when it was written
}

// Article is the thread of revisions about one question.
type Article struct {
	ID        string
	Status    Status
	Latest    int // number of the newest revision
	Published int // number of the published revision, 0 if none
	Created   time.Time
	Updated   time.Time

	// Source says where the article is kept if not here, such as "folder": it cannot be edited here then. Refused says
	// why the newest version there is not the one that is published here; "" if it is.
	Source, Refused string
}

// HasDraft reports whether the newest revision is not the published one.
func (a Article) HasDraft() bool { return a.Latest != a.Published }

// localeTag is the shape of a BCP 47 language tag of at most 35 bytes; whether the language exists is not asked.
var localeTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$`)

// Clean trims the content, drops empty and repeated phrasings and tags, and sets the default locale.
// It changes nothing that an editor would call text.
func (c Content) Clean() Content {
	c.Title = strings.Join(strings.Fields(c.Title), " ")
	c.Body = strings.TrimSpace(strings.ReplaceAll(c.Body, "\r\n", "\n"))
	c.Phrasings = distinct(c.Phrasings)
	c.Tags = distinct(c.Tags)
	c.Category = strings.TrimSpace(c.Category)
	c.Locale = strings.TrimSpace(c.Locale)
	c.Audience = distinct(c.Audience)
	c.Review, c.Original = strings.TrimSpace(c.Review), strings.TrimSpace(c.Original)
	if c.Original == "" {
		c.OriginalRevision = 0
	}
	if c.Locale == "" {
		c.Locale = DefaultLocale
	}
	return c
}

// Validate says what is wrong with the content, in words for the person who wrote it.
// The error wraps ErrInvalid.
func (c Content) Validate() error {
	fault := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, a...))
	}
	for _, t := range slices.Concat([]string{c.Title, c.Body, c.Category, c.Locale, c.Original}, c.Phrasings, c.Tags, c.Audience) {
		if !utf8.ValidString(t) {
			return fault("the text is not valid UTF-8; save the file as UTF-8")
		}
		if strings.ContainsRune(t, 0) {
			return fault("the text contains a NUL character; remove it")
		}
	}
	switch {
	case c.Title == "":
		return fault("the title is empty; give the article a title")
	case len(c.Title) > MaxTitle:
		return fault("the title has %d bytes; at most %d are allowed", len(c.Title), MaxTitle)
	case len(c.Body) > MaxBody:
		return fault("the body has %d bytes; at most %d are allowed, split the article", len(c.Body), MaxBody)
	case len(c.Phrasings) > MaxPhrasings:
		return fault("there are %d phrasings; at most %d are allowed", len(c.Phrasings), MaxPhrasings)
	case len(c.Tags) > MaxTags:
		return fault("there are %d tags; at most %d are allowed", len(c.Tags), MaxTags)
	case len(c.Category) > MaxTitle:
		return fault("the category has %d bytes; at most %d are allowed", len(c.Category), MaxTitle)
	case !localeTag.MatchString(c.Locale):
		return fault("the locale %.40q is not a language tag such as en or de-AT", c.Locale)
	case len(c.Audience) > MaxAudience:
		return fault("the audience has %d sites; at most %d are allowed", len(c.Audience), MaxAudience)
	case len(c.Audience) > 1 && slices.Contains(c.Audience, StaffOnly):
		return fault("the audience is %q and sites besides; name either", StaffOnly)
	case c.Original != "" && ValidID(c.Original) != nil:
		return fault("the original %.40q is not the id of an article", c.Original)
	case c.OriginalRevision < 0:
		return fault("the revision of the original is %d; revisions are numbered from 1", c.OriginalRevision)
	}
	if _, err := time.Parse(time.DateOnly, c.Review); c.Review != "" && err != nil {
		return fault("the review date %.40q is not a day such as 2026-12-31", c.Review)
	}
	for _, a := range c.Audience {
		if len(a) > MaxTag {
			return fault("the audience names a site of %d bytes; at most %d are allowed", len(a), MaxTag)
		}
	}
	for _, p := range c.Phrasings {
		if len(p) > MaxPhrasing {
			return fault("the phrasing %.40q… has %d bytes; at most %d are allowed", p, len(p), MaxPhrasing)
		}
	}
	for _, t := range c.Tags {
		if len(t) > MaxTag {
			return fault("the tag %.40q… has %d bytes; at most %d are allowed", t, len(t), MaxTag)
		}
	}
	return nil
}

// Equal reports whether two contents say the same, so that storing the second would change nothing.
func (c Content) Equal(d Content) bool {
	return c.Title == d.Title && c.Body == d.Body && c.Category == d.Category && c.Locale == d.Locale &&
		c.Review == d.Review && c.Original == d.Original && c.OriginalRevision == d.OriginalRevision &&
		slices.Equal(c.Phrasings, d.Phrasings) && slices.Equal(c.Tags, d.Tags) && slices.Equal(c.Audience, d.Audience)
}

// ValidID says what is wrong with an article id. The error wraps ErrInvalid.
func ValidID(id string) error {
	if id == "" || len(id) > MaxID || !utf8.ValidString(id) || strings.TrimSpace(id) != id {
		return fmt.Errorf("%w: the id %.40q must have 1 to %d bytes of UTF-8 without blanks at its ends", ErrInvalid, id, MaxID)
	}
	for _, r := range id {
		if r < ' ' || r == 0x7f {
			return fmt.Errorf("%w: the id %.40q contains a control character", ErrInvalid, id)
		}
	}
	return nil
}

func distinct(in []string) []string {
	var out []string
	seen := make(map[string]bool, len(in))
	for _, s := range in {
		s = strings.TrimSpace(s)
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
