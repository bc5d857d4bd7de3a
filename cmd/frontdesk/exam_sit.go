package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"frontdesk/bot/rehearse"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

type examSit struct {
	examOf   `embed:""`
	asServed `embed:""`
	Strict   bool `help:"End with status 1 if a question fails."`
}

// Run asks all questions of the articles as they are published now.
func (c *examSit) Run(ctx context.Context, common *common) error {
	questions, err := c.questions(ctx, common)
	if err != nil {
		return err
	}
	if len(questions) == 0 {
		fmt.Println(`no questions are kept; add some with "frontdesk exam add" or "frontdesk exam import"`)
		return nil
	}
	began := time.Now()
	var pairs []exam.Pair
	err = c.onStage(ctx, c.deskAt, common, questions, func(_ *app.Corpus, stage *rehearse.Stage) error {
		began = time.Now()
		pairs, err = stage.SitAll(ctx, knowledge.Proposal{})
		return err
	})
	if err != nil {
		return err
	}
	failed, err := printFailed(pairs)
	if err != nil {
		return err
	}
	fmt.Printf("%d of %s right (%.1f s)\n", len(pairs)-failed, questionsOf(len(pairs)), time.Since(began).Seconds())
	if failed > 0 && c.Strict {
		return fmt.Errorf("%d of %s failed", failed, questionsOf(len(pairs)))
	}
	return nil
}

// printFailed prints the questions that are not answered rightly and returns how many they are.
func printFailed(pairs []exam.Pair) (failed int, err error) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, p := range pairs {
		if p.WasGrade == exam.Correct {
			continue
		}
		if failed++; failed == 1 {
			fmt.Fprintln(w, "FAILED\tQUESTION\tRIGHT\tIS")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.ID, short(asked(p.ExamQuestion), 60), short(rightOnes(p.Articles), 60), verdict(p.Was))
	}
	return failed, w.Flush()
}
