package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

type examImport struct {
	examOf `embed:""`
	File   string `arg:"" help:"An exam script (.exam or .txt) or JSON lines, also gzipped."`
}

// Run adds the questions of a file, all or none.
func (c *examImport) Run(ctx context.Context, common *common) error {
	read, _, err := exam.ReadFile(c.File)
	if err != nil {
		return err
	}
	return c.with(ctx, common, func(s *store.Store) error {
		now := time.Now()
		var questions []knowledge.ExamQuestion
		var faults []error
		for i, q := range read {
			a := knowledge.Asked{Text: strings.TrimSpace(q.Query), Before: q.History, Articles: q.Relevant}
			err := checkAsked(a)
			if err == nil {
				err = published(ctx, s, a.Articles)
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("%s:%d: %w", c.File, q.Line, err))
			}
			// A millisecond between them keeps them in the order of the file.
			questions = append(questions, knowledge.ExamQuestion{ID: rand.Text(), Asked: a, Author: "import", At: now.Add(time.Duration(i-len(read)) * time.Millisecond)})
		}
		if len(faults) > 0 {
			return refuseQuestions(faults)
		}
		added, err := s.PutExam(ctx, questions, now)
		if err != nil {
			return err
		}
		fmt.Printf("%s read, %d added, %d were kept already\n", questionsOf(len(questions)), added, len(questions)-added)
		return nil
	})
}

// refuseQuestions prints the faults of a file of questions.
func refuseQuestions(faults []error) error {
	for i, fault := range faults {
		if i == maxPrinted {
			fmt.Fprintf(os.Stderr, "… and %d more\n", len(faults)-i)
			break
		}
		fmt.Fprintln(os.Stderr, fault)
	}
	return errors.New("nothing was added; mend the lines above and try again")
}

type examExport struct {
	examOf `embed:""`
	File   string `arg:"" optional:"" help:"Where to; an ending .jsonl makes JSON lines. Default: standard output."`
}

// Run writes the questions.
func (c *examExport) Run(ctx context.Context, common *common) error {
	kept, err := c.questions(ctx, common)
	if err != nil {
		return err
	}
	var out []exam.Question
	for _, q := range kept {
		out = append(out, exam.Question{Query: q.Text, Relevant: q.Articles, History: q.Before})
	}
	if c.File == "" {
		return exam.WriteScript(os.Stdout, out)
	}
	write := exam.WriteScript
	if strings.HasSuffix(strings.ToLower(c.File), ".jsonl") {
		write = exam.WriteJSONLines
	}
	f, err := os.Create(c.File)
	if err != nil {
		return fmt.Errorf("write the exam: %w", err)
	}
	if err := errors.Join(write(f, out), f.Close()); err != nil {
		return err
	}
	fmt.Printf("%s written to %s\n", questionsOf(len(out)), c.File)
	return nil
}
