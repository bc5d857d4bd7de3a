package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge"
)

// askCommand asks the bot one question.
type askCommand struct {
	Question  []string `arg:"" help:"The question, in the customer's words."`
	deskAt    `embed:""`
	Threshold float64 `help:"Least confidence, 0 to 1, with which the bot answers by itself. Default: 0.5." placeholder:"PROBABILITY"`
	Why       bool    `help:"Show how sure the bot was, what that was made of, and which articles were considered." short:"w"`
	JSON      bool    `help:"Print the decision as JSON." name:"json"`
}

// Help is shown below the options.
func (askCommand) Help() string {
	return "The question is answered by the code that serves customers, from the published articles of the desk. What is printed under the answer is its source: article, revision, and the bytes of its text that were quoted."
}

// Run asks and prints.
func (c *askCommand) Run(ctx context.Context, common *common) error {
	config := c.config()
	config.Threshold = c.Threshold
	if err := config.MustExist(); err != nil {
		return err
	}
	k, err := app.OpenCorpus(ctx, config, common.quiet(), nil)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := c.wait(ctx, k); err != nil {
		return err
	}
	d := k.Answerer.Turn(ctx, bot.Question{Text: strings.Join(c.Question, " ")})
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(d)
	}
	return c.print(os.Stdout, d)
}

// wait returns when everything published can be searched and was learnt from, and shows how far it is.
func (c *askCommand) wait(ctx context.Context, k *app.Corpus) error {
	total, err := k.Articles.Count(ctx)
	if err != nil {
		return err
	}
	if total.Published == 0 {
		return fmt.Errorf("%s has no published articles; bring some in with \"frontdesk import\"", c.deskAt)
	}
	return whileIndexing(k, total.Published, func() error {
		if err := k.Index.Wait(ctx); err != nil {
			return err
		}
		return k.Index.WaitLearned(ctx) // until then nothing can be told for sure
	})
}

// whileIndexing waits and shows meanwhile how many of so many articles can be searched.
func whileIndexing(k *app.Corpus, articles int, wait func() error) error {
	bar := newProgress(os.Stderr, "indexing")
	defer bar.end()
	ready := make(chan error, 1)
	go func() { ready <- wait() }()
	tick := time.NewTicker(terminalPause)
	defer tick.Stop()
	for {
		select {
		case err := <-ready:
			return err
		case <-tick.C:
			if done, state := k.Index.Progress(); state != knowledge.IndexReady {
				bar.show(done, articles)
			}
		}
	}
}

// print prints what the customer would read, and from where it was taken.
func (c *askCommand) print(out io.Writer, d bot.Decision) error {
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, d.Text)
	if len(d.Citations) > 0 {
		fmt.Fprintln(w)
	}
	for _, cite := range d.Citations {
		fmt.Fprintf(w, "[%d] %s — %s, revision %d, bytes %d–%d\n", cite.N, cite.Title, cite.Article, cite.Revision, cite.Start, cite.End)
	}
	for _, choice := range d.Choices {
		fmt.Fprintf(w, "  • %s (%s)\n", choice.Title, choice.Article)
	}
	for _, r := range d.Related {
		fmt.Fprintf(w, "see also: %s (%s)\n", r.Title, r.Article)
	}
	fmt.Fprintf(w, "\n%s, confidence %.2f (needed %.2f), rule %s, %.1f ms\n", d.Kind, d.Trace.Confidence, d.Trace.Threshold, d.Trace.Rule, float64(d.Trace.Micros)/1000)
	if c.Why {
		printWhy(w, d.Trace)
	}
	return w.Flush()
}
