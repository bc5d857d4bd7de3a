package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// importCommand brings articles in.
type importCommand struct {
	Path   string `arg:"" help:"A folder or ZIP of Markdown files, one Markdown file, a CSV file, or JSON lines (also gzipped)."`
	Data   string `help:"Data directory of the server; it may be running." default:"frontdesk-data" type:"path"`
	DryRun bool   `help:"Change nothing; show what would change."`
	All    bool   `help:"In the table of a dry run, list the articles that stay the same too."`
}

// Help is shown below the options.
func (importCommand) Help() string {
	return `Markdown may begin with front matter between two lines of three dashes: title, phrasings, tags, category, locale, id. Without a title, the first heading is taken; without an id, the path of the file.

CSV needs a header line with the columns question and answer (or title and body); id, phrasings (separated by |), tags, category and locale are optional.

JSON lines are objects such as {"id":"returns-1","question":"…","answer":"…","phrasings":["…"],"tags":["…"],"locale":"en"}.

Articles are matched by id: new ones are added, changed ones get a new revision, others stay. Everything is published at once or, after any error, nothing.`
}

// errRefused ends the command after the problems have been printed.
var errRefused = errors.New("nothing was imported; mend the errors above and try again")

// Run reads, plans and applies.
func (c *importCommand) Run(ctx context.Context, common *common) error {
	bar := newProgress(os.Stderr, "reading")
	batch, err := importing.Read(ctx, c.Path, importing.Options{Progress: bar.show})
	bar.end()
	if err != nil {
		return err
	}
	printProblems(batch)
	config := app.Default()
	config.Data = c.Data
	return app.WithDatabase(ctx, config, common.quiet(), func(db *sqldb.DB) error {
		articles := store.New(db)
		if err := articles.Migrate(ctx); err != nil {
			return err
		}
		plan, err := importing.MakePlan(ctx, articles, batch)
		if err != nil {
			return err
		}
		if c.DryRun {
			c.printPlan(plan)
		}
		if batch.Errors() > 0 {
			return errRefused
		}
		if c.DryRun {
			fmt.Println("Dry run: nothing was changed.")
			return nil
		}
		start := time.Now()
		done, err := importing.Apply(ctx, articles, plan, "import", time.Now())
		if err != nil {
			return err
		}
		fmt.Printf("%d files read: %d articles new, %d changed, %d published again, %d unchanged, %d files skipped (%.1f s)\n",
			batch.Files, done.New, done.Changed, done.Published, done.Same, len(batch.Skips), time.Since(start).Seconds())
		return nil
	})
}

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
		fmt.Fprintf(w, "%s\t%s\t%s\t%s:%d\n", r.Action, short(r.Item.ID, 50), short(r.Item.Content.Title, 60), short(r.Item.File, 60), r.Item.Line)
	}
	w.Flush()
	fmt.Printf("%d new, %d changed, %d to publish again, %d unchanged; %d other articles stay as they are\n",
		p.Count[importing.New], p.Count[importing.Changed], p.Count[importing.Again], p.Count[importing.Same], p.Others)
}

// short cuts a text to at most n characters.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
