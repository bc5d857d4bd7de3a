package folder

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/store"
)

// author signs the revisions that come from the folder.
var author = importing.Author(Source)

// follow brings the corpus up to what was read. quiet allows to withdraw what is gone.
func (f *Folder) follow(ctx context.Context, batch importing.Batch, quiet bool) error {
	problems := batch.Problems
	batch.Problems = nil // each keeps out its own article only
	f.tellProblems(problems)
	if len(batch.Items) == 0 {
		f.empty()
		return nil
	}
	f.back()
	plan, err := importing.MakePlan(ctx, f.Articles, batch)
	if err != nil {
		return err
	}
	if len(plan.Problems) > 0 { // kept by something that is no folder; there is no such thing yet
		return fmt.Errorf("%v", plan.Problems[0])
	}
	broken, sure := brokenArticles(problems, batch)
	plan.WithdrawGone = quiet && sure
	work := plan.Only(func(r importing.Row) bool {
		switch r.Action {
		case importing.Same:
			return false
		case importing.Gone:
			return plan.WithdrawGone && broken[r.ID] == ""
		}
		return true
	})
	p := &publication{folder: f, plan: work, refused: make(map[string]string)}
	if err := p.run(ctx); err != nil {
		return err
	}
	return f.settleRefusals(ctx, plan, broken, p)
}

// maxTold bounds how many faults are logged at one look.
const maxTold = 50

// tellProblems logs what is wrong with the files, each fault once while it lasts.
func (f *Folder) tellProblems(problems []importing.Problem) {
	now, told := make(map[string]bool), 0
	for _, p := range problems {
		about := "problem " + p.String()
		now[about] = true
		f.said.once(about, "told", func() {
			switch told++; {
			case p.Severity != importing.Error:
				told--
				f.Log.Debug("a file of the folder", "file", p.File, "line", p.Line, "problem", p.Message)
			case told == maxTold+1:
				f.Log.Error("more files of the folder cannot be read; mend those above first")
			case told <= maxTold && p.Attached:
				f.Log.Error("an image or document of the folder is not taken in", "file", p.File, "problem", p.Message)
			case told <= maxTold:
				f.Log.Error("a file of the folder cannot be read; its article stays as it is", "file", p.File, "line", p.Line, "problem", p.Message)
			}
		})
	}
	for about := range f.said {
		if strings.HasPrefix(about, "problem ") && !now[about] {
			f.said.forget(about)
		}
	}
}

// brokenArticles returns what is wrong with the articles whose files cannot be read, by id. sure is false if there is a
// file of which nobody knows whose it is: then nothing can be said to be gone.
func brokenArticles(problems []importing.Problem, b importing.Batch) (broken map[string]string, sure bool) {
	here := make(map[string]bool, len(b.Items))
	for _, i := range b.Items {
		here[i.ID] = true
	}
	broken, sure = make(map[string]string), true
	for _, p := range problems {
		switch {
		case p.Attached: // articles that show it are published all the same, as those are that show a file nobody has
		case p.Severity != importing.Error || here[p.Article]: // a second file of an article keeps the first
		case p.Article == "":
			sure = false
		case broken[p.Article] == "":
			broken[p.Article] = place(p) + p.Message
		}
	}
	return broken, sure
}

func place(p importing.Problem) string {
	if p.Line == 0 {
		return p.File + ": "
	}
	return fmt.Sprintf("%s:%d: ", p.File, p.Line)
}

// settleRefusals marks the articles whose files are broken, takes the marks off those that are in order again, and
// remembers on what the others were refused.
func (f *Folder) settleRefusals(ctx context.Context, plan importing.Plan, broken map[string]string, p *publication) error {
	b := store.Batch{At: f.Clock(), Head: store.AnyHead}
	for _, r := range plan.Rows {
		if r.Action == importing.Same && r.Refused != "" {
			b.Refuse = append(b.Refuse, store.Refusal{ID: r.ID})
		}
	}
	for id, why := range broken {
		b.Refuse = append(b.Refuse, store.Refusal{ID: id, Reason: why})
	}
	if len(b.Refuse) > 0 {
		if err := f.Writer.Write(ctx, b); err != nil {
			return fmt.Errorf("mark refused articles: %w", err)
		}
	}
	f.said.forget("failed")
	for about := range f.said {
		if id, ok := strings.CutPrefix(about, "refused "); ok && p.refused[id] == "" {
			f.said.forget(about)
		}
	}
	f.stands = ""
	if len(p.refused) > 0 {
		f.stands = f.mark(ctx)
	}
	return nil
}
