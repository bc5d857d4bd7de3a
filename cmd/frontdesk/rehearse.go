package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"frontdesk/bot/rehearse"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// asServed are the settings of the server that decide how a question is answered. They are taken from the same
// variables and the same file, so that an exam goes here as it goes there.
type asServed struct {
	Threshold    float64  `help:"As for serve: least confidence, 0 to 1, with which the bot answers by itself." placeholder:"PROBABILITY"`
	MaxWrong     float64  `help:"As for serve: share of wrong answers, 0 to 1, that is accepted." placeholder:"SHARE"`
	Unanswerable *float64 `help:"As for serve: share of questions, 0 to 1, that are expected to have no answer." placeholder:"SHARE"`
	Encoder      string   `help:"As for serve: what compares meanings: builtin, off, or a server's address." default:"builtin" placeholder:"WHICH"`
	EncoderModel string   `help:"As for serve: name of that server's model." placeholder:"NAME"`
	EncoderKey   string   `help:"As for serve: key for that server." placeholder:"KEY"`
}

// config is the configuration with which the corpus of a desk is opened.
func (a asServed) config(at deskAt) app.Config {
	c := at.config()
	c.Threshold, c.MaxWrong, c.Unanswerable = a.Threshold, a.MaxWrong, a.Unanswerable
	c.Encoder, c.EncoderModel, c.EncoderKey = a.Encoder, a.EncoderModel, a.EncoderKey
	return c
}

// onStage opens the corpus of a desk, waits until all of it can be asked, and runs f with the stage on which
// questions are put to it. The bot has learnt from the exam that is kept, as the server's has.
func (a asServed) onStage(ctx context.Context, at deskAt, common *common, questions []knowledge.ExamQuestion, f func(*app.Corpus, *rehearse.Stage) error) error {
	config := a.config(at)
	if err := config.Validate(); err != nil {
		return err
	}
	for _, q := range questions {
		config.Exam = append(config.Exam, q.Asked)
	}
	log := common.quiet()
	k, err := app.OpenCorpus(ctx, config, log, nil)
	if err != nil {
		return err
	}
	total, err := k.Articles.Count(ctx)
	if err == nil {
		err = whileIndexing(k, total.Published, func() error {
			if err := k.Index.Wait(ctx); err != nil {
				return err
			}
			return k.Index.WaitLearned(ctx)
		})
	}
	if err == nil {
		stage := k.Stage(config, "", nil, log)
		err = f(k, stage)
		stage.Close()
	}
	return errors.Join(err, k.Close())
}

// printComparison prints what a change does to the exam: the questions that get worse beside those that get better.
func printComparison(out io.Writer, c exam.Comparison) error {
	fmt.Fprintf(out, "exam: %d questions, %d right before and %d after; %d get worse and %d better (%.1f s)\n", c.Asked, c.Was, c.Is, len(c.Worse), len(c.Better), c.Took.Seconds())
	if len(c.Worse)+len(c.Better) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "EXAM\tQUESTION\tRIGHT\tWAS\tWOULD BE")
	for _, list := range []struct {
		word  string
		pairs []exam.Pair
	}{{"worse", c.Worse}, {"better", c.Better}} {
		for i, p := range list.pairs {
			if i == maxPrinted {
				fmt.Fprintf(w, "%s\t… and %d more\n", list.word, len(list.pairs)-i)
				break
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", list.word, short(asked(p.ExamQuestion), 50), short(rightOnes(p.Articles), 40), verdict(p.Was), verdict(p.Is))
		}
	}
	return w.Flush()
}

// verdict says in a few words what becomes of a question.
func verdict(v exam.Verdict) string {
	switch {
	case v.Decision == exam.Answer:
		return fmt.Sprintf("answer %s, %.2f", short(v.Article, 40), v.Confidence)
	case v.Article == "":
		return string(v.Decision)
	}
	return fmt.Sprintf("%s, first %s, %.2f", v.Decision, short(v.Article, 40), v.Confidence)
}

// rightOnes says which articles answer a question, as an exam script does.
func rightOnes(articles []string) string {
	if len(articles) == 0 {
		return "nobody"
	}
	out := articles[0]
	for _, id := range articles[1:] {
		out += ", " + id
	}
	return out
}

// sitting says on a terminal and elsewhere that the exam is sat, which takes seconds.
func sitting(questions int) {
	fmt.Fprintf(os.Stderr, "sitting the exam: %d questions, before and after\n", questions)
}
