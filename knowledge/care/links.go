package care

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/store"
)

// LinkState says where a link leads.
type LinkState string

// The states of a link.
const (
	LinkOK        LinkState = "ok"
	LinkMissing   LinkState = "missing"   // there is no such article or file, or readers do not get the link at all
	LinkWithdrawn LinkState = "withdrawn" // an article that may not be said any more
	LinkDraft     LinkState = "draft"     // an article that was never published
	LinkDead      LinkState = "dead"      // nothing is at the address
	LinkUnchecked LinkState = "unchecked" // nobody could tell
)

// Checked is a link with what was found.
type Checked struct {
	Href, Text string
	State      LinkState
	Detail     string // a sentence, "" if all is well
}

// Prober asks for an address on the web. asked is false if it must not be asked for, such as one inside this network.
// The error is a sentence for the person who wrote the address.
type Prober interface {
	Probe(ctx context.Context, address string) (status int, asked bool, err error)
}

// Limits of a check.
const (
	maxProbed   = 20               // addresses of one body
	probeTime   = 8 * time.Second  // for all of them
	probesAtOne = 4                // at the same time
	probedFor   = 10 * time.Minute // what was found is not asked for again
	maxKnown    = 10_000           // addresses that are remembered
)

// Links checks links. Its methods may be called from any goroutine; a nil one knows nothing.
type Links struct {
	store  *store.Store
	prober Prober
	clock  func() time.Time

	mu      sync.Mutex
	known   map[string]probed
	changes int64
}

// probed is what was last found at an address.
type probed struct {
	state  LinkState
	detail string
	at     time.Time
}

// NewLinks returns a check of links to the articles and files of a store, and through the prober to the web.
func NewLinks(s *store.Store, p Prober, clock func() time.Time) *Links {
	return &Links{store: s, prober: p, clock: clock, known: make(map[string]probed)}
}

// Check says of every link and image of a body where it leads, each address once. It takes at most eight seconds; what
// could not be asked for by then is unchecked. The error wraps knowledge.ErrInvalid if the body cannot be shown.
func (l *Links) Check(ctx context.Context, body string) ([]Checked, error) {
	doc, err := markup.Parse(body)
	if err != nil {
		return nil, err
	}
	var out []Checked
	var outside []int
	seen := make(map[string]bool)
	for _, link := range doc.Links {
		if seen[link.Href] {
			continue
		}
		seen[link.Href] = true
		c := Checked{Href: link.Href, Text: link.Text, State: LinkOK}
		switch {
		case !link.Kept:
			c.State, c.Detail = LinkMissing, unkept(link)
		case strings.HasPrefix(link.Href, markup.ArticleScheme):
			c.State, c.Detail, err = l.article(ctx, strings.TrimPrefix(link.Href, markup.ArticleScheme))
		case strings.HasPrefix(link.Href, markup.FileScheme):
			c.State, c.Detail, err = l.file(ctx, link.Href)
		case strings.HasPrefix(link.Href, "http"):
			c.State, c.Detail = LinkUnchecked, "Too many addresses; this one was not checked."
			outside = append(outside, len(out))
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	l.probeAll(ctx, out, outside[:min(len(outside), maxProbed)])
	return out, nil
}

func unkept(link markup.Link) string {
	if link.Image {
		return "Readers see only its description: add the image to the desk and show it from there."
	}
	return "Readers see only the words: a link leads to https://…, mailto:…, article:ID or a file of the desk."
}

// article says whether readers can open an article.
func (l *Links) article(ctx context.Context, id string) (LinkState, string, error) {
	return articleState(ctx, l.store, id)
}

func articleState(ctx context.Context, s Articles, id string) (LinkState, string, error) {
	a, err := s.Article(ctx, id)
	switch {
	case errors.Is(err, knowledge.ErrNotFound):
		return LinkMissing, "There is no such article.", nil
	case err != nil:
		return "", "", err
	case a.Status == knowledge.Withdrawn:
		return LinkWithdrawn, "The article was withdrawn; readers cannot open it.", nil
	case a.Status == knowledge.Draft:
		return LinkDraft, "The article is not published yet; readers cannot open it.", nil
	}
	return LinkOK, "", nil
}

func (l *Links) file(ctx context.Context, href string) (LinkState, string, error) {
	id, _, _ := markup.File(href)
	there, err := l.store.HasFile(ctx, id)
	if err == nil && !there {
		return LinkMissing, "There is no such file; add it again.", nil
	}
	return LinkOK, "", err
}

// probeAll asks for addresses, a few at the same time, and returns when all are known or time is over.
func (l *Links) probeAll(ctx context.Context, links []Checked, which []int) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	room := make(chan struct{}, probesAtOne)
	var running sync.WaitGroup
	for _, i := range which {
		room <- struct{}{}
		running.Go(func() {
			defer func() { <-room }()
			links[i].State, links[i].Detail = l.probe(ctx, links[i].Href)
		})
	}
	running.Wait()
}

// probe asks for one address unless it was asked for lately.
func (l *Links) probe(ctx context.Context, address string) (LinkState, string) {
	l.mu.Lock()
	p, ok := l.known[address]
	l.mu.Unlock()
	if ok && l.clock().Sub(p.at) < probedFor {
		return p.state, p.detail
	}
	if ctx.Err() != nil {
		return LinkUnchecked, "There was no time left to check it; check again."
	}
	status, asked, err := l.prober.Probe(ctx, address)
	if err != nil && ctx.Err() != nil {
		return LinkUnchecked, "There was no time left to check it; check again."
	}
	state, detail := found(status, asked, err)
	l.remember(address, probed{state, detail, l.clock()})
	return state, detail
}

// found says what an answer means. A page that is not open to everybody may be open to customers.
func found(status int, asked bool, err error) (LinkState, string) {
	switch {
	case !asked:
		return LinkUnchecked, "It is not checked: " + err.Error() + "."
	case err != nil:
		return LinkDead, "Nothing answers there: " + err.Error() + "."
	case status == 401 || status == 403 || status == 407 || status == 429:
		return LinkUnchecked, fmt.Sprintf("The server does not let the desk look (%d); open it yourself.", status)
	case status >= 400:
		return LinkDead, fmt.Sprintf("The server answers %d: there is no page for readers.", status)
	}
	return LinkOK, ""
}

func (l *Links) remember(address string, p probed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) >= maxKnown {
		for a, old := range l.known {
			if p.at.Sub(old.at) >= probedFor {
				delete(l.known, a)
			}
		}
	}
	if len(l.known) >= maxKnown {
		clear(l.known)
	}
	l.known[address] = p
	l.changes++
}

// state is a number that rises with what is known.
func (l *Links) state() int64 {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changes
}

// dead returns what was last found at an address, if nothing was there.
func (l *Links) dead(address string) (p probed, dead bool) {
	if l == nil {
		return p, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	p = l.known[address]
	return p, p.state == LinkDead
}
