package importing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Action says what an import does with an article.
type Action string

// The actions.
const (
	New     Action = "new"     // written and published
	Changed Action = "changed" // a new revision is written and published
	Again   Action = "publish" // the newest revision says the same but is not published; it will be
	Same    Action = "same"    // nothing
)

// Row is one line of a plan.
type Row struct {
	Action Action
	Item   Item
	base   int // newest revision in the store, 0 if none
}

// Plan is what an import would change.
type Plan struct {
	Rows    []Row          // one for each item, in the batch's order
	Count   map[Action]int // how many rows of each action
	Others  int            // articles in the store that are not in the batch; they stay as they are
	errored int
}

// ErrProblems is returned by Apply for a batch with errors: they have to be put right first, so that
// nothing is half imported.
var ErrProblems = errors.New("the files have errors; nothing was imported")

// MakePlan compares a batch with the store. It changes nothing.
func MakePlan(ctx context.Context, s *store.Store, b Batch) (Plan, error) {
	p := Plan{Count: make(map[Action]int), errored: b.Errors()}
	counts, err := s.Count(ctx)
	if err != nil {
		return Plan{}, fmt.Errorf("plan the import: %w", err)
	}
	p.Others = counts.All
	for _, item := range b.Items {
		row := Row{Action: New, Item: item}
		a, newest, err := s.Current(ctx, item.ID)
		switch {
		case errors.Is(err, knowledge.ErrNotFound):
		case err != nil:
			return Plan{}, fmt.Errorf("plan the import: %w", err)
		default:
			p.Others--
			row.base, row.Action = a.Latest, action(a, newest, item)
		}
		p.Count[row.Action]++
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

func action(a knowledge.Article, newest knowledge.Revision, item Item) Action {
	switch {
	case !newest.Content.Equal(item.Content) || newest.Text != item.Text:
		return Changed
	case a.Status != knowledge.Published || a.HasDraft():
		return Again
	}
	return Same
}

// Summary says what an import did.
type Summary struct {
	New, Changed, Published, Same int
}

// Apply writes a plan and publishes every article in it, in one transaction: after an error nothing
// has changed. at is the time of the revisions. It returns an error that wraps knowledge.ErrConflict or
// knowledge.ErrExists if somebody edited an article since the plan was made; plan anew then.
func Apply(ctx context.Context, s *store.Store, p Plan, author string, at time.Time) (Summary, error) {
	if p.errored > 0 {
		return Summary{}, fmt.Errorf("%w (%d)", ErrProblems, p.errored)
	}
	var puts []store.Put
	var again []store.Publication
	for _, row := range p.Rows {
		switch row.Action {
		case New, Changed:
			puts = append(puts, store.Put{
				ID: row.Item.ID, Base: row.base, Content: row.Item.Content, Text: row.Item.Text, Author: author, At: at, Publish: true,
			})
		case Again:
			again = append(again, store.Publication{ID: row.Item.ID, Revision: row.base})
		}
	}
	if len(puts)+len(again) > 0 {
		if err := s.PutAll(ctx, puts, again, at); err != nil {
			return Summary{}, fmt.Errorf("import: %w", err)
		}
	}
	return Summary{New: p.Count[New], Changed: p.Count[Changed], Published: p.Count[Again], Same: p.Count[Same]}, nil
}
