// Package editing is the editors' room: the rules by which an article is written, published and
// withdrawn. Content is cleaned, checked and parsed before anything is stored, so what the store
// holds can always be shown and indexed.
//
// # The gate
//
// Before anything is published or withdrawn, by hand, by a schedule, an import or a folder, the exam is
// sat on the corpus as it would be. If a question gets worse, the change is stopped, and only a written
// reason lets it through, which stands in the audit log. What is written is what was examined: the
// store refuses it if the corpus was changed in between, and then the exam is sat again.
//
// Publications in one process wait for each other, so that two that pass the gate each for itself do
// not break a question together. Reading and saving never wait for an exam.
package editing

import (
	"context"
	"log/slog"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/store"
)

// Gate sits the exam on the corpus as it would be with a proposal.
type Gate interface {
	Sit(ctx context.Context, p knowledge.Proposal) (exam.Comparison, error)
}

// Config is what a room needs.
type Config struct {
	Store *store.Store
	Clock func() time.Time
	Log   *slog.Logger
	// Announce is called after each change of what may be said, as a hint that the index should look. It must not
	// block, and may be nil.
	Announce func()
	// Gate sits the exam; without one there is none.
	Gate Gate
	// Follow waits until the corpus that the gate asks has every change up to a number; nil if it always has.
	Follow func(ctx context.Context, head int64) error
	// TwoPersons wants a second person: nobody publishes what they have written themselves.
	TwoPersons bool
}

// Room applies the rules over a store. Its methods may be called from any goroutine.
type Room struct {
	store      *store.Store
	clock      func() time.Time
	log        *slog.Logger
	announce   func()
	gate       Gate
	follow     func(context.Context, int64) error
	twoPersons bool
	turn       chan struct{} // holds a token while somebody publishes

	// carry is the store's; a test takes its protection out.
	carry func(context.Context, store.Examined) (knowledge.Article, error)
}

// New returns a room.
func New(c Config) *Room {
	r := &Room{store: c.Store, clock: c.Clock, log: c.Log, announce: c.Announce, gate: c.Gate, follow: c.Follow, twoPersons: c.TwoPersons,
		turn: make(chan struct{}, 1), carry: c.Store.Carry}
	if r.announce == nil {
		r.announce = func() {}
	}
	if r.follow == nil {
		r.follow = func(context.Context, int64) error { return nil }
	}
	return r
}

// TwoPersons reports whether a second person has to publish.
func (r *Room) TwoPersons() bool { return r.twoPersons }

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
