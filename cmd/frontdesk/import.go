package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"frontdesk/bot/rehearse"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/importing/fetch"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// importCommand brings articles in.
type importCommand struct {
	Path   string `arg:"" help:"A folder or ZIP of Markdown or HTML, one such file, CSV, JSON lines or a help centre's JSON export (also gzipped), or a .txt with one web address a line."`
	deskAt `embed:""`
	DryRun bool `help:"Change nothing; show what would change."`
	All    bool `help:"In the table of a dry run, list the articles that stay the same too."`

	Source       string `help:"Name of where the articles come from, by which a later import knows which are gone. Without it, the name of what is read." placeholder:"NAME"`
	WithdrawGone bool   `help:"Withdraw the articles of the same source that are not in it any more."`
	AllowPrivate bool   `help:"Fetch pages from addresses that are not public too, such as those of your own network."`
	Overrule     string `help:"Import although the exam gets worse, for this reason, which is written to the audit log." env:"-" placeholder:"REASON"`

	asServed `embed:""`
}

// Help is shown below the options.
func (importCommand) Help() string {
	return `Markdown may begin with front matter between two lines of three dashes: title, phrasings, tags, category, locale, id. Without a title, the first heading is taken; without an id, the path of the file.

CSV needs a header line with the columns question and answer (or title and body); id, phrasings (separated by |), tags, category and locale are optional.

JSON lines are objects such as {"id":"returns-1","question":"…","answer":"…","phrasings":["…"],"tags":["…"],"locale":"en"}.

Images, PDFs and plain text that lie under files/ID/name, as "frontdesk export" writes them, are kept with the articles, which show them as file:ID/name.

HTML pages give their title, main content and links; images are left out with a warning. Exports of help centres are those of Zendesk (articles.json, also several pages or with sections) and of Intercom (articles and collections); drafts there are drafts here.

A .txt file lists web pages, one address a line. Only public addresses are asked, and redirects stay on their host.

Articles are matched by id, and where no article has it, by title: new ones are added, changed ones get a new revision, others stay. Articles that an earlier import from the same source brought and that are not in it any more are listed as gone; --withdraw-gone withdraws them, unless somebody edited them here. Everything is published at once or, after any error, nothing.

Front matter, columns and keys may also be audience (names of sites, or staff alone), review (a day on which to look at it again), original and original_revision (of which article it is a translation). Markdown without them says that there is none; a source that has no place for them, such as HTML or CSV without these columns, leaves what an article has.

If exam questions are kept (see "frontdesk exam"), they are asked before anything is written, of the articles as they are and as they would be. If one is answered worse, nothing is imported, unless --overrule says why it should be; --dry-run shows what gets worse beside what gets better.`
}

// errRefused ends the command after the problems have been printed.
var errRefused = errors.New("nothing was imported; mend the errors above and try again")

// Run reads, plans and applies.
func (c *importCommand) Run(ctx context.Context, common *common) error {
	if info, err := os.Stat(c.Path); err == nil && c.WithdrawGone && !info.IsDir() && c.Source == "" {
		fmt.Fprintf(os.Stderr, "the source is called by its file; if that changes its name from time to time, name the source with --source\n")
	}
	if _, err := editing.Reason(c.Overrule); err != nil {
		return fmt.Errorf("--overrule: %s", strings.TrimPrefix(err.Error(), knowledge.ErrInvalid.Error()+": "))
	}
	pages := fetch.New(fetch.Options{Private: c.AllowPrivate, Agent: app.ImportAgent})
	defer pages.Close()
	bar := newProgress(os.Stderr, "reading")
	batch, err := importing.Read(ctx, c.Path, importing.Options{Progress: bar.show, Source: c.Source, Fetch: pages, Inspect: care.Take})
	bar.end()
	if err != nil {
		return err
	}
	printProblems(batch)
	var plan importing.Plan
	var questions []knowledge.ExamQuestion
	err = common.withNewDatabase(ctx, c.deskAt, func(db *sqldb.DB) error {
		articles := store.New(db)
		if err := articles.Migrate(ctx); err != nil {
			return err
		}
		if plan, err = c.compare(ctx, articles, batch); err != nil {
			return err
		}
		if questions, err = c.examine(ctx, articles, plan); err != nil || len(questions) > 0 || c.DryRun {
			return err
		}
		return c.apply(ctx, articles, batch, plan)
	})
	if err != nil || len(questions) == 0 {
		if err == nil && c.DryRun {
			fmt.Println("Dry run: nothing was changed.")
		}
		return err
	}
	return c.onStage(ctx, c.deskAt, common, questions, func(k *app.Corpus, stage *rehearse.Stage) error {
		sitting(len(questions))
		if c.DryRun {
			return c.try(ctx, stage, plan)
		}
		room := k.Editing(stage, false, k.Index.Nudge, common.quiet())
		return c.apply(ctx, room, batch, plan)
	})
}

// compare plans the import, and prints the plan of a dry run. It refuses files with errors.
func (c *importCommand) compare(ctx context.Context, articles *store.Store, batch importing.Batch) (importing.Plan, error) {
	bar := newProgress(os.Stderr, "comparing")
	plan, err := importing.MakePlan(ctx, articles, batch, bar.show)
	bar.end()
	if err != nil {
		return plan, err
	}
	plan.WithdrawGone, plan.Overrule = c.WithdrawGone, c.Overrule
	printProblems(importing.Batch{Problems: plan.Problems})
	if c.DryRun {
		c.printPlan(plan)
	}
	if batch.Errors() > 0 || len(plan.Problems) > 0 {
		return plan, errRefused
	}
	return plan, nil
}

// examine returns the questions that have to be asked before the plan is carried out; none if it changes nothing that
// could tell on them.
func (c *importCommand) examine(ctx context.Context, articles *store.Store, plan importing.Plan) ([]knowledge.ExamQuestion, error) {
	if plan.Proposal().Empty() {
		return nil, nil
	}
	return articles.Exam(ctx)
}

// try prints what the plan would do to the exam.
func (c *importCommand) try(ctx context.Context, stage *rehearse.Stage, plan importing.Plan) error {
	comparison, err := stage.Sit(ctx, plan.Proposal())
	if err != nil {
		return err
	}
	if err := printComparison(os.Stdout, comparison); err != nil {
		return err
	}
	switch {
	case len(comparison.Worse) == 0:
		fmt.Println("Dry run: nothing was changed.")
	case c.Overrule == "":
		fmt.Println("Dry run: nothing was changed. The import would stop here; --overrule \"REASON\" would go on.")
	default:
		fmt.Println("Dry run: nothing was changed. The import would go on although the exam gets worse.")
	}
	return nil
}

// apply carries the plan out and says what became of it.
func (c *importCommand) apply(ctx context.Context, to importing.Writer, batch importing.Batch, plan importing.Plan) error {
	start := time.Now()
	if n := plan.Count[importing.New] + plan.Count[importing.Changed]; n >= manyArticles {
		fmt.Fprintf(os.Stderr, "writing %d articles in one step\n", n)
	}
	done, err := importing.Apply(ctx, to, plan, importing.Author(plan.Source), time.Now())
	if stopped, ok := errors.AsType[*editing.Stopped](err); ok {
		if err := printComparison(os.Stderr, stopped.Comparison); err != nil {
			return err
		}
		return errWorse
	}
	if err != nil {
		return err
	}
	fmt.Printf("%d files read: %d articles new, %d changed, %d published again, %d unchanged, %d files skipped (%.1f s)\n",
		batch.Files, done.New, done.Changed, done.Published, done.Same, len(batch.Skips), time.Since(start).Seconds())
	if done.Drafts > 0 {
		fmt.Printf("%d of them are drafts where they come from and are drafts here\n", done.Drafts)
	}
	if done.Files > 0 {
		fmt.Printf("%s that articles show kept with them\n", countFiles(done.Files))
	}
	c.printGone(plan, done)
	return nil
}

// countFiles says how many files there are.
func countFiles(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

// errWorse ends the command after what gets worse has been printed.
var errWorse = errors.New("the exam gets worse; nothing was imported. Mend the articles, take the questions out of the exam, or say with --overrule why it is right")

// printGone says what became of the articles that are gone.
func (c *importCommand) printGone(p importing.Plan, done importing.Summary) {
	switch gone, edited := p.Count[importing.Gone], 0; {
	case gone == 0:
	case !c.WithdrawGone:
		fmt.Printf("%d articles of the source %q are not in it any more and stay published; --withdraw-gone withdraws them\n", gone, p.Source)
	default:
		for _, r := range p.Rows {
			if r.Action == importing.Gone && r.Edited {
				edited++
			}
		}
		fmt.Printf("%d articles that are gone withdrawn", done.Withdrawn)
		if edited > 0 {
			fmt.Printf(", %d edited here and left alone; withdraw them in the editors' room", edited)
		}
		fmt.Println()
	}
}

// manyArticles is how many take long enough to write that it is announced.
const manyArticles = 1000

// maxPrinted bounds what is printed of each kind, so that the errors stay in sight.
const maxPrinted = 50

func printProblems(b importing.Batch) {
	for i, s := range b.Skips {
		if i == maxPrinted {
			fmt.Fprintf(os.Stderr, "… and %d more files skipped\n", len(b.Skips)-i)
			break
		}
		fmt.Fprintf(os.Stderr, "%s: skipped: %s\n", s.File, s.Reason)
	}
	shown := map[importing.Severity]int{}
	for _, p := range b.Problems {
		if shown[p.Severity]++; shown[p.Severity] <= maxPrinted {
			fmt.Fprintln(os.Stderr, p)
		}
	}
	for _, severity := range []importing.Severity{importing.Warning, importing.Error} {
		if n := shown[severity]; n > maxPrinted {
			fmt.Fprintf(os.Stderr, "… and %d more of severity %s\n", n-maxPrinted, severity)
		}
	}
}

func (c *importCommand) printPlan(p importing.Plan) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CHANGE\tID\tTITLE\tFILE")
	for _, r := range p.Rows {
		if r.Action == importing.Same && !c.All {
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Action, short(r.ID, 50), short(r.Item.Content.Title, 60), c.remark(r))
	}
	w.Flush()
	fmt.Printf("%d new, %d changed, %d to publish again, %d unchanged, %d gone; %d other articles stay as they are\n",
		p.Count[importing.New], p.Count[importing.Changed], p.Count[importing.Again], p.Count[importing.Same], p.Count[importing.Gone], p.Others-p.Count[importing.Gone])
	if n := len(p.Files); n > 0 {
		fmt.Printf("%s that articles show would be kept with them\n", countFiles(n))
	}
}

// remark says where an article stands, and what is special about it.
func (c *importCommand) remark(r importing.Row) string {
	if r.Action == importing.Gone {
		switch {
		case r.Edited:
			return "edited here; stays"
		case c.WithdrawGone:
			return "will be withdrawn"
		}
		return "stays published without --withdraw-gone"
	}
	at := fmt.Sprintf("%s:%d", short(r.Item.File, 60), r.Item.Line)
	if r.Item.Draft {
		at += " (a draft)"
	}
	if r.ID != r.Item.ID {
		at += fmt.Sprintf(" (%s there; found by its title)", short(r.Item.ID, 50))
	}
	return at
}

// short cuts a text to at most n characters.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
