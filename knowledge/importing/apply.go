package importing

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Writer writes a batch of changes as a whole or not at all; *editing.Room is one, which asks the exam first, and
// *store.Store is another, which does not.
type Writer interface {
	Write(ctx context.Context, b store.Batch) error
}

// Summary says what an import did.
type Summary struct {
	New, Changed, Published, Same int
	Drafts                        int // of the new and changed ones, those that were not published
	Withdrawn                     int // articles that are gone
	Files                         int // that articles show and were not kept yet
}

// Apply writes a plan and publishes every article in it that is no draft, in one transaction: after an error nothing
// has changed. What is gone is withdrawn with it, if the plan says so. at is the time of the revisions.
//
// The error wraps knowledge.ErrConflict or knowledge.ErrExists if somebody edited an article since the plan was made:
// plan anew then. It wraps knowledge.ErrExam if the writer asks the exam and that gets worse, unless the plan overrules
// it.
func Apply(ctx context.Context, w Writer, p Plan, author string, at time.Time) (Summary, error) {
	if p.errored > 0 {
		return Summary{}, fmt.Errorf("%w (%d)", ErrProblems, p.errored)
	}
	b, done := p.Batch(author, at)
	if len(b.Puts)+len(b.Again)+len(b.Gone)+len(b.Files) == 0 {
		return done, nil
	}
	if err := w.Write(ctx, b); err != nil {
		return Summary{}, fmt.Errorf("import: %w", err)
	}
	return done, nil
}

// Batch returns what Apply writes, and what it says of it.
func (p Plan) Batch(author string, at time.Time) (store.Batch, Summary) {
	b := store.Batch{At: at, Head: store.AnyHead, Overrule: p.Overrule}
	done := Summary{New: p.Count[New], Changed: p.Count[Changed], Published: p.Count[Again], Same: p.Count[Same], Files: len(p.Files)}
	for _, f := range p.Files {
		f.Author, f.At = author, at
		b.Files = append(b.Files, f)
	}
	for _, row := range p.Rows {
		switch row.Action {
		case New, Changed:
			b.Puts = append(b.Puts, store.Put{
				ID: row.ID, Base: row.base, Content: row.Item.Content, Text: row.Item.Text, Author: author, At: at, Publish: !row.Item.Draft, Source: p.Keeper,
			})
			if row.Item.Draft {
				done.Drafts++
			}
		case Again:
			b.Again = append(b.Again, store.Publication{ID: row.ID, Revision: row.base, Source: p.Keeper})
		case Gone:
			if p.withdraws(row) {
				b.Gone = append(b.Gone, store.Publication{ID: row.ID, Revision: row.base, Source: p.Keeper})
			}
		}
	}
	done.Withdrawn = len(b.Gone)
	return b, done
}

func (p Plan) withdraws(row Row) bool { return row.Action == Gone && p.WithdrawGone && !row.Edited }

// Proposal returns what the corpus would be if the plan were applied, to be examined: what would be published, and what
// withdrawn. Drafts are no part of it.
func (p Plan) Proposal() knowledge.Proposal {
	var out knowledge.Proposal
	for _, row := range p.Rows {
		switch {
		case row.Action == Again, !row.Item.Draft && (row.Action == New || row.Action == Changed):
			number := row.base
			if row.Action != Again {
				number++
			}
			out.Changes = append(out.Changes, knowledge.Change{Article: row.ID, Revision: &knowledge.Revision{
				Content: row.Item.Content, Article: row.ID, Number: number, Text: row.Item.Text,
			}})
		case p.withdraws(row):
			out.Changes = append(out.Changes, knowledge.Change{Article: row.ID})
		}
	}
	return out
}
