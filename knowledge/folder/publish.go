package folder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// maxSittings bounds how often the exam is sat to find out which of many files make it worse. Each takes seconds.
const maxSittings = 40

// maxBlames bounds how often what the worse questions are about is set aside, before halves are tried.
const maxBlames = 10

// publication brings out the part of a plan that passes the exam.
type publication struct {
	folder   *Folder
	plan     importing.Plan
	sittings int
	done     importing.Summary
	refused  map[string]string // reasons by article
}

// run publishes everything, or everything but what makes the exam worse.
//
// What the questions that get worse are about is set aside first, since that is the culprit nearly always; what is left
// should pass. Where it does not, halves are tried. Then the halves of what was set aside.
func (p *publication) run(ctx context.Context) error {
	rest := p.plan.Rows
	if len(rest) == 0 {
		return p.filesAlone(ctx)
	}
	var aside []importing.Row
	for len(rest) > 0 {
		stopped, err := p.try(ctx, rest)
		if err != nil {
			return err
		}
		if stopped == nil {
			break
		}
		blamed, others := suspects(stopped.Comparison, rest)
		if len(blamed) == 0 || len(others) == 0 || p.sittings >= maxBlames {
			if err := p.divide(ctx, rest, stopped); err != nil {
				return err
			}
			break
		}
		aside, rest = append(aside, blamed...), others
	}
	if len(aside) > 0 {
		if err := p.narrow(ctx, aside); err != nil {
			return err
		}
	}
	p.tell()
	return nil
}

// narrow publishes rows if they pass together, else what of them does.
func (p *publication) narrow(ctx context.Context, rows []importing.Row) error {
	stopped, err := p.try(ctx, rows)
	if err != nil || stopped == nil {
		return err
	}
	return p.divide(ctx, rows, stopped)
}

// divide publishes what passes of rows that do not pass together.
func (p *publication) divide(ctx context.Context, rows []importing.Row, stopped *editing.Stopped) error {
	if len(rows) == 1 {
		return p.refuse(ctx, rows[0], reason(stopped.Comparison))
	}
	if p.sittings >= maxSittings {
		for _, r := range rows {
			if err := p.refuse(ctx, r, "the exam gets worse with this and other files that changed together; change fewer files at once to see which. "+reason(stopped.Comparison)); err != nil {
				return err
			}
		}
		return nil
	}
	half := len(rows) / 2
	if err := p.narrow(ctx, rows[:half]); err != nil {
		return err
	}
	return p.narrow(ctx, rows[half:])
}

// try writes rows and returns what stopped it, if the exam did.
func (p *publication) try(ctx context.Context, rows []importing.Row) (*editing.Stopped, error) {
	p.sittings++
	b, done := p.part(rows).Batch(author, p.folder.Clock())
	err := p.folder.Writer.Write(ctx, b)
	if stopped, ok := errors.AsType[*editing.Stopped](err); ok {
		return stopped, nil
	}
	if err != nil {
		return nil, fmt.Errorf("publish %d articles of the folder: %w", len(rows), err)
	}
	p.count(done)
	return nil, nil
}

// filesAlone keeps the files that articles show where no article changes with them.
func (p *publication) filesAlone(ctx context.Context) error {
	b, done := p.plan.Batch(author, p.folder.Clock())
	if len(b.Files) == 0 {
		return nil
	}
	if err := p.folder.Writer.Write(ctx, b); err != nil {
		return fmt.Errorf("keep %d files of the folder: %w", len(b.Files), err)
	}
	p.count(done)
	p.tell()
	return nil
}

func (p *publication) part(rows []importing.Row) importing.Plan {
	wanted := make(map[string]bool, len(rows))
	for _, r := range rows {
		wanted[r.ID] = true
	}
	return p.plan.Only(func(r importing.Row) bool { return wanted[r.ID] })
}

// refuse keeps what a file says as a draft with the reason, unless the file overrules the exam. What is gone stays.
func (p *publication) refuse(ctx context.Context, row importing.Row, why string) error {
	f := p.folder
	if row.Item.Overrule != "" {
		f.Log.Warn("a file of the folder overrules the exam", "article", row.ID, "file", row.Item.File, "reason", row.Item.Overrule, "exam", why)
		plan := p.part([]importing.Row{row})
		plan.Overrule = row.Item.Overrule
		b, done := plan.Batch(author, f.Clock())
		if err := f.Writer.Write(ctx, b); err != nil {
			return fmt.Errorf("publish %q in spite of the exam: %w", row.ID, err)
		}
		p.count(done)
		return nil
	}
	b := store.Batch{At: f.Clock(), Head: store.AnyHead}
	if row.Action == importing.New || row.Action == importing.Changed {
		whole, _ := p.part([]importing.Row{row}).Batch(author, b.At)
		b.Files = whole.Files // its draft shows them
		for _, put := range whole.Puts {
			put.Publish = false
			b.Puts = append(b.Puts, put)
		}
	}
	if row.Action == importing.Gone {
		why = "its file is gone, but without it " + why
	}
	b.Refuse = []store.Refusal{{ID: row.ID, Reason: why}}
	if err := f.Writer.Write(ctx, b); err != nil {
		return fmt.Errorf("keep %q, which was refused: %w", row.ID, err)
	}
	if len(b.Files) > 0 {
		p.count(importing.Summary{Files: len(b.Files)})
	}
	p.refused[row.ID] = why
	f.said.once("refused "+row.ID, why, func() {
		f.Log.Warn("an article of the folder is refused", "article", row.ID, "file", row.Item.File, "reason", why)
	})
	return nil
}

// count adds up what was written. Files are written with whatever is written first.
func (p *publication) count(s importing.Summary) {
	p.done.Files += s.Files
	p.plan.Files = nil
	p.done.New += s.New
	p.done.Changed += s.Changed
	p.done.Published += s.Published
	p.done.Drafts += s.Drafts
	p.done.Withdrawn += s.Withdrawn
}

func (p *publication) tell() {
	if p.done == (importing.Summary{}) {
		return
	}
	p.folder.Log.Info("articles of the folder published", "folder", p.folder.Dir, "new", p.done.New, "changed", p.done.Changed, "published again", p.done.Published,
		"drafts", p.done.Drafts, "withdrawn", p.done.Withdrawn, "files", p.done.Files, "refused", len(p.refused))
}

// suspects parts rows into those that a question that gets worse is about, by what was and is answered and what should
// be, and the others.
func suspects(c exam.Comparison, rows []importing.Row) (blamed, others []importing.Row) {
	about := make(map[string]bool)
	for _, pair := range c.Worse {
		for _, id := range slices.Concat(pair.Articles, []string{pair.Was.Article, pair.Is.Article}, pair.Is.Offered) {
			about[id] = true
		}
	}
	for _, r := range rows {
		if about[r.ID] {
			blamed = append(blamed, r)
		} else {
			others = append(others, r)
		}
	}
	return blamed, others
}

// reason says what of the exam gets worse, for whoever reads the log or the article.
func reason(c exam.Comparison) string {
	if len(c.Worse) == 0 {
		return "the exam gets worse"
	}
	pair := c.Worse[0]
	words := fmt.Sprintf("the exam gets worse: “%.120s” %s and would be %s", pair.Text, outcome(pair.Was, pair.WasGrade, "was "), outcome(pair.Is, pair.IsGrade, ""))
	switch more := len(c.Worse) - 1; more {
	case 0:
		return words
	case 1:
		return words + "; so would 1 more question"
	default:
		return fmt.Sprintf("%s; so would %d more questions", words, more)
	}
}

// outcome says in words what becomes of a question.
func outcome(v exam.Verdict, g exam.Grade, was string) string {
	switch {
	case v.Decision == exam.Answer && g == exam.Correct:
		return fmt.Sprintf("%sanswered rightly from %q", was, v.Article)
	case v.Decision == exam.Answer:
		return fmt.Sprintf("%sanswered wrongly from %q", was, v.Article)
	case v.Decision == exam.Clarify && g == exam.Asked:
		return was + "asked back about"
	case v.Decision == exam.Clarify:
		return was + "asked back about without the right choice"
	case g == exam.Correct:
		return was + "rightly left to a person"
	}
	return was + "left to a person"
}
