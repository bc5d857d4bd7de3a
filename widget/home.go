package widget

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// choice is an article offered by its title.
type choice struct {
	Article string `json:"article"`
	Title   string `json:"title"`
}

// maxTop is how many articles the panel's home offers.
const maxTop = 6

// site returns the site that an address names.
func (e *edge) site(r *http.Request) (Site, error) {
	s, ok := e.sites[chi.URLParam(r, "site")]
	if !ok {
		return Site{}, errUnknownSite
	}
	return s, nil
}

// home answers GET /api/site/{site} with what the panel's first page shows.
func (e *edge) home(w http.ResponseWriter, r *http.Request) error {
	s, err := e.site(r)
	if err != nil {
		return err
	}
	top, err := e.top(r.Context(), s)
	if err != nil {
		// The panel must open while the corpus cannot be read: a person can be asked for all the same.
		e.log.Error("top articles not read", "request", requestID(w), "error", err)
		top = []choice{}
	}
	return writeJSON(w, http.StatusOK, struct {
		Name     string   `json:"name"`
		Title    string   `json:"title"`
		Greeting string   `json:"greeting"`
		Staffed  bool     `json:"staffed"`
		Hours    string   `json:"hours,omitempty"`
		Origins  []string `json:"origins"`
		Top      []choice `json:"top"`
	}{s.ID, s.Title, s.Greeting, e.Desk.Staffed(s.ID), e.hours(s, r.Header.Get("Accept-Language")), e.origins.Of(s.ID), top})
}

// hours says when people answer: in the words that the site has for it, or else as the first team's opening hours,
// which are those that a hand-off goes by. locale is what the browser prefers, the best first.
func (e *edge) hours(s Site, locale string) string {
	if s.Hours != "" {
		return s.Hours
	}
	hours := e.Book.Plan().Teams[0].Hours
	if len(hours.Week) == 0 {
		return ""
	}
	return hours.Words(locale)
}

// top returns the articles of the home: those the site names; without any, those that readers found helpful in
// the last 90 days, filled up with those that changed last. Only what is published at this moment is offered.
func (e *edge) top(ctx context.Context, s Site) ([]choice, error) {
	ids := s.Top
	if len(ids) == 0 {
		best, err := e.best.ids(ctx)
		if err != nil {
			return nil, err
		}
		ids = best
	}
	top, err := e.offer(ctx, s, []choice{}, ids)
	if err != nil || len(s.Top) > 0 || len(top) == maxTop {
		return top, err
	}
	newest, _, err := e.Corpus.List(ctx, store.Filter{Status: knowledge.Published, PerPage: 2 * maxTop})
	if err != nil {
		return nil, err
	}
	ids = nil
	for _, row := range newest {
		ids = append(ids, row.ID)
	}
	return e.offer(ctx, s, top, ids)
}

// offer adds the articles that a site's customers may read and that are not offered yet, up to maxTop.
func (e *edge) offer(ctx context.Context, s Site, top []choice, ids []string) ([]choice, error) {
	for _, id := range ids {
		if len(top) == maxTop {
			break
		}
		if offered(top, id) {
			continue
		}
		rev, err := e.publicRevision(ctx, reader{site: s.ID}, id)
		if errors.Is(err, knowledge.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		top = append(top, choice{rev.Article, rev.Title})
	}
	return top, nil
}

func offered(top []choice, id string) bool {
	for _, c := range top {
		if c.Article == id {
			return true
		}
	}
	return false
}

// Votes of bestSpan count, and are counted anew every bestFor: every panel that opens asks for them.
const (
	bestSpan = 90 * 24 * time.Hour
	bestFor  = time.Minute
)

// bestArticles remembers for a little while which articles readers found helpful.
type bestArticles struct {
	votes Votes
	clock func() time.Time

	mu   sync.Mutex
	list []string
	at   time.Time
}

func newBestArticles(v Votes, clock func() time.Time) *bestArticles {
	return &bestArticles{votes: v, clock: clock}
}

func (b *bestArticles) ids(ctx context.Context) ([]string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := b.clock(); b.at.IsZero() || now.Sub(b.at) >= bestFor {
		tallies, err := b.votes.Best(ctx, bestSpan, 5*maxTop) // more than shown: some may be withdrawn
		if err != nil {
			return nil, err
		}
		b.list = nil
		for _, t := range tallies {
			b.list = append(b.list, t.Article)
		}
		b.at = now
	}
	return b.list, nil
}
