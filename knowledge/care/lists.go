package care

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge/store"
)

// Tally is what readers said of a revision.
type Tally struct {
	Article  string
	Revision int
	Up, Down int
}

// Votes tells what readers found helpful in the last span of time.
type Votes interface {
	Tallies(ctx context.Context, span time.Duration) ([]Tally, error)
}

// Quotes tells which articles answers quoted since a time, and how many answers there were.
type Quotes interface {
	Quoted(ctx context.Context, since time.Time) (articles map[string]bool, answers int, err error)
}

// Config is what lists are made of.
type Config struct {
	Store  *store.Store
	Votes  Votes
	Quotes Quotes
	Links  *Links // what is known of addresses elsewhere; nil if nothing is
	Clock  func() time.Time
	Log    *slog.Logger
}

// Lists are the lists of articles that need somebody. The methods may be called from any goroutine.
type Lists struct {
	Config

	turn    chan struct{} // held by whoever uses what follows
	corpus  corpus
	twins   twins
	made    map[List][]Row
	at      time.Time       // when they were made
	checked int64           // state of the links' memory then
	files   map[string]bool // addresses of files that are there; they never go away
}

// New returns the lists over a store. Nothing is read before they are asked for.
func New(c Config) *Lists {
	return &Lists{Config: c, corpus: corpus{source: c.Store, log: c.Log}, twins: newTwins(c.Store, c.Log), files: make(map[string]bool), turn: make(chan struct{}, 1)}
}

// take waits until nobody else uses the lists; what it returns gives them back.
func (l *Lists) take(ctx context.Context) (give func(), err error) {
	select {
	case l.turn <- struct{}{}:
		return func() { <-l.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Follow keeps the lists of published articles at hand until ctx ends, so that nobody has to wait while a large corpus
// is read for the first time.
func (l *Lists) Follow(ctx context.Context) {
	tick := time.NewTicker(keep)
	defer tick.Stop()
	for {
		if err := l.makeWhole(ctx); err != nil && ctx.Err() == nil {
			l.Log.Warn("the lists of articles that need somebody are not up to date; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// makeWhole makes the lists, all pairs of twins included.
func (l *Lists) makeWhole(ctx context.Context) error {
	for whole := false; !whole; {
		give, err := l.take(ctx)
		if err != nil {
			return err
		}
		err = l.makeAll(ctx)
		whole = l.twins.of != nil
		give()
		if err != nil {
			return err
		}
	}
	return nil
}

// keep is how long lists that nothing has changed are shown: votes, quotes and days go on meanwhile.
const keep = time.Minute

// Count is how many articles are on a list.
type Count struct {
	List List
	N    int
}

// Counts counts all lists.
func (l *Lists) Counts(ctx context.Context) ([]Count, error) {
	give, err := l.take(ctx)
	if err != nil {
		return nil, err
	}
	defer give()
	if err := l.makeAll(ctx); err != nil {
		return nil, err
	}
	var out []Count
	for _, name := range All() {
		rows, ok := l.made[name]
		if !ok {
			if rows, err = l.work(ctx, name); err != nil {
				return nil, err
			}
		}
		out = append(out, Count{name, len(rows)})
	}
	return out, nil
}

// List returns the rows of a list, at most MaxRows, and how many there are. An unknown name is an empty list.
func (l *Lists) List(ctx context.Context, name List) (rows []Row, total int, err error) {
	if !slices.Contains(All(), name) {
		return nil, 0, nil
	}
	give, err := l.take(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer give()
	if err := l.makeAll(ctx); err != nil {
		return nil, 0, err
	}
	rows, ok := l.made[name]
	if !ok {
		if rows, err = l.work(ctx, name); err != nil {
			return nil, 0, err
		}
	}
	return rows[:min(len(rows), MaxRows)], len(rows), nil
}

// makeAll makes the lists of published articles anew if articles or links have changed, or a while has passed.
func (l *Lists) makeAll(ctx context.Context) error {
	changed, err := l.corpus.follow(ctx)
	if err != nil {
		return err
	}
	now := l.Clock()
	if !changed && l.made != nil && l.twins.of != nil && now.Sub(l.at) < keep && now.Sub(l.at) >= 0 && l.checked == l.Links.state() {
		return nil
	}
	all := l.corpus.sorted()
	made, began := make(map[List][]Row), l.Links.state()
	for name, find := range map[List]func(context.Context, []*entry, time.Time) ([]Row, error){
		PastReview: pastReview, Rated: l.rated, Useless: l.useless, Twins: l.twins.find, BrokenLinks: l.brokenLinks, Translations: l.translations,
	} {
		if made[name], err = find(ctx, all, now); err != nil {
			l.made = nil // the corpus may have moved on
			return err
		}
	}
	l.made, l.at, l.checked = made, now, began
	return nil
}

// sorted returns the articles by id.
func (c *corpus) sorted() []*entry {
	out := make([]*entry, 0, len(c.articles))
	for _, e := range c.articles {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *entry) int { return strings.Compare(a.id, b.id) })
	return out
}
