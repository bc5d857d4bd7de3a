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
	Gone    Action = "gone"    // published, came from the same source, and is not in it any more
)

// Row is one line of a plan.
type Row struct {
	Action Action
	Item   Item // of an article that is gone: its id and title
	// ID is the article's id in the store. It is Item.ID unless no article has that and one was found by its title.
	ID     string
	Edited bool // of an article that is gone: somebody here has edited it, so it is not withdrawn
	base   int  // newest revision in the store, 0 if none
}

// Plan is what an import would change.
type Plan struct {
	Rows    []Row          // one for each item in the batch's order, then those that are gone by id
	Count   map[Action]int // how many rows of each action
	Others  int            // articles in the store that are not in the batch, those that are gone included
	Source  string         // where the batch came from
	errored int

	// WithdrawGone has Apply withdraw the articles that are gone. Without it they stay as they are.
	WithdrawGone bool
}

// ErrProblems is returned by Apply for a batch with errors: they have to be put right first, so that
// nothing is half imported.
var ErrProblems = errors.New("the files have errors; nothing was imported")

// Author is what an import from a source signs its revisions with. By it a later import knows which articles came
// from there.
func Author(source string) string { return "import:" + source }

// MakePlan compares a batch with the store. It changes nothing.
//
// An item is matched by its id. Where no article has it, it is matched by its title: with an article whose id is made
// of the same title, as those written in the editors' room are, in the same language. Two items never claim the same
// article; then neither gets it.
//
// progress, if given, is told how many items of how many were compared.
func MakePlan(ctx context.Context, s *store.Store, b Batch, progress ...func(done, total int)) (Plan, error) {
	p := Plan{Count: make(map[Action]int), Source: b.Source, errored: b.Errors()}
	counts, err := s.Count(ctx)
	if err != nil {
		return Plan{}, fmt.Errorf("plan the import: %w", err)
	}
	p.Others = counts.All
	m := newMatching(s, b)
	for i, item := range b.Items {
		for _, tell := range progress {
			tell(i, len(b.Items))
		}
		row := Row{Action: New, Item: item}
		var a knowledge.Article
		var newest knowledge.Revision
		if row.ID, a, newest, err = m.find(ctx, item); err != nil {
			return Plan{}, fmt.Errorf("plan the import: %w", err)
		}
		if a.Latest > 0 {
			p.Others--
			row.base, row.Action = a.Latest, action(a, newest, item)
		}
		p.Rows = append(p.Rows, row)
	}
	if err := m.relink(ctx, p.Rows); err != nil {
		return Plan{}, fmt.Errorf("plan the import: %w", err)
	}
	if p.errored == 0 && len(b.Items) > 0 { // a source without any article is more likely the wrong folder than an emptied one
		if err := p.findGone(ctx, s); err != nil {
			return Plan{}, fmt.Errorf("plan the import: %w", err)
		}
	}
	for _, row := range p.Rows {
		p.Count[row.Action]++
	}
	return p, nil
}

func action(a knowledge.Article, newest knowledge.Revision, item Item) Action {
	switch {
	case !newest.Content.Equal(item.Content) || newest.Text != item.Text:
		return Changed
	case !item.Draft && (a.Status != knowledge.Published || a.HasDraft()):
		return Again
	}
	return Same
}

// Summary says what an import did.
type Summary struct {
	New, Changed, Published, Same int
	Drafts                        int // of the new and changed ones, those that were not published
	Withdrawn                     int // articles that are gone
}

// Apply writes a plan and publishes every article in it that is no draft, in one transaction: after an error nothing
// has changed. at is the time of the revisions. It returns an error that wraps knowledge.ErrConflict or
// knowledge.ErrExists if somebody edited an article since the plan was made; plan anew then.
//
// What is gone is withdrawn, if the plan says so, after everything else was kept.
func Apply(ctx context.Context, s *store.Store, p Plan, author string, at time.Time) (Summary, error) {
	if p.errored > 0 {
		return Summary{}, fmt.Errorf("%w (%d)", ErrProblems, p.errored)
	}
	done := Summary{New: p.Count[New], Changed: p.Count[Changed], Published: p.Count[Again], Same: p.Count[Same]}
	var c change
	for _, row := range p.Rows {
		switch row.Action {
		case New, Changed:
			c.puts = append(c.puts, store.Put{
				ID: row.ID, Base: row.base, Content: row.Item.Content, Text: row.Item.Text, Author: author, At: at, Publish: !row.Item.Draft,
			})
			if row.Item.Draft {
				done.Drafts++
			}
		case Again:
			c.again = append(c.again, store.Publication{ID: row.ID, Revision: row.base})
		case Gone:
			if p.WithdrawGone && !row.Edited {
				c.gone = append(c.gone, store.Publication{ID: row.ID, Revision: row.base})
			}
		}
	}
	done.Withdrawn = len(c.gone)
	if err := c.write(ctx, s, at); err != nil {
		return Summary{}, fmt.Errorf("import: %w", err)
	}
	return done, nil
}

// change is what an import writes.
type change struct {
	puts  []store.Put
	again []store.Publication
	gone  []store.Publication // with the revision that is published
}

// write writes a change. The conflicts that can be known are looked for before anything is written.
func (c change) write(ctx context.Context, s *store.Store, at time.Time) error {
	if len(c.puts)+len(c.again)+len(c.gone) == 0 {
		return nil
	}
	return s.PutAll(ctx, c.puts, c.again, c.gone, at)
}
