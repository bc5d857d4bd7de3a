package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/exam"
)

// evalCommand measures the bot on questions whose answers are known.
type evalCommand struct {
	Corpus         string  `help:"The articles: a folder or ZIP of Markdown files, CSV, or JSON lines (also gzipped)." required:"" placeholder:"PATH"`
	Questions      string  `help:"The questions: JSON lines or an exam script (see below)." placeholder:"FILE"`
	Generate       string  `help:"Make questions from the corpus instead: titles, headings or typos (see below)." placeholder:"KIND" enum:"titles,headings,typos," default:""`
	Seed           uint64  `help:"Seed of --generate; the same seed makes the same questions." default:"1"`
	Count          int     `help:"How many questions --generate makes at most." default:"1500"`
	WriteQuestions string  `help:"Save the questions as JSON lines." placeholder:"FILE"`
	Exam           string  `help:"Further questions with known answers that the confidence may learn from. They are not reported on." placeholder:"FILE"`
	Synonyms       string  `help:"A list of synonyms to answer with; see \"frontdesk synonyms -h\"." placeholder:"FILE"`
	Predictions    string  `help:"Write what the bot did about each question as JSON lines." placeholder:"FILE"`
	HTML           string  `help:"Write a report to read in a browser." placeholder:"FILE" name:"html"`
	MaxWrong       float64 `help:"Share of wrong answers, 0 to 1, that is accepted; the threshold follows from it. Without it, the threshold is 0.5." placeholder:"SHARE"`
	Unanswerable   float64 `help:"Share of questions, 0 to 1, that are expected to have no answer in the corpus." default:"0.3"`
	Encoder        string  `help:"What compares meanings: builtin, off, or a server's address, as for serve." default:"builtin" placeholder:"WHICH"`
	EncoderModel   string  `help:"Name of that server's model." placeholder:"NAME"`
	EncoderKey     string  `help:"Key for that server." placeholder:"KEY"`
	evalDraft      `embed:""`
	MustPass       bool `help:"End with status 1 if a question fails."`
	JSON           bool `help:"Print the figures as JSON." name:"json"`
}

// Help is shown below the options.
func (evalCommand) Help() string {
	return `Every question is answered by the code that serves customers. Nothing is learnt from the questions that are reported on.

JSON lines of questions are objects such as {"query":"…","relevant_ids":["returns-1"],"history":["…"]}. An empty relevant_ids means that the corpus has no answer; history, which may be left out, holds the customer's earlier questions. --predictions writes {"query","ranked","confidence","decision","threshold"} for each, in order.

An exam script is plain text: a line "question → article-id" (or ->, =>), "question → id, id" if either will do, "question → nobody" if the corpus has no answer. Indented lines are asked in the same conversation after those above them; "question → anything" is asked for their sake only. # begins a comment, ## a group. Questions with arrows stand in double quotes. Failed lines are listed.

--generate makes questions: "titles" and "headings" leave out, exchange or add words; "typos" makes one slip of the keyboard in a title.

--draft asks the model of --model-url about every question that is answered, as in service, and reports how many drafts are used, what the gate says of their sentences, whether the answers are as right as without it, tokens, cost and time. --drafts writes {"query","outcome","extract","said","cited","sentences"} for each.`
}

// Run loads, asks, measures and prints.
func (c *evalCommand) Run(ctx context.Context, common *common) error {
	if err := c.validate(); err != nil {
		return err
	}
	paper, err := c.paper()
	if err != nil {
		return err
	}
	stage, err := c.load(ctx, paper.learn, common.quiet())
	if err != nil {
		return err
	}
	defer stage.close()
	if err := c.complete(&paper, stage); err != nil {
		return err
	}
	results, err := stage.sit(ctx, paper.questions)
	if err != nil {
		return err
	}
	report := evalReport{Report: exam.Measure(results, stage.cost())}
	if report.Draft, err = c.draft(ctx, paper, stage, common.quiet()); err != nil {
		return err
	}
	if err := c.write(results, report, stage); err != nil {
		return err
	}
	stage.close() // also if nobody reads the figures to their end, and the process dies of it
	if err := c.print(os.Stdout, report); err != nil {
		return err
	}
	return c.verdict(paper, results)
}

// validate refuses what cannot be meant before anything is loaded.
func (c *evalCommand) validate() error {
	switch {
	case (c.Questions == "") == (c.Generate == ""):
		return errors.New("give either --questions FILE or --generate titles, headings or typos")
	case c.Generate != "" && c.Count < 1:
		return fmt.Errorf("--count %d: want at least one question", c.Count)
	}
	if err := c.evalDraft.validate(); err != nil {
		return err
	}
	config := c.config("")
	return config.Validate()
}

// config is the configuration that the corpus is opened with: the server's, in a directory of its own.
func (c *evalCommand) config(dir string) app.Config {
	config := app.Default()
	config.Data, config.MaxWrong, config.Unanswerable = dir, c.MaxWrong, &c.Unanswerable
	config.Encoder, config.EncoderModel, config.EncoderKey = c.Encoder, c.EncoderModel, c.EncoderKey
	config.Synchronous = "OFF" // nothing here is to outlive the command
	return config
}
