package importing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Action says what an import does with an article.
type Action string

// The actions.
const (
	New     Action = "new"     // written and published
	Changed Action = "changed" // a new revision is written and published
	Again   Action = "publish" // the newest revision says the same but is not published, or not kept by this keeper; it will be
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
	// Refused is why an earlier version of the article was refused, "" if none was.
	Refused string
	base    int    // newest revision in the store, 0 if none
	keeper  string // of the plan
}

// Plan is what an import would change.
type Plan struct {
	Rows     []Row          // one for each item in the batch's order, then those that are gone by id
	Count    map[Action]int // how many rows of each action
	Files    []store.File   // that the articles show and the store has not; without author and time
	Others   int            // articles in the store that are not in the batch, those that are gone included
	Source   string         // where the batch came from
	Keeper   string         // what keeps the articles; "" if they are kept here
	Problems []Problem      // errors that showed when the batch was compared
	errored  int

	// WithdrawGone has Apply withdraw the articles that are gone. Without it they stay as they are.
	WithdrawGone bool
	// Overrule is the reason to go on although the exam gets worse; "" has the import stop then.
	Overrule string
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
// article; then neither gets it. What a keeper keeps is matched by its id only.
//
// An article that another keeper keeps is an error.
//
// progress, if given, is told how many items of how many were compared.
func MakePlan(ctx context.Context, s Articles, b Batch, progress ...func(done, total int)) (Plan, error) {
	p := Plan{Count: make(map[Action]int), Source: b.Source, Keeper: b.Keeper, errored: b.Errors()}
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
		row := Row{Action: New, Item: item, keeper: b.Keeper}
		var a knowledge.Article
		var newest knowledge.Revision
		if row.ID, a, newest, err = m.find(ctx, item); err != nil {
			return Plan{}, fmt.Errorf("plan the import: %w", err)
		}
		if a.Latest > 0 {
			p.Others--
			p.keptElsewhere(a, item)
			row.Item.Content = item.over(newest.Content)
			row.base, row.Refused, row.Action = a.Latest, a.Refused, action(a, newest, row.Item, b.Keeper)
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
	for _, f := range b.Attached {
		kept, err := s.HasFile(ctx, f.ID)
		if err != nil {
			return Plan{}, fmt.Errorf("plan the import: %w", err)
		}
		if !kept {
			p.Files = append(p.Files, f)
		}
	}
	p.count()
	return p, nil
}

// keptElsewhere notes the error of an article that another keeper keeps.
func (p *Plan) keptElsewhere(a knowledge.Article, item Item) {
	if a.Source == "" || a.Source == p.Keeper {
		return
	}
	p.errored++
	p.Problems = append(p.Problems, Problem{File: item.File, Line: item.Line, Article: a.ID, Severity: Error, Message: fmt.Sprintf(
		"the article %q is kept in the %s; change it there", a.ID, a.Source)})
}

// over returns what the item makes of an article that says was: what its source is silent about stays.
func (i Item) over(was knowledge.Content) knowledge.Content {
	c := i.Content
	if !i.Bare {
		return c
	}
	c.Audience, c.Review = was.Audience, was.Review
	if c.Original == "" || c.Original == was.Original {
		c.Original, c.OriginalRevision = was.Original, was.OriginalRevision
	}
	return c
}

func action(a knowledge.Article, newest knowledge.Revision, item Item, keeper string) Action {
	switch {
	case !newest.Content.Equal(item.Content) || newest.Text != item.Text:
		return Changed
	case !item.Draft && (a.Status != knowledge.Published || a.HasDraft() || a.Source != keeper):
		return Again
	}
	return Same
}

func (p *Plan) count() {
	p.Count = make(map[Action]int)
	for _, row := range p.Rows {
		p.Count[row.Action]++
	}
}

// Only returns the part of the plan whose rows are wanted, with all files. What is gone is withdrawn if the plan says so.
func (p Plan) Only(wanted func(Row) bool) Plan {
	rows := p.Rows
	p.Rows = nil
	for _, r := range rows {
		if wanted(r) {
			p.Rows = append(p.Rows, r)
		}
	}
	p.count()
	return p
}

// Digest is the same for two plans that do the same to the same revisions, so that what was looked at can be told from
// what would happen now.
func (p Plan) Digest() string {
	h := sha256.New()
	for _, r := range p.Rows {
		fmt.Fprintf(h, "%s %q %d %t\n", r.Action, r.ID, r.base, r.Edited)
	}
	fmt.Fprintf(h, "%q %q %d\n", p.Source, p.Keeper, p.errored)
	return hex.EncodeToString(h.Sum(nil))
}
